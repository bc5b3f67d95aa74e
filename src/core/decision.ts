import type { Labels } from './table.ts';

/** How class probabilities become a decision. A tie goes to the class that comes first. */
export type DecisionRule =
  | { readonly kind: 'largest' }
  /** Two classes: `positive` (an index) is decided where its probability is at least `threshold`. */
  | { readonly kind: 'threshold'; readonly positive: number; readonly threshold: number }
  /** The class that costs least in the mean: `costs[actual][decided]`, at least 0. */
  | { readonly kind: 'costs'; readonly costs: readonly (readonly number[])[] };

/** The index of the largest of `length` values, the lowest on a tie. */
export function argmax(values: ArrayLike<number>, offset: number, length: number): number {
  let best = 0;
  for (let k = 1; k < length; k++) {
    if (values[offset + k]! > values[offset + best]!) best = k;
  }
  return best;
}

export const LARGEST: DecisionRule = { kind: 'largest' };

/** The class decided for the probabilities `soft[offset .. offset + nOutputs)`. */
export function decide(
  rule: DecisionRule,
  soft: ArrayLike<number>,
  offset: number,
  nOutputs: number,
): number {
  switch (rule.kind) {
    case 'largest':
      return argmax(soft, offset, nOutputs);
    case 'threshold':
      return soft[offset + rule.positive]! >= rule.threshold ? rule.positive : 1 - rule.positive;
    case 'costs':
      return cheapest(rule.costs, soft, offset, nOutputs);
  }
}

function cheapest(
  costs: readonly (readonly number[])[],
  soft: ArrayLike<number>,
  offset: number,
  nOutputs: number,
): number {
  let best = 0;
  let least = Infinity;
  for (let decided = 0; decided < nOutputs; decided++) {
    let cost = 0;
    for (let actual = 0; actual < nOutputs; actual++) {
      cost += soft[offset + actual]! * costs[actual]![decided]!;
    }
    if (cost < least) {
      best = decided;
      least = cost;
    }
  }
  return best;
}

/** The decided class of each row of soft answers; of length `soft.length / nOutputs`. */
export function decisions(
  soft: ArrayLike<number>,
  nOutputs: number,
  rule: DecisionRule = LARGEST,
): Int32Array {
  const out = new Int32Array(soft.length / nOutputs);
  for (let i = 0; i < out.length; i++) out[i] = decide(rule, soft, i * nOutputs, nOutputs);
  return out;
}

/** The class each row of labels is decided as, by their own rule; `null` for regression. */
export function decidedClasses({ task, soft, nOutputs, rule }: Labels): Int32Array | null {
  return task === 'regression' ? null : decisions(soft, nOutputs, rule);
}
