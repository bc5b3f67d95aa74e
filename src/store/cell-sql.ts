import { quoteText } from './database.ts';
import {
  BLANKS,
  DATE_PATTERN,
  LOOKALIKE_PATTERN,
  MISSING_TOKENS,
  NUMBER_PATTERN,
  UNSAFE_WHOLE,
  WHOLE_PATTERN,
} from './grammar.ts';

/** `number`: the strict decimal grammar, where a double is exact enough. `date`: ISO 8601. */
export type Grammar = 'number' | 'date';

/** SQL lists and conditions on `v`, the text of a cell without blanks at its ends. */
export const TOKENS = MISSING_TOKENS.map(quoteText).join(', ');
export const ABSENT = absent('v');

const DATE = String.raw`TRY_CAST(regexp_replace(v, '^(.{16})([Z+-])', '\1:00\2') AS TIMESTAMPTZ)`;

/** Adding 0 turns -0 into 0. The cases are tried in turn: the costly ones seldom. */
export const NUMBER = `CASE WHEN ${ABSENT} THEN 'NaN'::DOUBLE
  WHEN NOT regexp_full_match(v, '${NUMBER_PATTERN}') THEN 'Infinity'::DOUBLE
  WHEN abs(TRY_CAST(v AS DOUBLE)) < ${UNSAFE_WHOLE} THEN TRY_CAST(v AS DOUBLE) + 0.0::DOUBLE
  WHEN NOT isfinite(TRY_CAST(v AS DOUBLE)) OR regexp_full_match(v, '${WHOLE_PATTERN}')
    THEN 'Infinity'::DOUBLE
  ELSE TRY_CAST(v AS DOUBLE) END`;

export const DAYS = `CASE WHEN ${ABSENT} THEN 'NaN'::DOUBLE
  WHEN NOT regexp_full_match(v, '${DATE_PATTERN}') THEN 'Infinity'::DOUBLE
  WHEN ${DATE} IS NULL THEN 'Infinity'::DOUBLE
  ELSE epoch_us(${DATE}) / 86400000000.0::DOUBLE END`;

/** A value outside a grammar. */
export const OUTSIDE: Readonly<Record<Grammar, string>> = {
  number: `(${NUMBER}) = 'Infinity'::DOUBLE`,
  date: `(${DAYS}) = 'Infinity'::DOUBLE`,
};

/** No number, but some programs would take it for one. */
export const LOOKALIKE = `(regexp_full_match(v, '${NUMBER_PATTERN}|${LOOKALIKE_PATTERN}')
  AND ${OUTSIDE.number})`;

/** The cell has no value. */
export function absent(value: string): string {
  return `coalesce(${value} IN ('', ${TOKENS}), true)`;
}

export function trimmed(value: string): string {
  return `trim(${value}, ${quoteText(BLANKS)})`;
}

/** The cell starts or ends with a blank. */
export function padded(value: string): string {
  const ends = BLANKS.split('').map(quoteText);
  const tests = ends.map((b) => `starts_with(${value}, ${b}) OR suffix(${value}, ${b})`);
  return `coalesce(${tests.join(' OR ')}, false)`;
}
