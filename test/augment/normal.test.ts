import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/augment/normal.ts';

// Abramowitz and Stegun, table 26.1, and its quantiles (26.2).
const KNOWN = [
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [1.2815515655446004, 0.9],
  [1.6448536269514722, 0.95],
  [1.959963984540054, 0.975],
  [2.5758293035489004, 0.995],
  [3.090232306167813, 0.999],
  [4, 0.9999683287581669],
  [5, 0.9999997133484281],
] as const;

describe('the normal distribution', () => {
  it.each(KNOWN)('has its known share below %f', (z, p) => {
    expect(Math.abs(normalCdf(z) - p)).toBeLessThan(7.5e-8);
    expect(Math.abs(normalCdf(-z) - (1 - p))).toBeLessThan(7.5e-8);
  });

  it.each(KNOWN)('has its quantile %f', (z, p) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 7);
    expect(normalQuantile(1 - p)).toBeCloseTo(-z, 7);
  });

  it('has quantiles far out in both tails', () => {
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 7);
    expect(normalQuantile(1e-300) / -37.0471).toBeCloseTo(1, 5);
  });

  it('undoes itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-7);
      }),
    );
  });

  it('stays within 0 and 1 and never falls', () => {
    let last = 0;
    for (let z = -40; z <= 40; z += 0.01) {
      const p = normalCdf(z);
      expect(p).toBeGreaterThanOrEqual(last - 1e-7);
      expect(p).toBeLessThanOrEqual(1);
      last = p;
    }
  });

  it('is continuous where the quantile changes its formula', () => {
    for (const p of [0.02425, 1 - 0.02425]) {
      expect(normalQuantile(p - 1e-12)).toBeCloseTo(normalQuantile(p + 1e-12), 8);
    }
  });
});
