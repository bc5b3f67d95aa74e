import { syntheticRowCount } from '../augment/augment.ts';
import type { StageOptions } from '../core/errors.ts';
import { selectLabels, selectRows, stackTables, type Labels, type Table } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';
import { sideBySide } from '../core/workers.ts';
import { sameOnTop, TOP_LEVELS } from '../evaluate/top-splits.ts';
import { searchStudent } from '../student/search-student.ts';
import type { Lesson } from '../student/student.ts';
import type { Settings } from './settings.ts';
import { treeLimits } from './wishes.ts';

/** Rows a leaf of the student must keep, real or synthetic. */
export const STUDENT_MIN_LEAF_ROWS = 5;

/** Rows with the teacher's soft answers. */
export interface Answered {
  readonly table: Table;
  readonly labels: Labels;
}

/** Synthetic rows, and whether they are enough. */
export interface Drawing {
  readonly synthetic: Answered;
  /** How often rows were drawn: all but the first time as many again, or up to the most. */
  readonly rounds: number;
  /**
   * Whether two disjoint halves of the rows give trees that ask nearly the same on the top three
   * levels; `null` where that was not looked at.
   */
  readonly settled: boolean | null;
}

/**
 * Synthetic rows of the first draw, and at most: no more than the first draw unless the settings say
 * so. More were measured to take 1.6 times as long (twice the rows) and to gain no fidelity
 * (`test/bench/README.md`).
 */
export function syntheticRowCounts(
  realRows: number,
  { maxDepth, maxRows }: Pick<Settings, 'maxDepth' | 'maxRows'>,
): { readonly first: number; readonly most: number } {
  const count = syntheticRowCount(realRows, maxDepth);
  const most = maxRows ?? count;
  return { first: Math.min(count, most), most };
}

/** How the loop draws: `n` more rows, answered, for a round counted from 1. */
type Draw = (n: number, round: number) => Promise<Answered>;

/**
 * Draws `first` rows, and doubles them until they have settled or there are `most` of them. Real
 * rows keep half of the mass in each half too.
 */
export async function drawUntilSettled(
  real: Answered,
  draw: Draw,
  { first, most }: { readonly first: number; readonly most: number },
  settings: Settings,
): Promise<Drawing> {
  let synthetic = await draw(first, 1);
  if (settings.student !== 'cart') return { synthetic, rounds: 1, settled: null };
  for (let rounds = 1; ; rounds++) {
    const settled = await hasSettled(real, synthetic, settings);
    const n = synthetic.table.nRows;
    if (settled || n >= most) return { synthetic, rounds, settled };
    synthetic = stack(synthetic, await draw(Math.min(n, most - n), rounds + 1));
  }
}

/**
 * Whether two disjoint halves of the rows give nearly the same tree of three levels. Every other row
 * goes to the same half, so that both have their share of each sampler.
 */
export async function hasSettled(
  real: Answered,
  synthetic: Answered,
  settings: Settings,
): Promise<boolean> {
  const [a, b] = await sideBySide(settings.pool, [0, 1] as const, (half) =>
    topTree(lessonOf(real, everyOther(synthetic, half)), settings),
  );
  return sameOnTop(a!, b!, real.table);
}

/** A small student, searched for the cheapest way that is of the same kind as its own. */
async function topTree(lesson: Lesson, settings: Settings): Promise<Tree> {
  const quiet: StageOptions = { onProgress: undefined, onWarning: undefined };
  const options = {
    ...settings,
    ...quiet,
    limits: treeLimits(settings, lesson.table.features, lesson.labels),
    maxDepth: Math.min(TOP_LEVELS, settings.maxDepth),
    minLeafRows: STUDENT_MIN_LEAF_ROWS,
  };
  const search = settings.search === 'greedy' ? 'greedy' : 'fast';
  return (await searchStudent(lesson, options, search)).trees.at(-1)!;
}

/** Real rows, then synthetic ones, each with half of the mass. */
export function lessonOf(real: Answered, synthetic: Answered): Lesson {
  const n = real.table.nRows;
  const { table, labels } = stack(real, synthetic);
  const weight = new Float64Array(table.nRows).fill(n / synthetic.table.nRows);
  weight.fill(1, 0, n);
  return { table, labels, weight, realRows: n };
}

function everyOther({ table, labels }: Answered, from: 0 | 1): Answered {
  const count = Math.ceil((table.nRows - from) / 2);
  const rows = Int32Array.from({ length: count }, (_, i) => from + 2 * i);
  return { table: selectRows(table, rows), labels: selectLabels(labels, rows) };
}

function stack(above: Answered, below: Answered): Answered {
  const soft = new Float64Array(above.labels.soft.length + below.labels.soft.length);
  soft.set(above.labels.soft, 0);
  soft.set(below.labels.soft, above.labels.soft.length);
  return {
    table: stackTables(above.table, below.table),
    labels: { ...above.labels, soft },
  };
}
