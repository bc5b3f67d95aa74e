import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  binomialTail,
  hypergeometricTail,
  jointShare,
  plainFigure,
  quantileSorted,
  wilson,
} from '../../src/core/interval.ts';
import { Random } from '../../src/core/random.ts';

describe('wilson', () => {
  // For n of n the lower bound is n / (n + 1.96²).
  test.each([
    [20, 20, 0.8389, 1],
    [50, 50, 0.9287, 1],
    [190, 200, 0.9104, 0.9726],
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [1, 1, 0.2065, 1],
  ])('%i of %i', (hits, n, low, high) => {
    const figure = wilson(hits, n);
    expect(figure.value).toBe(hits / n);
    expect(figure.low).toBeCloseTo(low, 4);
    expect(figure.high).toBeCloseTo(high, 4);
    expect(figure.n).toBe(n);
  });

  test('no rows, no share', () => {
    expect(wilson(0, 0)).toEqual({ value: null, low: null, high: null, n: 0 });
  });

  test('the interval holds the share and stays within [0, 1], down to the last digit', () => {
    const share = fc
      .nat({ max: 100_000 })
      .chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)));
    fc.assert(
      fc.property(share, ([hits, n]) => {
        fc.pre(n > 0);
        for (const k of [hits, 0, n]) {
          const { value, low, high } = wilson(k, n);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(value!);
          expect(high).toBeGreaterThanOrEqual(value!);
          expect(high).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('hits and misses mirror each other, and more rows narrow the interval', () => {
    const [few, many] = [wilson(9, 10), wilson(900, 1000)];
    expect(wilson(1, 10).low).toBeCloseTo(1 - few.high!, 12);
    expect(many.high! - many.low!).toBeLessThan(few.high! - few.low!);
  });
});

test('a plain figure has no interval', () => {
  expect(plainFigure(0.5, 3)).toEqual({ value: 0.5, low: null, high: null, n: 3 });
});

test('quantiles interpolate as R and numpy do by default', () => {
  const sorted = [1, 2, 4, 8];
  expect([0, 0.25, 0.5, 0.9, 1].map((q) => quantileSorted(sorted, q))).toEqual([
    1,
    1.75,
    3,
    4 + 4 * (3 * 0.9 - 2),
    8,
  ]);
  expect(quantileSorted([7], 0.3)).toBe(7);
});

describe('shares that are looked at together', () => {
  // For n of n the lower end is the n-th root of the level.
  test.each([
    [5, 10, 1, 0.1871, 0.8129],
    [0, 10, 1, 0, 0.3085],
    [10, 10, 1, 0.6915, 1],
    [1, 1, 77, 0.025 / 77, 1],
    [6, 6, 50, Math.exp(Math.log(0.0005) / 6), 1],
  ])('%i of %i with %i looks', (hits, n, looks, low, high) => {
    const figure = jointShare(hits, n, looks);
    expect(figure.low).toBeCloseTo(low, 4);
    expect(figure.high).toBeCloseTo(high, 4);
    expect(figure).toMatchObject({ value: hits / n, n });
  });

  test('both ends are where so extreme a count has the level as its chance', () => {
    const share = fc
      .integer({ min: 1, max: 2000 })
      .chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n), fc.integer({ min: 1, max: 500 })));
    fc.assert(
      fc.property(share, ([hits, n, looks]) => {
        const { value, low, high } = jointShare(hits, n, looks);
        expect(low).toBeLessThanOrEqual(value!);
        expect(high).toBeGreaterThanOrEqual(value!);
        const level = 0.025 / looks;
        if (hits < n) expect(binomialTail(hits, n, high!) / level).toBeCloseTo(1, 3);
        // The mirrored tail, which the code does not go by.
        if (hits > 0) expect(binomialTail(n - hits, n, 1 - low!) / level).toBeCloseTo(1, 3);
      }),
    );
  });

  test('no rows, no share; more looks, wider', () => {
    expect(jointShare(0, 0, 5)).toEqual({ value: null, low: null, high: null, n: 0 });
    const widths = [1, 2, 16, 1000].map((looks) => {
      const { low, high } = jointShare(24, 31, looks);
      return high! - low!;
    });
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(new Set(widths).size).toBe(4);
  });

  test('all hold at once in 95% of samples, also of few rows', () => {
    const random = new Random('looks');
    let held = 0;
    for (let sample = 0; sample < 500; sample++) {
      const all = Array.from({ length: 16 }, (_, path) => {
        const n = 1 + 5 * path;
        let hits = 0;
        for (let row = 0; row < n; row++) hits += Number(random.uniform() < 0.1);
        const { low, high } = jointShare(hits, n, 16);
        return low! <= 0.1 && high! >= 0.1;
      });
      if (all.every(Boolean)) held++;
    }
    expect(held).toBeGreaterThanOrEqual(475);
  });
});

describe('hypergeometric tail', () => {
  /** n over k, exact. */
  const choose = (n: number, k: number): bigint => {
    let product = 1n;
    for (let i = 0; i < k; i++) product = (product * BigInt(n - i)) / BigInt(i + 1);
    return product;
  };

  test('is the share of all draws that hold so many', () => {
    const draws = fc.nat({ max: 60 }).chain((all) =>
      fc.record({
        all: fc.constant(all),
        rows: fc.nat({ max: all }),
        marked: fc.nat({ max: all }),
        hits: fc.nat({ max: all + 1 }),
      }),
    );
    fc.assert(
      fc.property(draws, ({ hits, rows, marked, all }) => {
        let count = 0n;
        for (let k = hits; k <= Math.min(rows, marked); k++) {
          if (rows - k <= all - marked) count += choose(marked, k) * choose(all - marked, rows - k);
        }
        const exact = Number(count) / Number(choose(all, rows));
        const found = hypergeometricTail(hits, { rows, marked, all });
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(1e-12 * exact);
      }),
    );
  });

  // Fisher's lady and her tea: all 4 cups right, and at least 3 of them.
  test.each([
    [4, { rows: 4, marked: 4, all: 8 }, 1 / 70],
    [3, { rows: 4, marked: 4, all: 8 }, 17 / 70],
    [15, { rows: 300, marked: 15, all: 301 }, 286 / 301],
  ])('at least %i of %o', (hits, draws, expected) => {
    expect(hypergeometricTail(hits, draws)).toBeCloseTo(expected, 12);
  });

  test('far from the middle of many rows it stays a chance', () => {
    const many = { rows: 50_000, marked: 40_000, all: 100_000 };
    expect(hypergeometricTail(1, many)).toBe(1);
    expect(hypergeometricTail(20_000, many)).toBeCloseTo(0.5, 2);
    expect(hypergeometricTail(39_999, many)).toBe(0);
  });
});
