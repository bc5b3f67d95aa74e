import type { Feature } from '../../core/table.ts';
import { exactNumber, isReadExactly, sqlNumber } from './numbers.ts';
import { escapedText, plainText } from './quote.ts';

export type DialectName = 'duckdb' | 'sqlite' | 'postgres';

/** A database's SQL, as far as a tree needs it. Columns and values are SQL already: quoted. */
export interface Dialect {
  readonly name: DialectName;
  /** As people call the database. */
  readonly title: string;
  /** A double that the database reads as that very double; NULL for NaN where there is none. */
  readonly number: (value: number) => string;
  /** Whether a literal without a type around it is a double, and this one to the last bit. */
  readonly isDouble: (literal: number) => boolean;
  /** What DuckDB's parser calls the type that is a double here. */
  readonly doubleType: 'DOUBLE' | 'FLOAT';
  readonly text: (text: string) => string;
  /** A number of the row: not less than or equal to anything where it is missing. */
  readonly numeric: (column: string) => string;
  /** The same, NULL where it is missing. */
  readonly known: (column: string) => string;
  /** A category of the row, compared byte for byte; NULL where it is missing. */
  readonly category: (column: string) => string;
  /** The types of a column of each kind. */
  readonly types: Readonly<Record<Feature['kind'], string>>;
  /** How columns are read before they are compared; `null` where that is done on the spot. */
  readonly typed: {
    readonly number: (column: string) => string;
    readonly text: (column: string) => string;
  } | null;
  /** What the database's own true and false are as text. */
  readonly booleans: { readonly true: string; readonly false: string };
  /** Whether two values differ, NULL being a value. */
  readonly differs: string;
  /** Levels of CASE within CASE that it takes for sure; a tree has 64 at most. */
  readonly deepest: number;
  /** Longest query, in bytes. */
  readonly longest: number;
  /** Longest name, in bytes. */
  readonly longestName: number;
  /** Names of columns that it takes for something of its own. */
  readonly ownNames: readonly string[];
  /** Whether names that differ only in the case of ASCII letters are one. */
  readonly foldsCase: boolean;
  /** How a column of dates becomes days since 1970-01-01. */
  readonly days: (column: string) => string;
}

const duckdb: Dialect = {
  name: 'duckdb',
  title: 'DuckDB',
  number: (value) => (Number.isFinite(value) ? sqlNumber(value) : `CAST('${value}' AS DOUBLE)`),
  isDouble: () => true,
  doubleType: 'DOUBLE',
  text: plainText,
  numeric: (column) => `CAST(r.${column} AS DOUBLE)`,
  known: (column) => `NULLIF(CAST(r.${column} AS DOUBLE), 'NaN')`,
  category: (column) => `CAST(r.${column} AS VARCHAR) COLLATE "C"`,
  types: { numeric: 'DOUBLE', categorical: 'VARCHAR' },
  typed: null,
  booleans: { true: 'true', false: 'false' },
  differs: 'IS DISTINCT FROM',
  deepest: Infinity,
  longest: Infinity,
  longestName: Infinity,
  ownNames: [],
  foldsCase: true,
  days: (column) => `epoch(${column}) / 86400`,
};

const postgres: Dialect = {
  name: 'postgres',
  title: 'PostgreSQL',
  number: (value) => `float8 '${Object.is(value, -0) ? '-0' : value}'`,
  isDouble: () => false,
  doubleType: 'DOUBLE',
  text: escapedText,
  numeric: (column) => `CAST(r.${column} AS double precision)`,
  known: (column) => `NULLIF(CAST(r.${column} AS double precision), 'NaN')`,
  category: (column) => `CAST(r.${column} AS text) COLLATE "C"`,
  types: { numeric: 'double precision', categorical: 'text' },
  typed: null,
  booleans: { true: 'true', false: 'false' },
  differs: 'IS DISTINCT FROM',
  deepest: Infinity,
  longest: Infinity,
  longestName: 63,
  ownNames: ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'],
  foldsCase: false,
  days: (column) => `extract(epoch FROM ${column}) / 86400`,
};

/** Beyond all numbers; text is over it, so that only what is a number is at most this. */
const INFINITE = `CAST('9e999' AS REAL)`;

/** 3.40 and 3.45 take 13 levels of CASE in a query within two others. */
const SQLITE_LEVELS = 10;

const sqlite: Dialect = {
  name: 'sqlite',
  title: 'SQLite',
  number: (value) => {
    if (Number.isNaN(value)) return 'NULL';
    if (Number.isFinite(value)) return exactNumber(value);
    return value > 0 ? INFINITE : `CAST('-9e999' AS REAL)`;
  },
  isDouble: isReadExactly,
  doubleType: 'FLOAT',
  text: plainText,
  numeric: (column) => `x.${column}`,
  known: (column) => `x.${column}`,
  category: (column) => `x.${column}`,
  types: { numeric: 'REAL', categorical: 'TEXT' },
  typed: {
    number: (column) => `CASE WHEN r.${column} <= ${INFINITE} THEN CAST(r.${column} AS REAL) END`,
    text: (column) => `CAST(r.${column} AS TEXT) COLLATE "BINARY"`,
  },
  booleans: { true: '1', false: '0' },
  differs: 'IS NOT',
  deepest: SQLITE_LEVELS,
  longest: 700_000,
  longestName: Infinity,
  ownNames: ['true', 'false'],
  foldsCase: true,
  days: (column) => `julianday(${column}) - 2440587.5`,
};

export const SQL_DIALECTS: Readonly<Record<DialectName, Dialect>> = { duckdb, sqlite, postgres };
