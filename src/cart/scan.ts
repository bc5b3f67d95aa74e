import { nodeScore, TIE } from './criterion.ts';
import type { FeatureCounts, NodeSums } from './histogram.ts';

/** Sides whose weights differ by less than this share of the node's weigh the same. */
const WEIGHT_TIE = 1e-9;

/** How one feature's bins are divided best. */
export interface Trial {
  /** Bins that hold rows, in the order they are tried; the left ones are `order[0..prefix]`. */
  readonly order: Int32Array;
  occupied: number;
  feature: number;
  /** Reduction of the summed squared distance. */
  gain: number;
  /** -1 while none was found. */
  prefix: number;
  missingLeft: boolean;
  leftWeight: number;
}

/** One division out of several of the same feature. */
export type Division = Pick<Trial, 'gain' | 'prefix' | 'missingLeft' | 'leftWeight'>;

/** Whether the left side weighs at least as much as the right one, up to rounding. */
export function leftIsHeavier({ leftWeight }: Division, node: NodeSums): boolean {
  return 2 * leftWeight >= node.weight * (1 - WEIGHT_TIE);
}

/**
 * Tries every prefix of the ordered bins as the left side, missing values on either side: what gains
 * more than `trial.gain` by over a tie is written to `trial`. With `each`, the better side of every
 * prefix is listed there, even if it gains nothing.
 *
 * @param missing where the missing bin lies in the histogram
 * @param left room for one sum a target
 */
export function scanPrefixes(
  counts: FeatureCounts,
  missing: number,
  node: NodeSums,
  minLeafRows: number,
  left: Float64Array,
  trial: Trial,
  each: Division[] | null,
): void {
  const hasMissing = counts.histogram[missing]! > 0;
  if (left.length === 1 && !hasMissing && each === null) {
    scanOneTarget(counts, node, minLeafRows, trial);
  } else scanAny(counts, missing, node, minLeafRows, left, trial, each);
  // Missing values that did not occur here follow the heavier side.
  if (!hasMissing) trial.missingLeft = leftIsHeavier(trial, node);
}

/** One target, nothing missing: what forests scan at most of their nodes (twice as fast). */
function scanOneTarget(
  { histogram, base }: FeatureCounts,
  node: NodeSums,
  minLeafRows: number,
  trial: Trial,
): void {
  const { order, occupied } = trial;
  const tie = TIE * node.squares;
  const parent = nodeScore(node);
  const total = node.sums[0]!;
  const most = node.rows - minLeafRows;
  let rows = 0;
  let weight = 0;
  let sum = 0;
  let bar = trial.gain + tie;
  for (let i = 0; i < occupied; i++) {
    const at = base + order[i]! * 3;
    rows += histogram[at]!;
    weight += histogram[at + 1]!;
    sum += histogram[at + 2]!;
    if (rows < minLeafRows) continue;
    if (rows > most) return;
    const rest = total - sum;
    const gain = (sum * sum) / weight + (rest * rest) / (node.weight - weight) - parent;
    if (gain > bar) {
      trial.gain = gain;
      trial.prefix = i;
      trial.leftWeight = weight;
      bar = gain + tie;
    }
  }
}

function scanAny(
  { histogram, base, stride }: FeatureCounts,
  missing: number,
  node: NodeSums,
  minLeafRows: number,
  left: Float64Array,
  trial: Trial,
  each: Division[] | null,
): void {
  const { order, occupied } = trial;
  const nTargets = left.length;
  const missingRows = histogram[missing]!;
  const tie = TIE * node.squares;
  const parent = nodeScore(node);
  const sides = missingRows > 0 ? 2 : 1;
  let rows = 0;
  let weight = 0;
  left.fill(0);
  // The last prefix is all present values: a split where some are missing, else no row is right.
  for (let i = 0; i < occupied; i++) {
    const at = base + order[i]! * stride;
    rows += histogram[at]!;
    weight += histogram[at + 1]!;
    for (let k = 0; k < nTargets; k++) left[k]! += histogram[at + 2 + k]!;
    if (each !== null) {
      trial.gain = -Infinity;
      trial.prefix = -1;
    }
    for (let side = 0; side < sides; side++) {
      const leftRows = rows + (side === 1 ? missingRows : 0);
      if (leftRows < minLeafRows || node.rows - leftRows < minLeafRows) continue;
      const leftWeight = weight + (side === 1 ? histogram[missing + 1]! : 0);
      let leftSquares = 0;
      let rightSquares = 0;
      for (let k = 0; k < nTargets; k++) {
        const l = left[k]! + (side === 1 ? histogram[missing + 2 + k]! : 0);
        const r = node.sums[k]! - l;
        leftSquares += l * l;
        rightSquares += r * r;
      }
      const gain = leftSquares / leftWeight + rightSquares / (node.weight - leftWeight) - parent;
      if (gain > trial.gain + tie) {
        trial.gain = gain;
        trial.prefix = i;
        trial.missingLeft = side === 1;
        trial.leftWeight = leftWeight;
      }
    }
    if (each !== null && trial.prefix === i) {
      const { gain, prefix, leftWeight } = trial;
      const missingLeft = missingRows > 0 ? trial.missingLeft : leftIsHeavier(trial, node);
      each.push({ gain, prefix, missingLeft, leftWeight });
    }
  }
}
