import type { Branch } from './branches.ts';

/** How many features a prediction reads, and what that costs. */
export interface Reads {
  /** Mean over the rows; `null` where there are none. */
  readonly expected: number | null;
  /** On the path that asks most. */
  readonly most: number;
}

/**
 * Sums the price of the different features that each path asks: their number, for a price of 1.
 *
 * @param rows rows that reach each leaf, by its index
 */
export function readsOf(
  branch: Branch,
  rows: readonly number[],
  price: (feature: string) => number,
): Reads {
  let most = 0;
  let total = 0;
  let spent = 0;
  const walk = (own: Branch, asked: ReadonlySet<string>): void => {
    if (own.kind === 'if') {
      const below = new Set(asked).add(own.test.feature);
      walk(own.yes, below);
      walk(own.no, below);
      return;
    }
    const cost = Array.from(asked, price).reduce((sum, one) => sum + one, 0);
    most = Math.max(most, cost);
    total += rows[own.leaf]!;
    spent += rows[own.leaf]! * cost;
  };
  walk(branch, new Set());
  return { expected: total === 0 ? null : spent / total, most };
}
