import { setWordsOf, type NodeDraft, type SplitDraft } from '../core/tree.ts';
import { impurityOf } from './criterion.ts';
import type { NodeSums, Sample } from './histogram.ts';
import type { SplitRecord } from './splitter.ts';

/** A node without a split: its mean target, weight and impurity. */
export function leafDraft(node: NodeSums): NodeDraft {
  const value: number[] = [];
  for (const sum of node.sums) value.push(sum / node.weight);
  return { value, weight: node.weight, impurity: impurityOf(node), split: null };
}

/** A split in bins as a split in values. */
export function splitDraft(
  sample: Sample,
  { feature, cut, leftBins, missingLeft }: SplitRecord,
): Omit<SplitDraft, 'left' | 'right'> {
  const { kind, cuts, nBins } = sample.table.binning[feature]!;
  if (kind === 'numeric') {
    const threshold = cut === nBins - 1 ? Infinity : cuts[cut]!;
    return { feature, threshold, missingLeft, words: null };
  }
  const words = setWordsOf(nBins, (code) => leftBins[code] === 1);
  return { feature, threshold: 0, missingLeft, words };
}
