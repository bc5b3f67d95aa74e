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

  /** One DOUBLE column without NULLs, of `length` rows. */
  async doubles(sql: string, length: number): Promise<Float64Array> {
    const out = new Float64Array(length);
    await this.#eachChunk(sql, length, (vector, start, count) => {
      for (let i = 0; i < count; i++) out[start + i] = vector.getItem(i) as number;
    });
    return out;
  }

  /** One INTEGER column without NULLs, of `length` rows. */
  async integers(sql: string, length: number): Promise<Int32Array> {
    const out = new Int32Array(length);
    await this.#eachChunk(sql, length, (vector, start, count) => {
      for (let i = 0; i < count; i++) out[start + i] = vector.getItem(i) as number;
    });
    return out;
  }

  /** One VARCHAR column, of `length` rows. */
  async texts(sql: string, length: number): Promise<(string | null)[]> {
    const out: (string | null)[] = [];
    await this.#eachChunk(sql, length, (vector, _start, count) => {
      for (let i = 0; i < count; i++) out.push(vector.getItem(i) as string | null);
    });
    return out;
  }

  async #eachChunk(
    sql: string,
    length: number,
    take: (vector: ColumnVector, start: number, count: number) => void,
  ): Promise<void> {
    await this.#guard(async () => {
      const result = await this.connection.stream(sql);
      let start = 0;
      for (;;) {
        this.#signal?.throwIfAborted();
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) break;
        take(chunk.getColumnVector(0), start, chunk.rowCount);
        start += chunk.rowCount;
      }
      if (start !== length) throw new Error(`expected ${length} rows, DuckDB gave ${start}`);
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
