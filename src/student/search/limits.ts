import type { SplitRecord } from '../../cart/splitter.ts';
import { divideRows, type Knot } from './knot.ts';
import type { Problem } from './problem.ts';

/** What splitting on a feature costs rows of this weight, given what was asked before. */
export function tollOf({ toll }: Problem, feature: number, weight: number, asked: Asked): number {
  return asked.includes(feature) ? 0 : toll[feature]! * weight;
}

/** Features asked on the way to a node. */
export type Asked = readonly number[];

/** What all the questions of a tree cost. */
export function totalToll(problem: Problem, knot: Knot, asked: Asked = []): number {
  if (knot.branch === null) return 0;
  const { split, left, right } = knot.branch;
  const below = [...asked, split.feature];
  return (
    tollOf(problem, split.feature, knot.weight, asked) +
    totalToll(problem, left, below) +
    totalToll(problem, right, below)
  );
}

/** Whether a split of these rows keeps to the limits: real rows on both sides, and its direction. */
export function isAllowed(problem: Problem, split: SplitRecord, rows: Int32Array): boolean {
  const { minRealRows, realRows, monotone } = problem;
  const direction = monotone[split.feature]!;
  if (minRealRows === 0 && direction === 0) return true;
  const bins = problem.table.columns[split.feature]!;
  const real = [0, 0];
  const mass = [0, 0];
  const sum = [0, 0];
  for (const row of rows) {
    const side = split.leftBins[bins[row]!] === 1 ? 0 : 1;
    if (row < realRows) real[side]! += 1;
    mass[side]! += problem.weight[row]!;
    sum[side]! += problem.weight[row]! * orderedValue(problem.soft, problem.nOutputs, row);
  }
  const keepsReal = Math.min(real[0]!, real[1]!) >= minRealRows;
  return keepsReal && direction * (sum[1]! / mass[1]! - sum[0]! / mass[0]!) >= 0;
}

/** What a direction is about: the number, or the probability of the second class. */
function orderedValue(values: ArrayLike<number>, nOutputs: number, at: number): number {
  return values[at * nOutputs + nOutputs - 1]!;
}

/** Whether a monotone feature may stand above these two sides, as they are fitted. */
export function mayPart(
  { monotone, nOutputs }: Problem,
  f: number,
  left: Knot,
  right: Knot,
): boolean {
  const rise = orderedValue(right.value, nOutputs, 0) - orderedValue(left.value, nOutputs, 0);
  return monotone[f]! * rise >= 0;
}

/** Whether every leaf below keeps its rows, real ones among them. */
export function leavesKeep(problem: Problem, knot: Knot, rows: Int32Array): boolean {
  const { minLeafRows, minRealRows, realRows } = problem;
  if (knot.branch !== null) {
    const [left, right] = divideRows(problem, knot.branch.split, rows);
    return (
      leavesKeep(problem, knot.branch.left, left) && leavesKeep(problem, knot.branch.right, right)
    );
  }
  if (rows.length < minLeafRows) return false;
  return minRealRows === 0 || rows.filter((row) => row < realRows).length >= minRealRows;
}
