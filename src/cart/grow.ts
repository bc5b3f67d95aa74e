import type { Random } from '../core/random.ts';
import { buildTree, type NodeDraft, type Tree } from '../core/tree.ts';
import { impurityOf, TIE } from './criterion.ts';
import {
  countRows,
  histogramLayout,
  nodeSums,
  type HistogramLayout,
  type NodeSums,
  type Sample,
} from './histogram.ts';
import { leafDraft, partition, splitDraft, type RowRanges } from './nodes.ts';
import { bestSplitOf, splitScratch, type SplitRecord, type SplitScratch } from './splitter.ts';

export interface GrowOptions {
  /** Levels of splits, at least 0. */
  readonly maxDepth: number;
  /** Rows a leaf must keep, at least 1 (rows, not weight). */
  readonly minLeafRows: number;
  /** Features tried at each split, drawn anew; all of them when left out. */
  readonly maxFeatures?: number;
  /** Needed with `maxFeatures`. */
  readonly random?: Random;
}

/** The state of one growth. */
interface Growth {
  readonly sample: Sample;
  readonly options: GrowOptions;
  readonly layout: HistogramLayout;
  readonly scratch: SplitScratch;
  readonly ranges: RowRanges;
  /** Features in the order they are tried at a node. */
  readonly features: Int32Array;
}

/**
 * Grows one tree greedily, depth first. Every prefix of it is the tree a smaller `maxDepth` would
 * have given (without `maxFeatures`).
 *
 * Tie rule: the lowest feature, then the lowest cut, then missing right; a later candidate must gain
 * more by over 1e-10 of the node's squares.
 *
 * @param rows row numbers to grow on, ascending
 * @returns a tree whose `value` holds mean targets (`nTargets` outputs)
 */
export function growTree(sample: Sample, rows: Int32Array, options: GrowOptions): Tree {
  const growth: Growth = {
    sample,
    options,
    layout: histogramLayout(sample),
    scratch: splitScratch(sample.nTargets),
    ranges: { order: rows.slice(), spare: new Int32Array(rows.length) },
    features: Int32Array.from(sample.table.columns.keys()),
  };
  const sums = nodeSums(sample, growth.ranges.order, 0, rows.length);
  const root =
    options.maxFeatures === undefined
      ? growAll(growth, 0, rows.length, sums, options.maxDepth, null)
      : growSampled(growth, 0, rows.length, sums, options.maxDepth);
  return buildTree(root, sample.nTargets);
}

function maySplit({ options }: Growth, node: NodeSums, levels: number): boolean {
  if (levels === 0 || node.rows < 2 * options.minLeafRows) return false;
  return impurityOf(node) * node.weight > TIE * node.squares;
}

/** Grows with every feature at every node, subtracting the smaller child's histogram. */
function growAll(
  growth: Growth,
  start: number,
  end: number,
  node: NodeSums,
  levels: number,
  given: Float64Array | null,
): NodeDraft {
  if (!maySplit(growth, node, levels)) return leafDraft(node);
  const histogram = given ?? countAll(growth, start, end);
  const split = bestOfAll(growth, histogram, node);
  if (split === null) return leafDraft(node);
  const middle = partition(growth.sample, growth.ranges, split, start, end);
  const left = nodeSums(growth.sample, growth.ranges.order, start, middle);
  const right = nodeSums(growth.sample, growth.ranges.order, middle, end);
  const leftIsSmaller = left.rows <= right.rows;
  const [small, large] = childHistograms(growth, histogram, start, middle, end, levels, {
    leftIsSmaller,
    left,
    right,
  });
  return {
    ...leafDraft(node),
    split: {
      ...splitDraft(growth.sample, split),
      left: growAll(growth, start, middle, left, levels - 1, leftIsSmaller ? small : large),
      right: growAll(growth, middle, end, right, levels - 1, leftIsSmaller ? large : small),
    },
  };
}

