import { describe, expect, test } from 'vitest';
import { flatRow, layoutOf } from '../../src/compile/flat.ts';
import { nextUp } from '../../src/core/doubles.ts';
import type { Row } from '../../src/compile/script/load.ts';
import { ifsOf } from '../../src/compile/branches.ts';
import { lower } from '../../src/compile/lower.ts';
import { readsOf } from '../../src/compile/reads.ts';
import * as deferring from '../golden/compile/credit-deferring/predict.ts';
import * as credit from '../golden/compile/credit/predict.ts';
import * as hostile from '../golden/compile/hostile/predict.ts';
import * as price from '../golden/compile/price/predict.ts';
import * as towns from '../golden/compile/towns/predict.ts';
import { creditModel, hostileModel, townsModel } from './models.ts';

const ROW = { Seniority: 9, Home: 'rent', Records: 'no', Income: 129 } as const;

/** A row that computes its features, and says which were asked. */
function lazyRow(values: Row): { readonly row: never; readonly asked: Set<string> } {
  const asked = new Set<string>();
  const row = {};
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(row, name, {
      get: () => {
        asked.add(name);
        return value;
      },
    });
  }
  return { row: row as never, asked };
}

describe('a row whose getters compute its features', () => {
  test('computes those on its path alone', () => {
    const { row, asked } = lazyRow({ ...ROW, Records: 'yes', Income: 100 });
    expect(credit.predict(row)).toBe('bad');
    expect([...asked].toSorted()).toEqual(['Income', 'Records']);
  });

  test('reads as many features as its path has: the most is stated', () => {
    const sizes = ['yes', 'no'].flatMap((Records) =>
      [null, 60, 100, 200].flatMap((Income) =>
        [null, 1, 9].map((Seniority) => {
          const { row, asked } = lazyRow({ Records, Income, Seniority, Home: 'owner' });
          credit.leaf(row);
          return asked.size;
        }),
      ),
    );
    expect(Math.max(...sizes)).toBe(credit.meta.reads.most);
    expect(Math.min(...sizes)).toBe(2);
  });

  test('costs what its features cost, expected and at most', () => {
    const branch = lower(creditModel());
    const rows = [10, 0, 0, 30, 0, 0, 0, 0];
    const price = (name: string): number => (name === 'Income' ? 5 : 1);
    // Leaf 0 and leaf 3 ask Records and Income; the dearest path asks all four features.
    expect(readsOf(branch, rows, price)).toEqual({ expected: 6, most: 8 });
    expect(readsOf(branch, rows.fill(0), price).expected).toBeNull();
    expect(ifsOf(branch)).toHaveLength(7);
  });
});

describe('parse', () => {
  test('takes a sound row, with null and NaN for what is missing', () => {
    expect(credit.parse({ ...ROW })).toEqual({ ok: true, features: ROW });
    const some = { ...ROW, Income: null, Seniority: NaN };
    expect(credit.parse(some)).toEqual({ ok: true, features: some });
    expect(credit.parse(JSON.parse(JSON.stringify(ROW)))).toEqual({ ok: true, features: ROW });
  });

  test('gives every row the same order of keys', () => {
    const turned = Object.fromEntries(Object.entries(ROW).toReversed());
    const parsed = credit.parse(turned);
    expect(parsed.ok && Object.keys(parsed.features)).toEqual(Object.keys(ROW));
  });

  test.each([
    [null, 'is null, not an object of features'],
    [undefined, 'is undefined, not an object of features'],
    ['{}', 'is a string, not an object of features'],
    [[ROW], 'is an array, not an object of features'],
    [new Date(0), 'is an instance of a class, not an object of features'],
    [new Map(Object.entries(ROW)), 'is an instance of a class, not an object of features'],
  ])('refuses %j as a whole', (value, problem) => {
    expect(credit.parse(value)).toEqual({ ok: false, problems: [{ feature: null, problem }] });
  });

  test.each([
    ['Income', '', 'is a string, not a number'],
    ['Income', '10', 'is a string, not a number'],
    ['Income', true, 'is a boolean, not a number'],
    ['Income', [129], 'is an array, not a number'],
    ['Income', new Date(0), 'is an instance of a class, not a number'],
    ['Income', Infinity, 'is not finite'],
    ['Income', undefined, 'is absent: give null where it is missing'],
    ['Home', 'castle', 'is a category that training never saw'],
    ['Home', '', 'is a category that training never saw'],
    ['Home', 3, 'is a number, not a text'],
    ['Records', false, 'is a boolean, not a text'],
  ])('names the feature: %s is %j', (feature, value, problem) => {
    expect(credit.parse({ ...ROW, [feature]: value })).toEqual({
      ok: false,
      problems: [{ feature, problem }],
    });
  });

  test('names every problem, keys that are no feature first', () => {
    const { Home: _, ...rest } = ROW;
    const parsed = credit.parse({ ...rest, Incom: 3, Income: 'high', toString: 1 });
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? [] : parsed.problems.map(({ feature }) => feature)).toEqual([
      'Incom',
      'toString',
      'Home',
      'Income',
    ]);
  });

  test('takes any text where a rest stands for it', () => {
    const row = Object.fromEntries(
      towns.schema.map(({ name, kind, rest }) => [
        name,
        kind === 'number' ? 1 : rest === null ? null : 'anywhere',
      ]),
    );
    expect(towns.parse(row).ok).toBe(true);
  });

  test('reads own keys alone, whatever their names', () => {
    const names = hostile.schema.map(({ name }) => name);
    expect(names).toContain('__proto__');
    const own = Object.fromEntries(names.map((name) => [name, null]));
    const parsed = hostile.parse(own);
    expect(parsed.ok && Object.keys(parsed.features)).toEqual(names);
    expect(hostile.parse({}).ok).toBe(false);
    expect(globalThis).not.toHaveProperty('__pwn');
  });
});

