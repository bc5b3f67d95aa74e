import { eachLeafBox, isEmptyBound, meetOf, wholeSpace, type Bound, type Box } from './box.ts';
import type { OutcomeOf } from './flips.ts';
import type { Spreads } from './spread.ts';
import type { Model } from './tree.ts';

/**
 * What a row of one path has to change to come to another path, whatever its values are, as long as
 * all are known: where one is missing and both paths take that, it needs no change.
 */
export interface RegionFlip {
  readonly leaf: number;
  readonly changes: readonly RegionChange[];
  /** The sum of the changes' gaps. */
  readonly gap: number;
}

/** One feature whose values on the two paths have nothing in common. */
export interface RegionChange {
  readonly feature: number;
  readonly from: Bound;
  readonly to: Bound;
  /** Between the two, in spreads: 0 where they touch. Another category is 1 away. */
  readonly gap: number;
}

/**
 * The paths of another outcome beside a path: for each, the features in which the boxes have no
 * value in common. Fewest changes first, then the smallest gap. Nobody is told to change what is
 * `locked`, nor to make a value missing or a missing one known.
 */
export function regionFlips(
  model: Model,
  box: Box,
  { outcomeOf, own, spreads, locked }: RegionWishes,
): RegionFlip[] {
  const found: RegionFlip[] = [];
  eachLeafBox(model.tree, wholeSpace(model.features), (leaf, other) => {
    if (outcomeOf(leaf) === own) return;
    const changes = other.flatMap((to, feature): RegionChange[] => {
      const from = box[feature]!;
      return meet(from, to) ? [] : [{ feature, from, to, gap: gapOf(from, to, spreads[feature]!) }];
    });
    const barred = changes.some(
      ({ feature, from, to }) => locked.has(feature) || !holdsValue(from) || !holdsValue(to),
    );
    if (!barred) found.push({ leaf, changes, gap: changes.reduce((sum, one) => sum + one.gap, 0) });
  });
  return found.toSorted(
    (a, b) => a.changes.length - b.changes.length || a.gap - b.gap || a.leaf - b.leaf,
  );
}

export interface RegionWishes {
  readonly outcomeOf: OutcomeOf;
  /** The outcome of the path itself. */
  readonly own: string;
  readonly spreads: Spreads;
  readonly locked: ReadonlySet<number>;
}

/** Whether some value, or a missing one where a side has no value, satisfies both. */
function meet(a: Bound, b: Bound): boolean {
  if (!holdsValue(a) || !holdsValue(b)) return a.missing && b.missing;
  return holdsValue(meetOf(a, b));
}

function holdsValue(bound: Bound): boolean {
  return !isEmptyBound({ ...bound, missing: false });
}

function gapOf(a: Bound, b: Bound, spread: number): number {
  if (a.kind !== 'numeric' || b.kind !== 'numeric') return 1;
  return Math.max(a.low - b.high, b.low - a.high, 0) / spread;
}
