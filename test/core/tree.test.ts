import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { MISSING, UNSEEN } from '../../src/core/table.ts';
import {
  answersOf,
  buildTree,
  draftOf,
  goesLeft,
  inLeftSet,
  isLeaf,
  isUnder,
  leafIds,
  leafOf,
  leavesOf,
  leftCategories,
  nodeDepths,
  pathTo,
  treeDepth,
  truncate,
  valuesAt,
  type NodeDraft,
  type Tree,
} from '../../src/core/tree.ts';
import { randomModel } from '../compile/random-model.ts';
import { categorical, inner, leaf, numeric, tableOf } from './model.ts';
import { randomRow } from './random-row.ts';

/** `Income <= 5`, then `Home in {a, c}` (missing left), then the presence of `Age`. */
function sampleTree(): Tree {
  const present = inner({ feature: 2, threshold: Infinity }, leaf(0.1), leaf(0.2));
  const home = inner({ feature: 1, missingLeft: true, words: [0b101] }, present, leaf(0.3));
  return buildTree(inner({ feature: 0, threshold: 5 }, home, leaf(0.4)), 2);
}

const FEATURES = [numeric('Income'), categorical('Home', ['a', 'b', 'c']), numeric('Age')];

describe('the struct of arrays', () => {
  test('lies in pre-order: the left child follows its parent', () => {
    const tree = sampleTree();
    expect([...tree.feature]).toEqual([0, 1, 2, -1, -1, -1, -1]);
    expect([...tree.left]).toEqual([1, 2, 3, -1, -1, -1, -1]);
    expect([...tree.right]).toEqual([6, 5, 4, -1, -1, -1, -1]);
    expect([...tree.threshold]).toEqual([5, 0, Infinity, 0, 0, 0, 0]);
    expect([...tree.setOffset]).toEqual([-1, 0, -1, -1, -1, -1, -1]);
    expect(leafIds(tree)).toEqual([3, 4, 5, 6]);
    expect([...nodeDepths(tree)]).toEqual([0, 1, 2, 3, 3, 2, 1]);
    expect(treeDepth(tree)).toBe(3);
    expect(pathTo(tree, 4)).toEqual([0, 1, 2, 4]);
    expect(pathTo(tree, 0)).toEqual([0]);
  });

  test('a node is under those on its way from the root, and under no other', () => {
    const tree = sampleTree();
    for (const node of tree.feature.keys()) {
      const way = pathTo(tree, node);
      for (const above of tree.feature.keys()) {
        expect(isUnder(tree, node, above)).toBe(way.includes(above));
      }
    }
  });

  test('category sets over many words are read bit by bit', () => {
    const names = Array.from({ length: 70 }, (_, i) => `c${i}`);
    const feature = categorical('Town', names);
    const left = [0, 31, 32, 63, 64, 69];
    const words = [0, 0, 0];
    for (const code of left) words[code >> 5]! |= 1 << (code & 31);
    const split = { feature: 0, words: words.map((word) => word >>> 0) };
    const tree = buildTree(inner(split, inner(split, leaf(0), leaf(1)), leaf(1)), 2);
    expect([tree.setOffset[0], tree.setOffset[1]]).toEqual([0, 3]);
    for (const node of [0, 1]) {
      expect(feature.kind === 'categorical' && leftCategories(tree, node, feature)).toEqual(left);
      expect(names.map((_, code) => inLeftSet(tree, node, code))).toEqual(
        names.map((_, code) => left.includes(code)),
      );
    }
  });

  test('drafts and back give the same tree', () => {
    const random = new Random('drafts');
    for (let i = 0; i < 200; i++) {
      const { tree } = randomModel(random);
      expect(buildTree(draftOf(tree, 0, Infinity), tree.nOutputs)).toEqual(tree);
    }
  });
});

