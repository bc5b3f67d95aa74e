import type { Random } from '../core/random.ts';
import { buildTree, type NodeDraft, type Tree } from '../core/tree.ts';
import { countFeatures, countScratch, type CountScratch } from './count.ts';
import { impurityOf, TIE } from './criterion.ts';
import {
  countRows,
  histogramLayout,
  nodeSums,
  type FeatureCounts,
  type HistogramLayout,
  type NodeSums,
  type Sample,
} from './histogram.ts';
import { leafDraft, partition, rowRanges, splitDraft, type RowRanges } from './nodes.ts';
import { bestSplitOf, splitScratch, type SplitRecord, type SplitScratch } from './splitter.ts';

export interface GrowOptions {
  /** Levels of splits, at least 0. */
  readonly maxDepth: number;
  /** Rows a leaf must keep, at least 1 (rows, not weight). */
  readonly minLeafRows: number;
  /** Features drawn anew for each split; all of them when left out. */
  readonly maxFeatures?: number;
  /** Needed with `maxFeatures`. */
  readonly random?: Random;
  /** Told of every leaf (without `maxFeatures`): its rows are `order[start..end)`. */
  readonly onLeaf?: (leaf: OpenNode, order: Int32Array) => void;
}

/** The state of one growth. */
export interface Growth {
  readonly sample: Sample;
  readonly options: GrowOptions;
  readonly layout: HistogramLayout;
  readonly scratch: SplitScratch;
  readonly ranges: RowRanges;
  readonly gathered: CountScratch;
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
  const growth = openGrowth(sample, rows, options);
  const root = openRoot(growth);
  const draft =
    options.maxFeatures === undefined ? growAll(growth, root, null) : growSampled(growth, root);
  return buildTree(draft, sample.nTargets);
}

/** Prepares growth on `rows` (ascending). */
export function openGrowth(sample: Sample, rows: Int32Array, options: GrowOptions): Growth {
  return {
    sample,
    options,
    layout: histogramLayout(sample),
    scratch: splitScratch(sample.nTargets),
    ranges: rowRanges(rows),
    gathered: countScratch(sample.nTargets, rows.length),
    features: Int32Array.from(sample.table.columns.keys()),
  };
}

/** The root of a growth: all its rows. */
export function openRoot({ sample, ranges, options }: Growth): OpenNode {
  const end = ranges.order.length;
  return { start: 0, end, sums: nodeSums(sample, ranges.order, 0, end), levels: options.maxDepth };
}

/** A node before it is known whether it splits: the rows `order[start..end)`. */
export interface OpenNode {
  readonly start: number;
  readonly end: number;
  readonly sums: NodeSums;
  /** Levels of splits allowed below. */
  readonly levels: number;
}

/** Whether a node has levels, rows and impurity left to split. */
export function maySplit({ options }: Growth, { sums, levels }: OpenNode): boolean {
  if (levels === 0 || sums.rows < 2 * options.minLeafRows) return false;
  return impurityOf(sums) * sums.weight > TIE * sums.squares;
}

/** Moves the rows of a node to their sides of its split. */
function divide(
  { sample, ranges }: Growth,
  { start, end, levels }: OpenNode,
  split: SplitRecord,
): [left: OpenNode, right: OpenNode] {
  const middle = partition(sample, ranges, split, start, end);
  const side = (from: number, to: number): OpenNode => {
    const sums = nodeSums(sample, ranges.order, from, to);
    return { start: from, end: to, sums, levels: levels - 1 };
  };
  return [side(start, middle), side(middle, end)];
}

/** Grows with every feature at every node. `given` is the node's histogram where it is known. */
export function growAll(growth: Growth, node: OpenNode, given: Float64Array | null): NodeDraft {
  const leaf = leafDraft(node.sums);
  const histogram = maySplit(growth, node) ? (given ?? countAll(growth, node)) : null;
  const split = histogram === null ? null : bestOfAll(growth, histogram, node.sums);
  if (histogram === null || split === null) {
    growth.options.onLeaf?.(node, growth.ranges.order);
    return leaf;
  }
  const [left, right] = divide(growth, node, split);
  const [ofLeft, ofRight] = childHistograms(growth, histogram, left, right);
  return {
    ...leaf,
    split: {
      ...splitDraft(growth.sample, split),
      left: growAll(growth, left, ofLeft),
      right: growAll(growth, right, ofRight),
    },
  };
}

