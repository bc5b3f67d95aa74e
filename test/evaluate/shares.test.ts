import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail, plainFigure, wilson } from '../../src/core/interval.ts';
import { Random } from '../../src/core/random.ts';
import { beyondBaseline, meanOfShares, pairedRatio } from '../../src/evaluate/shares.ts';

const count = fc.integer({ min: 0, max: 200 });

describe('a share beyond its baseline', () => {
  it('is 0 at the baseline and 1 at 1, with the limits of the share', () => {
    expect(beyondBaseline(wilson(80, 100), 0.8)).toMatchObject({ value: 0, n: 100 });
    const perfect = beyondBaseline(wilson(50, 50), 0.8);
    expect(perfect.value).toBe(1);
    expect(perfect.high).toBe(1);
    expect(perfect.low).toBeCloseTo((wilson(50, 50).low! - 0.8) / 0.2, 12);
    expect(perfect.low!).toBeLessThan(0.75);
  });

  it('is undefined when the baseline is 1 or there are no rows', () => {
    expect(beyondBaseline(wilson(10, 10), 1)).toEqual(plainFigure(null, 10));
    expect(beyondBaseline(wilson(0, 0), 0.5)).toEqual(plainFigure(null, 0));
    expect(beyondBaseline(wilson(0, 0), NaN)).toEqual(plainFigure(null, 0));
  });
});

describe('the mean of shares', () => {
  it('is one share where there is only one, and leaves out shares of no rows', () => {
    const share = wilson(17, 20);
    const mean = meanOfShares([share, wilson(0, 0)]);
    expect(mean.value).toBeCloseTo(share.value!, 12);
    expect(mean.low).toBeCloseTo(share.low!, 12);
    expect(mean.high).toBeCloseTo(share.high!, 12);
    expect(mean.n).toBe(20);
    expect(meanOfShares([wilson(0, 0)]).value).toBeNull();
  });

  it('lies within its limits, which lie within 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(count, count), { minLength: 1 }), (pairs) => {
        const shares = pairs.map(([a, b]) => wilson(Math.min(a, b), Math.max(a, b)));
        const { value, low, high } = meanOfShares(shares);
        fc.pre(value !== null);
        expect(low!).toBeLessThanOrEqual(value);
        expect(high!).toBeGreaterThanOrEqual(value);
        expect(low!).toBeGreaterThanOrEqual(0);
        expect(high!).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has an interval that holds the truth about 95 times in 100, near the edge too', () => {
    let held = 0;
    for (let repeat = 0; repeat < 500; repeat++) {
      const random = new Random(`mean/${repeat}`);
      const hits = (n: number, p: number): number =>
        Array.from({ length: n }, () => random.uniform()).filter((u) => u < p).length;
      const { low, high } = meanOfShares([wilson(hits(60, 0.99), 60), wilson(hits(15, 0.95), 15)]);
      if (low! <= 0.97 && 0.97 <= high!) held++;
    }
    expect(held / 500).toBeGreaterThan(0.92);
  });
});

describe('the ratio of paired shares', () => {
  it('is the ratio, with limits on both sides of it', () => {
    const figure = pairedRatio({ both: 70, onlyFirst: 4, onlySecond: 10 }, 100);
    expect(figure.value).toBeCloseTo(74 / 80, 12);
    expect(figure.low!).toBeGreaterThan(0.8);
    expect(figure.low!).toBeLessThan(74 / 80);
    expect(figure.high!).toBeGreaterThan(74 / 80);
    expect(figure.high!).toBeLessThan(1.05);
    expect(figure.n).toBe(100);
  });

  it('has a width even where both were right on the same rows', () => {
    const { value, low, high } = pairedRatio({ both: 40, onlyFirst: 0, onlySecond: 0 }, 50);
    expect(value).toBe(1);
    expect(low!).toBeLessThan(0.97);
    expect(high!).toBeGreaterThan(1.03);
  });

  it('is undefined when the second was never right, and 0 when the first was not', () => {
    expect(pairedRatio({ both: 0, onlyFirst: 3, onlySecond: 0 }, 9)).toEqual(plainFigure(null, 9));
    expect(pairedRatio({ both: 0, onlyFirst: 0, onlySecond: 3 }, 9)).toMatchObject({
      value: 0,
      low: 0,
    });
  });

  it('turns upside down with the two answers', () => {
    fc.assert(
      fc.property(count, count, count, (both, onlyFirst, onlySecond) => {
        fc.pre(both > 0);
        const figure = pairedRatio({ both, onlyFirst, onlySecond }, 600);
        const turned = pairedRatio({ both, onlyFirst: onlySecond, onlySecond: onlyFirst }, 600);
        expect(turned.value! * figure.value!).toBeCloseTo(1, 9);
        expect(turned.low! * figure.high!).toBeCloseTo(1, 9);
      }),
    );
  });

  it('has an interval that holds the truth at least 92 times in 100', () => {
    // Teacher right on 80%, of which the student loses 5 points and wins 2 back elsewhere.
    const truth = 0.77 / 0.8;
    let held = 0;
    for (let repeat = 0; repeat < 500; repeat++) {
      const random = new Random(`ratio/${repeat}`);
      const hits = { both: 0, onlyFirst: 0, onlySecond: 0 };
      for (let row = 0; row < 150; row++) {
        const u = random.uniform();
        if (u < 0.75) hits.both++;
        else if (u < 0.8) hits.onlySecond++;
        else if (u < 0.82) hits.onlyFirst++;
      }
      const { low, high } = pairedRatio(hits, 150);
      if (low! <= truth && truth <= high!) held++;
    }
    expect(held / 500).toBeGreaterThan(0.92);
  });
});

describe('the tail of the binomial distribution', () => {
  it.each([
    [0, 1, 0.95, 0.05],
    [0, 2, 0.95, 0.0025],
    [3, 10, 0.5, 176 / 1024],
    [8, 10, 0.9, 1 - 0.9 ** 10 - 10 * 0.1 * 0.9 ** 9],
    [10, 10, 0.3, 1],
    [0, 0, 0.5, 1],
    [4, 5, 1, 0],
    [5, 5, 1, 1],
    [0, 5, 0, 1],
  ])('of at most %i of %i at %f is %f', (hits, n, p, expected) => {
    expect(binomialTail(hits, n, p)).toBeCloseTo(expected, 12);
  });

  it('neither underflows nor overflows for many trials', () => {
    expect(binomialTail(94_999, 100_000, 0.95)).toBeCloseTo(0.497, 2);
    expect(binomialTail(90_000, 100_000, 0.95)).toBeLessThan(1e-100);
    expect(binomialTail(99_999, 100_000, 0.5)).toBeCloseTo(1, 9);
  });
});
