import { isFullBound, wholeSpace, type Bound } from '../core/box.ts';
import { categoryCode, type CategoricalFeature, type Feature } from '../core/table.ts';
import { leafIds, leafOf, type Model } from '../core/tree.ts';
import { DOUBLES, type Numbers } from './numbers.ts';
import { forksOf, type Fork } from './fork.ts';
import type { Row } from './script/load.ts';

type Value = number | string | null | undefined;

/**
 * Rows around one split: `row` gets to it, and each of `tries` gives the split's feature a value on
 * or beside the border, with the leaf that the reference walker reaches then.
 */
export interface Probe {
  readonly row: Row;
  readonly feature: string;
  readonly tries: readonly Try[];
}

interface Try {
  readonly value: Value;
  readonly leaf: number;
}

/** A row and the leaf it must reach. */
export interface Vector {
  readonly row: Row;
  readonly leaf: number;
  /** Index of its probe, which is that of its branch; -1 for the row without any value. */
  readonly site: number;
}

/**
 * One probe for every branch of the code, in pre-order. Within the rows that reach a split they hit
 * the last value that goes left and the first that goes right, so that any other threshold, feature,
 * order or missing rule reaches another leaf. `numbers` are those that a row can hold.
 */
export function probesOf(model: Model, numbers: Numbers = DOUBLES): Probe[] {
  const leafIndex = new Map(leafIds(model.tree).map((leaf, index) => [leaf, index]));
  return forksOf(model, 0, wholeSpace(model.features)).map((fork) => {
    const feature = model.features[fork.feature]!;
    const values = baseValues(model, fork, numbers);
    return {
      row: rowOf(model.features, values.with(fork.feature, undefined)),
      feature: feature.name,
      tries: triesAt(model, fork, numbers).map((value) => {
        const tried = values.with(fork.feature, value);
        const leaf = leafOf(model.tree, (f) => encode(model.features[f]!, tried[f]));
        return { value, leaf: leafIndex.get(leaf)! };
      }),
    };
  });
}

/** All probes as rows, and the row without any value. */
export function vectorsOf(model: Model, probes: readonly Probe[]): Vector[] {
  const nothing = leafOf(model.tree, (f) => encode(model.features[f]!, undefined));
  return [
    { row: {}, leaf: leafIds(model.tree).indexOf(nothing), site: -1 },
    ...probes.flatMap(({ row, feature, tries }, site) =>
      tries.map(({ value, leaf }) => ({
        row: Object.fromEntries([...Object.entries(row), [feature, value]]),
        leaf,
        site,
      })),
    ),
  ];
}

/** One value a feature that keeps a row inside the fork's box; `undefined` where all is allowed. */
function baseValues(model: Model, fork: Fork, numbers: Numbers): readonly Value[] {
  return fork.box.map((bound, f) => {
    const feature = model.features[f]!;
    return isFullBound(bound, feature) ? undefined : valueWithin(bound, feature, numbers);
  });
}

function valueWithin(bound: Bound, feature: Feature, { up }: Numbers): Value {
  if (feature.kind === 'categorical') {
    const code = bound.kind === 'categorical' ? bound.codes[0] : undefined;
    return code === undefined ? null : feature.categories[code]!;
  }
  if (bound.kind !== 'numeric' || !(bound.low < bound.high)) return null;
  if (bound.high !== Infinity) return bound.high;
  return bound.low === -Infinity ? 0 : up(bound.low);
}

function triesAt(
  model: Model,
  { node, feature: f, bound }: Fork,
  { up, down, holds, extremes }: Numbers,
): Value[] {
  const feature = model.features[f]!;
  if (feature.kind === 'categorical') {
    return [...feature.categories, unseenName(feature), null, undefined];
  }
  const threshold = model.tree.threshold[node]!;
  const around = [threshold, up(threshold), down(threshold)];
  const ends = bound.kind === 'numeric' ? endsOf(bound, up) : [];
  const values = [...around, ...ends, ...extremes].filter(holds);
  return [
    ...values.filter((value, i) => values.findIndex((other) => Object.is(other, value)) === i),
    null,
    undefined,
  ];
}

/** The first and the last number of a bound, as far as it has them. */
function endsOf({ low, high }: Bound & { kind: 'numeric' }, up: Numbers['up']): number[] {
  return [...(Number.isFinite(low) ? [up(low)] : []), ...(Number.isFinite(high) ? [high] : [])];
}

/** A text that is none of the feature's categories. */
function unseenName(feature: CategoricalFeature): string {
  let name = 'unseen';
  while (feature.categories.includes(name)) name += '?';
  return name;
}

function rowOf(features: readonly Feature[], values: readonly Value[]): Row {
  return Object.fromEntries(
    features.flatMap((feature, f) => (values[f] === undefined ? [] : [[feature.name, values[f]]])),
  );
}

/** A value of a row as the reference walker takes it. */
function encode(feature: Feature, value: Value): number {
  if (feature.kind === 'numeric') return typeof value === 'number' ? value : NaN;
  return categoryCode(feature, value === null || value === undefined ? null : String(value));
}
