import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTree, type Tree } from '../../src/core/tree.ts';
import { stabilityOf, type StabilityFigures } from '../../src/evaluate/stability.ts';
import { stabilityLevel } from '../../src/evaluate/stability-verdict.ts';
import { inner, leaf } from '../core/model.ts';
import { tableOf } from '../fixtures/rows.ts';

const table = tableOf({
  x: Array.from({ length: 100 }, (_, row) => row),
  y: Array.from({ length: 100 }, (_, row) => (row * 37) % 100),
});

/** Asks `first` at the root and `second` on its right. */
const treeOf = (first: [number, number], second: [number, number]): Tree => {
  const below = inner({ feature: second[0], threshold: second[1] }, leaf(0.1), leaf(0.9));
  return buildTree(inner({ feature: first[0], threshold: first[1] }, leaf(0.1), below), 2);
};

const own = treeOf([0, 50], [1, 50]);
const figuresOf = (redrawn: readonly Tree[]): StabilityFigures =>
  stabilityOf({ own, redrawn, train: table, heldOut: table, tolerance: null });
const times = (n: number, tree: Tree): Tree[] => Array.from({ length: n }, () => tree);

describe('how stable a tree is', () => {
  it('counts at each place of the tree who asks the feature, and who nearly the same', () => {
    const moved = treeOf([0, 80], [1, 52]);
    const turned = treeOf([1, 50], [0, 50]);
    const figures = figuresOf([...times(6, own), ...times(3, moved), turned]);
    expect(figures.places.map(({ place }) => place)).toEqual(['', 'R']);
    const [root, right] = figures.places;
    expect(root).toMatchObject({ sameFeature: 0.9, sameSplit: 0.6, featureOnTop: 1 });
    expect(right).toMatchObject({ sameFeature: 0.9, sameSplit: 0.9, featureOnTop: 1 });
    expect(root!.asked).toEqual([
      { feature: 0, share: 0.9 },
      { feature: 1, share: 0.1 },
    ]);
    expect(figures.structures).toEqual({ byFeature: 2, bySplit: 3 });
  });

  it('counts held-out rows on which two trees answer alike', () => {
    const { agreement } = figuresOf([own, treeOf([0, 50], [1, -1])]);
    // Right of the root are 49 rows, of which those with y up to 50 answer otherwise.
    const differ = Array.from({ length: 100 }, (_, row) => row).filter(
      (row) => row > 50 && (row * 37) % 100 <= 50,
    ).length;
    expect(agreement.rows).toBe(100);
    expect(agreement.pairs).toEqual({
      mean: 1 - differ / 100,
      lowest: 1 - differ / 100,
      highest: 1 - differ / 100,
    });
    expect(agreement.withRun).toEqual({
      mean: 1 - differ / 200,
      lowest: 1 - differ / 100,
      highest: 1,
    });
  });

  it('takes numbers as alike within the tolerance', () => {
    const number = (value: number): Tree =>
      buildTree({ value: [value], weight: 1, impurity: 0, split: null }, 1);
    const redrawn = [number(1), number(1.4), number(3)];
    const { agreement } = stabilityOf({
      own: number(1),
      redrawn,
      train: table,
      heldOut: table,
      tolerance: 0.5,
    });
    expect(agreement.pairs).toEqual({ mean: 1 / 3, lowest: 0, highest: 1 });
    expect(agreement.withRun.mean).toBeCloseTo(2 / 3, 12);
  });

  it('is complete where every redraw is the tree itself, and shares stay shares', () => {
    const split = fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 99 }));
    const tree = fc.tuple(split, split).map(([first, second]) => treeOf(first, second));
    fc.assert(
      fc.property(tree, fc.array(tree, { minLength: 2, maxLength: 6 }), (mine, redrawn) => {
        const of = (trees: readonly Tree[]): StabilityFigures =>
          stabilityOf({ own: mine, redrawn: trees, train: table, heldOut: table, tolerance: null });
        const same = of([mine, mine]);
        expect(same.structures).toEqual({ byFeature: 1, bySplit: 1 });
        expect(same.agreement.pairs.lowest).toBe(1);
        expect(stabilityLevel(same)).toBe('stable');
        const { places, structures, agreement } = of(redrawn);
        for (const { sameSplit, sameFeature, featureOnTop, asked } of places) {
          expect(sameSplit).toBeLessThanOrEqual(sameFeature);
          expect(sameFeature).toBeLessThanOrEqual(featureOnTop);
          expect(asked.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
        }
        expect(structures.byFeature).toBeLessThanOrEqual(structures.bySplit);
        expect(agreement.pairs.lowest).toBeLessThanOrEqual(agreement.pairs.mean + 1e-12);
        expect(agreement.pairs.mean).toBeLessThanOrEqual(agreement.pairs.highest + 1e-12);
      }),
    );
  });
});

describe('the verdict', () => {
  const other = treeOf([1, 20], [1, 60]);
  const lower = treeOf([0, 50], [0, 80]);

  it.each([
    ['stable', [...times(8, own), ...times(2, other)]],
    ['top-stable', [...times(7, own), ...times(3, lower)]],
    ['not-stable', [...times(7, own), ...times(3, other)]],
  ] as const)('is %s by what comes back in 80 %% of the redraws', (level, redrawn) => {
    expect(stabilityLevel(figuresOf(redrawn))).toBe(level);
  });

  it('judges a tree of one leaf by whether the redraws ask nothing either', () => {
    const single = buildTree(leaf(0.3), 2);
    const level = (redrawn: readonly Tree[]): string =>
      stabilityLevel(
        stabilityOf({ own: single, redrawn, train: table, heldOut: table, tolerance: null }),
      );
    expect(level([single, single])).toBe('stable');
    expect(level([single, own])).toBe('not-stable');
  });
});