/** The smaller child is counted, the larger one is what remains of the parent. */
function childHistograms(
  growth: Growth,
  parent: Float64Array,
  start: number,
  middle: number,
  end: number,
  levels: number,
  children: { leftIsSmaller: boolean; left: NodeSums; right: NodeSums },
): [small: Float64Array | null, large: Float64Array | null] {
  const { leftIsSmaller, left, right } = children;
  const largeSums = leftIsSmaller ? right : left;
  if (!maySplit(growth, largeSums, levels - 1)) return [null, null];
  const small = leftIsSmaller ? countAll(growth, start, middle) : countAll(growth, middle, end);
  for (let i = 0; i < parent.length; i++) parent[i]! -= small[i]!;
  return [small, parent];
}

function countAll({ sample, layout, ranges }: Growth, start: number, end: number): Float64Array {
  const histogram = new Float64Array(layout.size);
  sample.table.columns.forEach((bins, f) => {
    countRows(histogram, layout.base[f]!, bins, sample, ranges.order, start, end);
  });
  return histogram;
}

function bestOfAll(growth: Growth, histogram: Float64Array, node: NodeSums): SplitRecord | null {
  const { sample, layout, options, scratch } = growth;
  let best: SplitRecord | null = null;
  for (let f = 0; f < layout.base.length; f++) {
    const floor: number = best?.gain ?? 0;
    const bins = sample.table.binning[f]!;
    const base = layout.base[f]!;
    const { minLeafRows } = options;
    best = bestSplitOf(f, bins, histogram, base, node, minLeafRows, floor, scratch) ?? best;
  }
  return best;
}

/** Grows with a fresh draw of features at every node, one feature's histogram at a time. */
function growSampled(
  growth: Growth,
  start: number,
  end: number,
  node: NodeSums,
  levels: number,
): NodeDraft {
  if (!maySplit(growth, node, levels)) return leafDraft(node);
  const split = bestOfDrawn(growth, start, end, node);
  if (split === null) return leafDraft(node);
  const middle = partition(growth.sample, growth.ranges, split, start, end);
  const left = nodeSums(growth.sample, growth.ranges.order, start, middle);
  const right = nodeSums(growth.sample, growth.ranges.order, middle, end);
  return {
    ...leafDraft(node),
    split: {
      ...splitDraft(growth.sample, split),
      left: growSampled(growth, start, middle, left, levels - 1),
      right: growSampled(growth, middle, end, right, levels - 1),
    },
  };
}

/**
 * Draws features without replacement until `maxFeatures` of them varied in this node, and further
 * while no split was found (as scikit-learn does).
 */
function bestOfDrawn(
  growth: Growth,
  start: number,
  end: number,
  node: NodeSums,
): SplitRecord | null {
  const { sample, options, scratch, features, ranges } = growth;
  const { histogram } = scratch;
  const random = options.random!;
  const stride = 2 + sample.nTargets;
  let varied = 0;
  let best: SplitRecord | null = null;
  for (let drawn = 0; drawn < features.length; drawn++) {
    if (varied >= options.maxFeatures! && best !== null) break;
    const pick = drawn + random.below(features.length - drawn);
    const f = features[pick]!;
    features[pick] = features[drawn]!;
    features[drawn] = f;
    const bins = sample.table.binning[f]!;
    histogram.fill(0, 0, (bins.nBins + 1) * stride);
    countRows(histogram, 0, sample.table.columns[f]!, sample, ranges.order, start, end);
    if (isConstant(histogram, (bins.nBins + 1) * stride, stride, node.rows)) continue;
    varied++;
    const floor: number = best?.gain ?? 0;
    best = bestSplitOf(f, bins, histogram, 0, node, options.minLeafRows, floor, scratch) ?? best;
  }
  return best;
}

/** Whether all rows of a node lie in one bin. */
function isConstant(histogram: Float64Array, size: number, stride: number, rows: number): boolean {
  for (let at = 0; at < size; at += stride) {
    if (histogram[at]! > 0) return histogram[at] === rows;
  }
  return true;
}
