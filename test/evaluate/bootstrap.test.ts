import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { bootstrapFigures, type Statistic } from '../../src/evaluate/bootstrap.ts';

const meanOf =
  (values: Float64Array): Statistic =>
  (rows, out) => {
    out[0] = rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
  };

const normals = (n: number, seed: string): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: n }, () => 3 + 2 * random.normal());
};

describe('bootstrap figures', () => {
  it('hold the value on the rows themselves, between their limits', () => {
    const values = normals(100, 'a');
    const [figure] = bootstrapFigures(100, 1, meanOf(values), new Random(1));
    const mean = values.reduce((sum, value) => sum + value, 0) / 100;
    expect(figure!.value).toBeCloseTo(mean, 12);
    // The standard error of the mean of 100 draws with standard deviation 2 is 0.2.
    expect(figure!.high! - figure!.low!).toBeGreaterThan(0.6);
    expect(figure!.high! - figure!.low!).toBeLessThan(1);
    expect(figure!.n).toBe(100);
  });

  it('hold the true mean about 95 times in 100', () => {
    let held = 0;
    for (let repeat = 0; repeat < 200; repeat++) {
      const values = normals(60, `rows ${repeat}`);
      const [figure] = bootstrapFigures(60, 1, meanOf(values), new Random(repeat));
      if (figure!.low! <= 3 && 3 <= figure!.high!) held++;
    }
    expect(held).toBeGreaterThan(178);
    expect(held).toBeLessThan(199);
  });

  it('are seeded', () => {
    const values = normals(50, 'a');
    const draw = (seed: number): unknown =>
      bootstrapFigures(50, 1, meanOf(values), new Random(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
  });

  it('share their resamples, so that a difference of two is as sure as it is', () => {
    const values = normals(80, 'a');
    const [, , difference] = bootstrapFigures(
      80,
      3,
      (rows, out) => {
        meanOf(values)(rows, out);
        out[1] = out[0]! + 5;
        out[2] = out[1] - out[0]!;
      },
      new Random(1),
    );
    expect(difference!.low).toBeCloseTo(5, 9);
    expect(difference!.high).toBeCloseTo(5, 9);
  });

  it('leave out resamples on which the statistic is undefined', () => {
    // Defined only where row 0 was drawn, as a ratio is only where its divisor is not 0.
    const rare: Statistic = (rows, out) => {
      out[0] = rows.includes(0) ? 1 : NaN;
    };
    const [figure] = bootstrapFigures(20, 1, rare, new Random(1));
    expect(figure).toEqual({ value: 1, low: 1, high: 1, n: 20 });
    const never: Statistic = (_, out) => {
      out[0] = NaN;
    };
    expect(bootstrapFigures(20, 1, never, new Random(1))).toEqual([
      { value: null, low: null, high: null, n: 20 },
    ]);
  });

  it('are undefined for no rows', () => {
    const [figure] = bootstrapFigures(0, 1, meanOf(new Float64Array(0)), new Random(1));
    expect(figure).toEqual({ value: null, low: null, high: null, n: 0 });
  });
});
