import { buildTree, type NodeDraft, type Tree } from '../core/tree.ts';
import { countFeatures } from './count.ts';
import type { NodeSums, Sample } from './histogram.ts';
import {
  divide,
  divideAnew,
  maySplit,
  openGrowth,
  openRoot,
  type Growth,
  type GrowOptions,
  type OpenNode,
} from './growth.ts';
import { leafDraft, splitDraft } from './nodes.ts';
import type { RowRange } from './records.ts';
import { growSampled } from './sampled.ts';
import { foundSplit, listOccupied, openSearch, tryFeature, type SplitRecord } from './splitter.ts';

export { divide, divideAnew, maySplit, openGrowth, openRoot };
export type { Growth, GrowOptions, OpenNode };

/**
 * Grows one tree greedily, depth first. Every prefix of it is the tree a smaller `maxDepth` would
 * have given (without `maxFeatures`).
 *
 * Tie rule: the lowest feature, then the lowest cut, then missing right; a later candidate must gain
 * more by over 1e-10 of the node's squares.
 *
 * @param rows row numbers to grow on, ascending; `null` for all, which saves their memory
 * @returns a tree whose `value` holds mean targets (`nTargets` outputs)
 */
export function growTree(sample: Sample, rows: Int32Array | null, options: GrowOptions): Tree {
  const growth = openGrowth(sample, rows, options);
  const root = openRoot(growth);
  const draft =
    options.maxFeatures === undefined ? growAll(growth, root, null) : growSampled(growth, root);
  return buildTree(draft, sample.nTargets);
}

/** Grows with every feature at every node. `given` is the node's histogram where it is known. */
function growAll(growth: Growth, node: OpenNode, given: Float64Array | null): NodeDraft {
  const leaf = leafDraft(node.sums);
  const histogram = maySplit(growth, node) ? (given ?? countAll(growth, node)) : given;
  const split = maySplit(growth, node) ? bestOfAll(growth, histogram!, node.sums) : null;
  if (split === null) {
    if (histogram !== null) growth.free.push(histogram);
    return leaf;
  }
  const [left, right] = divide(growth, node, split);
  const [ofLeft, ofRight] = childHistograms(growth, histogram!, left, right);
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
export function childHistograms(
  growth: Growth,
  parent: Float64Array,
  left: OpenNode,
  right: OpenNode,
): [left: Float64Array | null, right: Float64Array | null] {
  const leftIsSmaller = left.sums.rows <= right.sums.rows;
  if (!maySplit(growth, leftIsSmaller ? right : left)) {
    growth.free.push(parent);
    return [null, null];
  }
  const counted = countAll(growth, leftIsSmaller ? left : right);
  for (let i = 0; i < parent.length; i++) parent[i]! -= counted[i]!;
  return leftIsSmaller ? [counted, parent] : [parent, counted];
}

/** The histogram of every feature at a node. */
export function countAll(
  { sample, layout, ranges, records, free }: Growth,
  node: RowRange,
): Float64Array {
  const used = free.pop();
  const histogram = used?.fill(0) ?? new Float64Array(layout.size);
  countFeatures(histogram, layout, records, sample, ranges.order, node);
  return histogram;
}

/** The best split of a node over all features. */
export function bestOfAll(
  { sample, layout, options, scratch }: Growth,
  histogram: Float64Array,
  sums: NodeSums,
): SplitRecord | null {
  const { stride } = layout;
  const { binning } = sample.table;
  openSearch(scratch);
  for (const [f, base] of layout.base.entries()) {
    const counts = { histogram, base, stride };
    listOccupied(counts, binning[f]!.nBins, scratch.trial);
    tryFeature(f, binning[f]!, counts, sums, options.minLeafRows, scratch);
  }
  return foundSplit(scratch, binning, sums);
}
