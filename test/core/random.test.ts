import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';

const draws = (random: Random, n: number): number[] =>
  Array.from({ length: n }, () => random.uint32());

/** Pearson's chi-squared statistic of counts that should be equal. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Mean and variance of `n` draws. */
function moments(n: number, draw: () => number): [mean: number, variance: number] {
  const values = Array.from({ length: n }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n];
}

describe('Random', () => {
  test('gives the same draws for ever: every artifact depends on them', () => {
    expect(draws(new Random(1), 4)).toEqual([1698403241, 199302822, 2913731259, 2395849000]);
    expect(draws(new Random(1).substream('forest').substream(0), 3)).toEqual([
      18230946, 4228909299, 1290573022,
    ]);
    expect(new Random('credit').uniform()).toBe(0.8878478910773993);
    expect(new Random(0).normal()).toBe(0.8912501857701053);
    expect(new Random(7).below(1000)).toBe(605);
  });

  test('a number and its text are the same seed; other seeds give other draws', () => {
    expect(draws(new Random('42'), 8)).toEqual(draws(new Random(42), 8));
    const firsts = Array.from({ length: 2000 }, (_, seed) => draws(new Random(seed), 2).join(','));
    expect(new Set(firsts).size).toBe(2000);
  });

  test('a substream does not depend on draws and does not advance its parent', () => {
    const fresh = new Random(5);
    const used = new Random(5);
    draws(used, 100);
    expect(draws(used.substream('labels'), 8)).toEqual(draws(fresh.substream('labels'), 8));
    expect(draws(fresh, 8)).toEqual(draws(new Random(5), 8));
  });

  test('substreams of other names, and of other parents, differ', () => {
    const names = ['a', 'b', 'ab', 'ba', 0, 1, 10, ''];
    const streams = [new Random(1), new Random(2)].flatMap((parent) =>
      names.map((name) => draws(parent.substream(name), 2).join(',')),
    );
    expect(new Set(streams).size).toBe(2 * names.length);
  });

  test('draws of neighbouring substreams are not correlated', () => {
    const n = 4000;
    const parent = new Random(3);
    const sum = Array.from({ length: n }, (_, i) => {
      const [a, b] = [parent.substream(i).uniform(), parent.substream(i + 1).uniform()];
      return (a - 0.5) * (b - 0.5);
    }).reduce((total, product) => total + product, 0);
    // Each product has variance 1/144; five standard errors.
    expect(Math.abs(sum / n)).toBeLessThan(5 / (12 * Math.sqrt(n)));
  });

  test('every bit of uint32 is fair', () => {
    const n = 20_000;
    const ones = Array.from({ length: 32 }, () => 0);
    for (const draw of draws(new Random(11), n)) {
      for (let bit = 0; bit < 32; bit++) ones[bit]! += (draw >>> bit) & 1;
    }
    for (const count of ones) expect(Math.abs(count / n - 0.5)).toBeLessThan(2.5 / Math.sqrt(n));
  });

  test('uniform and normal have the moments of their distributions', () => {
    const random = new Random(12);
    const [mean, variance] = moments(50_000, () => random.uniform());
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    const [centre, spread] = moments(50_000, () => random.normal());
    expect(Math.abs(centre)).toBeLessThan(0.025);
    expect(Math.abs(spread - 1)).toBeLessThan(0.04);
  });

  test('below(n) is even over 0 .. n - 1', () => {
    const random = new Random(13);
    const counts = Array.from({ length: 60 }, () => 0);
    for (let i = 0; i < 60_000; i++) counts[random.below(60)]! += 1;
    // 59 degrees of freedom: 110 is beyond the 99.99% quantile.
    expect(chiSquared(counts)).toBeLessThan(110);
    expect(random.below(1)).toBe(0);
    for (let i = 0; i < 1000; i++) expect(random.below(2 ** 32)).toBeLessThan(2 ** 32);
  });

  test('shuffle gives each order equally often, and keeps the items', () => {
    const random = new Random(14);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const items = [0, 1, 2, 3];
      random.shuffle(items);
      counts.set(items.join(''), (counts.get(items.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: 60 is beyond the 99.99% quantile.
    expect(chiSquared([...counts.values()])).toBeLessThan(60);
    const rows = Int32Array.from({ length: 100 }, (_, i) => i);
    random.shuffle(rows);
    expect(rows.toSorted()).toEqual(Int32Array.from({ length: 100 }, (_, i) => i));
  });
});
