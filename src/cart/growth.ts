import type { Random } from '../core/random.ts';
import { impurityOf, TIE } from './criterion.ts';
import { histogramLayout, type HistogramLayout, type NodeSums, type Sample } from './histogram.ts';
import { orderAnew, partition, rowOrder, type RowOrder } from './partition.ts';
import { carry, openRecords, type Records, type RowRange } from './records.ts';
import { splitScratch, type SplitRecord, type SplitScratch } from './splitter.ts';
import { nodeSums } from './sums.ts';

export interface GrowOptions {
  /** Levels of splits, at least 0. */
  readonly maxDepth: number;
  /** Rows a leaf must keep, at least 1 (rows, not weight). */
  readonly minLeafRows: number;
  /** Features drawn anew for each split; all of them when left out. */
  readonly maxFeatures?: number;
  /** Needed with `maxFeatures`. */
  readonly random?: Random;
}

/** The state of one growth. */
export interface Growth {
  readonly sample: Sample;
  readonly options: GrowOptions;
  readonly layout: HistogramLayout;
  readonly scratch: SplitScratch;
  readonly ranges: RowOrder;
  readonly records: Records;
  /** Histograms that are free to be used again. */
  readonly free: Float64Array[];
}

/** Prepares growth on `rows` (ascending), or on all of them. */
export function openGrowth(sample: Sample, rows: Int32Array | null, options: GrowOptions): Growth {
  const ranges = rowOrder(rows, sample.table.nRows);
  return {
    sample,
    options,
    layout: histogramLayout(sample),
    scratch: splitScratch(sample.nTargets),
    ranges,
    records: openRecords(sample.nTargets, ranges.order.length),
    free: [],
  };
}

/** The root of a growth: all its rows. */
export function openRoot(growth: Growth): OpenNode {
  const { sample, ranges, records, options } = growth;
  const { order } = ranges;
  const all = { start: 0, end: order.length, carriedFrom: -1 };
  return openNode(growth, carry(records, sample, order, all), options.maxDepth);
}

/** A node before it is known whether it splits: the rows `order[start..end)`. */
export interface OpenNode extends RowRange {
  readonly sums: NodeSums;
  /** Levels of splits allowed below. */
  readonly levels: number;
}

function openNode({ sample, ranges, records }: Growth, range: RowRange, levels: number): OpenNode {
  const { start, end, carriedFrom } = range;
  const sums = nodeSums(records, sample, ranges.order, range);
  return { start, end, carriedFrom, sums, levels };
}

/** Whether a node has levels, rows and impurity left to split. */
export function maySplit({ options }: Growth, { sums, levels }: OpenNode): boolean {
  if (levels === 0 || sums.rows < 2 * options.minLeafRows) return false;
  return impurityOf(sums) * sums.weight > TIE * sums.squares;
}

/** Moves the rows of a node to their sides of its split. */
export function divide(
  growth: Growth,
  node: OpenNode,
  { feature, leftBins }: SplitRecord,
): [left: OpenNode, right: OpenNode] {
  const { sample, ranges, records } = growth;
  const range = carry(records, sample, ranges.order, node);
  const bins = sample.table.columns[feature]!;
  const middle = partition(ranges, records, bins, leftBins, range);
  const { start, end, carriedFrom } = range;
  const levels = node.levels - 1;
  return [
    openNode(growth, { start, end: middle, carriedFrom }, levels),
    openNode(growth, { start: middle, end, carriedFrom }, levels),
  ];
}

/**
 * Parts all rows of a growth, whatever was grown on them before: many splits of one root can be
 * grown further, one after the other.
 *
 * @param goesLeft 1 for each row that goes left, else 0
 */
export function divideAnew(
  growth: Growth,
  goesLeft: Uint8Array,
): [left: OpenNode, right: OpenNode] {
  const { sample, ranges, records, options } = growth;
  const { order } = ranges;
  const middle = orderAnew(ranges, goesLeft);
  const all = { start: 0, end: order.length, carriedFrom: -1 };
  const { end, carriedFrom } = carry(records, sample, order, all);
  const levels = options.maxDepth - 1;
  return [
    openNode(growth, { start: 0, end: middle, carriedFrom }, levels),
    openNode(growth, { start: middle, end, carriedFrom }, levels),
  ];
}
