import { expect, test } from 'vitest';
import { designRows, learnDesign } from '../../src/core/matrix.ts';
import { selectRows, type Table } from '../../src/core/table.ts';
import { categorical, numeric } from './model.ts';

const TABLE: Table = {
  features: [numeric('Income'), categorical('Home', ['a', 'b']), numeric('Empty')],
  columns: [
    Float64Array.of(10, NaN, 2, 4),
    Int32Array.of(0, 1, -1, -2),
    Float64Array.of(NaN, NaN, NaN, NaN),
  ],
  nRows: 4,
  sourceRow: new Int32Array(4),
};

test('one column a number, one a category; a missing number is the median, a missing category 0', () => {
  const design = learnDesign(TABLE);
  expect(design).toEqual([
    { kind: 'number', feature: 0, fill: 4 },
    { kind: 'category', feature: 1, code: 0 },
    { kind: 'category', feature: 1, code: 1 },
    { kind: 'number', feature: 2, fill: 0 },
  ]);
  expect(designRows(TABLE, design)).toEqual([
    [10, 1, 0, 0],
    [4, 0, 1, 0],
    [2, 0, 0, 0],
    [4, 0, 0, 0],
  ]);
});

test('other rows are filled with what was learned', () => {
  const design = learnDesign(selectRows(TABLE, [0, 2]));
  expect(designRows(selectRows(TABLE, [1]), design)).toEqual([[6, 0, 1, 0]]);
});