/**
 * The smaller child is counted; the larger one is what remains of the parent, whose histogram is
 * overwritten. `null`s where the larger child will not split: the smaller one then counts itself.
 */
function childHistograms(
  growth: Growth,
  parent: Float64Array,
  left: OpenNode,
  right: OpenNode,
): [left: Float64Array | null, right: Float64Array | null] {
  const leftIsSmaller = left.sums.rows <= right.sums.rows;
  if (!maySplit(growth, leftIsSmaller ? right : left)) return [null, null];
  const counted = countAll(growth, leftIsSmaller ? left : right);
  for (let i = 0; i < parent.length; i++) parent[i]! -= counted[i]!;
  return leftIsSmaller ? [counted, parent] : [parent, counted];
}

/** The histogram of every feature at a node. */
export function countAll(
  { sample, layout, ranges, gathered }: Growth,
  { start, end }: OpenNode,
): Float64Array {
  const histogram = new Float64Array(layout.size);
  countFeatures(histogram, layout, sample, ranges.order, start, end, gathered);
  return histogram;
}

/** The best split of a node over all features. */
export function bestOfAll(
  growth: Growth,
  histogram: Float64Array,
  sums: NodeSums,
): SplitRecord | null {
  const { sample, layout, options, scratch } = growth;
  const { stride } = layout;
  let best: SplitRecord | null = null;
  for (const [f, base] of layout.base.entries()) {
    const bins = sample.table.binning[f]!;
    const counts = { histogram, base, stride };
    const floor: number = best?.gain ?? 0;
    best = bestSplitOf(f, bins, counts, sums, options.minLeafRows, floor, scratch) ?? best;
  }
  return best;
}

/** Grows with a fresh draw of features at every node, one feature's histogram at a time. */
function growSampled(growth: Growth, node: OpenNode): NodeDraft {
  const leaf = leafDraft(node.sums);
  if (!maySplit(growth, node)) return leaf;
  const split = bestOfDrawn(growth, node);
  if (split === null) return leaf;
  const [left, right] = divide(growth, node, split);
  return {
    ...leaf,
    split: {
      ...splitDraft(growth.sample, split),
      left: growSampled(growth, left),
      right: growSampled(growth, right),
    },
  };
}

/**
 * The best split of `maxFeatures` drawn features; further ones are drawn only while none of them
 * varied in this node. The rule of scikit-learn: going on until a split is found, or not counting
 * constant features, grows other forests.
 */
function bestOfDrawn(growth: Growth, { start, end, sums }: OpenNode): SplitRecord | null {
  const { sample, options, scratch, features, ranges } = growth;
  const { counts } = scratch;
  const random = options.random!;
  let varied = false;
  let best: SplitRecord | null = null;
  for (let drawn = 0; drawn < features.length; drawn++) {
    if (drawn >= options.maxFeatures! && varied) break;
    const pick = drawn + random.below(features.length - drawn);
    const f = features[pick]!;
    features[pick] = features[drawn]!;
    features[drawn] = f;
    const bins = sample.table.binning[f]!;
    const used = (bins.nBins + 1) * counts.stride;
    counts.histogram.fill(0, 0, used);
    countRows(counts, sample.table.columns[f]!, sample, ranges.order, start, end);
    if (isConstant(counts, used, sums.rows)) continue;
    varied = true;
    const floor: number = best?.gain ?? 0;
    best = bestSplitOf(f, bins, counts, sums, options.minLeafRows, floor, scratch) ?? best;
  }
  return best;
}

/** Whether all rows of a node lie in one bin. */
function isConstant({ histogram, stride }: FeatureCounts, used: number, rows: number): boolean {
  for (let at = 0; at < used; at += stride) {
    if (histogram[at]! > 0) return histogram[at] === rows;
  }
  return true;
}
