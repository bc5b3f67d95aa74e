import type { Metrics } from '../core/run.ts';
import type { Random } from '../core/random.ts';
import type { Table } from '../core/table.ts';
import { leavesOf, nodeDepths, valuesAt, type Tree } from '../core/tree.ts';
import { judge } from './judge.ts';
import type { Yardstick } from './yardstick.ts';

/** Real rows that the student was not fitted on, with the teacher's answers and the truth. */
export interface HeldOut {
  readonly table: Table;
  /** Row-major `nRows * nOutputs`. */
  readonly teacher: Float64Array;
  readonly truth: Float64Array;
}

/** Judges a tree on held-out rows. */
export function judgeTree(
  tree: Tree,
  rows: HeldOut,
  yardstick: Yardstick,
  random: Random,
): Metrics {
  const student = valuesAt(tree, leavesOf(tree, rows.table));
  return judge({ student, teacher: rows.teacher, truth: rows.truth }, yardstick, random);
}

/** Mean number of questions asked of a row. */
export function meanPathLength(tree: Tree, table: Table): number {
  const depths = nodeDepths(tree);
  const total = leavesOf(tree, table).reduce((sum, leaf) => sum + depths[leaf]!, 0);
  return total / table.nRows;
}
