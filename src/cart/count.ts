import type { HistogramLayout, Sample } from './histogram.ts';

/** Rows whose weights and targets are laid side by side before all features are counted. */
const BLOCK = 2048;

/** Weights and `weight * target` of one block of rows, in the order of the rows. */
export interface CountScratch {
  readonly weight: Float64Array;
  /** Row-major `rows * nTargets`. */
  readonly sums: Float64Array;
}

/** Room for counting at most `rows` rows at a time. */
export function countScratch(nTargets: number, rows: number): CountScratch {
  const size = Math.min(rows, BLOCK);
  return { weight: new Float64Array(size), sums: new Float64Array(size * nTargets) };
}

/**
 * Adds rows `order[start..end)` to the bins of every feature. Blocks of rows are counted for all
 * features before the next one: what the features share is read from its scattered places once, and
 * then lies in the cache (1.7 times faster). Within a bin, rows are added in their order.
 */
export function countFeatures(
  histogram: Float64Array,
  layout: HistogramLayout,
  sample: Sample,
  order: Int32Array,
  start: number,
  end: number,
  scratch: CountScratch,
): void {
  for (let from = start; from < end; from += BLOCK) {
    const to = Math.min(from + BLOCK, end);
    gather(sample, order, from, to, scratch);
    countBlock(histogram, layout, sample, order, from, to, scratch);
  }
}

function gather(
  sample: Sample,
  order: Int32Array,
  from: number,
  to: number,
  { weight, sums }: CountScratch,
): void {
  const { nTargets } = sample;
  for (let i = from, j = 0; i < to; i++, j++) weight[j] = sample.weight[order[i]!]!;
  if (nTargets === 1) {
    for (let i = from, j = 0; i < to; i++, j++) sums[j] = sample.sums[order[i]!]!;
  } else if (nTargets === 2) {
    for (let i = from, j = 0; i < to; i++, j += 2) {
      const at = order[i]! << 1;
      sums[j] = sample.sums[at]!;
      sums[j + 1] = sample.sums[at + 1]!;
    }
  } else {
    for (let i = from, j = 0; i < to; i++) {
      const at = order[i]! * nTargets;
      for (let k = 0; k < nTargets; k++) sums[j++] = sample.sums[at + k]!;
    }
  }
}

/** Features go in pairs where a loop for that exists: half the reads, and two chains of additions. */
function countBlock(
  histogram: Float64Array,
  { base, stride }: HistogramLayout,
  { table: { columns }, nTargets }: Sample,
  order: Int32Array,
  from: number,
  to: number,
  scratch: CountScratch,
): void {
  const countPair = nTargets === 1 ? countPairOfOne : countPairOfTwo;
  let f = 0;
  if (nTargets <= 2) {
    for (; f + 1 < columns.length; f += 2) {
      const [a, b] = [columns[f]!, columns[f + 1]!];
      countPair(histogram, base[f]!, a, base[f + 1]!, b, order, from, to, scratch);
    }
  }
  for (; f < columns.length; f++) {
    countOne(histogram, base[f]!, stride, columns[f]!, order, from, to, scratch);
  }
}

/** Two features, one target: a third less time than one feature after the other. */
function countPairOfOne(
  histogram: Float64Array,
  baseA: number,
  binsA: Uint8Array,
  baseB: number,
  binsB: Uint8Array,
  order: Int32Array,
  from: number,
  to: number,
  { weight, sums }: CountScratch,
): void {
  for (let i = from, j = 0; i < to; i++, j++) {
    const row = order[i]!;
    const w = weight[j]!;
    const sum = sums[j]!;
    const a = baseA + binsA[row]! * 3;
    const b = baseB + binsB[row]! * 3;
    histogram[a]! += 1;
    histogram[a + 1]! += w;
    histogram[a + 2]! += sum;
    histogram[b]! += 1;
    histogram[b + 1]! += w;
    histogram[b + 2]! += sum;
  }
}

/** Two features, two targets. */
function countPairOfTwo(
  histogram: Float64Array,
  baseA: number,
  binsA: Uint8Array,
  baseB: number,
  binsB: Uint8Array,
  order: Int32Array,
  from: number,
  to: number,
  { weight, sums }: CountScratch,
): void {
  for (let i = from, j = 0; i < to; i++, j++) {
    const row = order[i]!;
    const w = weight[j]!;
    const first = sums[2 * j]!;
    const second = sums[2 * j + 1]!;
    const a = baseA + binsA[row]! * 4;
    const b = baseB + binsB[row]! * 4;
    histogram[a]! += 1;
    histogram[a + 1]! += w;
    histogram[a + 2]! += first;
    histogram[a + 3]! += second;
    histogram[b]! += 1;
    histogram[b + 1]! += w;
    histogram[b + 2]! += first;
    histogram[b + 3]! += second;
  }
}

/** One feature, any number of targets. */
function countOne(
  histogram: Float64Array,
  base: number,
  stride: number,
  bins: Uint8Array,
  order: Int32Array,
  from: number,
  to: number,
  { weight, sums }: CountScratch,
): void {
  const nTargets = stride - 2;
  for (let i = from, j = 0, first = 0; i < to; i++, j++, first += nTargets) {
    const at = base + bins[order[i]!]! * stride;
    histogram[at]! += 1;
    histogram[at + 1]! += weight[j]!;
    for (let k = 0; k < nTargets; k++) histogram[at + 2 + k]! += sums[first + k]!;
  }
}
