import { inputError, type StageOptions, type Warning } from '../core/errors.ts';
import { scanCsv, type CsvShape } from './csv-scan.ts';
import { Database, quoteText } from './database.ts';
import { checkWidth, refuseReader, type Loaded } from './loading.ts';
import { Rows, type SourceColumn } from './column-rows.ts';

/** Checks a CSV file from end to end and loads it as text. */
export async function loadCsv(
  database: Database,
  path: string,
  file: string,
  options: StageOptions,
): Promise<Loaded> {
  const shape = await scanCsv(path, file, options);
  checkWidth(file, shape.header.length);
  await readCsv(database, path, file, shape, options.signal);
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
  signal: AbortSignal | undefined,
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
    throw refuseReader('E_CSV', file, error, signal);
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
