import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addAnswers } from '../../src/cart/answer.ts';
import { addByteAnswers, addPackedAnswers, packOnGrid, packTrees } from '../../src/cart/packed.ts';
import { pickBytes, toBytes } from '../../src/cart/bytes.ts';
import { Random } from '../../src/core/random.ts';
import { UNSEEN, type Feature, type Table } from '../../src/core/table.ts';
import { buildTree, type NodeDraft, type Tree } from '../../src/core/tree.ts';

const CATEGORIES = Array.from({ length: 40 }, (_, i) => `c${i}`);
const FEATURES: readonly Feature[] = [
  { kind: 'numeric', name: 'n', format: 'number', integer: false, min: 0, max: 1, missingShare: 0 },
  {
    kind: 'categorical',
    name: 'c',
    categories: CATEGORIES,
    rest: null,
    boolean: false,
    missingShare: 0,
  },
  { kind: 'numeric', name: 'm', format: 'number', integer: true, min: 0, max: 9, missingShare: 0 },
];

/** A random tree that splits on presence, numbers and categories, missing either way. */
function randomTree(random: Random, depth: number, nOutputs: number): NodeDraft {
  const value = Array.from({ length: nOutputs }, () => random.uniform());
  if (depth === 0 || random.uniform() < 0.2) return { value, weight: 1, impurity: 0, split: null };
  const feature = random.below(3);
  const isPresence = random.uniform() < 0.1;
  const threshold = isPresence ? Infinity : random.below(20) / 2;
  const words = feature === 1 ? [random.uint32(), random.uint32() & 0xff] : null;
  const [left, right] = [0, 1].map(() => randomTree(random, depth - 1, nOutputs));
  const missingLeft = random.uniform() < 0.5;
  const split = {
    feature,
    threshold: words === null ? threshold : 0,
    missingLeft,
    words,
    left: left!,
    right: right!,
  };
  return { value, weight: 1, impurity: 0, split };
}

function randomTable(random: Random, nRows: number): Table {
  const number = (): number => (random.uniform() < 0.2 ? NaN : random.below(40) / 4);
  const odd = [Infinity, -Infinity, -0, 1e300, 4.5, 4.500000000000001];
  return {
    features: FEATURES,
    columns: [
      Float64Array.from({ length: nRows }, (_, row) => odd[row] ?? number()),
      Int32Array.from({ length: nRows }, () => random.below(CATEGORIES.length + 2) + UNSEEN),
      Float64Array.from({ length: nRows }, number),
    ],
    nRows,
    sourceRow: new Int32Array(nRows),
  };
}

test('packed trees answer every row as the trees themselves do, to the last bit', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 3 }), fc.nat({ max: 40 }), (seed, k, nRows) => {
      const random = new Random(seed);
      const trees: Tree[] = Array.from({ length: 5 }, () => buildTree(randomTree(random, 6, k), k));
      const table = randomTable(random, nRows);
      const expected = new Float64Array(nRows * k);
      for (const tree of trees) addAnswers(tree, table, expected);
      const packed = packTrees(trees, FEATURES)!;
      const found = new Float64Array(nRows * k);
      const middle = nRows >> 1;
      addPackedAnswers(packed, table, 0, middle, found);
      addPackedAnswers(packed, table, middle, nRows, found);
      expect(found).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('numbers alone, none of them missing, are answered the same', () => {
  const features = [FEATURES[0]!, FEATURES[2]!];
  for (let seed = 0; seed < 50; seed++) {
    const random = new Random(seed);
    const leaf = (): NodeDraft => ({
      value: [random.uniform()],
      weight: 1,
      impurity: 0,
      split: null,
    });
    const grow = (depth: number): NodeDraft =>
      depth === 0
        ? leaf()
        : {
            ...leaf(),
            split: {
              feature: random.below(2),
              threshold: random.below(8) === 0 ? Infinity : random.below(20) / 2,
              missingLeft: random.below(2) === 0,
              words: null,
              left: grow(random.below(depth)),
              right: grow(depth - 1),
            },
          };
    const trees = [buildTree(grow(7), 1), buildTree(grow(3), 1)];
    const columns = features.map(() =>
      Float64Array.from({ length: 30 }, () => random.below(44) / 4),
    );
    const table: Table = { features, columns, nRows: 30, sourceRow: new Int32Array(30) };
    const [expected, found] = [new Float64Array(30), new Float64Array(30)];
    for (const tree of trees) addAnswers(tree, table, expected);
    addPackedAnswers(packTrees(trees, features)!, table, 0, 30, found);
    expect(found).toEqual(expected);
  }
});

test('picked rows are answered as the rows themselves, on a finer grid too', () => {
  const random = new Random('picked');
  const trees = Array.from({ length: 3 }, () => buildTree(randomTree(random, 6, 2), 2));
  const table = randomTable(random, 50);
  const cuts = FEATURES.map(({ kind }) =>
    Float64Array.from({ length: kind === 'numeric' ? 200 : 0 }, (_, i) => i / 4),
  );
  const packed = packOnGrid(trees, { features: FEATURES, cuts })!;
  const which = Int32Array.of(3, 4, 17, 18, 40, 49);
  const expected = new Float64Array(50 * 2);
  for (const tree of trees) addAnswers(tree, table, expected);
  const found = new Float64Array(which.length * 2);
  addByteAnswers(packed, pickBytes(toBytes(packed.grid, table, 0, 50), which), found, 0);
  for (const [i, row] of which.entries()) {
    expect(found.subarray(2 * i, 2 * i + 2)).toEqual(expected.subarray(2 * row, 2 * row + 2));
  }
});

test('a feature with more thresholds than a byte can tell is not packed', () => {
  const leaf = { value: [0], weight: 1, impurity: 0, split: null };
  const stump = (threshold: number): Tree =>
    buildTree(
      {
        ...leaf,
        split: { feature: 0, threshold, missingLeft: false, words: null, left: leaf, right: leaf },
      },
      1,
    );
  const stumps = Array.from({ length: 255 }, (_, i) => stump(i));
  expect(packTrees(stumps, FEATURES)).toBeNull();
  expect(packTrees(stumps.slice(1), FEATURES)).not.toBeNull();
});
