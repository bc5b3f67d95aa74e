import type { Metrics } from '../core/run.ts';
import type { Random } from '../core/random.ts';
import type { Table } from '../core/table.ts';
import { decidedAt, leavesOf, nodeDepths, valuesAt, type Tree } from '../core/tree.ts';
import { judge } from './judge.ts';
import type { Judged, Yardstick } from './yardstick.ts';

/** Real rows that the student was not fitted on, with the teacher's answers and the truth. */
export interface HeldOut {
  readonly table: Table;
  /** Row-major `nRows * nOutputs`. */
  readonly teacher: Float64Array;
  readonly truth: Float64Array;
}

/** What a tree answers to rows that reach these leaves. */
export function answersAt(tree: Tree, leaves: Int32Array): Pick<Judged, 'student' | 'decided'> {
  return { student: valuesAt(tree, leaves), decided: decidedAt(tree, leaves) };
}

/** Judges a tree on held-out rows. */
export function judgeTree(
  tree: Tree,
  rows: HeldOut,
  yardstick: Yardstick,
  random: Random,
): Metrics {
  const { table, teacher, truth } = rows;
  return judge({ ...answersAt(tree, leavesOf(tree, table)), teacher, truth }, yardstick, random);
}

/** Mean number of questions asked of a row. */
export function meanPathLength(tree: Tree, table: Table): number {
  const depths = nodeDepths(tree);
  const total = leavesOf(tree, table).reduce((sum, leaf) => sum + depths[leaf]!, 0);
  return total / table.nRows;
}
