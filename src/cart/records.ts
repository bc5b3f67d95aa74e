import type { Sample } from './histogram.ts';

/** Rows whose records are laid side by side at a time where they are not carried. */
const BLOCK = 2048;

/** Numbers that are carried at most (8 MB): 262,144 rows of two targets. */
const MOST_CARRIED = 1 << 20;

/**
 * What all features share of each row, side by side: weight, `weight * |target|²`, then
 * `weight * target`: `2 + nTargets` numbers a row. Rows of a small node lie far apart in the sample;
 * so records are carried along where its rows go (a fourth less time on a million rows). Larger
 * nodes read them from the sample, a block at a time: carrying all would take too much memory.
 */
export interface Records {
  /** Numbers a row. */
  readonly stride: number;
  /** The records of the carried node in its rows' order. */
  readonly carried: Float64Array;
  /** Room for those of the right side while a carried node is split. */
  readonly aside: Float64Array;
  /** The most rows that are carried. */
  readonly most: number;
  readonly block: Float64Array;
}

/** Rows `order[start..end)` of a growth; `carriedFrom` is where in the order the carried records begin, or -1. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
  readonly carriedFrom: number;
}

/** Room for the records of a growth on `nRows` rows. */
export function openRecords(nTargets: number, nRows: number): Records {
  const stride = 2 + nTargets;
  const most = Math.min(nRows, Math.floor(MOST_CARRIED / stride));
  return {
    stride,
    carried: new Float64Array(most * stride),
    aside: new Float64Array(most * stride),
    most,
    block: new Float64Array(Math.min(nRows, BLOCK) * stride),
  };
}

/** The same rows, carried from now on if they are few enough; what was carried before is forgotten. */
export function carry<R extends RowRange>(
  records: Records,
  sample: Sample,
  order: Int32Array,
  range: R,
): R {
  const { start, end, carriedFrom } = range;
  if (carriedFrom !== -1 || end - start > records.most) return range;
  copyRecords(sample, order, start, end, records.carried);
  return { ...range, carriedFrom: start };
}

/** Hands out the records of a range in pieces: rows `order[from..to)` lie at `source[at...]`. */
export function eachBlock(
  { stride, carried, block }: Records,
  sample: Sample,
  order: Int32Array,
  { start, end, carriedFrom }: RowRange,
  use: (source: Float64Array, at: number, from: number, to: number) => void,
): void {
  for (let from = start; from < end; from += BLOCK) {
    const to = Math.min(from + BLOCK, end);
    if (carriedFrom !== -1) use(carried, (from - carriedFrom) * stride, from, to);
    else {
      copyRecords(sample, order, from, to, block);
      use(block, 0, from, to);
    }
  }
}

/** Writes the records of rows `order[from..to)`. One and two targets have loops of their own. */
function copyRecords(
  sample: Sample,
  order: Int32Array,
  from: number,
  to: number,
  out: Float64Array,
): void {
  if (sample.nTargets === 1) copyOfOne(sample, order, from, to, out);
  else if (sample.nTargets === 2) copyOfTwo(sample, order, from, to, out);
  else copyOfMany(sample, order, from, to, out);
}

function copyOfOne(
  { weight, sums, targets }: Sample,
  order: Int32Array,
  from: number,
  to: number,
  out: Float64Array,
): void {
  for (let i = from, j = 0; i < to; i++, j += 3) {
    const row = order[i]!;
    const sum = sums[row]!;
    out[j] = weight[row]!;
    out[j + 1] = sum * targets[row]!;
    out[j + 2] = sum;
  }
}

function copyOfTwo(
  { weight, sums, targets }: Sample,
  order: Int32Array,
  from: number,
  to: number,
  out: Float64Array,
): void {
  for (let i = from, j = 0; i < to; i++, j += 4) {
    const row = order[i]!;
    const at = 2 * row;
    const a = sums[at]!;
    const b = sums[at + 1]!;
    out[j] = weight[row]!;
    out[j + 1] = a * targets[at]! + b * targets[at + 1]!;
    out[j + 2] = a;
    out[j + 3] = b;
  }
}

function copyOfMany(
  { weight, sums, targets, nTargets }: Sample,
  order: Int32Array,
  from: number,
  to: number,
  out: Float64Array,
): void {
  for (let i = from, j = 0; i < to; i++, j += 2 + nTargets) {
    const row = order[i]!;
    const first = row * nTargets;
    let squares = 0;
    for (let k = 0; k < nTargets; k++) {
      const sum = sums[first + k]!;
      out[j + 2 + k] = sum;
      squares += sum * targets[first + k]!;
    }
    out[j] = weight[row]!;
    out[j + 1] = squares;
  }
}
