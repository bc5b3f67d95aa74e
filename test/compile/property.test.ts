import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileModel, proveText } from '../../src/compile/compile.ts';
import {
  loadModule,
  runnable,
  type LoadedModule,
  type Row,
} from '../../src/compile/script/load.ts';
import { parseModule } from '../../src/compile/script/syntax.ts';
import { leafAnswers } from '../../src/compile/tables.ts';
import { Random } from '../../src/core/random.ts';
import { defers, isLeaf, leafIds, leafOf, type Model } from '../../src/core/tree.ts';
import { evidenceFor, metaFor } from './content-for.ts';
import { randomModel } from './random-model.ts';
import { randomRow } from './random-row.ts';

/** Random trees tried; `ESPALIER_TREES=20000 npx vitest run test/compile` tries more. */
const TREES = Number(process.env['ESPALIER_TREES'] ?? 200);
const ROWS_PER_TREE = 60;

/** The rows among many random ones that the code answers in another way than the tree. */
function wrongRows(model: Model, loaded: LoadedModule, random: Random): Row[] {
  const answers = leafAnswers(model);
  const leaves = leafIds(model.tree);
  const wrong: Row[] = [];
  for (let i = 0; i < ROWS_PER_TREE; i++) {
    const { row, codes } = randomRow(model, random);
    const leaf = leaves.indexOf(leafOf(model.tree, (feature) => codes[feature] ?? NaN));
    const same =
      loaded.leaf(row) === leaf &&
      loaded.explain(row).id === answers[leaf]?.id &&
      Object.is(loaded.predict(row), answers[leaf].decision);
    if (!same) wrong.push(row);
  }
  return wrong;
}

test(`any tree compiles to code that is the tree (${TREES} trees)`, { timeout: 3_600_000 }, () => {
  let splits = 0;
  let deferring = 0;
  fc.assert(
    fc.property(fc.nat(0xffffffff), (seed) => {
      const random = new Random(seed);
      const model = randomModel(random);
      const { files, equality } = compileModel(model, evidenceFor(model), metaFor(model));
      const typescript = files.get('predict.ts') ?? '';
      const javascript = files.get('predict.js') ?? '';
      expect(proveText(model, typescript, javascript)).toEqual([]);
      for (const [flavour, text] of [
        ['ts', typescript],
        ['js', javascript],
      ] as const) {
        const loaded = loadModule(runnable(parseModule(text, flavour)));
        expect(wrongRows(model, loaded, random)).toEqual([]);
        expect(equality.targets[flavour]?.mutants.survived).toBe(0);
      }
      if (defers(model.tree)) deferring++;
      splits += model.tree.feature.filter((_, node) => !isLeaf(model.tree, node)).length;
    }),
    { numRuns: TREES, seed: 20261122, endOnFailure: true },
  );
  expect(splits).toBeGreaterThan(TREES);
  expect(deferring).toBeGreaterThan(TREES / 20);
  expect(globalThis).not.toHaveProperty('__pwn');
});

test('the same model and seed give the same texts', () => {
  const once = randomModel(new Random(3));
  const again = randomModel(new Random(3));
  expect([...compileModel(again, evidenceFor(again), metaFor(again)).files]).toEqual([
    ...compileModel(once, evidenceFor(once), metaFor(once)).files,
  ]);
});
