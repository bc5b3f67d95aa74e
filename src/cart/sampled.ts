import type { Random } from '../core/random.ts';
import type { NodeDraft } from '../core/tree.ts';
import { MAX_BINS } from './bins.ts';
import { beginNode, countDrawn, openCounter, type Counter } from './counter.ts';
import { divide, maySplit, type Growth, type OpenNode } from './growth.ts';
import type { FeatureCounts } from './histogram.ts';
import { leafDraft, splitDraft } from './nodes.ts';
import { foundSplit, openSearch, tryFeature, type SplitRecord } from './splitter.ts';

/** What drawing features needs beside the growth itself. */
interface Draw {
  readonly random: Random;
  readonly maxFeatures: number;
  /** Features in the order they were last drawn. */
  readonly features: Int32Array;
  /** The bins of one feature. */
  readonly counts: FeatureCounts;
  readonly counter: Counter;
}

/** Grows with a fresh draw of features at every node, one feature's histogram at a time. */
export function growSampled(growth: Growth, root: OpenNode): NodeDraft {
  const { stride } = growth.layout;
  const draw = {
    random: growth.options.random!,
    maxFeatures: growth.options.maxFeatures!,
    features: Int32Array.from(growth.sample.table.columns.keys()),
    counts: { histogram: new Float64Array((MAX_BINS + 1) * stride), base: 0, stride },
    counter: openCounter(growth.sample, growth.ranges.order.length),
  };
  return growNode(growth, draw, root);
}

function growNode(growth: Growth, draw: Draw, node: OpenNode): NodeDraft {
  const leaf = leafDraft(node.sums);
  if (!maySplit(growth, node)) return leaf;
  const split = bestOfDrawn(growth, draw, node);
  if (split === null) return leaf;
  const [left, right] = divide(growth, node, split);
  return {
    ...leaf,
    split: {
      ...splitDraft(growth.sample, split),
      left: growNode(growth, draw, left),
      right: growNode(growth, draw, right),
    },
  };
}

/**
 * The best split of `maxFeatures` drawn features; further ones are drawn only while none of them
 * varied in this node. The rule of scikit-learn: going on until a split is found, or not counting
 * constant features, grows other forests.
 */
function bestOfDrawn(growth: Growth, draw: Draw, node: OpenNode): SplitRecord | null {
  const { sample, options, scratch } = growth;
  const { random, maxFeatures, features, counts, counter } = draw;
  const { binning } = sample.table;
  let varied = false;
  openSearch(scratch);
  beginNode(growth, counter, node);
  for (let drawn = 0; drawn < features.length; drawn++) {
    if (drawn >= maxFeatures && varied) break;
    const pick = drawn + random.below(features.length - drawn);
    const f = features[pick]!;
    features[pick] = features[drawn]!;
    features[drawn] = f;
    const bins = binning[f]!;
    const { trial } = scratch;
    const occupied = countDrawn(growth, counter, counts, f, node, trial.order);
    const hasMissing = trial.order[occupied - 1] === bins.nBins;
    trial.occupied = occupied - Number(hasMissing);
    if (occupied > 1) {
      varied = true;
      tryFeature(f, bins, counts, node.sums, options.minLeafRows, scratch);
    }
  }
  return foundSplit(scratch, binning, node.sums);
}
