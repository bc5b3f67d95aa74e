import { inputError, type Warning } from '../core/errors.ts';
import { MISSING, UNSEEN, type Column, type Feature } from '../core/table.ts';
import { compareText, listWords, shorten, visible } from '../core/text.ts';
import type { Example, Grammar, Profile, Rows, SourceColumn } from '../store/source.ts';
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
  const warnings: Warning[] = [];
  const type = chosen ?? (await inferType(context, kind, warnings));
  if (chosen !== undefined) await checkChosen(context, chosen);
  const read =
    type === 'numeric' || type === 'date'
      ? await readNumbers(context, type)
      : await readCategories(context, type, chosen);
  const notes = [chosen === undefined ? read.note : `chosen by --type; ${read.note}`];
  notes.push(...(await oddities(context)));
  return { ...read, note: notes.join('; '), warnings };
}

async function inferType(
  context: Context,
  kind: SourceColumn['kind'],
  warnings: Warning[],
): Promise<ColumnType> {
  const { present, numbers, dates } = context.profile;
  if (present === 0) return 'categorical';
  if (kind === 'text') {
    if (numbers === present || dates === present) warnings.push(declaredText(context));
    return 'categorical';
  }
  if (numbers === present) return 'numeric';
  if (dates === present) return 'date';
  warnings.push(...(await mixedWarnings(context)));
  return 'categorical';
}

function declaredText({ name, profile }: Context): Warning {
  const type = profile.dates === profile.present ? 'date' : 'numeric';
  return {
    code: 'W_NUMBERS_AS_TEXT',
    column: name,
    message: `every value of "${visible(name)}" looks ${type === 'date' ? 'like a date' : 'numeric'} but the file declares text: it is kept as categories (--type "${visible(name)}=${type}" reads it otherwise).`,
  };
}

/** A column that is nearly all numbers (or dates) but not quite stays text, and says so. */
async function mixedWarnings({ rows, at, name, profile }: Context): Promise<Warning[]> {
  const { present, numbers, dates } = profile;
  if (dates >= NEARLY_ALL * present) {
    const found = await examples(rows, at, 'date');
    const message = `${present - dates} of ${present} values of "${visible(name)}" are not ISO dates (${found}): it is kept as categories (correct them, or use --ignore).`;
    return [{ code: 'W_MIXED_DATES', column: name, message }];
  }
  const lookalikes = await rows.matching(at, 'lookalike');
  if (numbers + lookalikes < NEARLY_ALL * present) return [];
  const outside = await rows.outside(at, 'number', 3);
  const comma = outside.some(({ token }) => token.includes(','));
  const advice = comma
    ? 'write numbers with a decimal point and no thousands separators'
    : 'correct them or leave them empty';
  const message = `${present - numbers} of ${present} values of "${visible(name)}" are not plain decimal numbers (${listed(outside)}): it is kept as categories (${advice}; --type "${visible(name)}=numeric" then refuses what is left).`;
  return [{ code: comma ? 'W_DECIMAL_COMMA' : 'W_MIXED_NUMBERS', column: name, message }];
}

async function examples(rows: Rows, at: number, grammar: Grammar): Promise<string> {
  return listed(await rows.outside(at, grammar, 3));
}

function listed(found: readonly Example[]): string {
  return found.map(({ token, row }) => `row ${row}: "${shorten(token, 30)}"`).join(', ');
}

async function checkChosen(
  { rows, at, name, profile }: Context,
  chosen: ColumnType,
): Promise<void> {
  const { present, numbers, dates } = profile;
  if (chosen === 'numeric' && numbers < present) {
    const found = await examples(rows, at, 'number');
    throw inputError(
      'E_NUMBER',
      `column "${visible(name)}" was chosen numeric but ${present - numbers} values are not plain decimal numbers (${found}): correct them or leave them empty.`,
    );
  }
  if (chosen === 'date' && dates < present) {
    const found = await examples(rows, at, 'date');
    throw inputError(
      'E_DATE',
      `column "${visible(name)}" was chosen a date but ${present - dates} values are not ISO dates like 2020-01-31 (${found}): correct them or leave them empty.`,
    );
  }
}

type Read = Omit<ReadColumn, 'warnings'>;

async function readNumbers(
  { rows, at, name, profile }: Context,
  type: 'numeric' | 'date',
): Promise<Read> {
  const values = type === 'date' ? await rows.days(at) : await rows.numbers(at);
  const summary = summarise(values);
  const feature: Feature = {
    kind: 'numeric',
    name,
    format: type === 'date' ? 'date' : 'number',
    integer: summary.integer,
    min: summary.min,
    max: summary.max,
    missingShare: profile.missing / Math.max(1, rows.nRows),
  };
  const words = summary.integer ? 'every value is a whole number' : 'every value is a number';
  const note = type === 'date' ? 'ISO dates, as days since 1970-01-01' : words;
  return { type, feature, values, distinct: summary.distinct, missing: profile.missing, note };
}

/** Range and number of different values, leaving out NaN; zeros when there are none. */
export function summarise(values: Float64Array): {
  min: number;
  max: number;
  distinct: number;
  integer: boolean;
} {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  let distinct = 0;
  let integer = true;
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    distinct++;
    integer &&= Number.isInteger(sorted[i]);
  }
  return { min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0, distinct, integer };
}

async function readCategories(
  { rows, at, name, profile }: Context,
  type: ColumnType,
  chosen: ColumnType | undefined,
): Promise<Read> {
  const distinct = await rows.distinct(at);
  const many = distinct > MAX_CATEGORIES;
  const levels = await rows.levels(at, many ? MAX_CATEGORIES - 1 : MAX_CATEGORIES);
  const kept = levels.map((level) => level.name);
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
