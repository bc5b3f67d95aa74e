import { inputError } from '../core/errors.ts';
import { MISSING, type Feature, type Labels, type Table } from '../core/table.ts';
import { visible } from '../core/text.ts';
import type { ParquetColumn } from '../store/parquet.ts';

/** Held-out rows of one set as they were written, for recomputing what the run claims. */
export interface StoredRows {
  /** `null` when some feature was redacted. */
  readonly table: Table | null;
  readonly truth: Float64Array;
  readonly teacher: Float64Array;
  readonly twin: Float64Array | null;
  readonly leaves: Int32Array;
}

/** The inverse of `answeredColumns`: one set of rows. A column that is not there is refused. */
export function readAnswered(
  columns: readonly ParquetColumn[],
  set: string,
  features: readonly Feature[],
  labels: Pick<Labels, 'task' | 'nOutputs' | 'classNames'>,
): StoredRows {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const rows = texts(byName, 'set').flatMap((value, row) => (value === set ? [row] : []));
  const soft = (name: string): Float64Array => {
    const parts = Array.from({ length: labels.nOutputs }, (_, c) => numbers(byName, `${name}${c}`));
    const k = parts.length;
    return Float64Array.from({ length: rows.length * k }, (_, i) => {
      return parts[i % k]![rows[Math.floor(i / k)]!]!;
    });
  };
  const isWhole = features.every((_, f) => byName.has(`f${f}`));
  const pickInt = (name: string): Int32Array => {
    const values = integers(byName, name);
    return Int32Array.from(rows, (row) => values[row]!);
  };
  return {
    table: isWhole
      ? {
          features,
          columns: features.map((feature, f) => readFeature(byName, `f${f}`, feature, rows)),
          nRows: rows.length,
          sourceRow: pickInt('row'),
        }
      : null,
    truth: readTruth(byName, rows, labels),
    teacher: soft('teacher'),
    twin: byName.has('twin0') ? soft('twin') : null,
    leaves: pickInt('leaf'),
  };
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
  { task, nOutputs, classNames }: Pick<Labels, 'task' | 'nOutputs' | 'classNames'>,
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
