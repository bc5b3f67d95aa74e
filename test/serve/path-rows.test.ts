import { expect, test } from 'vitest';

import { boxOf, isEmptyBound, pathsOf } from '../../src/core/box.ts';
import type { PathRecord } from '../../src/core/run.ts';
import { leafOf } from '../../src/core/tree.ts';
import type { LoadedRun } from '../../src/report/load-run.ts';
import { madeUpRow, middleOf } from '../../src/serve/path-rows.ts';
import type { RowFacts } from '../../src/serve/row-facts.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN } from '../fixtures/site-run.ts';

test('a row made up for a path takes it, with whole numbers where features have such', () => {
  const model = makeModel(CREDIT_RUN);
  for (const path of pathsOf(model)) {
    if (boxOf(model, path.leaf).some(isEmptyBound)) continue;
    const row = madeUpRow({ model } as LoadedRun, path as unknown as PathRecord);
    expect(leafOf(model.tree, (feature) => row[feature]!)).toBe(path.leaf);
    expect(row.filter((value) => !Number.isNaN(value) && !Number.isInteger(value))).toEqual([]);
  }
});

test('the middle one of the rows moved is one of them, by its own distance', () => {
  const model = makeModel(CREDIT_RUN);
  const spreads = model.features.map((_, f) => (f === 0 ? 2 : 100));
  const row = (source: number, seniority: number, home: number) => {
    const before = model.features.map(() => 0);
    return { source, before, after: before.with(0, seniority).with(1, home) };
  };
  const middle = (...rows: ReturnType<typeof row>[]) =>
    middleOf({ model } as LoadedRun, rows, { spreads } as unknown as RowFacts)?.source;
  expect(middle(row(1, 8, 0), row(2, 0, 0), row(3, 1, 1))).toBe(3);
  expect(middle(row(1, 8, 0), row(2, 0, 0))).toBe(2);
  expect(middle()).toBeUndefined();
});
