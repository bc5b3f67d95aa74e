import type { StageOptions, Warning } from '../core/errors.ts';
import type { PathRecord } from '../core/run.ts';
import { UNSEEN, type Table } from '../core/table.ts';
import { leavesOf } from '../core/tree.ts';
import { readRows } from '../dataset/rows.ts';
import { csvCell } from '../report/csv-cell.ts';
import { openRun } from './find-run.ts';

/** The student's answer to one row. */
export interface Prediction {
  /** Row number in the file, from 1. */
  readonly row: number;
  readonly answer: string;
  /** Class probabilities in the order of the run's classes, or one number. */
  readonly value: readonly number[];
  /** Id of the path the row follows. */
  readonly path: string;
  /** Columns whose value lies outside what the training rows showed. */
  readonly outOfRange: readonly string[];
}

export interface Predictions {
  readonly classes: readonly string[];
  /** The class whose probability comes first in CSV, where there is one. */
  readonly positive: string | null;
  readonly predictions: readonly Prediction[];
  readonly warnings: readonly Warning[];
}

/** Answers every row of a file with the student of a run. */
export async function predict(
  nameOrPath: string,
  data: string,
  options: StageOptions = {},
): Promise<Predictions> {
  const { model, paths, manifest } = await openRun(nameOrPath);
  const { table, warnings } = await readRows(data, model.features, {
    ...options,
    target: model.target,
  });
  const byLeaf = new Map(paths.map((path) => [path.leaf, path]));
  const leaves = leavesOf(model.tree, table);
  const predictions = Array.from(leaves, (leaf, row) =>
    predictionOf(table, row, byLeaf.get(leaf)!),
  );
  const { classes, positive } = manifest;
  return { classes, positive, predictions, warnings };
}

function predictionOf(table: Table, row: number, path: PathRecord): Prediction {
  return {
    row: table.sourceRow[row]!,
    answer: path.decision,
    value: path.value,
    path: path.id,
    outOfRange: outOfRange(table, row),
  };
}

/** Columns of a row whose value was not seen in training: outside min and max, or a new category. */
export function outOfRange(table: Table, row: number): string[] {
  return table.features.flatMap((feature, f) => {
    const value = table.columns[f]![row]!;
    const outside =
      feature.kind === 'numeric' ? value < feature.min || value > feature.max : value === UNSEEN;
    return outside ? [feature.name] : [];
  });
}

/** The answers as CSV: `row,answer,<p of each class>,path,out_of_range`, the positive class first. */
export function predictionsCsv({ classes, positive, predictions }: Predictions): string {
  const order = [...classes.keys()].sort(
    (a, b) => Number(classes[b] === positive) - Number(classes[a] === positive),
  );
  const shares = order.map((c) => `p_${classes[c]}`);
  const header = ['row', 'answer', ...shares, 'path', 'out_of_range'];
  const lines = predictions.map(({ row, answer, value, path, outOfRange: columns }) =>
    [row, csvCell(answer), ...order.map((c) => value[c]!), path, csvCell(columns.join(' '))].join(
      ',',
    ),
  );
  return [header.map(csvCell).join(','), ...lines].join('\n');
}
