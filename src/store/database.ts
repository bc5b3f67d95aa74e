import { tmpdir } from 'node:os';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBResult } from '@duckdb/node-api';
import { systemError } from '../core/errors.ts';
import { visible } from '../core/text.ts';

/** No network, no files beside those asked for, one time zone: the same answers on every machine. */
const CONFIG = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  temp_directory: '',
} as const;

const GLOB = /[*?[\]{}\\]/;

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A value for each row of a relation that has an INTEGER column `r`: the row number, from 1. */
export interface ColumnQuery {
  readonly value: string;
  readonly from: string;
}

/** How many rows there are, and the position of each row number; `null`: all of them, in order. */
export interface RowOrder {
  readonly nRows: number;
  readonly positions: Int32Array | null;
}

/** An in-memory DuckDB. Every statement stops when the signal aborts; always {@link close} it. */
export class Database {
  readonly connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  readonly #signal: AbortSignal | undefined;
  readonly #folders: string[] = [];
  /** Settles when the statement asked for last is done: a new one would cut its rows short. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    signal: AbortSignal | undefined,
  ) {
    this.#instance = instance;
    this.connection = connection;
    this.#signal = signal;
  }

  static async open(options: {
    threads: number;
    signal?: AbortSignal | undefined;
  }): Promise<Database> {
    options.signal?.throwIfAborted();
    const instance = await DuckDBInstance.create(':memory:', {
      ...CONFIG,
      threads: String(options.threads),
    });
    const database = new Database(instance, await instance.connect(), options.signal);
    await database.run("SET TimeZone = 'UTC'");
    return database;
  }

  async close(): Promise<void> {
    this.connection.closeSync();
    this.#instance.closeSync();
    for (const folder of this.#folders.splice(0))
      await rm(folder, { recursive: true, force: true });
  }

  /**
   * A path as DuckDB reads it: it would take `a[1].csv` for a pattern and read `a1.csv`, so such a
   * file is reached by a link with a plain name.
   */
  async plainPath(path: string): Promise<string> {
    const absolute = resolve(path);
    if (!GLOB.test(absolute)) return absolute;
    const folder = await mkdtemp(join(tmpdir(), 'espalier-'));
    this.#folders.push(folder);
    const link = join(folder, 'file');
    await symlink(absolute, link);
    return link;
  }

  async run(sql: string): Promise<void> {
    await this.#guard(() => this.connection.run(sql));
  }

  /** All rows of a small result. */
  async rows(sql: string): Promise<unknown[][]> {
    const reader = await this.#guard(() => this.connection.runAndReadAll(sql));
    return reader.getRows();
  }

  /** DOUBLE values without NULLs, one a row of `order`. */
  async doubles(select: ColumnQuery, order: RowOrder): Promise<Float64Array> {
    const out = new Float64Array(order.nRows);
    await this.#eachChunk(select, order, (values, row, i) => {
      out[row] = values.getItem(i) as number;
    });
    return out;
  }

  /** INTEGER values without NULLs, one a row of `order`. */
  async integers(select: ColumnQuery, order: RowOrder): Promise<Int32Array> {
    const out = new Int32Array(order.nRows);
    await this.#eachChunk(select, order, (values, row, i) => {
      out[row] = values.getItem(i) as number;
    });
    return out;
  }

  /** VARCHAR values, one a row of `order`. */
  async texts(select: ColumnQuery, order: RowOrder): Promise<(string | null)[]> {
    const out = Array.from({ length: order.nRows }, (): string | null => null);
    await this.#eachChunk(select, order, (values, row, i) => {
      out[row] = values.getItem(i) as string | null;
    });
    return out;
  }

  /**
   * Runs `SELECT value, row number FROM ...` and puts each value where its row belongs: DuckDB gives
   * no order of rows once it turns a condition into a join.
   */
  async #eachChunk(
    { value, from }: ColumnQuery,
    { nRows, positions }: RowOrder,
    take: (values: ColumnVector, row: number, i: number) => void,
  ): Promise<void> {
    await this.#guard(async () => {
      const result = await this.connection.stream(`SELECT ${value}, r FROM ${from}`);
      let seen = 0;
      for (;;) {
        this.#signal?.throwIfAborted();
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) break;
        const values = chunk.getColumnVector(0);
        const numbers = chunk.getColumnVector(1);
        for (let i = 0; i < chunk.rowCount; i++) {
          const number = numbers.getItem(i) as number;
          take(values, positions === null ? number - 1 : positions[number]!, i);
        }
        seen += chunk.rowCount;
      }
      if (seen !== nRows) throw new Error(`expected ${nRows} rows, DuckDB gave ${seen}`);
    });
  }

  /** One statement at a time, stopped by the signal. */
  #guard<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#stoppable(work));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #stoppable<T>(work: () => Promise<T>): Promise<T> {
    const signal = this.#signal;
    signal?.throwIfAborted();
    const interrupt = (): void => this.connection.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Error && error.message.startsWith('Out of Memory Error')) {
        throw systemError(
          'E_MEMORY',
          `the data does not fit in memory (${visible(error.message.split('\n')[0]!)}): use a machine with more, or fewer rows or columns.`,
          { cause: error },
        );
      }
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  }
}

type ColumnVector = ReturnType<
  NonNullable<Awaited<ReturnType<DuckDBResult['fetchChunk']>>>['getColumnVector']
>;
