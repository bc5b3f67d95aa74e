import { describe, expect, test } from 'vitest';
import { argmax, decisions } from '../../src/core/decision.ts';
import {
  categoryCode,
  MISSING,
  selectLabels,
  selectRows,
  stackTables,
  UNSEEN,
  unlistedCode,
  type CategoricalFeature,
  type Labels,
  type Table,
} from '../../src/core/table.ts';
import { categorical, numeric } from './model.ts';

const TABLE: Table = {
  features: [numeric('Income'), categorical('Home', ['a', 'b'])],
  columns: [Float64Array.of(1.5, NaN, 3), Int32Array.of(0, -1, 1)],
  nRows: 3,
  sourceRow: Int32Array.of(1, 2, 3),
};

const LABELS: Labels = {
  task: 'classification',
  nOutputs: 2,
  classNames: ['bad', 'good'],
  soft: Float64Array.of(1, 0, 0.25, 0.75, 0.5, 0.5),
};

test('rows are picked in the order given, again if asked again', () => {
  expect(selectRows(TABLE, [2, 1, 2])).toEqual({
    features: TABLE.features,
    columns: [Float64Array.of(3, NaN, 3), Int32Array.of(1, -1, 1)],
    nRows: 3,
    sourceRow: Int32Array.of(3, 2, 3),
  });
  expect(selectLabels(LABELS, [1, 0]).soft).toEqual(Float64Array.of(0.25, 0.75, 1, 0));
});

test('stacking is picking, undone', () => {
  const [top, bottom] = [selectRows(TABLE, [0]), selectRows(TABLE, [1, 2])];
  expect(stackTables(top, bottom)).toEqual(TABLE);
  expect(stackTables(selectRows(TABLE, []), TABLE)).toEqual(TABLE);
});

describe('the decided class', () => {
  test('is the largest, the lowest index on a tie', () => {
    expect(argmax([0.2, 0.4, 0.4], 0, 3)).toBe(1);
    expect(argmax([9, 0.5, 0.5], 1, 2)).toBe(0);
    expect(argmax([-3], 0, 1)).toBe(0);
    expect([...decisions(LABELS.soft, 2)]).toEqual([0, 1, 0]);
  });
});

describe('the code of a category', () => {
  const plain = categorical('Home', ['own', 'rent']) as CategoricalFeature;
  const withRest: CategoricalFeature = {
    ...plain,
    categories: ['Bonn', 'other', 'Ulm'],
    rest: 'other',
  };

  test('is its place in the list, the rest by its own name too', () => {
    expect(['own', 'rent'].map((name) => categoryCode(plain, name))).toEqual([0, 1]);
    expect(['Bonn', 'other', 'Ulm'].map((name) => categoryCode(withRest, name))).toEqual([0, 1, 2]);
  });

  test('of any other text is the rest, and unseen only where there is none', () => {
    const others = ['', 'OWN', 'ulm', ' Ulm', 'toString', '__proto__', 'missing'];
    expect(new Set(others.map((name) => categoryCode(plain, name)))).toEqual(new Set([UNSEEN]));
    expect(new Set(others.map((name) => categoryCode(withRest, name)))).toEqual(new Set([1]));
    expect([unlistedCode(plain), unlistedCode(withRest)]).toEqual([UNSEEN, 1]);
  });

  test('is missing where there is no text, with a rest or without', () => {
    expect([categoryCode(plain, null), categoryCode(withRest, null)]).toEqual([MISSING, MISSING]);
  });
});
