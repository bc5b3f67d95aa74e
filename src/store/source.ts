import { inputError, type Warning } from '../core/errors.ts';
import { quoteText, type Database } from './database.ts';
import {
  BLANKS,
  DATE_PATTERN,
  LOOKALIKE_PATTERN,
  MISSING_TOKENS,
  NUMBER_PATTERN,
  UNSAFE_WHOLE,
  WHOLE_PATTERN,
} from './grammar.ts';

/** A column as its file declares it. */
export interface SourceColumn {
  /** As written: not trimmed, not checked. */
  readonly name: string;
  /**
   * `open`: the file declares no type or a type of scalars, and the values tell. `text`: declared
   * as text. `nested`: lists, objects or bytes, which are no single value.
   */
  readonly kind: 'open' | 'text' | 'nested';
  /** SQL of the value as text, NULL where there is none. */
  readonly sql: string;
}

/** A data file loaded into DuckDB: rows in file order, columns by position. */
export interface Source {
  readonly format: 'csv' | 'parquet' | 'json';
  /** File name without its folder, safe to print. */
  readonly file: string;
  readonly sha256: string;
  readonly columns: readonly SourceColumn[];
  readonly nRows: number;
  readonly warnings: readonly Warning[];
  readonly rows: Rows;
  close(): Promise<void>;
}

/** What the values of one column look like, over the rows of a view. */
export interface Profile {
  readonly present: number;
  readonly missing: number;
  /** Tokens of the strict decimal grammar, and ISO dates. */
  readonly numbers: number;
  readonly dates: number;
  /** Values that had spaces or tabs at an end. */
  readonly padded: number;
}

/** A value with the row it was first seen in. */
export interface Example {
  readonly token: string;
  readonly row: number;
}

export interface Level {
  readonly name: string;
  readonly count: number;
}

/**
 * `number`: the strict decimal grammar, within the range where a double is exact enough. `date`:
 * ISO 8601. `lookalike`: what some programs take for a number and we do not.
 */
export type Grammar = 'number' | 'date' | 'lookalike';

const TOKENS = MISSING_TOKENS.map(quoteText).join(', ');
const absent = (value: string): string => `coalesce(${value} IN ('', ${TOKENS}), true)`;
const ABSENT = absent('v');
const IS_NUMBER = `(regexp_full_match(v, '${NUMBER_PATTERN}') AND isfinite(TRY_CAST(v AS DOUBLE))
  AND NOT (abs(TRY_CAST(v AS DOUBLE)) >= ${UNSAFE_WHOLE} AND regexp_full_match(v, '${WHOLE_PATTERN}')))`;
const DATE = String.raw`TRY_CAST(regexp_replace(v, '^(.{16})([Z+-])', '\1:00\2') AS TIMESTAMPTZ)`;
const IS_DATE = `(regexp_full_match(v, '${DATE_PATTERN}') AND ${DATE} IS NOT NULL)`;
const IS_LOOKALIKE = `(regexp_full_match(v, '${NUMBER_PATTERN}|${LOOKALIKE_PATTERN}') AND NOT ${IS_NUMBER})`;
const MATCHES: Readonly<Record<Grammar, string>> = {
  number: IS_NUMBER,
  date: IS_DATE,
  lookalike: IS_LOOKALIKE,
};
/** Adding 0 turns -0 into 0. */
const NUMBER = `CASE WHEN ${IS_NUMBER} THEN TRY_CAST(v AS DOUBLE) + 0.0 ELSE 'NaN'::DOUBLE END`;
const DAYS = `CASE WHEN ${IS_DATE} THEN epoch_us(${DATE}) / 86400000000.0::DOUBLE ELSE 'NaN'::DOUBLE END`;

/** The rows of a source, or those of them that satisfy a condition; always in file order. */
export class Rows {
  readonly #database: Database;
  readonly #columns: readonly SourceColumn[];
  readonly #where: string;
  readonly #numbering: string;
  readonly nRows: number;

  /** @param numbering SQL of the row number, from 1. */
  constructor(
    database: Database,
    columns: readonly SourceColumn[],
    nRows: number,
    where: string,
    numbering: string,
  ) {
    this.#database = database;
    this.#columns = columns;
    this.nRows = nRows;
    this.#where = where;
    this.#numbering = numbering;
  }

  /** The rows that have a value in a column. */
  async having(column: number): Promise<Rows> {
    const where = `(${this.#where}) AND NOT ${absent(this.#value(column))}`;
    const [[count]] = (await this.#database.rows(
      `SELECT count(*)::INTEGER FROM t WHERE ${where}`,
    )) as [[number]];
    return new Rows(this.#database, this.#columns, count, where, this.#numbering);
  }

