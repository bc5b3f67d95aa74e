import { stat } from 'node:fs/promises';
import { DOUBLE, DuckDBDataChunk, INTEGER, VARCHAR } from '@duckdb/node-api';
import { EspalierError, inputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { Database, quoteText } from './database.ts';
import { diskError, readError } from './disk.ts';

/** A column to write or just read; all columns of a file are of one length. */
export type ParquetColumn =
  /** NaN is written as NULL. */
  | { readonly name: string; readonly kind: 'double'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'integer'; readonly values: Int32Array }
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly (string | null)[] };

const CHUNK_ROWS = 2048;
const TYPES = { double: DOUBLE, integer: INTEGER, text: VARCHAR } as const;

/**
 * Writes a Parquet file; the same columns give the same bytes. Names must differ by more than
 * letter case.
 * @throws EspalierError `E_DISK`.
 */
export async function writeParquet(
  path: string,
  columns: readonly ParquetColumn[],
  signal?: AbortSignal,
): Promise<void> {
  const database = await Database.open({ threads: 1, signal });
  try {
    await fillTable(database, columns);
    const list = columns.map(({ name }, i) => `c${i} AS ${quoteName(name)}`).join(', ');
    await copyOut(database, `SELECT ${list} FROM t`, path);
  } finally {
    await database.close();
  }
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function fillTable(database: Database, columns: readonly ParquetColumn[]): Promise<void> {
  const types = columns.map(({ kind }) => TYPES[kind]);
  await database.run(
    `CREATE TABLE t (${types.map((type, i) => `c${i} ${String(type)}`).join(', ')})`,
  );
  const length = columns[0]?.values.length ?? 0;
  if (columns.some(({ values }) => values.length !== length)) {
    throw new Error('the columns of a Parquet file must be of one length');
  }
  const appender = await database.connection.createAppender('t');
  for (let start = 0; start < length; start += CHUNK_ROWS) {
    const end = Math.min(length, start + CHUNK_ROWS);
    const chunk = DuckDBDataChunk.create(types, end - start);
    for (const [at, column] of columns.entries())
      chunk.setColumnValues(at, cells(column, start, end));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function cells(column: ParquetColumn, start: number, end: number): (string | number | null)[] {
  if (column.kind === 'text') return column.values.slice(start, end);
  const part = Array.from<number>(column.values.subarray(start, end));
  return column.kind === 'integer'
    ? part
    : part.map((value) => (Number.isNaN(value) ? null : value));
}

async function copyOut(database: Database, select: string, path: string): Promise<void> {
  try {
    await database.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  } catch (error) {
    if (error instanceof EspalierError || !(error instanceof Error)) throw error;
    if (!error.message.startsWith('IO Error')) throw error;
    throw diskError(error, 'writing', path);
  }
}

/**
 * Reads a file that {@link writeParquet} wrote: DOUBLE, INTEGER and VARCHAR columns.
 * @throws EspalierError `E_NO_FILE`, or `E_PARQUET` for any other content.
 */
export async function readParquet(path: string, signal?: AbortSignal): Promise<ParquetColumn[]> {
  const database = await Database.open({ threads: 1, signal });
  try {
    return await readColumns(database, path);
  } catch (error) {
    if (error instanceof EspalierError || !(error instanceof Error)) throw error;
    signal?.throwIfAborted();
    const found = visible(error.message.split('\n')[0]!);
    throw inputError('E_PARQUET', `${visible(path)} could not be read: ${found}.`, {
      cause: error,
    });
  } finally {
    await database.close();
  }
}

async function readColumns(database: Database, path: string): Promise<ParquetColumn[]> {
  await stat(path).catch((error: unknown) => {
    throw readError(error, path);
  });
  const from = quoteText(await database.plainPath(path));
  const described = await database.rows(`DESCRIBE SELECT * FROM read_parquet(${from})`);
  const alias = described.map((_, i) => `c${i}`).join(', ');
  await database.run(`CREATE TABLE t AS SELECT * FROM read_parquet(${from}) AS s(${alias})`);
  const [[nRows]] = (await database.rows('SELECT count(*)::INTEGER FROM t')) as [[number]];
  const columns: ParquetColumn[] = [];
  for (const [i, row] of described.entries()) {
    columns.push(await readOne(database, row[0] as string, row[1] as string, `c${i}`, nRows));
  }
  return columns;
}

async function readOne(
  database: Database,
  name: string,
  type: string,
  column: string,
  nRows: number,
): Promise<ParquetColumn> {
  const order = { nRows, positions: null };
  const from = '(SELECT *, (rowid + 1)::INTEGER AS r FROM t)';
  switch (type) {
    case 'DOUBLE': {
      const value = `coalesce(${column}, 'NaN'::DOUBLE)`;
      return { name, kind: 'double', values: await database.doubles({ value, from }, order) };
    }
    case 'INTEGER': {
      const values = await database.integers({ value: column, from }, order);
      return { name, kind: 'integer', values };
    }
    case 'VARCHAR':
      return { name, kind: 'text', values: await database.texts({ value: column, from }, order) };
    default:
      throw inputError(
        'E_PARQUET',
        `column "${visible(name)}" has the type ${type}, which no run writes.`,
      );
  }
}
