import { nextDown, nextUp } from '../../src/core/doubles.ts';
import type { Row } from '../../src/compile/script/load.ts';
import { Random } from '../../src/core/random.ts';
import { categoryCode, MISSING } from '../../src/core/table.ts';
import type { Model } from '../../src/core/tree.ts';
import { EXTREME_THRESHOLDS } from './random-model.ts';

/** A row as people write it, and the same as the reference walker takes it. */
export interface RandomRow {
  readonly row: Row;
  readonly codes: readonly number[];
}

export function randomRow(model: Model, random: Random): RandomRow {
  const row: Array<[string, Row[string]]> = [];
  const codes = model.features.map((feature) => {
    const absent = random.below(6);
    if (absent < 2) {
      if (absent === 1) row.push([feature.name, null]);
      return feature.kind === 'numeric' ? NaN : MISSING;
    }
    if (feature.kind === 'categorical') {
      const texts = [...feature.categories, 'never seen', '', 'toString'];
      const text = texts[random.below(texts.length)]!;
      row.push([feature.name, text]);
      return categoryCode(feature, text);
    }
    const value = randomNumber(model, random);
    row.push([feature.name, value]);
    return value;
  });
  return { row: Object.fromEntries(row), codes };
}

function randomNumber(model: Model, random: Random): number {
  const thresholds = [...model.tree.threshold, ...EXTREME_THRESHOLDS];
  const near = thresholds[random.below(thresholds.length)] ?? 0;
  const values = [near, nextUp(near), nextDown(near), random.normal() * 1e3, -Infinity, NaN];
  return values[random.below(values.length)] ?? 0;
}
