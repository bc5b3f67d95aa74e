import { inputError, type Warning } from '../core/errors.ts';
import { MISSING, UNSEEN, type Column, type Feature } from '../core/table.ts';
import { compareText, listWords, shorten, visible } from '../core/text.ts';
import type { Grammar } from '../store/cell-sql.ts';
import type { Example, Profile, Rows, SourceColumn } from '../store/source.ts';
import type { ColumnType } from './types.ts';

/** Most categories of a feature; the last of them stands for the rest if there are more values. */
export const MAX_CATEGORIES = 254;
/** Share of values of one kind that makes the others look like mistakes. */
const NEARLY_ALL = 0.9;
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

interface Context {
  readonly rows: Rows;
  readonly at: number;
  readonly name: string;
  readonly profile: Profile;
}

/** A type, with the numbers behind it where it has any. */
interface Typed {
  readonly type: ColumnType;
  readonly numbers: Float64Array | null;
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

async function inferType(context: Context, kind: SourceColumn['kind']): Promise<Typed> {
  const { rows, at, profile } = context;
  const text = { type: 'categorical', numbers: null } as const;
  if (profile.present === 0) return { ...text, warnings: [] };
  const numbers = await rows.numbers(at);
  const notNumbers = countOthers(numbers);
  const days = notNumbers === 0 ? null : await rows.days(at);
  const notDates = days === null ? profile.present : countOthers(days);
  if (notNumbers > 0 && notDates > 0) {
    const warnings = kind === 'text' ? [] : await mixedWarnings(context, notNumbers, notDates);
    return { ...text, warnings };
  }
  const type = notNumbers === 0 ? 'numeric' : 'date';
  if (kind === 'text') return { ...text, warnings: [declaredText(context, type)] };
  return { type, numbers: days ?? numbers, warnings: [] };
}

/** Values that are not of the kind asked for: marked as infinite. */
function countOthers(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (value === Infinity) count++;
  return count;
}

function declaredText({ name }: Context, type: 'numeric' | 'date'): Warning {
  const looks = type === 'date' ? 'like a date' : 'numeric';
  return {
    code: 'W_NUMBERS_AS_TEXT',
    column: name,
    message: `every value of "${visible(name)}" looks ${looks} but the file declares text: it is kept as categories (--type "${visible(name)}=${type}" reads it otherwise).`,
  };
}

/** A column that is nearly all numbers (or dates) but not quite stays text, and says so. */
async function mixedWarnings(
  { rows, at, name, profile: { present } }: Context,
  notNumbers: number,
  notDates: number,
): Promise<Warning[]> {
  if (notDates <= (1 - NEARLY_ALL) * present) {
    const found = await examples(rows, at, 'date');
    const message = `${notDates} of ${present} values of "${visible(name)}" are not ISO dates (${found}): it is kept as categories (correct them, or use --ignore).`;
    return [{ code: 'W_MIXED_DATES', column: name, message }];
  }
  const lookalikes = await rows.lookalikes(at);
  if (notNumbers - lookalikes > (1 - NEARLY_ALL) * present) return [];
  const outside = await rows.outside(at, 'number', 3);
  const comma = outside.some(({ token }) => token.includes(','));
  const advice = comma
    ? 'write numbers with a decimal point and no thousands separators'
    : 'correct them or leave them empty';
  const message = `${notNumbers} of ${present} values of "${visible(name)}" are not plain decimal numbers (${listed(outside)}): it is kept as categories (${advice}; --type "${visible(name)}=numeric" then refuses what is left).`;
  return [{ code: comma ? 'W_DECIMAL_COMMA' : 'W_MIXED_NUMBERS', column: name, message }];
}

async function examples(rows: Rows, at: number, grammar: Grammar): Promise<string> {
  return listed(await rows.outside(at, grammar, 3));
}

function listed(found: readonly Example[]): string {
  return found.map(({ token, row }) => `row ${row}: "${shorten(token, 30)}"`).join(', ');
}

async function takeChosen({ rows, at, name }: Context, chosen: ColumnType): Promise<Typed> {
  if (chosen === 'categorical' || chosen === 'boolean') {
    return { type: chosen, numbers: null, warnings: [] };
  }
  const numbers = chosen === 'date' ? await rows.days(at) : await rows.numbers(at);
  const others = countOthers(numbers);
  if (others === 0) return { type: chosen, numbers, warnings: [] };
  const found = await examples(rows, at, chosen === 'date' ? 'date' : 'number');
  throw chosen === 'date'
    ? inputError(
        'E_DATE',
        `column "${visible(name)}" was chosen a date but ${others} values are not ISO dates like 2020-01-31 (${found}): correct them or leave them empty.`,
      )
    : inputError(
        'E_NUMBER',
        `column "${visible(name)}" was chosen numeric but ${others} values are not plain decimal numbers (${found}): correct them or leave them empty.`,
      );
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
  const other = rest === null ? UNSEEN : categories.indexOf(rest);
  const values = await rows.codes(at, categories, MISSING, other);
  const feature: Feature = {
    kind: 'categorical',
    name,
    categories,
    rest,
    boolean: chosen === 'boolean' || (chosen === undefined && boolean),
    missingShare: profile.missing / Math.max(1, rows.nRows),
  };
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
