import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allows } from '../../src/core/box.ts';
import { alignedLeaf, overlapsOf, pairTrees } from '../../src/core/compare-trees.ts';
import { Random } from '../../src/core/random.ts';
import { caseIn } from '../../src/core/region.ts';
import { categoryCode, type Feature } from '../../src/core/table.ts';
import { changesOf } from '../../src/core/tree-changes.ts';
import { leafIds, leafOf, treeDepth, truncate, type Model } from '../../src/core/tree.ts';
import { randomModel } from '../compile/random-model.ts';
import { categorical, inner, leaf, numeric, twoClasses } from './model.ts';
import { randomRow } from './random-row.ts';

const RUNS = { numRuns: 100, seed: 8, endOnFailure: true };

/** Two random trees that share some features: the second renames one and knows other categories. */
function randomPair(random: Random): [Model, Model] {
  const [a, b] = [randomModel(random), randomModel(random)];
  const features = b.features.map((feature, f) => {
    const twin = a.features[f];
    if (f === 0 || twin === undefined || twin.kind !== feature.kind) {
      return { ...feature, name: `b ${f}` };
    }
    return { ...feature, name: twin.name };
  });
  return [a, { ...b, features }];
}

function ownRow(model: Model, features: readonly Feature[], row: readonly number[]): number[] {
  return model.features.map((own) => {
    const at = features.findIndex(({ name }) => name === own.name);
    const value = row[at]!;
    const joined = features[at]!;
    if (own.kind === 'numeric' || joined.kind === 'numeric' || value < 0) return value;
    return categoryCode(own, joined.categories[value]!);
  });
}

describe('two trees side by side', () => {
  test('are divided into regions that hold every case once', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (seed) => {
        const random = new Random(seed);
        const [a, b] = randomPair(random);
        const pair = pairTrees(a, b);
        const { features } = pair;
        const overlaps = overlapsOf(pair);
        if (overlaps === null) return;
        const merged = { ...a.tree, threshold: Float64Array.of(...a.tree.threshold) };
        for (let i = 0; i < 40; i++) {
          const row = randomRow(features, merged, random).map((value, f) =>
            features[f]!.kind === 'categorical' ? Math.max(-1, value) : value,
          );
          const leaves = [alignedLeaf(pair.a, row), alignedLeaf(pair.b, row)];
          expect(leaves).toEqual(
            [a, b].map((model) => {
              const own = ownRow(model, features, row);
              return leafOf(model.tree, (f) => own[f]!);
            }),
          );
          const inside = overlaps.filter(({ box }) =>
            box.every((bound, f) => allows(bound, row[f]!)),
          );
          const isWhole = features.every(
            (feature, f) =>
              feature.kind === 'categorical' || !feature.integer || !(row[f]! % 1 !== 0),
          );
          if (isWhole) expect(inside).toHaveLength(1);
          if (inside.length === 1) expect([inside[0]!.leafA, inside[0]!.leafB]).toEqual(leaves);
        }
        for (const { leafA, leafB, box } of overlaps.slice(0, 50)) {
          const values = caseIn(features, box);
          expect([alignedLeaf(pair.a, values), alignedLeaf(pair.b, values)]).toEqual([
            leafA,
            leafB,
          ]);
        }
      }),
      RUNS,
    );
  });

  test('a category that only one knows follows the rule for missing values of the other', () => {
    const known = (names: string[]): Model =>
      twoClasses(
        [categorical('Home', names)],
        inner({ feature: 0, words: [1], missingLeft: true }, leaf(0), leaf(1)),
      );
    const pair = pairTrees(known(['a', 'b']), known(['a', 'c']));
    expect(pair.features).toMatchObject([{ categories: ['a', 'b', 'c'] }]);
    const regions = overlapsOf(pair)!.map(({ leafA, leafB, box }) => [leafA, leafB, box[0]]);
    expect(regions).toEqual([
      [1, 1, { kind: 'categorical', codes: [0], missing: true }],
      [1, 2, { kind: 'categorical', codes: [2], missing: false }],
      [2, 1, { kind: 'categorical', codes: [1], missing: false }],
    ]);
  });

  test('a number in one and a category in the other is refused', () => {
    const number = twoClasses([numeric('Home')], leaf(0));
    const category = twoClasses([categorical('Home', ['a'])], leaf(0));
    expect(() => pairTrees(number, category)).toThrow(
      expect.objectContaining({ code: 'E_COMPARE', exitCode: 3 }),
    );
  });
});

describe('how two trees differ from the root down', () => {
  test('a tree does not differ from itself, and is grown where it was cut', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (seed) => {
        const model = randomModel(new Random(seed));
        expect(changesOf(pairTrees(model, model))).toEqual([]);
        const depth = treeDepth(model.tree);
        if (depth < 2) return;
        const cut = { ...model, tree: truncate(model.tree, depth - 1) };
        const changes = changesOf(pairTrees(cut, model));
        const grown = changes.filter(({ kind }) => kind === 'grown').length;
        const more = leafIds(model.tree).length - leafIds(cut.tree).length;
        expect(changes.every(({ kind }) => kind === 'grown')).toBe(true);
        expect(grown).toBe(more);
      }),
      RUNS,
    );
  });

  test('says what moved, what asks something else and what decides otherwise', () => {
    const features = [numeric('Age'), numeric('Income')];
    const a = twoClasses(
      features,
      inner(
        { feature: 0, threshold: 3 },
        leaf(0),
        inner({ feature: 1, threshold: 5 }, leaf(0), leaf(1)),
      ),
    );
    const b = twoClasses(
      features,
      inner(
        { feature: 0, threshold: 4 },
        leaf(1),
        inner({ feature: 0, threshold: 8 }, leaf(0), leaf(1)),
      ),
    );
    expect(changesOf(pairTrees(a, b))).toEqual([
      { nodeA: 0, nodeB: 0, kind: 'split' },
      { nodeA: 1, nodeB: 1, kind: 'decision' },
      { nodeA: 2, nodeB: 2, kind: 'question' },
    ]);
  });
});
