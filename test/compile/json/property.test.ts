import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileJson } from '../../../src/compile/json/compile-json.ts';
import type { JsonNode } from '../../../src/compile/json/nodes.ts';
import { walk } from '../../../src/compile/json/walk.ts';
import { Random } from '../../../src/core/random.ts';
import { leafIds, leafOf } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import { chainModel } from '../models.ts';
import { randomModel } from '../random-model.ts';
import { randomRow } from '../random-row.ts';

/** Random trees tried; `ESPALIER_TREES=2000 npx vitest run test/compile/json` tries more. */
const TREES = Number(process.env['ESPALIER_TREES'] ?? 100);
const ROWS = 100;

test(`any tree is walked as it is (${TREES} trees)`, { timeout: 3_600_000 }, async () => {
  let caught = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(0xffffffff), async (seed) => {
      const random = new Random(seed);
      const model = randomModel(random);
      const leaves = leafIds(model.tree);
      const { files, equality } = await compileJson(contentFor(model));
      const { nodes } = JSON.parse(files.get('model.json')!) as { nodes: JsonNode[] };
      for (let i = 0; i < ROWS; i++) {
        const { row, codes } = randomRow(model, random);
        expect(walk(nodes, row)).toBe(leaves.indexOf(leafOf(model.tree, (f) => codes[f]!)));
      }
      expect(equality.mutants.survived).toBe(0);
      caught += equality.mutants.caught;
    }),
    { numRuns: TREES, seed: 20261127, endOnFailure: true },
  );
  expect(caught).toBeGreaterThan(TREES);
});

test('a chain of 64 levels compiles', async () => {
  const { equality } = await compileJson(contentFor(chainModel(64)));
  expect(equality).toMatchObject({ readBack: 'equal', mutants: { survived: 0 } });
});

test('a hundred classes compile', async () => {
  const options = { maxDepth: 4, growth: 1, nClasses: 100, nFeatures: 3, maxCategories: 5 };
  const model = randomModel(new Random(5), { ...options, task: 'classification', hostile: true });
  const { equality } = await compileJson(contentFor(model));
  expect(equality).toMatchObject({ readBack: 'equal', mutants: { survived: 0 } });
});

test('a signal stops it', async () => {
  await expect(compileJson(contentFor(chainModel(3)), AbortSignal.abort())).rejects.toThrow();
});
