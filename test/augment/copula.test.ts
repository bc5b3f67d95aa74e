import { describe, expect, it } from 'vitest';
import { copulaSampler } from '../../src/augment/copula.ts';
import { Random } from '../../src/core/random.ts';
import { selectRows, type Column, type Table } from '../../src/core/table.ts';
import { tableOf } from '../fixtures/rows.ts';

const DRAWN = 20_000;

/** Correlated columns of every sort: skewed, with missing values, whole numbers, categories. */
function correlated(n: number): { table: Table; score: Float64Array } {
  const random = new Random('copula rows');
  const columns = {
    latent: [] as number[],
    skewed: [] as number[],
    gappy: [] as (number | null)[],
    whole: [] as number[],
    grade: [] as (string | null)[],
    constant: [] as number[],
  };
  const score = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const z = random.normal();
    columns.latent.push(z);
    columns.skewed.push(Math.exp(0.8 * z + 0.6 * random.normal()));
    columns.gappy.push(random.uniform() < 0.25 ? null : -0.7 * z + 0.7 * random.normal());
    columns.whole.push(Math.round(2 * random.normal()));
    const level = z + random.normal();
    columns.grade.push(
      random.uniform() < 0.1 ? null : level < -1 ? 'low' : level < 1 ? 'mid' : 'high',
    );
    columns.constant.push(7);
    score[row] = 1 / (1 + Math.exp(-level));
  }
  return { table: tableOf(columns), score };
}

const { table, score } = correlated(2000);
const drawn = copulaSampler(table, score)(DRAWN, new Random(1));

const at = (name: string): number => table.features.findIndex((f) => f.name === name);
const isMissing = (value: number): boolean => Number.isNaN(value) || value < -1e300;

/** Spearman's correlation over rows where both are present; ties share their mean rank. */
function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const rows = Array.from(a, (_, i) => i).filter((i) => !isMissing(a[i]!) && !isMissing(b[i]!));
  const [x, y] = [a, b].map((values) => ranks(rows.map((i) => values[i]!))) as [number[], number[]];
  const mean = (rows.length + 1) / 2;
  const product = (u: number[], v: number[]): number =>
    u.reduce((sum, value, i) => sum + (value - mean) * (v[i]! - mean), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

function ranks(values: number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const out: number[] = [];
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) out[order[i]!] = (from + to + 1) / 2;
    from = to;
  }
  return out;
}

/** The largest distance between two empirical distribution functions (Kolmogorov, Smirnov). */
function ksDistance(a: Column, b: Column): number {
  const present = (column: Column): number[] => [...column].filter((v) => !Number.isNaN(v));
  const [x, y] = [present(a), present(b)];
  const share = (values: number[], limit: number): number =>
    values.filter((value) => value <= limit).length / values.length;
  return Math.max(
    ...[...new Set(x)]
      .filter((_, i) => i % 20 === 0)
      .map((v) => Math.abs(share(x, v) - share(y, v))),
  );
}

describe('the Gaussian copula', () => {
  it.each(table.features.map(({ name }) => name))('keeps the distribution of %s', (name) => {
    const f = at(name);
    expect(ksDistance(table.columns[f]!, drawn.columns[f]!)).toBeLessThan(0.02);
  });

  it.each(table.features.map(({ name }) => name))('draws only seen values of %s', (name) => {
    const f = at(name);
    const seen = new Set(table.columns[f]);
    expect([...drawn.columns[f]!].filter((value) => !seen.has(value))).toEqual([]);
  });

  it('keeps the share of missing values', () => {
    const share = (column: Column): number =>
      column.filter((value) => Number.isNaN(value) || value === -1).length / column.length;
    for (const name of ['gappy', 'grade', 'latent']) {
      const f = at(name);
      expect(share(drawn.columns[f]!)).toBeCloseTo(share(table.columns[f]!), 1);
      expect(Math.abs(share(drawn.columns[f]!) - share(table.columns[f]!))).toBeLessThan(0.015);
    }
  });

  it.each([
    ['latent', 'skewed', 0.06],
    ['latent', 'whole', 0.04],
    ['skewed', 'whole', 0.04],
  ])('keeps the rank correlation of %s and %s', (a, b, tolerance) => {
    const of = ({ columns }: Table): number => rankCorrelation(columns[at(a)]!, columns[at(b)]!);
    expect(Math.abs(of(drawn) - of(table))).toBeLessThan(tolerance);
  });

  it('keeps most of the rank correlation of a column with missing values', () => {
    const of = ({ columns }: Table): number =>
      rankCorrelation(columns[at('latent')]!, columns[at('gappy')]!);
    expect(of(table)).toBeLessThan(-0.6);
    expect(of(drawn)).toBeLessThan(-0.5);
  });

  it('orders categories by the score, so that they keep what they have to do with others', () => {
    const meanLatent = ({ columns }: Table, code: number): number => {
      const rows = [...columns[at('latent')]!].filter((_, i) => columns[at('grade')]![i] === code);
      return rows.reduce((sum, value) => sum + value, 0) / rows.length;
    };
    const grade = table.features[at('grade')]!;
    const names = grade.kind === 'categorical' ? grade.categories : [];
    const [low, mid, high] = ['low', 'mid', 'high'].map((name) =>
      meanLatent(drawn, names.indexOf(name)),
    );
    expect(low!).toBeLessThan(mid! - 0.3);
    expect(mid!).toBeLessThan(high! - 0.3);
  });

  it('is seeded', () => {
    const sampler = copulaSampler(table, score);
    expect(sampler(50, new Random(1)).columns).toEqual(sampler(50, new Random(1)).columns);
    expect(sampler(50, new Random(2)).columns).not.toEqual(sampler(50, new Random(1)).columns);
  });

  it('stands columns that repeat one another exactly', () => {
    const x = Array.from({ length: 100 }, (_, i) => i);
    const twice = tableOf({ x, y: x, z: x.map((value) => -value) });
    const rows = copulaSampler(twice, Float64Array.from(x))(2000, new Random(1));
    expect(rankCorrelation(rows.columns[0]!, rows.columns[1]!)).toBeGreaterThan(0.99);
    expect(rankCorrelation(rows.columns[0]!, rows.columns[2]!)).toBeLessThan(-0.99);
  });

  it('stands a single row, a single column and a column that is all missing', () => {
    const single = selectRows(table, [0]);
    const rows = copulaSampler(single, Float64Array.of(0.5))(20, new Random(1));
    rows.columns.forEach((column, f) =>
      expect(new Set(column)).toEqual(new Set(single.columns[f])),
    );
    const empty = tableOf({ x: [1, 2, 3], none: [null, null, null] });
    const gone = copulaSampler(empty, Float64Array.of(0, 0, 1))(20, new Random(1));
    expect(gone.columns[1]!.every(Number.isNaN)).toBe(true);
  });
});
