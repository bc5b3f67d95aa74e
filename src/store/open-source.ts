import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import { EspalierError, inputError, type StageOptions, type Warning } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { scanCsv, type CsvShape } from './csv-scan.ts';
import { Database, quoteText } from './database.ts';
import { diskError, errorCode } from './disk.ts';
import { JsonRecords, type JsonValue } from './json-records.ts';
import { Rows, type Source, type SourceColumn } from './source.ts';
import { skipByteOrderMark, Utf8Check } from './utf8.ts';

/** JSON is read whole; larger data belongs in Parquet or CSV. */
export const MAX_JSON_BYTES = 256 << 20;
/** Most columns a file may have. */
export const MAX_COLUMNS = 4096;
const THREADS = 2;
const CHUNK_ROWS = 2048;

type Loaded = Omit<Source, 'close' | 'file'>;

/**
 * Loads a CSV, Parquet or JSON file (told by its extension and its first bytes) into DuckDB.
 * The caller closes the source.
 * @throws EspalierError `E_NO_FILE`, `E_EMPTY`, `E_ENCODING`, `E_CSV_*`, `E_PARQUET`, `E_JSON` ...
 */
export async function openSource(path: string, options: StageOptions): Promise<Source> {
  const file = visible(basename(path));
  const format = await sniff(path, file);
  const database = await Database.open({ threads: THREADS, signal: options.signal });
  const load = { csv: loadCsv, parquet: loadParquet, json: loadJson }[format];
  try {
    const loaded = await load(database, path, file, options);
    return { ...loaded, file, close: () => database.close() };
  } catch (error) {
    await database.close();
    if (error instanceof EspalierError || errorCode(error) === undefined) throw error;
    throw diskError(error, 'reading', path);
  }
}

async function sniff(path: string, file: string): Promise<Source['format']> {
  const info = await stat(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw diskError(error, 'reading', path);
    throw inputError('E_NO_FILE', `there is no file ${visible(path)}: check the path.`);
  });
  if (!info.isFile()) {
    throw inputError(
      'E_NO_FILE',
      `${visible(path)} is not a file: give a CSV, Parquet or JSON file.`,
    );
  }
  if (info.size === 0) {
    throw inputError('E_EMPTY', `${file} is empty: give a file with a header and rows.`);
  }
  if (/\.(parquet|pq)$/i.test(path)) return 'parquet';
  if (/\.(json|jsonl|ndjson)$/i.test(path)) return 'json';
  return 'csv';
}

async function loadCsv(
  database: Database,
  path: string,
  file: string,
  options: StageOptions,
): Promise<Loaded> {
  const shape = await scanCsv(path, file, options);
  if (shape.header.length > MAX_COLUMNS) refuseColumns(file, shape.header.length);
  await readCsv(database, path, file, shape);
  await checkReaders(database, file, shape);
  const columns = shape.header.map((name, i): SourceColumn => ({
    name,
    kind: 'open',
    sql: `c${i}`,
  }));
  return {
    format: 'csv',
    sha256: shape.sha256,
    columns,
    nRows: shape.rows,
    warnings: csvWarnings(file, shape),
    rows: Rows.all(database, columns, shape.rows, 'rowid'),
  };
}

/**
 * The scan was stricter than DuckDB's strict mode, which besides trips over sound files with CRLF
 * (1.5.6), so that mode is off.
 */
async function readCsv(
  database: Database,
  path: string,
  file: string,
  shape: CsvShape,
): Promise<void> {
  const types = shape.header.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const from = quoteText(await database.plainPath(path));
  try {
    await database.run(
      `CREATE TABLE t AS SELECT * FROM read_csv(${from}, header = false, auto_detect = false,
        delim = ${quoteText(shape.delimiter)}, quote = '"', escape = '"', compression = 'none',
        new_line = ${shape.crlf ? String.raw`'\r\n'` : String.raw`'\n'`}, null_padding = false,
        ignore_errors = false, strict_mode = false,
        parallel = ${!shape.quotedLines}, columns = {${types}})`,
    );
  } catch (error) {
    throw refuseReader('E_CSV', file, error);
  }
}

/** Two readers, ours and DuckDB's, must see the same records: a file they read apart is refused. */
async function checkReaders(database: Database, file: string, shape: CsvShape): Promise<void> {
  const [[count]] = (await database.rows('SELECT count(*)::INTEGER FROM t')) as [[number]];
  const [header] = await database.rows('SELECT * FROM t WHERE rowid = 0');
  const same =
    count === shape.rows + 1 && shape.header.every((name, i) => name === (header?.[i] ?? ''));
  if (same) return;
  throw inputError(
    'E_CSV',
    `${file} can be read in two ways (${shape.rows} or ${count - 1} rows): put quotes around every text, and no blank lines before the header.`,
  );
}

