import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import { inputError, type StageOptions } from '../core/errors.ts';
import { Database } from './database.ts';
import { JsonRecords, type JsonValue } from './json-records.ts';
import { checkWidth, type Loaded } from './loading.ts';
import { Rows, type SourceColumn } from './column-rows.ts';
import { skipByteOrderMark, Utf8Check } from './utf8.ts';

/** JSON is read whole; larger data belongs in Parquet or CSV. */
const MAX_JSON_BYTES = 256 << 20;
const CHUNK_ROWS = 2048;

/** Loads an array of objects, or one object a line, as text. */
export async function loadJson(
  database: Database,
  path: string,
  file: string,
  options: StageOptions,
): Promise<Loaded> {
  const { size } = await stat(path);
  if (size > MAX_JSON_BYTES) {
    throw inputError(
      'E_JSON_TOO_LARGE',
      `${file} has ${size} bytes, JSON is read up to ${MAX_JSON_BYTES}: convert it to Parquet or CSV.`,
    );
  }
  const bytes = await readFile(path, { signal: options.signal });
  const mark = skipByteOrderMark(bytes, file);
  const encoding = new Utf8Check(file);
  encoding.push(bytes);
  encoding.end();
  const text = bytes.toString('utf8', mark);
  const table = jsonTable(text, file, options.signal);
  const columns = [...table.kinds].map(([name, kinds], i): SourceColumn => ({
    name,
    kind: jsonKind(kinds),
    sql: `c${i}`,
  }));
  if (columns.length === 0)
    throw inputError('E_EMPTY', `${file} has no records: give at least 20.`);
  await fillTable(database, columns.length, table.records);
  return {
    format: 'json',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    columns,
    nRows: table.records.length,
    warnings: [],
    rows: Rows.all(database, columns, table.records.length, 'rowid + 1'),
  };
}

type Kinds = Set<JsonValue['kind']>;

/** Cells by position; a key that a record lacks has no value there. */
function jsonTable(
  text: string,
  file: string,
  signal: AbortSignal | undefined,
): { kinds: Map<string, Kinds>; records: (string | null)[][] } {
  const kinds = new Map<string, Kinds>();
  const positions = new Map<string, number>();
  const records: (string | null)[][] = [];
  for (const record of new JsonRecords(text, file)) {
    const cells: (string | null)[] = [];
    for (const [key, value] of record) {
      if (!positions.has(key)) positions.set(key, positions.size);
      const seen = kinds.get(key) ?? new Set();
      kinds.set(key, seen.add(value.kind));
      cells[positions.get(key)!] = value.kind === 'null' ? null : value.token;
    }
    checkWidth(file, positions.size);
    records.push(cells);
    if (records.length % CHUNK_ROWS === 0) signal?.throwIfAborted();
  }
  return { kinds, records };
}

function jsonKind(kinds: Kinds): SourceColumn['kind'] {
  if (kinds.has('nested')) return 'nested';
  return kinds.has('text') && !kinds.has('number') && !kinds.has('boolean') ? 'text' : 'open';
}

async function fillTable(
  database: Database,
  width: number,
  records: readonly (readonly (string | null)[])[],
): Promise<void> {
  const columns = Array.from({ length: width }, (_, i) => i);
  await database.run(`CREATE TABLE t (${columns.map((i) => `c${i} VARCHAR`).join(', ')})`);
  const appender = await database.connection.createAppender('t');
  for (let start = 0; start < records.length; start += CHUNK_ROWS) {
    const part = records.slice(start, start + CHUNK_ROWS);
    const chunk = DuckDBDataChunk.create(columns.map(() => VARCHAR));
    chunk.setColumns(columns.map((i) => part.map((record) => record[i] ?? null)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
