import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Labels, Table } from '../../../src/core/table.ts';
import { Random } from '../../../src/core/random.ts';
import { judgeTree } from '../../../src/evaluate/held-out.ts';
import type { Metrics } from '../../../src/core/run.ts';
import type { Tree } from '../../../src/core/tree.ts';
import type { Yardstick } from '../../../src/evaluate/yardstick.ts';
import { leafCount, type Size, type SizedTree } from './trees.ts';

/** What held-out rows say of one tree; `null` where a figure has no meaning. */
export interface Score {
  readonly fidelity: number | null;
  readonly headroom: number | null;
  readonly balanced: number | null;
  readonly accuracy: number | null;
  readonly retained: number | null;
  readonly leaves: number;
}

/** The scores of one way to make trees, by size. */
export type Arm = Readonly<Partial<Record<Size, Score>>>;

/** One split of one set with one teacher: the unit of work, one file each. */
export interface Cell {
  readonly set: string;
  readonly teacher: string;
  /** Seed of the split, or number of the fold. */
  readonly split: number;
  readonly task: Labels['task'];
  readonly trainRows: number;
  readonly heldRows: number;
  readonly majority: number | null;
  readonly teacherAccuracy: number | null;
  readonly arms: Readonly<Record<string, Arm>>;
  /** CPU seconds that each arm took, growth and judging. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** Held-out rows and what they are judged by. */
export interface Bench {
  readonly table: Table;
  readonly teacher: Float64Array;
  readonly truth: Float64Array;
  readonly yardstick: Yardstick;
}

/** The one place that asks the pipeline's judge. */
function judged(tree: Tree, bench: Bench): Metrics {
  return judgeTree(tree, bench, bench.yardstick, new Random(0));
}

/** Judges trees of several sizes. */
export function scoreTrees(trees: readonly SizedTree[], bench: Bench): Arm {
  return Object.fromEntries(
    trees.map(({ size, tree }): [Size, Score] => {
      const metrics = judged(tree, bench);
      return [
        size,
        {
          fidelity: metrics.fidelity.value,
          headroom: metrics.headroomClosed.value,
          balanced: metrics.balancedFidelity.value,
          accuracy: metrics.accuracy.student.value,
          retained: metrics.accuracy.retained.value,
          leaves: leafCount(tree),
        },
      ];
    }),
  );
}

/** What does not depend on the tree: any tree will do. */
export function baselines(tree: Tree, bench: Bench): Pick<Cell, 'majority' | 'teacherAccuracy'> {
  const { majority, accuracy } = judged(tree, bench);
  return { majority: majority.value, teacherAccuracy: accuracy.teacher.value };
}

/** Runs `work` and tells the CPU seconds it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, seconds: (user + system) / 1e6 };
}

function pathOf(work: string, { set, teacher, split }: CellName): string {
  return join(work, 'cells', `${set}.${teacher}.${split}.json`);
}

type CellName = Pick<Cell, 'set' | 'teacher' | 'split'>;

/** What an earlier run measured; `null` if nothing. */
export function readCell(work: string, name: CellName): Cell | null {
  const path = pathOf(work, name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Cell) : null;
}

/** Written whole or not at all: a run may be stopped at any time. */
export function writeCell(work: string, cell: Cell): void {
  mkdirSync(join(work, 'cells'), { recursive: true });
  const path = pathOf(work, cell);
  writeFileSync(`${path}.new`, JSON.stringify(cell));
  renameSync(`${path}.new`, path);
}

/** Every cell of a work folder; also written as one document, `results.json`. */
export function collectCells(work: string): Cell[] {
  const folder = join(work, 'cells');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const cells = names
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Cell);
  cells.sort((a, b) => a.split - b.split);
  writeFileSync(join(work, 'results.json'), JSON.stringify(cells));
  return cells;
}
