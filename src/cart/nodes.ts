import type { NodeDraft, SplitDraft } from '../core/tree.ts';
import { impurityOf } from './criterion.ts';
import type { NodeSums, Sample } from './histogram.ts';
import type { SplitRecord } from './splitter.ts';

/**
 * Row numbers; each node owns a range [start, end). Invariant: splitting a node permutes only its
 * own range, left rows first, and keeps rows ascending within each side (sequential reads).
 */
export interface RowRanges {
  readonly order: Int32Array;
  /** Room for the rows that go right while a node is split. */
  readonly spare: Int32Array;
}

/** Moves the rows that go left to the front of [start, end); returns where the right ones begin. */
export function partition(
  sample: Sample,
  { order, spare }: RowRanges,
  split: SplitRecord,
  start: number,
  end: number,
): number {
  const bins = sample.table.columns[split.feature]!;
  const { leftBins } = split;
  let left = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const row = order[i]!;
    if (leftBins[bins[row]!] === 1) order[left++] = row;
    else spare[right++] = row;
  }
  order.set(spare.subarray(0, right), left);
  return left;
}

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
  const words = Array.from({ length: Math.max(1, Math.ceil(nBins / 32)) }, () => 0);
  for (let code = 0; code < nBins; code++) {
    if (leftBins[code] === 1) words[code >> 5]! |= 1 << (code & 31);
  }
  return { feature, threshold: 0, missingLeft, words: words.map((word) => word >>> 0) };
}
