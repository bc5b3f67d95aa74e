import { inputError, type Warning } from '../core/errors.ts';
import {
  MISSING,
  unlistedCode,
  type CategoricalFeature,
  type Column,
  type Feature,
} from '../core/table.ts';
import { compareText, listWords, shorten, visible } from '../core/text.ts';
import type { Rows, SourceColumn } from '../store/column-rows.ts';
import { inferType, takeChosen, type Context } from './column-type.ts';
import type { ColumnType } from './types.ts';

/** Most categories of a feature; the last of them stands for the rest if there are more values. */
const MAX_CATEGORIES = 254;
const BOOLEAN_PAIRS = [
  ['false', 'true'],
  ['no', 'yes'],
] as const;

/** One column of a file, typed and read. */
export interface ReadColumn {
  readonly type: ColumnType;
  readonly feature: Feature;
  readonly values: Column;
  readonly distinct: number;
  readonly missing: number;
  /** Why it was typed so, in words. */
  readonly note: string;
  readonly warnings: readonly Warning[];
}

/**
 * Reads the column at position `at`, with the type the user chose or the one its values tell.
 * @throws EspalierError `E_NUMBER`, `E_DATE`, `E_BOOLEAN` when a chosen type does not fit.
 */
export async function readColumn(
  rows: Rows,
  at: number,
  name: string,
  kind: SourceColumn['kind'],
  chosen: ColumnType | undefined,
): Promise<ReadColumn> {
  const context: Context = { rows, at, name, profile: await rows.profile(at) };
  const typed =
    chosen === undefined ? await inferType(context, kind) : await takeChosen(context, chosen);
  const { type, numbers, warnings } = typed;
  const read =
    type === 'numeric' || type === 'date'
      ? describeNumbers(context, type, numbers!)
      : await readCategories(context, type, chosen);
  const notes = [chosen === undefined ? read.note : `chosen by --type; ${read.note}`];
  notes.push(...(await oddities(context)));
  return { ...read, note: notes.join('; '), warnings };
}

type Read = Omit<ReadColumn, 'warnings'>;

function describeNumbers(
  { rows, name, profile }: Context,
  type: 'numeric' | 'date',
  values: Float64Array,
): Read {
  const { min, max, integer } = rangeOf(values);
  const feature: Feature = {
    kind: 'numeric',
    name,
    format: type === 'date' ? 'date' : 'number',
    integer,
    min,
    max,
    missingShare: profile.missing / Math.max(1, rows.nRows),
  };
  const words = integer ? 'every value is a whole number' : 'every value is a number';
  const note = type === 'date' ? 'ISO dates, as days since 1970-01-01' : words;
  return { type, feature, values, distinct: countDistinct(values), missing: profile.missing, note };
}

/** Range of the values, leaving out NaN; zeros when there are none. */
export function rangeOf(values: Float64Array): { min: number; max: number; integer: boolean } {
  let min = Infinity;
  let max = -Infinity;
  let integer = true;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    integer &&= Number.isNaN(value) || Number.isInteger(value);
  }
  return min > max ? { min: 0, max: 0, integer } : { min, max, integer };
}

/** How many different values there are, leaving out NaN. */
function countDistinct(values: Float64Array): number {
  const sorted = values.toSorted();
  let distinct = 0;
  for (let i = 0; i < sorted.length && !Number.isNaN(sorted[i]); i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  }
  return distinct;
}

async function readCategories(
  { rows, at, name, profile }: Context,
  type: ColumnType,
  chosen: ColumnType | undefined,
): Promise<Read> {
  const { top, distinct } = await rows.levels(at, MAX_CATEGORIES);
  const many = distinct > MAX_CATEGORIES;
  const kept = top.slice(0, many ? MAX_CATEGORIES - 1 : MAX_CATEGORIES).map((level) => level.name);
  const boolean = isBoolean(kept);
  if (chosen === 'boolean' && distinct > 2) {
    throw inputError(
      'E_BOOLEAN',
      `column "${visible(name)}" was chosen boolean but has ${distinct} different values: choose categorical.`,
    );
  }
  const rest = many ? restName(kept) : null;
  const categories = (rest === null ? kept : [...kept, rest]).toSorted(compareText);
  const feature: CategoricalFeature = {
    kind: 'categorical',
    name,
    categories,
    rest,
    boolean: chosen === 'boolean' || (chosen === undefined && boolean),
    missingShare: profile.missing / Math.max(1, rows.nRows),
  };
  const values = await rows.codes(at, categories, MISSING, unlistedCode(feature));
  const note = many
    ? `text; the ${kept.length} most frequent of ${distinct} values are kept, the others are "${visible(rest!)}"`
    : feature.boolean
      ? `the values are ${listWords(
          categories.map((c) => shorten(c, 30)),
          'and',
        )}`
      : 'text';
  return {
    type: feature.boolean ? 'boolean' : type,
    feature,
    values,
    distinct,
    missing: profile.missing,
    note,
  };
}

function isBoolean(names: readonly string[]): boolean {
  if (names.length === 0 || names.length > 2) return false;
  return BOOLEAN_PAIRS.some((pair) =>
    names.every((name) => (pair as readonly string[]).includes(name.toLowerCase())),
  );
}

/** A name for the rare categories that none of the kept ones has. */
function restName(kept: readonly string[]): string {
  let name = 'other';
  while (kept.includes(name)) name = `${name} (rest)`;
  return name;
}

async function oddities({ rows, at, profile }: Context): Promise<string[]> {
  const notes: string[] = [];
  if (profile.missing > 0) {
    const tokens = await rows.missingTokens(at);
    const listed = tokens.map(({ name, count }) => `${count} written "${name}"`).join(', ');
    if (listed !== '') notes.push(`missing values: ${listed}`);
  }
  if (profile.padded > 0) notes.push(`spaces around ${profile.padded} values were removed`);
  return notes;
}
