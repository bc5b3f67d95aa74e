import { expect, test } from 'vitest';

import { boxOf, isEmptyBound, pathsOf } from '../../src/core/box.ts';
import type { PathRecord } from '../../src/core/run.ts';
import { leafOf } from '../../src/core/tree.ts';
import type { LoadedRun } from '../../src/report/load-run.ts';
import { madeUpRow } from '../../src/serve/path-rows.ts';
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
