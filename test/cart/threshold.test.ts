import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thresholdBetween } from '../../src/cart/threshold.ts';
import { nextDown, nextUp } from '../../src/core/doubles.ts';

const finite = fc.double({ noDefaultInfinity: true, noNaN: true });
const pair = fc
  .tuple(finite, finite)
  .filter(([a, b]) => a !== b)
  .map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]));

const isFloat32 = (value: number): boolean => Math.fround(value) === value;

describe('a threshold between two values', () => {
  test.each<[number, number, number]>([
    [1, 2, 1.5],
    [0, 1, 0.5],
    [1, 4, 3],
    [10, 20, 15],
    [1000, 3000, 2000],
    [0.1, 0.3, 0.25],
    [0.1, 0.2, 0.125],
    [0.61, 0.63, 0.625],
    [104, 107, 106],
    [104, 105, 104.5],
    [-1, 2, 0],
    [-5e-324, 5e-324, 0],
    [-1.7e308, 1.7e308, 0],
    [1.5e308, 1.7e308, 1.6e308],
    [-1.7e308, -1.6e308, -1.65e308],
    [1e21, 2e21, 1.5e21],
    [5e-324, 2e-323, 1e-323],
    [18262, 18263, 18262.5],
  ])('%d and %d: %d', (a, b, expected) => {
    expect(thresholdBetween(a, b)).toBe(expected);
  });

  test('splits any two values, and lies strictly between them where a double does', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const threshold = thresholdBetween(a, b);
        expect(a <= threshold && !(b <= threshold)).toBe(true);
        if (nextUp(a) < b) expect(a < threshold).toBe(true);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('is the lower value between adjacent doubles, and never -0', () => {
    fc.assert(
      fc.property(finite, (a) => {
        const threshold = thresholdBetween(a, nextUp(a));
        expect(threshold).toBe(a + 0);
        const below = thresholdBetween(nextDown(a), a);
        expect(below).toBe(nextDown(a) + 0);
      }),
      { seed: 2, numRuns: 1000, examples: [[0], [-0], [1], [5e-324], [Number.MAX_VALUE / 2]] },
    );
    for (const [a, b] of [
      [-0, 1],
      [-1, -0],
      [-0, 5e-324],
      [-5e-324, -0],
      [-1, 1e-300],
    ] as const) {
      expect(Object.is(thresholdBetween(a, b), -0)).toBe(false);
    }
  });

  test('is a double away from both where there is just one double between', () => {
    fc.assert(
      fc.property(finite, (a) => {
        fc.pre(Math.abs(a) < 1e308);
        expect(thresholdBetween(a, nextUp(nextUp(a)))).toBe(nextUp(a) + 0);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test('has the fewest digits there are, unless float32 holds one hardly longer', () => {
    const inMillionths = fc.tuple(
      fc.integer({ min: -3e7, max: 3e7 }),
      fc.integer({ min: 20, max: 20_000 }),
    );
    fc.assert(
      fc.property(inMillionths, ([low, gap]) => {
        const [a, b] = [low / 1e6, (low + gap) / 1e6];
        const threshold = thresholdBetween(a, b);
        const shortest = shortestMillionth(low, low + gap) / 1e6;
        // The mirror image in the middle has as many digits and is as near.
        const mirrored = (2 * low + gap) / 1e6 - shortest;
        if (threshold === shortest || Math.abs(threshold - mirrored) < 1e-9) return;
        expect(isFloat32(shortest)).toBe(false);
        expect(isFloat32(threshold)).toBe(true);
        expect(String(threshold).length).toBeLessThanOrEqual(String(shortest).length + 2);
      }),
      { seed: 4, numRuns: 1000, examples: [[[-10, 30]], [[-20, 30]], [[-1_000_000, 20_000]]] },
    );
  });
});

/** The whole number strictly between that has the fewest significant digits, nearest the middle. */
function shortestMillionth(low: number, high: number): number {
  let best = low + 1;
  for (let c = low + 1; c < high; c++) {
    const fewer = significant(c) - significant(best);
    const nearer = Math.abs(2 * c - low - high) - Math.abs(2 * best - low - high);
    if (fewer < 0 || (fewer === 0 && nearer < 0)) best = c;
  }
  return best;
}

/** Significant digits of a whole number; 0 has none. */
function significant(value: number): number {
  return String(Math.abs(value)).replace(/0+$/, '').length;
}
