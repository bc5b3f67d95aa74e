import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { StageOptions } from '../core/errors.ts';
import { Database, quoteText } from './database.ts';
import { checkWidth, refuseReader, type Loaded } from './loading.ts';
import { Rows, type SourceColumn } from './column-rows.ts';

/** Loads a Parquet file, its columns by position. */
export async function loadParquet(
  database: Database,
  path: string,
  file: string,
  options: StageOptions,
): Promise<Loaded> {
  const from = quoteText(await database.plainPath(path));
  try {
    const names = await parquetNames(database, from);
    checkWidth(file, names.length);
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
    throw refuseReader('E_PARQUET', file, error, options.signal);
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
