import { MAX_BINS } from './bins.ts';
import { countFeature } from './count.ts';
import type { Growth, OpenNode } from './growth.ts';
import type { FeatureCounts, Sample } from './histogram.ts';

/** Nodes of fewer rows mark the bins they meet; larger ones look through all bins afterwards. */
const FEW_ROWS = 100;

/** Where weight and sum begin in a packed number: rows are below 2^17. */
const WEIGHT = 131_072;
const SUM = WEIGHT * WEIGHT;

/**
 * Counts one feature at a time. In a bag of rows with their classes, all that is counted is whole: a
 * row's count, weight and sum fit one double, exactly, and are added at once (a third of the time).
 */
export interface Counter {
  /** Whether weights and sums are whole, and sums no greater than weights. */
  readonly whole: boolean;
  /** Count, weight and sum of each of the node's rows; used while {@link packs}. */
  readonly rows: Float64Array;
  /** The same of each bin; all 0 between uses. */
  readonly bins: Float64Array;
  /** One bit a bin that holds rows; all 0 between uses. */
  readonly marks: Int32Array;
  packs: boolean;
}

export function openCounter(sample: Sample, nRows: number): Counter {
  const whole = sample.nTargets === 1 && isWhole(sample);
  return {
    whole,
    rows: new Float64Array(whole ? Math.min(nRows, WEIGHT) : 0),
    bins: new Float64Array(MAX_BINS + 1),
    marks: new Int32Array((MAX_BINS + 1) >> 5),
    packs: false,
  };
}

function isWhole({ weight, sums }: Sample): boolean {
  for (let row = 0; row < weight.length; row++) {
    const [w, s] = [weight[row]!, sums[row]!];
    if (w !== Math.floor(w) || s !== Math.floor(s) || s < 0 || s > w) return false;
  }
  return true;
}

/** Prepares for counting the features of one node. */
export function beginNode({ records }: Growth, counter: Counter, node: OpenNode): void {
  const { start, end, carriedFrom, sums } = node;
  counter.packs = counter.whole && carriedFrom !== -1 && sums.weight < WEIGHT;
  if (!counter.packs) return;
  const { rows } = counter;
  const { carried } = records;
  for (let i = 0, at = (start - carriedFrom) * 3; i < end - start; i++, at += 3) {
    rows[i] = 1 + carried[at]! * WEIGHT + carried[at + 2]! * SUM;
  }
}

/**
 * Counts one feature at a node and lists the bins that hold rows, ascending, the missing one last;
 * returns how many. Bins that hold none are not written, but for the missing one.
 */
export function countDrawn(
  { sample, ranges, records }: Growth,
  counter: Counter,
  counts: FeatureCounts,
  feature: number,
  node: OpenNode,
  order: Int32Array,
): number {
  const column = sample.table.columns[feature]!;
  const missing = sample.table.binning[feature]!.nBins;
  const { bins, marks, packs } = counter;
  const { histogram, stride } = counts;
  const { start, end } = node;
  let occupied = 0;
  const few = end - start < FEW_ROWS;
  if (few) {
    mark(marks, column, ranges.order, start, end);
    occupied = listMarked(marks, order);
  }
  histogram.fill(0, missing * stride, (missing + 1) * stride);
  if (packs) {
    countPacked(counter, column, ranges.order, start, end);
    if (!few) occupied = listOver(bins, 1, missing, order);
    unpack(bins, histogram, order, occupied);
    return occupied;
  }
  if (few) clear(counts, order, occupied);
  else histogram.fill(0, 0, missing * stride);
  countFeature(counts, column, records, sample, ranges.order, node);
  return few ? occupied : listOver(histogram, stride, missing, order);
}

/** Empties the listed bins. */
function clear({ histogram, stride }: FeatureCounts, order: Int32Array, occupied: number): void {
  for (let i = 0; i < occupied; i++) {
    const at = order[i]! * stride;
    for (let k = at; k < at + stride; k++) histogram[k] = 0;
  }
}

function mark(
  marks: Int32Array,
  column: Uint8Array,
  order: Int32Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const bin = column[order[i]!]!;
    marks[bin >> 5]! |= 1 << (bin & 31);
  }
}

function countPacked(
  { rows, bins }: Counter,
  column: Uint8Array,
  order: Int32Array,
  start: number,
  end: number,
): void {
  for (let i = start, j = 0; i < end; i++, j++) bins[column[order[i]!]!]! += rows[j]!;
}

/** Moves packed bins to where unpacked ones are counted. */
function unpack(
  bins: Float64Array,
  histogram: Float64Array,
  order: Int32Array,
  occupied: number,
): void {
  for (let i = 0; i < occupied; i++) {
    const bin = order[i]!;
    const packed = bins[bin]!;
    const sum = Math.floor(packed / SUM);
    const rest = packed - sum * SUM;
    const weight = Math.floor(rest / WEIGHT);
    histogram[3 * bin] = rest - weight * WEIGHT;
    histogram[3 * bin + 1] = weight;
    histogram[3 * bin + 2] = sum;
    bins[bin] = 0;
  }
}

/** Lists the marked bins, ascending, and takes the marks away; returns how many. */
function listMarked(marks: Int32Array, order: Int32Array): number {
  let count = 0;
  for (let word = 0; word < marks.length; word++) {
    for (let bits = marks[word]!; bits !== 0; bits &= bits - 1) {
      order[count++] = (word << 5) + 31 - Math.clz32(bits & -bits);
    }
    marks[word] = 0;
  }
  return count;
}

/** Lists the bins from 0 to `last` that hold rows; returns how many. */
function listOver(
  histogram: Float64Array,
  stride: number,
  last: number,
  order: Int32Array,
): number {
  let count = 0;
  for (let bin = 0, at = 0; bin <= last; bin++, at += stride) {
    order[count] = bin;
    count += Number(histogram[at]! > 0);
  }
  return count;
}
