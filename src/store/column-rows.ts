import { inputError } from '../core/errors.ts';
import {
  ABSENT,
  absent,
  DAYS,
  LOOKALIKE,
  NUMBER,
  OUTSIDE,
  padded,
  TOKENS,
  trimmed,
  type Grammar,
} from './cell-sql.ts';
import { quoteText, type Database, type RowOrder } from './database.ts';

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

/** How many cells of one column hold a value, over the rows of a view. */
export interface Profile {
  readonly present: number;
  readonly missing: number;
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

/** Cells with blanks at an end, and those of them that hold a value; often there are none. */
interface Padding {
  readonly cells: number;
  readonly values: number;
}

/** The most frequent values of a column, and how many different ones there are in all. */
export interface Levels {
  readonly top: readonly Level[];
  readonly distinct: number;
}

/** The rows of a source, or those of them that satisfy a condition; always in file order. */
export class Rows {
  readonly #database: Database;
  readonly #columns: readonly SourceColumn[];
  readonly #where: string;
  readonly #numbering: string;
  readonly #numbers: Int32Array;
  readonly #order: RowOrder;
  readonly #padded = new Map<number, Padding>();

  private constructor(
    database: Database,
    columns: readonly SourceColumn[],
    numbering: string,
    where: string,
    numbers: Int32Array,
    positions: Int32Array | null,
  ) {
    this.#database = database;
    this.#columns = columns;
    this.#numbering = numbering;
    this.#where = where;
    this.#numbers = numbers;
    this.#order = { nRows: numbers.length, positions };
  }

  /**
   * All rows of the table `t`.
   * @param numbering SQL of the row number: from 1, anything less is a header.
   */
  static all(
    database: Database,
    columns: readonly SourceColumn[],
    nRows: number,
    numbering: string,
  ): Rows {
    const numbers = Int32Array.from({ length: nRows }, (_, row) => row + 1);
    return new Rows(database, columns, numbering, `${numbering} > 0`, numbers, null);
  }

  get nRows(): number {
    return this.#order.nRows;
  }

  /** Row numbers in the file, from 1 (a header is not counted), ascending. Of length `nRows`. */
  get rowNumbers(): Int32Array {
    return this.#numbers;
  }

  /** The rows that have a value in a column. */
  async having(column: number): Promise<Rows> {
    const from = await this.#from(column);
    const value = `CASE WHEN ${ABSENT} THEN 0 ELSE 1 END::INTEGER`;
    const has = await this.#database.integers({ value, from }, this.#order);
    const numbers = this.#numbers.filter((_, row) => has[row] === 1);
    if (numbers.length === this.nRows) return this;
    const positions = new Int32Array(1 + (this.#numbers.at(-1) ?? 0));
    for (const [row, number] of numbers.entries()) positions[number] = row;
    const where = `(${this.#where}) AND NOT ${absent(trimmed(this.#raw(column)))}`;
    return new Rows(this.#database, this.#columns, this.#numbering, where, numbers, positions);
  }

  async profile(column: number): Promise<Profile> {
    const from = await this.#from(column);
    const { values } = await this.#padding(column);
    const [[present]] = (await this.#database.rows(
      `SELECT count(*)::INTEGER FROM ${from} WHERE NOT ${ABSENT}`,
    )) as [[number]];
    return { present, missing: this.nRows - present, padded: values };
  }

  /** How many values some programs would take for a number and we do not. */
  async lookalikes(column: number): Promise<number> {
    const from = await this.#from(column);
    const [[count]] = (await this.#database.rows(
      `SELECT count(*)::INTEGER FROM ${from} WHERE NOT ${ABSENT} AND ${LOOKALIKE}`,
    )) as [[number]];
    return count;
  }

  /** How often each token that means "missing" stands in the column; empty cells are not listed. */
  async missingTokens(column: number): Promise<Level[]> {
    const from = await this.#from(column);
    const rows = await this.#database.rows(
      `SELECT v, count(*)::INTEGER AS n FROM ${from} WHERE v IN (${TOKENS})
       GROUP BY v ORDER BY n DESC, v`,
    );
    return rows.map(([name, count]) => ({ name: name as string, count: count as number }));
  }

