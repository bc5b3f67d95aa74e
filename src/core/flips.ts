import { allows, eachLeafBox, wholeSpace, type Bound, type Box } from './box.ts';
import { entersWhole, nearestEntry, type NumericBound } from './entry.ts';
import { isMissing, MISSING, type Feature, type NumericFeature } from './table.ts';
import { leafOf, type Model } from './tree.ts';

/** What a leaf comes to, so that equal words mean that nothing changed: see `outcomesFrom`. */
export type OutcomeOf = (leaf: number) => string;

/** One value that has to become another one. */
interface Change {
  readonly feature: number;
  /** A value that will do, as a person can enter it: a number, a category code, or missing. */
  readonly to: number;
  /** Every value that will do. */
  readonly bound: Bound;
  /** How far the nearest value that will do is, in spreads; 1 for another category. */
  readonly distance: number;
}

/** The changes that bring a case to a leaf of another outcome, and no more than these. */
export interface Flip {
  readonly leaf: number;
  readonly changes: readonly Change[];
  /** The sum of the changes' distances. */
  readonly distance: number;
}

export interface FlipWishes {
  readonly outcomeOf: OutcomeOf;
  /** How widely each feature's values lie, above 0: what one unit of distance is. */
  readonly spreads: readonly number[];
  /** Features that must stay as they are. */
  readonly locked: ReadonlySet<number>;
  /** Whether a missing value may be given, and a value become missing; `fill` for the first alone. */
  readonly missingToo?: boolean | 'fill';
  /** How many flips are wanted at most. */
  readonly most: number;
}

/**
 * The nearest changes that give a case another outcome: fewest changes first, then the least
 * distance. Exact: the boxes of the leaves are the whole space, and each is asked. A flip that
 * another one of the same outcome spares, by some of its changes alone, is left out.
 */
export function flipsOf(model: Model, values: readonly number[], wishes: FlipWishes): Flip[] {
  const { outcomeOf, most } = wishes;
  const own = outcomeOf(leafOf(model.tree, (feature) => values[feature]!));
  const found: Flip[] = [];
  eachLeafBox(model.tree, wholeSpace(model.features), (leaf, box) => {
    if (outcomeOf(leaf) === own) return;
    const changes = changesInto(model.features, values, box, wishes);
    if (changes !== null) found.push({ leaf, changes, distance: sumOf(changes) });
  });
  found.sort(
    (a, b) => a.changes.length - b.changes.length || a.distance - b.distance || a.leaf - b.leaf,
  );
  const kept: Flip[] = [];
  for (const flip of found) {
    if (kept.length === most) break;
    if (!kept.some((better) => spares(better, flip, values, outcomeOf))) kept.push(flip);
  }
  return kept;
}

/** Features that no one is told to change. */
export function fixedFeatures(features: readonly Feature[]): Set<number> {
  return new Set(
    features.flatMap((one, f) => (one.immutable === true || one.withheld === true ? [f] : [])),
  );
}

function changesInto(
  features: readonly Feature[],
  values: readonly number[],
  box: Box,
  { spreads, locked, missingToo = false }: FlipWishes,
): Change[] | null {
  const changes: Change[] = [];
  for (const [feature, bound] of box.entries()) {
    const value = values[feature]!;
    if (allows(bound, value)) continue;
    const moves = locked.has(feature)
      ? []
      : movesInto(features[feature]!, value, bound, spreads[feature]!, missingToo);
    const [move] = moves.toSorted((a, b) => a.distance - b.distance);
    if (move === undefined) return null;
    changes.push({ feature, bound, ...move });
  }
  return changes;
}

type Move = Pick<Change, 'to' | 'distance'>;

/** The nearest move to a value of the bound, and that to a missing one, as far as they are allowed. */
function movesInto(
  feature: Feature,
  value: number,
  bound: Bound,
  spread: number,
  missingToo: boolean | 'fill',
): Move[] {
  const missing = isMissing(feature, value);
  const known = missing && missingToo === false ? null : moveToValue(feature, value, bound, spread);
  const away = feature.kind === 'numeric' ? Number.NaN : MISSING;
  const leaves = missingToo === true && !missing && bound.missing;
  return [...(known === null ? [] : [known]), ...(leaves ? [{ to: away, distance: 1 }] : [])];
}

function moveToValue(feature: Feature, value: number, bound: Bound, spread: number): Move | null {
  if (feature.kind === 'categorical') {
    const to = bound.kind === 'categorical' ? firstNamed(feature, bound.codes) : undefined;
    return to === undefined ? null : { to, distance: 1 };
  }
  const into = bound as NumericBound;
  const isMissing = Number.isNaN(value);
  const from = isMissing ? (feature.min + feature.max) / 2 : value;
  const to = nearestEntry(feature, into, from, spread);
  if (to === null) return null;
  return { to, distance: isMissing ? 1 : gapTo(feature, into, from, to) / spread };
}

/** A category that can be named comes before the one that stands for all others. */
function firstNamed(
  { categories, rest }: Feature & { kind: 'categorical' },
  codes: readonly number[],
): number | undefined {
  return codes.find((code) => categories[code] !== rest) ?? codes[0];
}

/** To the nearest number of the bound, be it one that nobody would enter. */
function gapTo(feature: NumericFeature, bound: NumericBound, from: number, to: number): number {
  if (entersWhole(feature)) return Math.abs(to - from);
  return from <= bound.low ? bound.low - from : from - bound.high;
}

function sumOf(changes: readonly Change[]): number {
  return changes.reduce((sum, change) => sum + change.distance, 0);
}

/** Whether `a` comes to what `b` comes to by no other and no further changes. */
function spares(a: Flip, b: Flip, values: readonly number[], outcomeOf: OutcomeOf): boolean {
  if (outcomeOf(a.leaf) !== outcomeOf(b.leaf)) return false;
  return a.changes.every((change) => {
    const other = b.changes.find(({ feature }) => feature === change.feature);
    return other !== undefined && isWithin(change, other, values[change.feature]!);
  });
}

/** Whether a change is the other one, or part of the way there. */
function isWithin({ to, bound }: Change, other: Change, from: number): boolean {
  if (bound.kind === 'categorical') return bound.codes.includes(other.to);
  if (Number.isNaN(to) || Number.isNaN(other.to)) return Object.is(to, other.to);
  return from < to ? to <= other.to : to >= other.to;
}
