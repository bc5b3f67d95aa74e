import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { EspalierError, inputError, type StageOptions } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { Database } from './database.ts';
import { diskError, errorCode, readError } from './disk.ts';
import { loadCsv } from './load-csv.ts';
import { loadJson } from './load-json.ts';
import { loadParquet } from './load-parquet.ts';
import type { Source } from './source.ts';

const THREADS = 2;
const LOADERS = { csv: loadCsv, parquet: loadParquet, json: loadJson } as const;

/**
 * Loads a CSV, Parquet or JSON file (told by its extension) into DuckDB.
 * The caller closes the source.
 * @throws EspalierError `E_NO_FILE`, `E_EMPTY`, `E_ENCODING`, `E_CSV_*`, `E_PARQUET`, `E_JSON` ...
 */
export async function openSource(path: string, options: StageOptions): Promise<Source> {
  const file = visible(basename(path));
  const format = await sniff(path, file);
  const database = await Database.open({ threads: THREADS, signal: options.signal });
  try {
    const loaded = await LOADERS[format](database, path, file, options);
    return { ...loaded, file, close: () => database.close() };
  } catch (error) {
    await database.close();
    if (error instanceof EspalierError || errorCode(error) === undefined) throw error;
    throw diskError(error, 'reading', path);
  }
}

async function sniff(path: string, file: string): Promise<Source['format']> {
  const info = await stat(path).catch((error: unknown) => {
    throw readError(error, path);
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
