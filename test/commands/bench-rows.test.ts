import { expect, test } from 'vitest';
import { drawRows, namedRow, type HeldRows } from '../../src/commands/bench-rows.ts';
import { Random } from '../../src/core/random.ts';
import type { CategoricalFeature, NumericFeature } from '../../src/core/table.ts';

const COMMON = { missingShare: 0.25 };

const number = (name: string, integer: boolean, max = 9): NumericFeature => ({
  ...COMMON,
  kind: 'numeric',
  name,
  format: 'number',
  integer,
  min: 0,
  max,
});

const category = (name: string, categories: readonly string[]): CategoricalFeature => ({
  ...COMMON,
  kind: 'categorical',
  name,
  categories,
  rest: null,
  boolean: false,
});

async function drawn(held: HeldRows, nRows: number) {
  const { table, distinct } = await drawRows(held, nRows, new Random(1), undefined);
  return { rows: Array.from({ length: nRows }, (_, row) => namedRow(table, row)), distinct };
}

const different = (rows: readonly object[]): number =>
  new Set(rows.map((row) => JSON.stringify(row))).size;

const HELD: HeldRows = {
  features: [number('size', false), number('count', true, 100_000), category('home', ['x', 'y'])],
  columns: [Float64Array.of(1, NaN), Float64Array.of(0, 100_000), Int32Array.of(1, -1)],
  nRows: 2,
};

test('rows are drawn near those that were held out, and are all different', async () => {
  const held = { ...HELD, columns: HELD.columns.with(0, Float64Array.of(1, 2)) };
  const { rows, distinct } = await drawn(held, 500);
  expect(distinct).toBe(500);
  expect(different(rows)).toBe(500);
  for (const { size, count, home } of rows) {
    expect([null, 'y']).toContain(home);
    expect(Math.abs(Number(size) - 1.5)).toBeLessThan(1.5);
    expect(Math.abs(Number(count) - 50_000)).toBeGreaterThan(40_000);
  }
});

test('a whole number stays whole, and within what was seen', async () => {
  const { rows } = await drawn(HELD, 300);
  expect(new Set(rows.map(({ count }) => count)).size).toBeGreaterThan(50);
  for (const { count } of rows) {
    expect(Number.isInteger(count)).toBe(true);
    expect(Object.is(count, -0)).toBe(false);
    expect(count).toBeGreaterThanOrEqual(0);
    expect(count).toBeLessThanOrEqual(100_000);
  }
});

test('rows of categories alone are counted as they are', async () => {
  const held: HeldRows = {
    features: [category('a', ['x', 'y']), category('b', ['p', 'q', 'r'])],
    columns: [Int32Array.of(0, 1, 0), Int32Array.of(0, 1, 2)],
    nRows: 3,
  };
  const { rows, distinct } = await drawn(held, 200);
  expect(distinct).toBe(different(rows));
  expect(distinct).toBeGreaterThan(3);
  expect(distinct).toBeLessThanOrEqual(6);
});

test('what the tree is not shown makes no row different', async () => {
  const held: HeldRows = {
    features: [{ ...number('hidden', false), withheld: true }, category('home', ['x'])],
    columns: [Float64Array.of(1, 2), Int32Array.of(0, 0)],
    nRows: 2,
  };
  expect(await drawn(held, 50)).toMatchObject({ distinct: 1 });
});

test('a column that was redacted is drawn from its range and its categories', async () => {
  const { rows } = await drawn({ ...HELD, columns: [null, null, null] }, 400);
  const sizes = rows.flatMap(({ size }) => (size === null ? [] : [Number(size)]));
  expect(sizes.length).toBeGreaterThan(200);
  expect(sizes.length).toBeLessThan(400);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(9);
  expect(rows.every(({ count }) => count === null || Number.isInteger(count))).toBe(true);
  expect(new Set(rows.map(({ home }) => home))).toEqual(new Set(['x', 'y', null]));
});

test('drawing can be stopped', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('stopped by hand')), 5);
  const drawing = drawRows(HELD, 2_000_000, new Random(1), stop.signal);
  await expect(drawing).rejects.toThrow('stopped by hand');
});
