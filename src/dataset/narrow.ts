import type { Warning } from '../core/errors.ts';
import { inputError } from '../core/errors.ts';
import {
  UNSEEN,
  categoryCode,
  type CategoricalFeature,
  type Column,
  type Feature,
} from '../core/table.ts';
import { visible } from '../core/text.ts';
import { rangeOf } from './column.ts';
import type { Dataset, Partition } from './types.ts';

interface Narrowed {
  readonly feature: Feature;
  readonly values: Column;
  /** Select and test rows whose category the training rows do not show. */
  readonly unseen: number;
  /** Whether the training rows show any difference in this column. */
  readonly useful: boolean;
}

/**
 * The schema as the training rows show it: ranges and shares of missing values are theirs,
 * categories that only other rows have become the rest if there is one and unseen if not, and a
 * column that is constant in training is dropped.
 * @throws EspalierError `E_NO_FEATURES` if that leaves none.
 */
export function narrowToTraining(dataset: Dataset, partition: Partition): Dataset {
  const { table } = dataset;
  const narrowed = table.features.map((feature, f) =>
    narrow(feature, table.columns[f]!, partition.train),
  );
  const kept = narrowed.filter(({ useful }) => useful);
  if (kept.length === 0) {
    throw inputError(
      'E_NO_FEATURES',
      'every column is constant in the training rows: split another way.',
    );
  }
  const dropped = new Set(
    narrowed.filter(({ useful }) => !useful).map(({ feature }) => feature.name),
  );
  return {
    ...dataset,
    table: {
      ...table,
      features: kept.map(({ feature }) => feature),
      columns: kept.map(({ values }) => values),
    },
    columns: dataset.columns.map((record) =>
      record.role === 'feature' && dropped.has(record.name)
        ? { ...record, role: 'dropped', note: `${record.note}; constant in the training rows` }
        : record,
    ),
    warnings: [...dataset.warnings, ...narrowed.flatMap(warningsOf)],
  };
}

function narrow(feature: Feature, values: Column, train: Int32Array): Narrowed {
  return feature.kind === 'numeric'
    ? narrowNumbers(feature, values as Float64Array, train)
    : narrowCategories(feature, values as Int32Array, train);
}

function narrowNumbers(
  feature: Feature & { kind: 'numeric' },
  values: Float64Array,
  train: Int32Array,
): Narrowed {
  const seen = Float64Array.from(train, (row) => values[row]!);
  const missing = seen.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  const { min, max, integer } = rangeOf(seen);
  return {
    feature: { ...feature, min, max, integer, missingShare: missing / train.length },
    values,
    unseen: 0,
    useful: min < max || (missing > 0 && missing < train.length),
  };
}

function narrowCategories(
  feature: CategoricalFeature,
  values: Int32Array,
  train: Int32Array,
): Narrowed {
  const counts = new Int32Array(feature.categories.length);
  let missing = 0;
  for (const row of train) {
    if (values[row]! < 0) missing++;
    else counts[values[row]!]!++;
  }
  const categories = feature.categories.filter((_, code) => counts[code]! > 0);
  const narrowed: CategoricalFeature = {
    ...feature,
    categories,
    rest: feature.rest !== null && categories.includes(feature.rest) ? feature.rest : null,
    missingShare: missing / train.length,
  };
  const recode = feature.categories.map((category) => categoryCode(narrowed, category));
  const codes = values.map((code) => (code < 0 ? code : recode[code]!));
  return {
    feature: narrowed,
    values: codes,
    unseen: codes.reduce((count, code) => count + (code === UNSEEN ? 1 : 0), 0),
    useful: categories.length > 1 || (categories.length === 1 && missing > 0),
  };
}

function warningsOf({ feature, unseen, useful }: Narrowed): Warning[] {
  const column = feature.name;
  const name = visible(column);
  if (!useful) {
    const message = `"${name}" has the same value in every training row and was dropped.`;
    return [{ code: 'W_CONSTANT', column, message }];
  }
  if (unseen === 0) return [];
  const message = `${unseen} select and test rows have a value of "${name}" that no training row has: they follow the rule for missing values.`;
  return [{ code: 'W_UNSEEN_CATEGORY', column, message }];
}
