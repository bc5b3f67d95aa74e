import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binTable, coarsen, learnBins, MAX_BINS, type FeatureBins } from '../../src/cart/bins.ts';
import { nextDown, nextUp } from '../../src/core/doubles.ts';
import { Random } from '../../src/core/random.ts';
import { MISSING, UNSEEN, type Table } from '../../src/core/table.ts';
import { categorical, numeric } from '../core/model.ts';

/** A table of one numeric column. */
function numbers(values: ArrayLike<number>): Table {
  return {
    features: [numeric('x')],
    columns: [Float64Array.from(values)],
    nRows: values.length,
    sourceRow: new Int32Array(values.length),
  };
}

function codesTable(nCategories: number, codes: readonly number[]): Table {
  const names = Array.from({ length: nCategories }, (_, i) => `c${i}`);
  return {
    features: [categorical('c', names)],
    columns: [Int32Array.from(codes)],
    nRows: codes.length,
    sourceRow: new Int32Array(codes.length),
  };
}

const learn = (values: ArrayLike<number>, maxBins?: number): FeatureBins =>
  learnBins(numbers(values), maxBins)[0]!;

const binsOf = (values: ArrayLike<number>, bins: FeatureBins): number[] => [
  ...binTable(numbers(values), [bins]).columns[0]!,
];

/** Values at which comparisons go wrong: edges of the range, neighbours, both zeros, repeats. */
const awkward = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(0, -0, 5e-324, -5e-324, 1, 1 + Number.EPSILON, 1 - Number.EPSILON / 2),
  fc.constantFrom(1.7e308, -1.7e308, Number.MAX_VALUE, -Number.MAX_VALUE, 0.1, 0.2, 0.1 + 0.2),
);