  async profile(column: number): Promise<Profile> {
    const [row] = await this.#database.rows(
      `SELECT count(*) FILTER (NOT absent)::INTEGER, count(*) FILTER (absent)::INTEGER,
        count(*) FILTER (NOT absent AND ${IS_NUMBER})::INTEGER,
        count(*) FILTER (NOT absent AND ${IS_DATE})::INTEGER,
        count(*) FILTER (NOT absent AND v <> raw)::INTEGER
      FROM (SELECT v, raw, ${ABSENT} AS absent FROM ${this.#from(column)})`,
    );
    const counts = row as number[];
    return {
      present: counts[0]!,
      missing: counts[1]!,
      numbers: counts[2]!,
      dates: counts[3]!,
      padded: counts[4]!,
    };
  }

  /** How many values belong to a grammar. */
  async matching(column: number, grammar: Grammar): Promise<number> {
    const [[count]] = (await this.#database.rows(
      `SELECT count(*)::INTEGER FROM ${this.#from(column)} WHERE NOT ${ABSENT} AND ${MATCHES[grammar]}`,
    )) as [[number]];
    return count;
  }

  /** How many different values there are. */
  async distinct(column: number): Promise<number> {
    const [[count]] = (await this.#database.rows(
      `SELECT count(DISTINCT v)::INTEGER FROM ${this.#from(column)} WHERE NOT ${ABSENT}`,
    )) as [[number]];
    return count;
  }

  /** How often each token that means "missing" stands in the column; empty cells are not listed. */
  async missingTokens(column: number): Promise<Level[]> {
    const rows = await this.#database.rows(
      `SELECT v, count(*)::INTEGER AS n FROM ${this.#from(column)} WHERE v IN (${TOKENS})
       GROUP BY v ORDER BY n DESC, v`,
    );
    return rows.map(([name, count]) => ({ name: name as string, count: count as number }));
  }

  /** The first few distinct values outside a grammar. */
  async outside(column: number, grammar: Grammar, limit: number): Promise<Example[]> {
    const rows = await this.#database.rows(
      `SELECT v, min(r)::INTEGER AS first FROM ${this.#from(column)}
       WHERE NOT ${ABSENT} AND NOT ${MATCHES[grammar]} GROUP BY v ORDER BY first LIMIT ${limit}`,
    );
    return rows.map(([token, row]) => ({ token: token as string, row: row as number }));
  }

  /** Numbers of the strict grammar; NaN for every other cell. Of length `nRows`. */
  numbers(column: number): Promise<Float64Array> {
    return this.#database.doubles(`SELECT ${NUMBER} FROM ${this.#from(column)}`, this.nRows);
  }

  /** ISO dates as days since 1970-01-01 in UTC; NaN for every other cell. Of length `nRows`. */
  days(column: number): Promise<Float64Array> {
    return this.#database.doubles(`SELECT ${DAYS} FROM ${this.#from(column)}`, this.nRows);
  }

  /** The most frequent values, ties by text; at most `limit`. */
  async levels(column: number, limit: number): Promise<Level[]> {
    const rows = await this.#database.rows(
      `SELECT v, count(*)::INTEGER AS n FROM ${this.#from(column)} WHERE NOT ${ABSENT}
       GROUP BY v ORDER BY n DESC, v LIMIT ${limit}`,
    );
    return rows.map(([name, count]) => ({ name: name as string, count: count as number }));
  }

  /**
   * The index in `names` of each value; `absent` where there is no value, `other` where it is not
   * among the names. Of length `nRows`.
   */
  codes(
    column: number,
    names: readonly string[],
    absent: number,
    other: number,
  ): Promise<Int32Array> {
    const known =
      names.length === 0
        ? 'NULL'
        : `enum_code(TRY_CAST(v AS ENUM(${names.map(quoteText).join(', ')})))`;
    return this.#database.integers(
      `SELECT CASE WHEN ${ABSENT} THEN ${absent} ELSE coalesce(${known}, ${other}) END::INTEGER
       FROM ${this.#from(column)}`,
      this.nRows,
    );
  }

  /** The values as text; `null` where there is none. Of length `nRows`. */
  texts(column: number): Promise<(string | null)[]> {
    return this.#database.texts(
      `SELECT CASE WHEN ${ABSENT} THEN NULL ELSE v END FROM ${this.#from(column)}`,
      this.nRows,
    );
  }

  /** Row numbers in the file, from 1 (a header is not counted). Of length `nRows`. */
  rowNumbers(): Promise<Int32Array> {
    return this.#database.integers(
      `SELECT (${this.#numbering})::INTEGER FROM t WHERE ${this.#where}`,
      this.nRows,
    );
  }

  #value(column: number): string {
    const { kind, sql } = this.#columns[column]!;
    if (kind === 'nested') throw inputError('E_NESTED', 'a nested column holds no single values.');
    return `trim(${sql}, ${quoteText(BLANKS)})`;
  }

  #from(column: number): string {
    const value = this.#value(column);
    return `(SELECT ${this.#columns[column]!.sql} AS raw, ${value} AS v, ${this.#numbering} AS r
      FROM t WHERE ${this.#where}) s`;
  }
}