function csvWarnings(file: string, shape: CsvShape): Warning[] {
  const warnings: Warning[] = [];
  if (shape.delimiter !== ',') {
    const name = shape.delimiter === ';' ? 'semicolons' : 'tabs';
    const message = `${file} separates its columns by ${name}, judged by its header.`;
    warnings.push({ code: 'W_DELIMITER', message });
  }
  if (shape.blankLines > 0) {
    const message = `${shape.blankLines} blank ${shape.blankLines === 1 ? 'line was' : 'lines were'} skipped.`;
    warnings.push({ code: 'W_BLANK_LINES', message });
  }
  return warnings;
}

function refuseColumns(file: string, count: number): never {
  throw inputError(
    'E_TOO_MANY_COLUMNS',
    `${file} has ${count} columns, at most ${MAX_COLUMNS} are read: leave out those that cannot matter.`,
  );
}

function refuseReader(code: string, file: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof EspalierError || error.name === 'AbortError') {
    return error;
  }
  const [first, second] = error.message.split('\n');
  const found = [first, second?.startsWith('Original Line') ? '' : second].join(' ').trim();
  return inputError(code, `${file} could not be read: ${visible(found)}.`, { cause: error });
}

async function loadParquet(
  database: Database,
  path: string,
  file: string,
  options: StageOptions,
): Promise<Loaded> {
  const from = quoteText(await database.plainPath(path));
  try {
    const names = await parquetNames(database, from);
    if (names.length > MAX_COLUMNS) refuseColumns(file, names.length);
    const alias = names.map((_, i) => `c${i}`).join(', ');
    await database.run(
      `CREATE TABLE t AS SELECT * FROM read_parquet(${from}, binary_as_string = false) AS s(${alias})`,
    );
    const types = (await database.rows('DESCRIBE t')).map((row) => row[1] as string);
    const columns = names.map((name, i) => parquetColumn(name, `c${i}`, types[i]!));
    const [[nRows]] = (await database.rows('SELECT count(*)::INTEGER FROM t')) as [[number]];
    return {
      format: 'parquet',
      sha256: await hashFile(path, options),
      columns,
      nRows,
      warnings: [],
      rows: Rows.all(database, columns, nRows, 'rowid + 1'),
    };
  } catch (error) {
    throw refuseReader('E_PARQUET', file, error);
  }
}

/** Names of the top columns, from the schema: DuckDB would rename `X` beside `x`. */
async function parquetNames(database: Database, from: string): Promise<string[]> {
  const rows = (await database.rows(
    `SELECT name, coalesce(num_children, 0)::INTEGER FROM parquet_schema(${from})`,
  )) as [string, number][];
  const names: string[] = [];
  let at = 1;
  const skipTree = (): void => {
    let open = 1;
    while (open > 0) open += (rows[at++]?.[1] ?? 0) - 1;
  };
  while (at < rows.length) {
    names.push(rows[at]![0]);
    skipTree();
  }
  return names;
}

function parquetColumn(name: string, column: string, type: string): SourceColumn {
  if (
    /[([]/.test(type.replace(/^DECIMAL\(.*\)$/, '')) ||
    /^(BLOB|BIT|INTERVAL|VARIANT|GEOMETRY)/.test(type)
  ) {
    return { name, kind: 'nested', sql: column };
  }
  if (type === 'VARCHAR') return { name, kind: 'text', sql: column };
  if (type === 'DOUBLE' || type === 'FLOAT' || type.startsWith('DECIMAL')) {
    return { name, kind: 'open', sql: decimalText(`CAST(${column} AS DOUBLE)`) };
  }
  return { name, kind: 'open', sql: `CAST(${column} AS VARCHAR)` };
}

/** A double as the shortest text that reads back the same; whole numbers without a point. */
function decimalText(value: string): string {
  return `CASE WHEN ${value} = trunc(${value}) AND abs(${value}) < 1e15
    THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR) ELSE CAST(${value} AS VARCHAR) END`;
}

async function hashFile(path: string, options: StageOptions): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal: options.signal })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function loadJson(
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
  if (columns.length > MAX_COLUMNS) refuseColumns(file, columns.length);
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
    if (positions.size > MAX_COLUMNS) refuseColumns(file, positions.size);
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
