import { describe, expect, it } from 'vitest';
import { drawRows, learnSampler, syntheticRowCount } from '../../src/augment/augment.ts';
import { copulaSampler } from '../../src/augment/copula.ts';
import { mungeSampler } from '../../src/augment/munge.ts';
import { Random } from '../../src/core/random.ts';
import type { Table } from '../../src/core/table.ts';
import { makeRows } from '../fixtures/rows.ts';

const { table } = makeRows('binary', 300);
const score = Float64Array.from({ length: table.nRows }, (_, row) => (row % 7) / 7);

describe('the number of synthetic rows', () => {
  it.each([
    // [real rows, depth, expected]: max(20 n, 200 · 2^min(d, 8)), within 20,000 and 1,000,000.
    [100, 3, 20_000],
    [1000, 3, 20_000],
    [1001, 3, 20_020],
    [100, 8, 51_200],
    [100, 12, 51_200],
    [2672, 8, 53_440],
    [49_999, 8, 999_980],
    [80_000, 8, 1_000_000],
  ])('is, for %i rows and depth %i, %i', (rows, depth, expected) => {
    expect(syntheticRowCount(rows, depth)).toBe(expected);
  });
});

describe('a sampler', () => {
  it('is none for the method none', () => {
    expect(learnSampler('none', table, score, new Random(1))).toBeNull();
  });

  it('is the copula or MUNGE when they are asked for by name', () => {
    const draw = (method: 'copula' | 'munge'): Table =>
      learnSampler(method, table, score, new Random(1))!(40, new Random(2));
    expect(draw('copula')).toEqual(copulaSampler(table, score)(40, new Random(2)));
    expect(draw('munge')).toEqual(mungeSampler(table, new Random(1))(40, new Random(2)));
  });

  it.each([1, 2, 41])('is half one and half the other for a blend of %i rows', (n) => {
    const blend = learnSampler('blend', table, score, new Random(1))!;
    const drawn = blend(n, new Random(2));
    const half = Math.ceil(n / 2);
    const first = copulaSampler(table, score)(half, new Random(2).substream('first'));
    const second = mungeSampler(table, new Random(1))(n - half, new Random(2).substream('second'));
    expect(drawn.nRows).toBe(n);
    drawn.columns.forEach((column, f) => {
      expect([...column]).toEqual([...first.columns[f]!, ...second.columns[f]!]);
    });
  });
});

describe('drawing rows', () => {
  const sampler = learnSampler('blend', table, score, new Random(1))!;

  it('gives the rows asked for, the same ones from the same seed', async () => {
    const rows = await drawRows(sampler, 12_345, new Random(1), {});
    expect(rows.nRows).toBe(12_345);
    rows.columns.forEach((column) => expect(column).toHaveLength(12_345));
    expect(await drawRows(sampler, 12_345, new Random(1), {})).toEqual(rows);
    expect(await drawRows(sampler, 12_345, new Random(2), {})).not.toEqual(rows);
  });

  it('draws other rows in each of its pieces', async () => {
    const rows = await drawRows(sampler, 10_000, new Random(1), {});
    const income = rows.columns[0]!;
    expect(income.slice(0, 5000)).not.toEqual(income.slice(5000));
  });

  it('reports progress and stops when told to', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const drawing = drawRows(sampler, 40_000, new Random(1), {
      signal: stop.signal,
      onProgress: ({ done }) => {
        seen.push(done);
        if (done === 10_000) stop.abort();
      },
    });
    await expect(drawing).rejects.toThrow('aborted');
    expect(seen).toEqual([5000, 10_000]);
  });
});