describe('the bins of a number', () => {
  test('are its values, where there are few', () => {
    expect(learn([3, 1, 2, 1])).toEqual({
      kind: 'numeric',
      nBins: 3,
      cuts: Float64Array.of(1.5, 2.5),
    });
    expect(learn([-0, 0, 1]).nBins).toBe(2);
    expect(learn([5, 5]).nBins).toBe(1);
    expect(learn([NaN, NaN])).toEqual({ kind: 'numeric', nBins: 1, cuts: new Float64Array(0) });
    const values = Array.from({ length: MAX_BINS }, (_, i) => i * i);
    expect(binsOf(values, learn(values))).toEqual([...values.keys()]);
  });

  test('keep apart any two values that differ, adjacent doubles too', () => {
    fc.assert(
      fc.property(fc.array(awkward, { maxLength: 60 }), (values) => {
        const bins = learn(values);
        const distinct = [...new Set(values)].sort((a, b) => a - b);
        expect(bins.nBins).toBe(Math.max(1, distinct.length));
        expect(binsOf(distinct, bins)).toEqual([...distinct.keys()]);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('agree with `x <= cut` for any value, on the grid or off it', () => {
    fc.assert(
      fc.property(fc.array(awkward, { minLength: 2, maxLength: 30 }), awkward, (values, other) => {
        const bins = learn(values, 8);
        const near = [...bins.cuts].flatMap((cut) => [cut, nextUp(cut), nextDown(cut)]);
        const probes = [...near, ...values, other, 0, -0, Infinity, -Infinity];
        const found = binsOf(probes, bins);
        for (const [i, probe] of probes.entries()) {
          for (const [b, cut] of bins.cuts.entries()) expect(probe <= cut).toBe(found[i]! <= b);
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('put missing values in a bin of their own, last', () => {
    expect(binsOf([1, NaN, 2], learn([1, NaN, 2]))).toEqual([0, 2, 1]);
  });

  test('never pass the limit, and use all of it where there are enough values', () => {
    const random = new Random('limit');
    for (let i = 0; i < 40; i++) {
      const n = 1 + random.below(2000);
      const values = Array.from({ length: n }, () => Math.floor(random.normal() * 10 * n) / 10);
      const distinct = new Set(values).size;
      for (const maxBins of [2, 3, 16, MAX_BINS]) {
        expect(learn(values, maxBins).nBins).toBe(Math.min(distinct, maxBins));
      }
    }
  });
});

describe('with more values than bins', () => {
  /** Rows in each bin, and how many different values those rows have. */
  function load(
    values: readonly number[],
    bins: FeatureBins,
  ): Array<[rows: number, values: number]> {
    const held = Array.from({ length: bins.nBins }, () => [] as number[]);
    for (const [row, bin] of binsOf(values, bins).entries()) held[bin]!.push(values[row]!);
    return held.map((inBin) => [inBin.length, new Set(inBin).size]);
  }

  test('distinct values fall evenly', () => {
    const random = new Random('even');
    const values = Array.from({ length: 10_000 }, () => random.normal());
    for (const [rows] of load(values, learn(values))) {
      expect(rows).toBeGreaterThanOrEqual(39);
      expect(rows).toBeLessThanOrEqual(40);
    }
  });

  test('a frequent value has a bin of its own, wherever it lies', () => {
    const random = new Random('frequent');
    for (const frequent of [-9, -1, 0, 0.5, 9]) {
      const others = Array.from({ length: 3000 }, () => random.normal());
      const values = [...others, ...Array.from({ length: 2000 }, () => frequent)];
      random.shuffle(values);
      const bins = learn(values);
      const [bin] = binsOf([frequent], bins);
      expect(load(values, bins)[bin!]).toEqual([2000, 1]);
    }
  });

  test('no bin of several values is far over its share of the rows', () => {
    const random = new Random('share');
    for (let i = 0; i < 60; i++) {
      const spread = 1 + random.below(400);
      const values = Array.from({ length: 3000 }, () => {
        const draw = random.normal() * spread;
        return random.below(3) === 0 ? Math.round(draw) : Math.round(draw * 50) / 50;
      });
      const maxBins = 8 + random.below(100);
      const bins = learn(values, maxBins);
      if (bins.nBins < maxBins) continue;
      for (const [rows, distinct] of load(values, bins)) {
        if (distinct > 1) expect(rows).toBeLessThanOrEqual((2 * values.length) / maxBins);
      }
    }
  });
});

describe('the bins of a category', () => {
  test('are its codes; missing and unseen ones share the last', () => {
    const table = codesTable(3, [2, MISSING, 0, UNSEEN, 1]);
    const binning = learnBins(table);
    expect(binning).toEqual([{ kind: 'categorical', nBins: 3, cuts: new Float64Array(0) }]);
    expect(binTable(table, binning).columns).toEqual([Uint8Array.of(2, 3, 0, 3, 1)]);
  });

  test('are at most 255: more would not fit a byte and is refused', () => {
    const all = codesTable(MAX_BINS, [0, 254, MISSING]);
    expect(binTable(all, learnBins(all)).columns).toEqual([Uint8Array.of(0, 254, 255)]);
    expect(() => learnBins(codesTable(MAX_BINS + 1, [0]))).toThrow(RangeError);
  });
});

describe('coarser bins', () => {
  test('join neighbours, keep missing values last, and still agree with `x <= cut`', () => {
    const values = fc.array(fc.option(fc.integer({ min: -300, max: 300 }), { nil: NaN }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 80 }), (column, maxBins) => {
        const table = numbers(column);
        const fine = binTable(table, learnBins(table));
        const rough = coarsen(fine, maxBins);
        const [{ nBins, cuts }] = rough.binning as [FeatureBins];
        expect(nBins).toBeLessThanOrEqual(maxBins);
        expect(cuts).toHaveLength(nBins - 1);
        column.forEach((value, row) => {
          const bin = rough.columns[0]![row]!;
          if (Number.isNaN(value)) expect(bin).toBe(nBins);
          else cuts.forEach((cut, b) => expect(value <= cut).toBe(bin <= b));
        });
      }),
    );
  });

  test('leave categories and columns of few values as they are', () => {
    const few = binTable(numbers([1, 2, 3]), learnBins(numbers([1, 2, 3])));
    expect(coarsen(few, 3)).toEqual(few);
    const codes = codesTable(200, [0, 199, MISSING]);
    const names = binTable(codes, learnBins(codes));
    expect(coarsen(names, 10)).toEqual(names);
  });
});