  /** The first few distinct values outside a grammar. */
  async outside(column: number, grammar: Grammar, limit: number): Promise<Example[]> {
    const from = await this.#from(column);
    const rows = await this.#database.rows(
      `SELECT v, min(r)::INTEGER AS first FROM ${from}
       WHERE NOT ${ABSENT} AND ${OUTSIDE[grammar]} GROUP BY v ORDER BY first LIMIT ${limit}`,
    );
    return rows.map(([token, row]) => ({ token: token as string, row: row as number }));
  }

  /**
   * Numbers of the strict grammar; NaN where there is no value, Infinity for a value that is no
   * number (no number of the grammar is infinite). Of length `nRows`.
   */
  async numbers(column: number): Promise<Float64Array> {
    const from = await this.#from(column);
    return this.#database.doubles({ value: NUMBER, from }, this.#order);
  }

  /**
   * ISO dates as days since 1970-01-01 in UTC; NaN where there is no value, Infinity for a value
   * that is no date. Of length `nRows`.
   */
  async days(column: number): Promise<Float64Array> {
    const from = await this.#from(column);
    return this.#database.doubles({ value: DAYS, from }, this.#order);
  }

  /** The most frequent values, ties by text; at most `limit`. */
  async levels(column: number, limit: number): Promise<Levels> {
    const from = await this.#from(column);
    const rows = (await this.#database.rows(
      `SELECT v, count(*)::INTEGER AS n, (count(*) OVER ())::INTEGER FROM ${from}
       WHERE NOT ${ABSENT} GROUP BY v ORDER BY n DESC, v LIMIT ${limit}`,
    )) as [string, number, number][];
    const top = rows.map(([name, count]) => ({ name, count }));
    return { top, distinct: rows[0]?.[2] ?? 0 };
  }

  /**
   * The index in `names` of each value; `absent` where there is no value, `other` where it is not
   * among the names. Of length `nRows`.
   */
  async codes(
    column: number,
    names: readonly string[],
    absent: number,
    other: number,
  ): Promise<Int32Array> {
    const from = await this.#from(column);
    const known =
      names.length === 0
        ? 'NULL'
        : `enum_code(TRY_CAST(v AS ENUM(${names.map(quoteText).join(', ')})))`;
    const value = `CASE WHEN ${ABSENT} THEN ${absent} ELSE coalesce(${known}, ${other}) END::INTEGER`;
    return this.#database.integers({ value, from }, this.#order);
  }

  /** The values as text; `null` where there is none. Of length `nRows`. */
  async texts(column: number): Promise<(string | null)[]> {
    const from = await this.#from(column);
    const value = `CASE WHEN ${ABSENT} THEN NULL ELSE v END`;
    return this.#database.texts({ value, from }, this.#order);
  }

  #raw(column: number): string {
    const { kind, sql } = this.#columns[column]!;
    if (kind === 'nested') throw inputError('E_NESTED', 'a nested column holds no single values.');
    return sql;
  }

  /** SQL of a column: its values `v` without blanks at the ends, and the row numbers `r`. */
  async #from(column: number): Promise<string> {
    const raw = this.#raw(column);
    const { cells } = await this.#padding(column);
    const value = cells === 0 ? raw : trimmed(raw);
    return `(SELECT ${value} AS v, (${this.#numbering})::INTEGER AS r FROM t WHERE ${this.#where}) s`;
  }

  async #padding(column: number): Promise<Padding> {
    const known = this.#padded.get(column);
    if (known !== undefined) return known;
    const raw = this.#raw(column);
    const [[cells, values]] = (await this.#database.rows(
      `SELECT count(*)::INTEGER, count(*) FILTER (NOT ${absent(trimmed(raw))})::INTEGER
       FROM t WHERE (${this.#where}) AND ${padded(raw)}`,
    )) as [[number, number]];
    this.#padded.set(column, { cells, values });
    return { cells, values };
  }
}
