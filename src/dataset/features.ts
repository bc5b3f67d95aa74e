import { breathe, type StageOptions, type Warning } from '../core/errors.ts';
import type { ColumnRecord } from '../core/run.ts';
import type { Column, Feature, Labels } from '../core/table.ts';
import { visible } from '../core/text.ts';
import type { Rows } from '../store/column-rows.ts';
import type { Source } from '../store/source.ts';
import { readColumn, type ReadColumn } from './column.ts';
import type { Plan } from './plan.ts';
import { answersOf, idWarning, leakWarning, type Answers } from './suspicions.ts';

export interface ReadFeatures {
  readonly features: readonly Feature[];
  readonly columns: readonly Column[];
  /** One a column of the file except the target, by position. */
  readonly records: ReadonlyMap<number, ColumnRecord>;
  readonly warnings: readonly Warning[];
}

interface Outcome {
  readonly record: ColumnRecord;
  readonly warnings: readonly Warning[];
  /** The column, if it becomes a feature. */
  readonly read: ReadColumn | null;
}

/** Reads every column but the target; those that can tell rows apart become features. */
export async function readFeatures(
  source: Source,
  rows: Rows,
  plan: Plan,
  truth: Labels,
  options: StageOptions,
): Promise<ReadFeatures> {
  const answers = answersOf(truth);
  const features: Feature[] = [];
  const columns: Column[] = [];
  const warnings: Warning[] = [];
  const records = new Map<number, ColumnRecord>();
  for (const at of plan.names.keys()) {
    await breathe(options.signal);
    options.onProgress?.({ stage: 'columns', done: at, total: plan.names.length });
    if (at === plan.target) continue;
    const outcome = await readOne(source, rows, plan, at, answers);
    records.set(at, outcome.record);
    warnings.push(...outcome.warnings);
    if (outcome.read === null) continue;
    features.push(mark(outcome.read.feature, plan, at));
    columns.push(outcome.read.values);
  }
  const total = plan.names.length;
  options.onProgress?.({ stage: 'columns', done: total, total });
  return { features, columns, records, warnings };
}

async function readOne(
  source: Source,
  rows: Rows,
  plan: Plan,
  at: number,
  answers: Answers,
): Promise<Outcome> {
  const name = plan.names[at]!;
  const role = plan.roles[at]!;
  const { kind } = source.columns[at]!;
  if (kind === 'nested' && role === 'feature') {
    const message = `"${visible(name)}" holds lists, objects or bytes and was dropped.`;
    const note = 'lists, objects or bytes';
    return unread(name, 'dropped', note, [{ code: 'W_NESTED', column: name, message }]);
  }
  if (role === 'ignored') return unread(name, role, 'not read', []);
  const read = await readColumn(rows, at, name, kind, plan.types.get(at));
  if (role !== 'feature') return { record: recordOf(read, role), warnings: [], read: null };
  const useless = uselessWarning(read, rows.nRows);
  if (useless !== null) {
    return { record: recordOf(read, 'dropped'), warnings: [...read.warnings, useless], read: null };
  }
  const suspicions = [idWarning(read, rows.nRows), leakWarning(read, answers)];
  const found = suspicions.filter((warning) => warning !== null);
  return { record: recordOf(read, role), warnings: [...read.warnings, ...found], read };
}

function unread(
  name: string,
  role: ColumnRecord['role'],
  note: string,
  warnings: readonly Warning[],
): Outcome {
  const record = { name, type: 'categorical', role, distinct: 0, missing: 0, note } as const;
  return { record, warnings, read: null };
}

export function recordOf(read: ReadColumn, role: ColumnRecord['role']): ColumnRecord {
  const { type, distinct, missing, note, feature } = read;
  return { name: feature.name, type, role, distinct, missing, note };
}

function uselessWarning({ feature, distinct, missing }: ReadColumn, nRows: number): Warning | null {
  const column = feature.name;
  if (distinct === 0) {
    const message = `"${visible(column)}" has no value in any row and was dropped.`;
    return { code: 'W_ALL_MISSING', column, message };
  }
  if (distinct > 1 || missing > 0 || nRows === 0) return null;
  const message = `"${visible(column)}" has the same value in every row and was dropped.`;
  return { code: 'W_CONSTANT', column, message };
}

function mark(feature: Feature, plan: Plan, at: number): Feature {
  return {
    ...feature,
    ...(plan.protectedAt.has(at) ? { protected: true } : {}),
    ...(plan.immutableAt.has(at) ? { immutable: true } : {}),
  };
}
