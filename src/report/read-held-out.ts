import { inputError } from '../core/errors.ts';
import { MISSING, type Column, type Feature, type Labels, type Table } from '../core/table.ts';
import { visible } from '../core/text.ts';
import type { ParquetColumn } from '../store/parquet.ts';

/** Held-out rows of one set as they were written, for recomputing what the run claims. */
export interface StoredRows {
  /** `null` when some feature was redacted. */
  readonly table: Table | null;
  /** One a feature; `null` for a redacted one. */
  readonly columns: readonly (Column | null)[];
  /** Line of the data file's rows, from 1. */
  readonly sourceRow: Int32Array;
  readonly truth: Float64Array;
  readonly teacher: Float64Array;
  readonly twin: Float64Array | null;
  readonly leaves: Int32Array;
}

/** Rows as they were written, without what a student made of them. */
type AnsweredTable = Omit<StoredRows, 'twin' | 'leaves'>;

type LabelKind = Pick<Labels, 'task' | 'nOutputs' | 'classNames'>;

/** The inverse of `answeredColumns`: one set of rows. A column that is not there is refused. */
export function readAnswered(
  columns: readonly ParquetColumn[],
  set: string,
  features: readonly Feature[],
  labels: LabelKind,
): StoredRows {
  const byName = namesOf(columns);
  const rows = rowsOf(byName, set);
  return {
    ...readTable(columns, set, features, labels),
    twin: byName.has('twin0') ? readSoft(byName, rows, 'twin', labels) : null,
    leaves: pickIntegers(byName, rows, 'leaf'),
  };
}

/** One set of rows with the truth and the teacher's answers: all that `rows.parquet` has too. */
export function readTable(
  columns: readonly ParquetColumn[],
  set: string,
  features: readonly Feature[],
  labels: LabelKind,
): AnsweredTable {
  const byName = namesOf(columns);
  const rows = rowsOf(byName, set);
  const own = features.map((feature, f) =>
    byName.has(`f${f}`) ? readFeature(byName, `f${f}`, feature, rows) : null,
  );
  const kept = own.filter((column) => column !== null);
  const sourceRow = pickIntegers(byName, rows, 'row');
  const isWhole = kept.length === features.length;
  return {
    table: isWhole ? { features, columns: kept, nRows: rows.length, sourceRow } : null,
    columns: own,
    sourceRow,
    truth: readTruth(byName, rows, labels),
    teacher: readSoft(byName, rows, 'teacher', labels),
  };
}

/** The features of all rows, whatever their set; `null` for one that was redacted. */
export function readFeatures(
  columns: readonly ParquetColumn[],
  features: readonly Feature[],
): { readonly columns: (Column | null)[]; readonly nRows: number } {
  const byName = namesOf(columns);
  const rows = Array.from(texts(byName, 'set').keys());
  return {
    nRows: rows.length,
    columns: features.map((feature, f) =>
      byName.has(`f${f}`) ? readFeature(byName, `f${f}`, feature, rows) : null,
    ),
  };
}

const namesOf = (columns: readonly ParquetColumn[]): ByName =>
  new Map(columns.map((column) => [column.name, column]));

function rowsOf(byName: ByName, set: string): number[] {
  return texts(byName, 'set').flatMap((value, row) => (value === set ? [row] : []));
}

function readSoft(
  byName: ByName,
  rows: readonly number[],
  name: string,
  { nOutputs }: LabelKind,
): Float64Array {
  const parts = Array.from({ length: nOutputs }, (_, c) => numbers(byName, `${name}${c}`));
  return Float64Array.from({ length: rows.length * nOutputs }, (_, i) => {
    return parts[i % nOutputs]![rows[Math.floor(i / nOutputs)]!]!;
  });
}

function pickIntegers(byName: ByName, rows: readonly number[], name: string): Int32Array {
  const values = integers(byName, name);
  return Int32Array.from(rows, (row) => values[row]!);
}

type ByName = ReadonlyMap<string, ParquetColumn>;

function noColumn(kind: ParquetColumn['kind'], name: string): never {
  throw inputError('E_RUN', `heldout.parquet has no ${kind} column "${name}".`);
}

function texts(columns: ByName, name: string): readonly (string | null)[] {
  const column = columns.get(name);
  return column?.kind === 'text' ? column.values : noColumn('text', name);
}

function numbers(columns: ByName, name: string): Float64Array {
  const column = columns.get(name);
  return column?.kind === 'double' ? column.values : noColumn('double', name);
}

function integers(columns: ByName, name: string): Int32Array {
  const column = columns.get(name);
  return column?.kind === 'integer' ? column.values : noColumn('integer', name);
}

function readFeature(
  columns: ByName,
  name: string,
  feature: Feature,
  rows: readonly number[],
): Float64Array | Int32Array {
  if (feature.kind === 'numeric') {
    const values = numbers(columns, name);
    return Float64Array.from(rows, (row) => values[row]!);
  }
  const codes = new Map(feature.categories.map((category, code) => [category, code]));
  const values = texts(columns, name);
  return Int32Array.from(rows, (row) => {
    const name = values[row] ?? null;
    return name === null ? MISSING : (codes.get(name) ?? unknownCategory(feature.name));
  });
}

function unknownCategory(name: string): never {
  throw inputError(
    'E_RUN',
    `heldout.parquet has a category of "${visible(name)}" that run.json lacks.`,
  );
}

function readTruth(
  columns: ByName,
  rows: readonly number[],
  { task, nOutputs, classNames }: LabelKind,
): Float64Array {
  if (task === 'regression') {
    const values = numbers(columns, 'truth');
    return Float64Array.from(rows, (row) => values[row]!);
  }
  const names = texts(columns, 'truth');
  const soft = new Float64Array(rows.length * nOutputs);
  rows.forEach((row, i) => {
    soft[i * nOutputs + classNames.indexOf(names[row] ?? '')] = 1;
  });
  return soft;
}
