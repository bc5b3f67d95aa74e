import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { areaUnderCurve } from '../../src/evaluate/auc.ts';

/** Share of (positive, negative) pairs that the score orders rightly; ties count half. */
function byPairs(scores: readonly number[], positive: readonly boolean[]): number {
  let pairs = 0;
  let ordered = 0;
  scores.forEach((p, i) =>
    scores.forEach((q, j) => {
      if (!positive[i] || positive[j]) return;
      pairs++;
      ordered += p > q ? 1 : p === q ? 0.5 : 0;
    }),
  );
  return ordered / pairs;
}

const binary = (
  scores: readonly number[],
  positive: readonly boolean[],
): ReturnType<typeof areaUnderCurve> =>
  areaUnderCurve(
    Float64Array.from(scores.flatMap((p) => [1 - p, p])),
    Int32Array.from(positive, Number),
    2,
  );

describe('the area under the curve', () => {
  it('is the share of pairs in the right order, whatever the ties', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 60 }), (rows) => {
        const scores = rows.map(([score]) => score / 8);
        const positive = rows.map(([, kind]) => kind);
        fc.pre(positive.includes(true) && positive.includes(false));
        const { value, low, high, n } = binary(scores, positive);
        expect(value).toBeCloseTo(byPairs(scores, positive), 12);
        expect(low!).toBeLessThanOrEqual(value!);
        expect(high!).toBeGreaterThanOrEqual(value!);
        expect(low!).toBeGreaterThanOrEqual(0);
        expect(high!).toBeLessThanOrEqual(1);
        expect(n).toBe(rows.length);
      }),
    );
  });

  it('is 1 and 0 for perfect and inverted scores, never without a width', () => {
    const positive = [false, false, false, true, true];
    const best = binary([0.1, 0.2, 0.3, 0.8, 0.9], positive);
    expect(best.value).toBe(1);
    expect(best.high).toBe(1);
    expect(best.low!).toBeGreaterThan(0.2);
    expect(best.low!).toBeLessThan(0.9);
    const worst = binary([0.9, 0.8, 0.7, 0.2, 0.1], positive);
    expect(worst.value).toBe(0);
    expect(worst.low).toBeLessThan(1e-12);
    expect(worst.high).toBeCloseTo(1 - best.low!, 9);
  });

  it('is undefined when one kind of row is absent', () => {
    expect(binary([0.1, 0.9], [true, true])).toEqual({ value: null, low: null, high: null, n: 2 });
    expect(binary([], []).value).toBeNull();
  });

  it('is the mean over the classes that occur when there are more than two', () => {
    const soft = [
      [0.7, 0.2, 0.1, 0],
      [0.3, 0.4, 0.3, 0],
      [0.2, 0.5, 0.3, 0],
      [0.1, 0.3, 0.6, 0],
      [0.4, 0.1, 0.5, 0],
    ];
    const classes = [0, 0, 1, 2, 1];
    const { value, low, n } = areaUnderCurve(
      Float64Array.from(soft.flat()),
      Int32Array.from(classes),
      4,
    );
    const areas = [0, 1, 2].map((c) =>
      byPairs(
        soft.map((row) => row[c]!),
        classes.map((k) => k === c),
      ),
    );
    expect(value).toBeCloseTo((areas[0]! + areas[1]! + areas[2]!) / 3, 12);
    expect(low).toBeNull();
    expect(n).toBe(5);
  });

  it('has an interval that holds the true area about 95 times in 100', () => {
    // Scores N(1.5, 1) against N(0, 1): the area is Φ(1.5 / √2).
    const truth = 0.8555778168267576;
    let held = 0;
    for (let repeat = 0; repeat < 400; repeat++) {
      const random = new Random(`auc/${repeat}`);
      const positive = Array.from({ length: 80 }, (_, i) => i % 4 === 0);
      const scores = positive.map((kind) => random.normal() + (kind ? 1.5 : 0));
      const { low, high } = areaUnderCurve(
        Float64Array.from(scores.flatMap((s) => [0, s])),
        Int32Array.from(positive, Number),
        2,
      );
      if (low! <= truth && truth <= high!) held++;
    }
    expect(held / 400).toBeGreaterThan(0.92);
    expect(held / 400).toBeLessThan(0.995);
  });
});
