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
  return {
    rows: range.end - range.start,
    weight: totals[0]!,
    squares: totals[1]!,
    sums: totals.slice(2),
  };
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
