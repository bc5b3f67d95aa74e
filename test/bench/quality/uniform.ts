import { emptyTable } from '../../../src/augment/sampler.ts';
import type { Random } from '../../../src/core/random.ts';
import { MISSING, type Feature, type Table } from '../../../src/core/table.ts';

/**
 * Rows drawn uniformly: every feature on its own, numbers within the range of the training rows
 * (whole ones where the column holds whole numbers), each category as likely as any other; missing
 * as often as in the training rows.
 */
export function uniformRows(train: Table, n: number, random: Random): Table {
  const table = emptyTable(train.features, n);
  for (const [f, feature] of train.features.entries()) {
    const draw = drawer(feature, train.columns[f]!, random.substream(f));
    const column = table.columns[f]!;
    for (let row = 0; row < n; row++) column[row] = draw();
  }
  return table;
}

function drawer(feature: Feature, column: ArrayLike<number>, random: Random): () => number {
  const values = Array.from(column);
  const present = values.filter(
    (value) => !(Number.isNaN(value) || (value < 0 && feature.kind === 'categorical')),
  );
  const missing = 1 - present.length / values.length;
  if (feature.kind === 'categorical') {
    const codes = [...new Set(present)];
    return () => (random.uniform() < missing ? MISSING : codes[random.below(codes.length)]!);
  }
  const [low, high] = [least(present), -least(present.map((value) => -value))];
  return () => {
    if (random.uniform() < missing) return NaN;
    return feature.integer
      ? low + random.below(high - low + 1)
      : low + random.uniform() * (high - low);
  };
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}
