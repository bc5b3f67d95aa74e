import { basename } from 'node:path';
import { inputError, type Warning } from '../core/errors.ts';
import { listWords, shorten, visible } from '../core/text.ts';
import { openSource } from '../store/open-source.ts';
import type { Rows } from '../store/column-rows.ts';
import type { Source } from '../store/source.ts';
import { readColumn } from './column.ts';
import { readFeatures, recordOf } from './features.ts';
import { planColumns, type Plan } from './plan.ts';
import { readRecorded } from './recorded.ts';
import { readSplitValues } from './split-values.ts';
import { readTarget } from './target.ts';
import type { Dataset, DatasetOptions } from './types.ts';

/** Fewest rows with a target that can be cut into three sets. */
const MIN_ROWS = 20;

/**
 * Reads a CSV, Parquet or JSON file as a table: types inferred, target and other roles taken out,
 * oddities warned of.
 * @throws EspalierError with a code, what was found, where, and what to do.
 */
export async function readDataset(path: string, options: DatasetOptions): Promise<Dataset> {
  const source = await openSource(path, options);
  try {
    return await readSource(source, basename(path), options);
  } finally {
    await source.close();
  }
}

async function readSource(source: Source, file: string, options: DatasetOptions): Promise<Dataset> {
  const plan = planColumns(source, options);
  const targetName = plan.names[plan.target]!;
  const rows = await usableRows(source, plan);
  const kind = source.columns[plan.target]!.kind;
  const column = await readColumn(rows, plan.target, targetName, kind, plan.types.get(plan.target));
  const target = readTarget(column, options.task);
  checkPositive(target.truth.classNames, options);
  const read = await readFeatures(source, rows, plan, target.truth, options);
  if (read.features.length === 0) {
    throw inputError(
      'E_NO_FEATURES',
      `${source.file} has no column to learn from beside the target: the others are constant, empty, ignored or nested.`,
    );
  }
  const targetRecord = { ...recordOf(column, 'target'), note: target.note };
  return {
    file,
    sha256: source.sha256,
    target: targetName,
    table: {
      features: read.features,
      columns: read.columns,
      nRows: rows.nRows,
      sourceRow: rows.rowNumbers,
    },
    truth: target.truth,
    rows: source.nRows,
    rowsWithoutTarget: source.nRows - rows.nRows,
    columns: plan.names.map((_, at) => read.records.get(at) ?? targetRecord),
    warnings: [
      ...source.warnings,
      ...withoutTarget(source, rows, targetName),
      ...column.warnings,
      ...target.warnings,
      ...read.warnings,
    ],
    recorded:
      plan.teacher.length === 0
        ? null
        : await readRecorded(
            rows,
            plan.teacher.map((at) => ({ at, name: plan.names[at]! })),
            target.truth,
          ),
    redacted: Array.from(plan.redactedAt, (at) => plan.names[at]!),
    splitValues: await splitValuesOf(source, rows, plan, options),
  };
}

/** The rows that have a target. */
async function usableRows(source: Source, plan: Plan): Promise<Rows> {
  if (source.nRows === 0) {
    throw inputError(
      'E_EMPTY',
      `${source.file} has a header but no rows: give at least ${MIN_ROWS}.`,
    );
  }
  const rows = await source.rows.having(plan.target);
  const target = visible(plan.names[plan.target]!);
  if (rows.nRows === 0) {
    throw inputError(
      'E_NO_TARGET_VALUES',
      `the target "${target}" of ${source.file} is missing in all ${source.nRows} rows: name another.`,
    );
  }
  if (rows.nRows < MIN_ROWS) {
    throw inputError(
      'E_TOO_FEW_ROWS',
      `${source.file} has ${rows.nRows} ${rows.nRows === 1 ? 'row' : 'rows'} with a target, at least ${MIN_ROWS} are needed to train, choose and test.`,
    );
  }
  return rows;
}

function checkPositive(classNames: readonly string[], options: DatasetOptions): void {
  const { positive } = options;
  if (positive === undefined || classNames.includes(positive)) return;
  const known = classNames.slice(0, 8).map((name) => `"${shorten(name, 30)}"`);
  const advice =
    classNames.length === 0
      ? 'the target is a number'
      : `its classes are ${listWords(known, 'and')}`;
  throw inputError(
    'E_POSITIVE',
    `the target "${visible(options.target)}" has no class "${visible(positive)}": ${advice}.`,
  );
}

function withoutTarget(source: Source, rows: Rows, column: string): Warning[] {
  const without = source.nRows - rows.nRows;
  if (without === 0) return [];
  const message = `${without} of ${source.nRows} rows have no "${visible(column)}" and were left out.`;
  return [{ code: 'W_NO_TARGET_ROWS', column, message }];
}

async function splitValuesOf(
  source: Source,
  rows: Rows,
  plan: Plan,
  { split }: DatasetOptions,
): Promise<Dataset['splitValues']> {
  if (plan.split === null || split === undefined) return null;
  const { kind } = source.columns[plan.split]!;
  return readSplitValues(rows, plan.split, plan.names[plan.split]!, kind, split.kind);
}
