import { basename } from 'node:path';
import { breathe, inputError, type StageOptions, type Warning } from '../core/errors.ts';
import {
  MISSING,
  UNSEEN,
  unlistedCode,
  type CategoricalFeature,
  type Column,
  type Feature,
  type NumericFeature,
  type Table,
} from '../core/table.ts';
import { listWords, shorten, visible } from '../core/text.ts';
import { openSource } from '../store/open-source.ts';
import type { Grammar } from '../store/cell-sql.ts';
import type { Example, Rows } from '../store/column-rows.ts';
import type { Source } from '../store/source.ts';
import { normalName } from '../core/names.ts';
import { checkHeaders } from './headers.ts';

export interface RowsOptions extends StageOptions {
  /** A column to hand back as text beside the table, if the file has it. */
  readonly target?: string | undefined;
}

/** Rows for an existing model. */
export interface ReadRows {
  /** File name without its folder. */
  readonly file: string;
  readonly sha256: string;
  /** The model's features in the model's order; every row of the file, in file order. */
  readonly table: Table;
  /** The target column as text, `null` where it has no value; `null` if the file lacks it. */
  readonly target: readonly (string | null)[] | null;
  readonly warnings: readonly Warning[];
}

/**
 * Reads a file against the features of a model. Columns may come in any order and others may stand
 * beside them; a category the model does not know becomes unseen, or the rest if the model has one.
 * @throws EspalierError `E_NO_COLUMN` naming what is missing, `E_NUMBER` or `E_DATE` with the row.
 */
export async function readRows(
  path: string,
  features: readonly Feature[],
  options: RowsOptions,
): Promise<ReadRows> {
  const source = await openSource(path, options);
  try {
    return await readSource(source, basename(path), features, options);
  } finally {
    await source.close();
  }
}

async function readSource(
  source: Source,
  file: string,
  features: readonly Feature[],
  options: RowsOptions,
): Promise<ReadRows> {
  const names = checkHeaders(source);
  if (source.nRows === 0) {
    throw inputError('E_EMPTY', `${source.file} has a header but no rows: give at least one.`);
  }
  const places = locate(source, names, features);
  const { rows } = source;
  const columns: Column[] = [];
  const warnings: Warning[] = [...source.warnings];
  for (const [f, feature] of features.entries()) {
    await breathe(options.signal);
    options.onProgress?.({ stage: 'columns', done: f, total: features.length });
    const at = places[f]!;
    const values = at === -1 ? noValues(feature, rows) : await readFeature(rows, at, feature);
    columns.push(values);
    warnings.push(...unseenWarning(feature, values));
  }
  options.onProgress?.({ stage: 'columns', done: features.length, total: features.length });
  const target = names.indexOf(normalName(options.target ?? ''));
  const used = places.filter((at) => at !== -1).length;
  const unused = names.length - used - (target === -1 ? 0 : 1);
  if (unused > 0) {
    const message = `${unused} ${unused === 1 ? 'column is' : 'columns are'} not used by the model.`;
    warnings.push({ code: 'W_EXTRA_COLUMNS', message });
  }
  return {
    file,
    sha256: source.sha256,
    table: { features, columns, nRows: rows.nRows, sourceRow: rows.rowNumbers },
    target: target === -1 ? null : await rows.texts(target),
    warnings,
  };
}

/** The position of each feature's column; -1 for one that was withheld and is not there. */
function locate(source: Source, names: readonly string[], features: readonly Feature[]): number[] {
  const places = features.map(({ name }) => names.indexOf(normalName(name)));
  const missing = features
    .filter(({ withheld }, f) => places[f] === -1 && withheld !== true)
    .map(({ name }) => name);
  if (missing.length > 0) {
    const shown = missing.slice(0, 8).map((name) => `"${shorten(name, 40)}"`);
    if (missing.length > 8) shown.push(`${missing.length - 8} more`);
    throw inputError(
      'E_NO_COLUMN',
      `${source.file} lacks ${listWords(shown, 'and')}: the model needs every one; add it, with empty cells where it is not known.`,
    );
  }
  const nested = places.find((at) => at !== -1 && source.columns[at]!.kind === 'nested');
  if (nested === undefined) return places;
  throw inputError(
    'E_NESTED',
    `column "${visible(names[nested]!)}" holds lists, objects or bytes: give single values.`,
  );
}

function noValues({ kind }: Feature, { nRows }: Rows): Column {
  return kind === 'numeric'
    ? new Float64Array(nRows).fill(NaN)
    : new Int32Array(nRows).fill(MISSING);
}

async function readFeature(rows: Rows, at: number, feature: Feature): Promise<Column> {
  return feature.kind === 'numeric' ? readNumbers(rows, at, feature) : readCodes(rows, at, feature);
}

async function readNumbers(rows: Rows, at: number, feature: NumericFeature): Promise<Float64Array> {
  const grammar: Grammar = feature.format === 'date' ? 'date' : 'number';
  const values = grammar === 'date' ? await rows.days(at) : await rows.numbers(at);
  if (!values.includes(Infinity)) return values;
  const [bad] = (await rows.outside(at, grammar, 1)) as [Example];
  const name = visible(feature.name);
  const token = shorten(bad.token, 40);
  throw grammar === 'date'
    ? inputError(
        'E_DATE',
        `column "${name}" has "${token}" in row ${bad.row}, the model needs an ISO date like 2020-01-31: correct it or leave it empty.`,
      )
    : inputError(
        'E_NUMBER',
        `column "${name}" has "${token}" in row ${bad.row}, the model needs a plain decimal number: correct it or leave it empty.`,
      );
}

/** `categoryCode` of each value, by SQL. */
function readCodes(rows: Rows, at: number, feature: CategoricalFeature): Promise<Int32Array> {
  return rows.codes(at, feature.categories, MISSING, unlistedCode(feature));
}

function unseenWarning({ name }: Feature, values: Column): Warning[] {
  if (values instanceof Float64Array) return [];
  const unseen = values.reduce((count, code) => count + (code === UNSEEN ? 1 : 0), 0);
  if (unseen === 0) return [];
  const message = `${unseen} ${unseen === 1 ? 'row has' : 'rows have'} a value of "${visible(name)}" that the model has never seen: the rule for missing values answers.`;
  return [{ code: 'W_UNSEEN_CATEGORY', column: name, message }];
}
