import { askedIndices } from '../core/asked.ts';
import { categoryCode, MISSING, UNSEEN, type Feature, type NumericFeature } from '../core/table.ts';
import type { Model } from '../core/tree.ts';
import { dateWords } from '../core/words.ts';

/** A case as it was entered, field by field, and what was made of it. */
export interface CaseForm {
  /** What stands in each field: text for numbers, a code (or `other`) for categories. */
  readonly entered: readonly string[];
  readonly missing: readonly boolean[];
  /** What is wrong with each field; `null` where it is fine. */
  readonly errors: readonly (string | null)[];
  /** One value a feature, once nothing is wrong. */
  readonly values: readonly number[] | null;
  /** Features that the nearest changes leave as they are. */
  readonly keep: ReadonlySet<number>;
  /** Whether they may fill in what is missing, and leave out what is there. */
  readonly missingToo: boolean;
}

type Reading =
  | { readonly value: number; readonly error: null }
  | { readonly value: null; readonly error: string };

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2})?$/;
const MS_PER_DAY = 86_400_000;

/** Letters a number or a date may be written with. */
export const LONGEST_ENTRY = 60;

/** The option that stands for a category not seen in training, where a feature has no rest for it. */
export const OTHER = 'other';

/** An untouched form. */
export function emptyForm(features: readonly Feature[]): CaseForm {
  return {
    entered: features.map(() => ''),
    missing: features.map(() => false),
    errors: features.map(() => null),
    values: null,
    keep: new Set(),
    missingToo: false,
  };
}

/** Reads the fields `v0, m0, k0, v1, …` of a posted form. */
export function readForm(model: Model, body: Readonly<Record<string, unknown>>): CaseForm {
  const asked = askedIndices(model);
  const field = (name: string): string => {
    const value = Object.hasOwn(body, name) ? body[name] : '';
    return typeof value === 'string' ? value.trim() : '';
  };
  const entered = model.features.map((_, f) => field(`v${f}`));
  const missing = model.features.map((_, f) => field(`m${f}`) !== '');
  const readings = model.features.map((feature, f) => {
    const blank = entered[f] === '' && !asked.has(f);
    return missing[f]! || blank ? absent(feature) : readEntry(feature, entered[f]!);
  });
  const errors = readings.map((reading) => reading.error);
  const values = readings.flatMap((reading) => (reading.value === null ? [] : [reading.value]));
  return {
    entered,
    missing,
    errors,
    values: errors.every((e) => e === null) ? values : null,
    keep: new Set(model.features.flatMap((_, f) => (field(`k${f}`) === '' ? [] : [f]))),
    missingToo: field('fill') !== '',
  };
}

/** A form filled with a row, one value a feature; `null` for those that are not known. */
export function filledForm(model: Model, row: readonly (number | null)[]): CaseForm {
  const fields = model.features.flatMap((feature, f) => {
    const value = row[f] ?? null;
    if (value === null) return [];
    const isMissing = feature.kind === 'numeric' ? Number.isNaN(value) : value < 0;
    return [isMissing ? [`m${f}`, '1'] : [`v${f}`, entryOf(feature, value)]];
  });
  return readForm(model, Object.fromEntries(fields) as Record<string, string>);
}

/** A value as its field takes it. */
function entryOf(feature: Feature, value: number): string {
  const isDate = feature.kind === 'numeric' && feature.format === 'date';
  return isDate ? dateWords(value) : String(value);
}

function absent(feature: Feature): Reading {
  return { value: feature.kind === 'numeric' ? Number.NaN : MISSING, error: null };
}

function readEntry(feature: Feature, entry: string): Reading {
  if (feature.kind === 'numeric') return readNumber(feature, entry);
  if (entry === OTHER && feature.rest === null) return { value: UNSEEN, error: null };
  if (/^\d{1,9}$/.test(entry) && Number(entry) < feature.categories.length) {
    return { value: Number(entry), error: null };
  }
  return { value: null, error: 'Choose a value, or tick “missing”.' };
}

function readNumber(feature: NumericFeature, entry: string): Reading {
  const value = enteredNumber(feature, entry);
  if (value !== null) return { value, error: null };
  return { value: null, error: `Enter ${entryWords(feature)}, or tick “missing”.` };
}

/** A number or a date as a person enters it; `null` where it is neither. */
export function enteredNumber({ format }: NumericFeature, entry: string): number | null {
  const read = format === 'date' ? readDate : readDecimal;
  return entry.length > LONGEST_ENTRY ? null : read(entry);
}

/** What is to be entered: `a number such as 12 or 0.5`. */
export function entryWords({ format }: NumericFeature): string {
  return format === 'date' ? 'a date such as 2024-01-31' : 'a number such as 12 or 0.5';
}

function readDecimal(text: string): number | null {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

function readDate(text: string): number | null {
  if (!DATE.test(text)) return null;
  const time = Date.parse(`${text.replace(' ', 'T')}${text.length === 10 ? 'T00:00:00' : ''}Z`);
  if (Number.isNaN(time)) return null;
  return new Date(time).toISOString().startsWith(text.slice(0, 10)) ? time / MS_PER_DAY : null;
}

/** A case by feature names, as the JSON API takes it: the same rules as the form. */
export function readValues(
  model: Model,
  given: Readonly<Record<string, number | string | boolean | null>>,
): { readonly values: readonly number[] } | { readonly field: string; readonly error: string } {
  const asked = askedIndices(model);
  const unknown = Object.keys(given).find(
    (name) => !model.features.some((feature) => feature.name === name),
  );
  if (unknown !== undefined) return { field: unknown, error: 'The run has no such feature.' };
  const values: number[] = [];
  for (const [f, feature] of model.features.entries()) {
    const stated = Object.hasOwn(given, feature.name);
    if (!stated && asked.has(f)) {
      return { field: feature.name, error: 'Give a value, or null where it is missing.' };
    }
    const reading = readGiven(feature, stated ? given[feature.name]! : null);
    if (reading.error !== null) return { field: feature.name, error: reading.error };
    values.push(reading.value);
  }
  return { values };
}

function readGiven(feature: Feature, value: number | string | boolean | null): Reading {
  if (value === null) return absent(feature);
  if (feature.kind === 'categorical') {
    return { value: categoryCode(feature, String(value)), error: null };
  }
  if (typeof value === 'number' && Number.isFinite(value)) return { value, error: null };
  if (typeof value === 'string') return readNumber(feature, value.trim());
  return { value: null, error: 'Give a number, or null where it is missing.' };
}
