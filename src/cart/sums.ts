import type { NodeSums, Sample } from './histogram.ts';
import { eachBlock, type Records, type RowRange } from './records.ts';

/** Sums the rows of a node, in their order. */
export function nodeSums(
  records: Records,
  sample: Sample,
  order: Int32Array,
  range: RowRange,
): NodeSums {
  const totals = new Float64Array(records.stride);
  eachBlock(records, sample, order, range, (source, at, from, to) => {
    addRecords(totals, source, at, at + (to - from) * records.stride);
  });
  return sumsOf(totals, range.end - range.start);
}

function sumsOf(totals: Float64Array, rows: number): NodeSums {
  return { rows, weight: totals[0]!, squares: totals[1]!, sums: totals.slice(2) };
}

/** Adds the records `source[at..end)`. One and two targets have loops of their own. */
function addRecords(totals: Float64Array, source: Float64Array, at: number, end: number): void {
  if (totals.length === 3) addOfOne(totals, source, at, end);
  else if (totals.length === 4) addOfTwo(totals, source, at, end);
  else addOfMany(totals, source, at, end);
}

function addOfOne(totals: Float64Array, source: Float64Array, at: number, end: number): void {
  let [weight, squares, sum] = [totals[0]!, totals[1]!, totals[2]!];
  for (let i = at; i < end; i += 3) {
    weight += source[i]!;
    squares += source[i + 1]!;
    sum += source[i + 2]!;
  }
  totals[0] = weight;
  totals[1] = squares;
  totals[2] = sum;
}

function addOfTwo(totals: Float64Array, source: Float64Array, at: number, end: number): void {
  let [weight, squares, a, b] = [totals[0]!, totals[1]!, totals[2]!, totals[3]!];
  for (let i = at; i < end; i += 4) {
    weight += source[i]!;
    squares += source[i + 1]!;
    a += source[i + 2]!;
    b += source[i + 3]!;
  }
  totals[0] = weight;
  totals[1] = squares;
  totals[2] = a;
  totals[3] = b;
}

function addOfMany(totals: Float64Array, source: Float64Array, at: number, end: number): void {
  const stride = totals.length;
  for (let i = at; i < end; i += stride) {
    for (let c = 0; c < stride; c++) totals[c]! += source[i + c]!;
  }
}

/**
 * Sums the rows of each side of a split, in their order, where they lie: as {@link nodeSums} would
 * once they are parted.
 *
 * @param bins a bin of each row
 * @param leftBins 1 for bins that go left, else 0
 */
export function sideSums(
  records: Records,
  sample: Sample,
  order: Int32Array,
  range: RowRange,
  bins: Uint8Array,
  leftBins: Uint8Array,
): [left: NodeSums, right: NodeSums] {
  const { stride } = records;
  const left = new Float64Array(stride);
  const right = new Float64Array(stride);
  const add = stride === 3 ? addSidesOfOne : addSides;
  let nLeft = 0;
  eachBlock(records, sample, order, range, (source, at, from, to) => {
    nLeft += add(left, right, source, at, order, from, to, bins, leftBins);
  });
  return [sumsOf(left, nLeft), sumsOf(right, range.end - range.start - nLeft)];
}

/** Adds the records of rows `order[from..to)` to their sides; returns how many went left. */
function addSides(
  left: Float64Array,
  right: Float64Array,
  source: Float64Array,
  at: number,
  order: Int32Array,
  from: number,
  to: number,
  bins: Uint8Array,
  leftBins: Uint8Array,
): number {
  const stride = left.length;
  let nLeft = 0;
  for (let i = from, j = at; i < to; i++, j += stride) {
    const goes = leftBins[bins[order[i]!]!]!;
    const side = goes === 1 ? left : right;
    for (let c = 0; c < stride; c++) side[c]! += source[j + c]!;
    nLeft += goes;
  }
  return nLeft;
}

/**
 * One target: each row is added to both sides, times 0 to the one that it does not go to. No branch
 * to be guessed wrong, and no sum that waits for memory.
 */
function addSidesOfOne(
  left: Float64Array,
  right: Float64Array,
  source: Float64Array,
  at: number,
  order: Int32Array,
  from: number,
  to: number,
  bins: Uint8Array,
  leftBins: Uint8Array,
): number {
  let [leftWeight, leftSquares, leftSum] = [left[0]!, left[1]!, left[2]!];
  let [rightWeight, rightSquares, rightSum] = [right[0]!, right[1]!, right[2]!];
  let nLeft = 0;
  for (let i = from, j = at; i < to; i++, j += 3) {
    const goes = leftBins[bins[order[i]!]!]!;
    const stays = 1 - goes;
    leftWeight += goes * source[j]!;
    leftSquares += goes * source[j + 1]!;
    leftSum += goes * source[j + 2]!;
    rightWeight += stays * source[j]!;
    rightSquares += stays * source[j + 1]!;
    rightSum += stays * source[j + 2]!;
    nLeft += goes;
  }
  left.set([leftWeight, leftSquares, leftSum]);
  right.set([rightWeight, rightSquares, rightSum]);
  return nLeft;
}