describe('the walker', () => {
  test.each<[string, number[], number]>([
    ['at the threshold goes left', [5, 1, 1], 5],
    ['just over it goes right', [5 + Number.EPSILON * 4, 1, 1], 6],
    ['-Infinity goes left', [-Infinity, 1, 1], 5],
    ['Infinity goes right', [Infinity, 1, 1], 6],
    ['missing follows the rule: right', [NaN, 0, 1], 6],
    ['a category of the set goes left', [0, 2, 1], 3],
    ['a missing category follows the rule: left', [0, MISSING, 1], 3],
    ['an unseen one too', [0, UNSEEN, 1], 3],
    ['present is left', [0, 0, -1e300], 3],
    ['Infinity is present', [0, 0, Infinity], 3],
    ['absent is right', [0, 0, NaN], 4],
  ])('%s', (_, row, expected) => {
    const tree = sampleTree();
    expect(leafOf(tree, (f) => row[f]!)).toBe(expected);
    expect([...leavesOf(tree, tableOf(FEATURES, [row]))]).toEqual([expected]);
  });

  test('answers are the values of the leaves', () => {
    const tree = sampleTree();
    const table = tableOf(FEATURES, [
      [9, 0, 0],
      [0, 1, 0],
    ]);
    expect([...answersOf(tree, table)]).toEqual([0.6, 0.4, 0.7, 0.3]);
    expect([...valuesAt(tree, [3, 0])]).toEqual([0.9, 0.1, 0.5, 0.5]);
  });

  test('a path names the side that was taken at each of its nodes', () => {
    const random = new Random('paths');
    for (let i = 0; i < 100; i++) {
      const { tree, features } = randomModel(random);
      const row = randomRow(features, tree, random);
      const path = pathTo(
        tree,
        leafOf(tree, (f) => row[f]!),
      );
      expect(path[0]).toBe(0);
      for (const [step, node] of path.slice(0, -1).entries()) {
        const left = goesLeft(tree, node, row[tree.feature[node]!]!);
        expect(path[step + 1]).toBe(left ? tree.left[node] : tree.right[node]);
      }
    }
  });
});

describe('truncate', () => {
  test('gives the nodes above the cut, with what they held', () => {
    const random = new Random('truncate');
    for (let i = 0; i < 200; i++) {
      const { tree } = randomModel(random);
      const full = treeDepth(tree);
      expect(truncate(tree, full)).toEqual(tree);
      for (let depth = 0; depth < full; depth++) {
        const cut = truncate(tree, depth);
        expect(treeDepth(cut)).toBe(depth);
        expect(truncate(truncate(tree, depth + 1), depth)).toEqual(cut);
        const depths = nodeDepths(tree);
        const kept = [...depths.keys()].filter((id) => depths[id]! <= depth);
        expect([...cut.weight]).toEqual(kept.map((id) => tree.weight[id]));
        expect([...cut.feature]).toEqual(
          kept.map((id) => (depths[id] === depth ? -1 : tree.feature[id])),
        );
      }
    }
  });

  test('every row that left the tree at the cut stops there', () => {
    const random = new Random('stops');
    for (let i = 0; i < 100; i++) {
      const { tree, features } = randomModel(random);
      const cut = truncate(tree, 2);
      const row = randomRow(features, tree, random);
      const path = pathTo(
        tree,
        leafOf(tree, (f) => row[f]!),
      );
      const stop = path[Math.min(2, path.length - 1)]!;
      const value = valuesAt(cut, [leafOf(cut, (f) => row[f]!)]);
      expect(value).toEqual(valuesAt(tree, [stop]));
    }
  });

  test('takes a moment even for a large tree of category sets', () => {
    const grow = (depth: number): NodeDraft =>
      depth === 0
        ? leaf(0.5)
        : inner({ feature: 0, words: [depth, 1] }, grow(depth - 1), grow(depth - 1));
    const tree = buildTree(grow(14), 2);
    const start = performance.now();
    const cut = truncate(tree, 13);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(leafIds(cut)).toHaveLength(2 ** 13);
    const inside = [...cut.feature.keys()].filter((id) => !isLeaf(cut, id));
    const depths = nodeDepths(cut);
    for (const id of inside) {
      expect(cut.setWords[cut.setOffset[id]!]).toBe(14 - depths[id]!);
    }
  });
});
