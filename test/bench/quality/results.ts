import { BENCH_SETS } from '../sets.ts';
import { ARMS, type ArmName } from './arms.ts';
import { collectCells, type Cell } from './cells.ts';
import { TEACHERS, type TeacherName } from './teachers.ts';
import type { Size } from './trees.ts';

const SIZES: readonly Size[] = [
  'depth 3',
  'depth 4',
  'depth 5',
  'depth 6',
  'depth 8',
  'leaves 8',
  'leaves 16',
  'leaves 32',
];

const TEACHER_NAMES = Object.keys(TEACHERS) as TeacherName[];
export const ARM_NAMES = Object.keys(ARMS) as ArmName[];
export const BASELINES = ARM_NAMES.filter((arm) => arm !== 'student');

/** What a work folder holds. */
export interface Results {
  readonly cells: readonly Cell[];
  /** Sets, teachers and sizes that were measured. */
  readonly sets: readonly string[];
  readonly teachers: readonly TeacherName[];
  readonly sizes: readonly Size[];
  /** The cells of one set and one teacher. */
  readonly of: (set: string, teacher: TeacherName) => readonly Cell[];
}

export function readResults(work: string): Results {
  const cells = collectCells(work).filter(({ teacher }) => teacher in TEACHERS);
  const names = BENCH_SETS.map(({ name }) => name);
  return {
    cells,
    sets: names.filter((name) => cells.some(({ set }) => set === name)),
    teachers: TEACHER_NAMES.filter((name) => cells.some(({ teacher }) => teacher === name)),
    sizes: SIZES.filter((size) => cells.some(({ arms }) => arms['student']?.[size] !== undefined)),
    of: (set, teacher) => cells.filter((cell) => cell.set === set && cell.teacher === teacher),
  };
}