describe('outOfRange', () => {
  test('says nothing of a row like those of training', () => {
    expect(credit.outOfRange(ROW)).toEqual([]);
    expect(credit.outOfRange({ ...ROW, Income: null, Home: null })).toEqual([]);
  });

  test('names numbers outside their range and categories never seen', () => {
    const row = { ...ROW, Income: nextUp(959), Seniority: -1, Home: 'castle' } as never;
    expect(credit.outOfRange(row)).toEqual([
      { feature: 'Seniority', problem: 'is outside 0 to 48' },
      { feature: 'Home', problem: 'is a category that training never saw' },
      { feature: 'Income', problem: 'is outside 0 to 959' },
    ]);
  });

  test('takes the rest for what it is', () => {
    const rest = towns.schema.find((info) => info.rest !== null)!.name;
    expect(towns.outOfRange({ [rest]: 'anywhere' } as never)).toEqual([]);
  });
});

describe('a flat row', () => {
  test('is a number a feature; a category is its code, anything missing NaN', () => {
    const buffer = new Float64Array(6).fill(7);
    credit.encode(ROW, buffer, 1);
    expect([...buffer]).toEqual([7, 9, 5, 0, 129, 7]);
    credit.encode({ ...ROW, Income: null, Home: 'castle' } as never, buffer, 1);
    expect([...buffer]).toEqual([7, 9, NaN, 0, NaN, 7]);
  });

  test('is what the compiler proves it by', () => {
    for (const [model, module] of [
      [creditModel(), credit],
      [townsModel(), towns],
      [hostileModel(), hostile],
    ] as const) {
      const layout = layoutOf(model);
      expect(module.schema.map(({ name }) => name)).toEqual(layout.features.map((f) => f.name));
      const row = Object.fromEntries(
        layout.features.map((f) => [f.name, f.kind === 'numeric' ? 1.5 : 'never seen']),
      );
      const buffer = new Float64Array(layout.features.length);
      module.encode(row as never, buffer, 0);
      expect([...buffer]).toEqual([...flatRow(layout, row)]);
    }
  });

  test('is answered by the place of the class, or the number', () => {
    const rows = new Float64Array(8);
    credit.encode(ROW, rows, 0);
    credit.encode({ ...ROW, Income: 40 }, rows, 4);
    const out = new Int32Array(2);
    credit.predictBatch(rows, 2, out);
    expect([...out].map((place) => credit.classes[place])).toEqual([
      credit.predict(ROW),
      credit.predict({ ...ROW, Income: 40 }),
    ]);
    expect(credit.predictAt(rows, 4)).toBe(out[1]);
    const area = { built: 400, district: 'north', area: 30 } as const;
    const flat = new Float64Array(3);
    price.encode(area, flat, 0);
    expect(price.predictAt(flat, 0)).toBe(price.predict(area));
  });

  test('defers by -1', () => {
    const rows = new Float64Array(4);
    deferring.encode({ ...ROW, Records: 'yes', Income: 100 }, rows, 0);
    expect(deferring.predictAt(rows, 0)).toBe(-1);
  });
});
