import type { NodeSums } from './histogram.ts';

/**
 * The criterion is the reduction of the summed squared distance to the mean target. For class
 * probabilities it is the Gini gain (Breiman et al. 1984, on fractional counts), for numbers the
 * variance: one code path, no logarithm. Up to a constant of the node,
 * gain = Σ_k L_k² / w_L + Σ_k R_k² / w_R.
 */
export function nodeScore(node: NodeSums): number {
  let squares = 0;
  for (const sum of node.sums) squares += sum * sum;
  return squares / node.weight;
}

/** Mean squared distance of the targets to their mean; at least 0. */
export function impurityOf(node: NodeSums): number {
  return Math.max(0, (node.squares - nodeScore(node)) / node.weight);
}

/**
 * Two gains closer than this share of the node's own squares count as a tie, so that the order in
 * which rows were added (histogram subtraction) never decides a split.
 */
export const TIE = 1e-10;
