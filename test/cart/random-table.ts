import type { Random } from '../../src/core/random.ts';
import type { Column, Feature, Table } from '../../src/core/table.ts';
import { categorical, numeric } from '../core/model.ts';
import type { Fit } from './reference.ts';

/** How the numbers of a random fit are drawn. */
export interface FitStyle {
  readonly nRows: number;
  readonly nFeatures: number;
  readonly nTargets: number;
  /**
   * Whole weights and targets in eighths, so that sums are exact, means repeat and gains tie; else
   * any numbers.
   */
  readonly exact: boolean;
}

export function randomStyle(random: Random): FitStyle {
  return {
    nRows: 4 + random.below(32),
    nFeatures: 1 + random.below(5),
    nTargets: 1 + random.below(4),
    exact: random.below(2) === 0,
  };
}

/** A table of columns of every kind, with targets that some of them explain. */
export function randomFit(random: Random, style: FitStyle): Fit {
  const { nRows, nFeatures, nTargets, exact } = style;
  const drawn = Array.from({ length: nFeatures }, (_, f) => randomColumn(random, nRows, f));
  const table: Table = {
    features: drawn.map(([feature]) => feature),
    columns: drawn.map(([, column]) => column),
    nRows,
    sourceRow: new Int32Array(nRows),
  };
  const weight = Array.from({ length: nRows }, () => randomWeight(random, exact));
  const signal = table.columns[random.below(nFeatures)]!;
  const targets = Array.from({ length: nRows }, (_, row) =>
    Array.from({ length: nTargets }, (_, t) => {
      const shift = signal[row]! > t ? 0.5 : 0;
      const noise = exact ? random.below(5) / 8 : random.uniform() / 2;
      return shift + noise;
    }),
  );
  return { table, targets, weight };
}

function randomWeight(random: Random, exact: boolean): number {
  if (exact) return 1 + random.below(3);
  return random.below(2) === 0 ? (1 + random.below(4)) / 10 : 0.1 + random.uniform();
}

function randomColumn(random: Random, nRows: number, f: number): [Feature, Column] {
  const missing = [0, 0, 0.1, 0.5, 1][random.below(5)]!;
  const isMissing = (): boolean => random.uniform() < missing;
  if (random.below(2) === 0) {
    const draw = NUMBERS[random.below(NUMBERS.length)]!;
    const values = Float64Array.from({ length: nRows }, () => (isMissing() ? NaN : draw(random)));
    return [numeric(`x${f}`), values];
  }
  const nCategories = 1 + random.below(random.below(4) === 0 ? 40 : 6);
  const names = Array.from({ length: nCategories }, (_, i) => `c${i}`);
  const codes = Int32Array.from({ length: nRows }, () =>
    isMissing() ? -1 - random.below(2) : random.below(nCategories),
  );
  return [categorical(`x${f}`, names), codes];
}

/** Kinds of numeric columns: few values, many, one, adjacent doubles, both ends of the range. */
const NUMBERS: ReadonlyArray<(random: Random) => number> = [
  (random) => random.below(3) - 1,
  (random) => random.below(10) / 2,
  (random) => random.normal(),
  (random) => Math.round(random.normal() * 3),
  () => 7,
  (random) => 1 + random.below(3) * Number.EPSILON,
  (random) => (random.below(5) - 2) * 8e307,
  (random) => (random.below(2) === 0 ? 0 : -0),
];
