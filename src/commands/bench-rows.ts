import { join } from 'node:path';
import { breathe } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import {
  MISSING,
  type Column,
  type Feature,
  type NumericFeature,
  type Table,
} from '../core/table.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { readFeatures } from '../report/read-held-out.ts';
import { readParquet } from '../store/parquet.ts';
import { rowSet } from './bench-row-set.ts';

/** Rows between two breaths. */
export const BREATH_ROWS = 1_024;
/** Share of a feature's range that a drawn number is moved by, as a standard deviation. */
const SPREAD = 0.02;
/** How often a row is drawn that was there already; each time more of it is from elsewhere. */
const MOST_TRIES = 4;

/** Rows to draw from. A column that was redacted is `null`. */
export interface HeldRows {
  readonly features: readonly Feature[];
  readonly columns: readonly (Column | null)[];
  readonly nRows: number;
}

/** The held-out rows of a run. */
export async function heldRows({ folder, model }: LoadedRun): Promise<HeldRows> {
  const { features } = model;
  return {
    features,
    ...readFeatures(await readParquet(join(folder, 'heldout.parquet')), features),
  };
}

/** Rows to answer, and how many of them are different as the tree is shown them. */
export interface DrawnRows {
  readonly table: Table;
  readonly distinct: number;
}

/**
 * Rows like `held`: each is one of them whose numbers are moved a little, so that paths are taken as
 * often as there. Whole numbers stay whole and categories what they are. Where that gives a row
 * again, some values are another row's.
 */
export async function drawRows(
  held: HeldRows,
  nRows: number,
  random: Random,
  signal: AbortSignal | undefined,
): Promise<DrawnRows> {
  const { features } = held;
  const columns = features.map(({ kind }) =>
    kind === 'numeric' ? new Float64Array(nRows) : new Int32Array(nRows),
  );
  const isNew = rowSet(
    columns.filter((_, f) => features[f]!.withheld !== true),
    nRows,
  );
  let distinct = 0;
  for (let row = 0; row < nRows; row++) {
    if (row % BREATH_ROWS === 0) await breathe(signal);
    for (let tried = 0; tried < MOST_TRIES; tried++) {
      drawRow(held, columns, row, tried / MOST_TRIES, random);
      if (!isNew(row)) continue;
      distinct++;
      break;
    }
  }
  return { table: { features, columns, nRows, sourceRow: new Int32Array(nRows) }, distinct };
}

/** Fills one row near a held-out one; `mixed` is the share of values that are of other rows. */
function drawRow(
  held: HeldRows,
  columns: readonly Column[],
  row: number,
  mixed: number,
  random: Random,
): void {
  const source = random.below(held.nRows);
  for (const [f, feature] of held.features.entries()) {
    const from = mixed > 0 && random.uniform() < mixed ? random.below(held.nRows) : source;
    const value = held.columns[f]?.[from];
    columns[f]![row] =
      value === undefined ? anyValue(feature, random) : valueNear(feature, value, random);
  }
}

function valueNear(feature: Feature, value: number, random: Random): number {
  if (feature.kind === 'categorical' || Number.isNaN(value)) return value;
  const { min, max, integer } = feature;
  const moved = value + SPREAD * rangeOf(feature) * random.normal();
  const inside = Math.min(Math.max(moved, Math.min(min, value)), Math.max(max, value));
  return integer ? whole(inside) : inside;
}

/** Never -0, which an engine keeps in another form than whole numbers. */
const whole = (value: number): number => Math.round(value) + 0;

function rangeOf({ min, max }: NumericFeature): number {
  return max > min ? max - min : 1;
}

/** A value that the schema allows, missing as often as in the training rows. */
function anyValue(feature: Feature, random: Random): number {
  const isMissing = random.uniform() < feature.missingShare;
  if (feature.kind === 'categorical') {
    const { length } = feature.categories;
    return isMissing || length === 0 ? MISSING : random.below(length);
  }
  if (isMissing) return NaN;
  const value = feature.min + (feature.max - feature.min) * random.uniform();
  return feature.integer ? whole(value) : value;
}

/** A row as a developer writes it. */
export type NamedRow = Record<string, number | string | null>;

/** One row of a table as an object; all have one shape. */
export function namedRow({ features, columns }: Table, row: number): NamedRow {
  return Object.fromEntries(
    features.flatMap((feature, f): [string, number | string | null][] =>
      feature.withheld === true ? [] : [[feature.name, valueOf(feature, columns[f]![row]!)]],
    ),
  );
}

function valueOf(feature: Feature, value: number): number | string | null {
  if (feature.kind === 'numeric') return Number.isNaN(value) ? null : value;
  return value <= MISSING ? null : feature.categories[value]!;
}
