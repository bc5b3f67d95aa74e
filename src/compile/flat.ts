import { categoryCode, type Feature } from '../core/table.ts';
import type { Model } from '../core/tree.ts';
import { passesOf, type CategoryTest, type NumericTest, type Test } from './branches.ts';
import type { Row } from './script/load.ts';

/**
 * A row as numbers alone: one a feature, in the order of `features`. A category is its place in the
 * feature's list. NaN is a missing value, and a category that is not known where there is no rest.
 */
export interface Layout {
  /** The features that the tree may ask. */
  readonly features: readonly Feature[];
  /** Where a feature stands, by its name. */
  readonly position: (name: string) => number;
}

export function layoutOf(model: Model): Layout {
  const features = model.features.filter(({ withheld }) => withheld !== true);
  const positions = new Map(features.map(({ name }, position) => [name, position]));
  return { features, position: (name) => positions.get(name)! };
}

/** A row as numbers. */
export function flatRow({ features }: Layout, row: Row): Float64Array {
  return Float64Array.from(features, (feature) => {
    const value = Object.hasOwn(row, feature.name) ? row[feature.name] : null;
    if (feature.kind === 'numeric') return typeof value === 'number' ? value : NaN;
    const code = categoryCode(
      feature,
      value === undefined || value === null ? null : String(value),
    );
    return code < 0 ? NaN : code;
  });
}

/** How a language of the C family writes a comparison of a flat row's numbers. */
export interface FlatStyle {
  readonly access: (position: number) => string;
  readonly number: (value: number) => string;
  /** A category by its place in the feature's list, or by a constant's name. */
  readonly code: (feature: Feature, place: number) => string;
  readonly equal: string;
  readonly unequal: string;
  /** The constant that a missing value is, less than every number; `null` where it is NaN. */
  readonly missing: string | null;
}

/** A test of a flat row as an expression. */
export function printFlatTest(test: Test, layout: Layout, style: FlatStyle): string {
  const value = style.access(layout.position(test.feature));
  if ('names' in test) return categoryText(test, value, layout, style);
  return numericText(test, value, style);
}

function numericText(
  { kind, threshold, strict }: NumericTest,
  value: string,
  { number, equal, unequal, missing }: FlatStyle,
): string {
  const atMost = `${value} ${strict ? '<' : '<='} ${number(threshold)}`;
  if (missing === null) {
    return kind === 'at-most' ? atMost : `!(${value} ${strict ? '>=' : '>'} ${number(threshold)})`;
  }
  if (kind === 'not-over') return `${value} ${equal} ${missing} || ${atMost}`;
  const known = `${value} ${unequal} ${missing}`;
  return threshold === Infinity ? known : `${known} && ${atMost}`;
}

function categoryText(
  test: CategoryTest,
  value: string,
  { features, position }: Layout,
  style: FlatStyle,
): string {
  const feature = features[position(test.feature)]!;
  const names = feature.kind === 'categorical' ? feature.categories : [];
  const { listed, missing } = passesOf(test);
  const operator = listed ? style.equal : style.unequal;
  const codes = test.names.map(
    (name) => `${value} ${operator} ${style.code(feature, names.indexOf(name))}`,
  );
  if (listed && missing) return [...codes, presence(value, style, true)].join(' || ');
  if (!listed && !missing) return [presence(value, style, false), ...codes].join(' && ');
  return codes.join(listed ? ' || ' : ' && ');
}

/** Whether a value is missing, or is not. NaN alone is not equal to itself. */
function presence(
  value: string,
  { equal, unequal, missing }: FlatStyle,
  isMissing: boolean,
): string {
  if (missing === null) return `${value} ${isMissing ? unequal : equal} ${value}`;
  return `${value} ${isMissing ? equal : unequal} ${missing}`;
}
