import type { Random } from '../core/random.ts';
import { MISSING, type Feature, type NumericFeature, type Table } from '../core/table.ts';

/** Share of a feature's range that a drawn number is moved by, as a standard deviation. */
const SPREAD = 0.02;

/**
 * Rows like `held`, none the same as another where there is a number among the features: each is a
 * row of `held` whose numbers are moved a little, so that paths are taken as often as there.
 */
export function distinctRows(held: Table, nRows: number, random: Random): Table {
  const source = Int32Array.from({ length: nRows }, () => random.below(held.nRows));
  const columns = held.features.map((feature, f) => {
    const column = held.columns[f]!;
    if (feature.kind === 'categorical') return Int32Array.from(source, (row) => column[row]!);
    const step = SPREAD * rangeOf(feature);
    return Float64Array.from(source, (row) => column[row]! + step * random.normal());
  });
  return { features: held.features, columns, nRows, sourceRow: new Int32Array(nRows) };
}

function rangeOf({ min, max }: NumericFeature): number {
  return max > min ? max - min : 1;
}

/** A row as a developer writes it. */
export type NamedRow = Record<string, number | string | null>;

/** The rows of a table as objects of one shape. */
export function namedRows({ features, columns, nRows }: Table): NamedRow[] {
  return Array.from({ length: nRows }, (_, row) =>
    Object.fromEntries(
      features.flatMap((feature, f): [string, number | string | null][] =>
        feature.withheld === true ? [] : [[feature.name, valueOf(feature, columns[f]![row]!)]],
      ),
    ),
  );
}

function valueOf(feature: Feature, value: number): number | string | null {
  if (feature.kind === 'numeric') return Number.isNaN(value) ? null : value;
  return value <= MISSING ? null : feature.categories[value]!;
}
