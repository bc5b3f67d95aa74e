import type { Column, Feature, Labels, Table } from '../core/table.ts';
import type { ParquetColumn } from '../store/parquet.ts';

/** Held-out (or kept) rows of one set, with every answer there is. */
export interface AnsweredRows {
  readonly set: string;
  readonly table: Table;
  readonly truth: Float64Array | null;
  readonly teacher: Float64Array;
  readonly twin: Float64Array | null;
  /** Leaf node ids of the student; `null` in `rows.parquet`. */
  readonly leaves: Int32Array | null;
  readonly weight: Float64Array | null;
}

/**
 * The columns of `heldout.parquet` and `rows.parquet`: `set`, `row` (source row, 0 for synthetic),
 * `f0, f1, …` (category names as text), `truth` (class name or number), `teacher0, …`, `twin0, …`,
 * `leaf`, `weight`. Features named in `redact` are left out.
 */
export function answeredColumns(
  parts: readonly AnsweredRows[],
  labels: Pick<Labels, 'task' | 'nOutputs' | 'classNames'>,
  redact: readonly string[],
): ParquetColumn[] {
  const { features } = parts[0]!.table;
  const columns: ParquetColumn[] = [
    { name: 'set', kind: 'text', values: parts.flatMap((part) => repeat(part.set, part)) },
    {
      name: 'row',
      kind: 'integer',
      values: joinInt32(parts.map((part) => part.table.sourceRow)),
    },
  ];
  features.forEach((feature, f) => {
    if (redact.includes(feature.name)) return;
    columns.push(
      featureColumn(
        `f${f}`,
        feature,
        parts.map((part) => part.table.columns[f]!),
      ),
    );
  });
  columns.push(truthColumn(parts, labels));
  columns.push(
    ...softColumns(
      'teacher',
      parts.map((part) => part.teacher),
      labels.nOutputs,
    ),
  );
  if (parts.every((part) => part.twin !== null)) {
    columns.push(
      ...softColumns(
        'twin',
        parts.map((part) => part.twin!),
        labels.nOutputs,
      ),
    );
  }
  if (parts.every((part) => part.leaves !== null)) {
    columns.push({ name: 'leaf', kind: 'integer', values: joinInt32(parts.map((p) => p.leaves!)) });
  }
  if (parts.every((part) => part.weight !== null)) {
    columns.push({
      name: 'weight',
      kind: 'double',
      values: joinFloat64(parts.map((p) => p.weight!)),
    });
  }
  return columns;
}

function repeat(value: string, { table }: AnsweredRows): string[] {
  return Array.from({ length: table.nRows }, () => value);
}

function featureColumn(
  name: string,
  feature: Feature,
  columns: readonly (Float64Array | Int32Array)[],
): ParquetColumn {
  if (feature.kind === 'numeric') {
    return { name, kind: 'double', values: joinFloat64(columns as Float64Array[]) };
  }
  const values = columns.flatMap((column) =>
    Array.from(column, (code) => feature.categories[code] ?? null),
  );
  return { name, kind: 'text', values };
}

function truthColumn(
  parts: readonly AnsweredRows[],
  { task, nOutputs, classNames }: Pick<Labels, 'task' | 'nOutputs' | 'classNames'>,
): ParquetColumn {
  if (task === 'regression') {
    const values = joinFloat64(
      parts.map((part) => part.truth ?? new Float64Array(part.table.nRows).fill(NaN)),
    );
    return { name: 'truth', kind: 'double', values };
  }
  const values = parts.flatMap(({ truth, table }) =>
    Array.from({ length: table.nRows }, (_, row) => {
      if (truth === null) return null;
      const k = truth.subarray(row * nOutputs, (row + 1) * nOutputs).indexOf(1);
      return classNames[k] ?? null;
    }),
  );
  return { name: 'truth', kind: 'text', values };
}

function softColumns(
  name: string,
  parts: readonly Float64Array[],
  nOutputs: number,
): ParquetColumn[] {
  const soft = joinFloat64(parts);
  return Array.from({ length: nOutputs }, (_, c) => ({
    name: `${name}${c}`,
    kind: 'double' as const,
    values: Float64Array.from(
      { length: soft.length / nOutputs },
      (_, row) => soft[row * nOutputs + c]!,
    ),
  }));
}

function joinFloat64(parts: readonly Float64Array[]): Float64Array {
  return joinInto(new Float64Array(lengthOf(parts)), parts);
}

function joinInt32(parts: readonly Int32Array[]): Int32Array {
  return joinInto(new Int32Array(lengthOf(parts)), parts);
}

const lengthOf = (parts: readonly Column[]): number =>
  parts.reduce((sum, part) => sum + part.length, 0);

function joinInto<A extends Column>(into: A, parts: readonly A[]): A {
  let at = 0;
  for (const part of parts) {
    into.set(part, at);
    at += part.length;
  }
  return into;
}
