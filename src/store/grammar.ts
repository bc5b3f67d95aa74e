/**
 * What a cell of text means, the same for every file format. The patterns are written so that
 * RE2 (DuckDB) and JavaScript read them alike; both match the whole token.
 */

/** Tokens that mean "no value". An empty cell is missing too. */
export const MISSING_TOKENS: readonly string[] = [
  'NA',
  'N/A',
  '#N/A',
  'NaN',
  'nan',
  'null',
  'NULL',
  '?',
];

/** The strict decimal grammar: no hex, no thousands separators, no decimal commas, no `inf`. */
export const NUMBER_PATTERN = '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?';

export const WHOLE_PATTERN = '[+-]?[0-9]+';

/** First whole number that a double may hold inexactly: 2^53. */
export const UNSAFE_WHOLE = 9007199254740992;

const TIME =
  '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?';

/** ISO 8601: `2020-01-31`, with a time of day and an offset if there is one (none means UTC). */
export const DATE_PATTERN = `[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]${TIME})?`;

/**
 * What some programs take for a number and we never do: `1.234,5`, `1,5`, `1 234`, `1_000`, `0x10`,
 * `inf`.
 */
export const LOOKALIKE_PATTERN =
  '[+-]?([0-9]{1,3}([., _][0-9]{3})+([.,][0-9]+)?|[0-9]*,[0-9]+|[0-9]+(_[0-9]+)+|0[xX][0-9a-fA-F]+|[iI]nf(inity)?)';

/** Spaces and tabs at both ends of a cell carry no meaning. */
export const BLANKS = ' \t';
