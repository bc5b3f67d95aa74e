import { eachLeafBox, isEmptyBound, meetOf, wholeSpace, type Bound, type Box } from './box.ts';
import { nextDown, shortestIn } from './doubles.ts';
import { MISSING, type Feature } from './table.ts';
import type { Model } from './tree.ts';

/** What one feature of a case may be, in a question about many cases at once. */
export const RELATIONS = [
  'under',
  'at most',
  'at least',
  'over',
  'is',
  'is not',
  'missing',
] as const;

export type Relation = (typeof RELATIONS)[number];

/** `Age under 25`; the value is a code for `is` and `is not` of a category, and unused for `missing`. */
export interface Clause {
  readonly feature: number;
  readonly relation: Relation;
  readonly value: number;
}

/** The cases that meet every clause: those of one feature narrow it together. */
export function regionOf(features: readonly Feature[], clauses: readonly Clause[]): Box {
  return clauses.reduce<Box>((box, clause) => {
    const bound = box[clause.feature]!;
    return box.with(clause.feature, meetOf(bound, boundOf(features[clause.feature]!, clause)));
  }, wholeSpace(features));
}

function boundOf(feature: Feature, { relation, value }: Clause): Bound {
  if (feature.kind === 'categorical') {
    const codes = feature.categories.map((_, code) => code);
    if (relation === 'missing') return { kind: 'categorical', codes: [], missing: true };
    const isNot = relation === 'is not';
    return {
      kind: 'categorical',
      codes: codes.filter((code) => (code === value) !== isNot),
      missing: isNot,
    };
  }
  const [low, high] = ends(relation, value);
  return { kind: 'numeric', low, high, missing: relation === 'missing' };
}

/** The interval (low, high] of a relation; an empty one for `missing`. */
function ends(relation: Relation, value: number): [low: number, high: number] {
  switch (relation) {
    case 'under':
      return [-Infinity, nextDown(value)];
    case 'at most':
      return [-Infinity, value];
    case 'at least':
      return [nextDown(value), Infinity];
    case 'over':
      return [value, Infinity];
    case 'is':
      return [nextDown(value), value];
    default:
      return [Infinity, -Infinity];
  }
}

/**
 * Whether no case at all satisfies the bound. A feature that held whole numbers only is asked over
 * whole numbers: (24.5, 24.9] holds none.
 */
export function holdsNone(feature: Feature, bound: Bound): boolean {
  if (isEmptyBound(bound)) return true;
  if (bound.missing || bound.kind === 'categorical') return false;
  return isWhole(feature) && !(Math.floor(bound.high) > bound.low);
}

/** Whether the feature is asked over whole numbers. */
export function isWhole(feature: Feature): boolean {
  return feature.kind === 'numeric' && feature.integer;
}

/** The part of a region that comes to one leaf. */
export interface Meeting {
  readonly leaf: number;
  readonly box: Box;
}

/** Where the cases of a region go, left to right: exact, whether or not such cases were ever seen. */
export function meetingsOf(model: Model, region: Box): Meeting[] {
  const isEmpty = (box: Box): boolean =>
    box.some((bound, f) => holdsNone(model.features[f]!, bound));
  const meetings: Meeting[] = [];
  eachLeafBox(model.tree, region, (leaf, box) => meetings.push({ leaf, box }), isEmpty);
  return meetings;
}

/**
 * A case in a box that holds one: seen values where there are some, written as shortly as may be.
 * One value a feature; NaN or {@link MISSING} where only a missing value will do.
 */
export function caseIn(features: readonly Feature[], box: Box): number[] {
  return features.map((feature, f) => valueIn(feature, box[f]!));
}

function valueIn(feature: Feature, bound: Bound): number {
  if (bound.kind === 'categorical' || feature.kind === 'categorical') {
    return bound.kind === 'categorical' ? (bound.codes[0] ?? MISSING) : MISSING;
  }
  if (holdsNone(feature, { ...bound, missing: false })) return NaN;
  const { low, high } = bound;
  const middle = feature.min + (feature.max - feature.min) / 2;
  const whole = isWhole(feature);
  if (middle > high) return whole ? Math.floor(high) : high;
  if (whole) return Math.max(Math.floor(middle), Math.floor(low) + 1);
  return middle > low ? middle : shortestIn(low, high);
}
