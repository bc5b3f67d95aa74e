import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LARGEST } from '../../src/core/decision.ts';
import { wilson } from '../../src/core/interval.ts';
import { buildTree, type NodeDraft, type Tree } from '../../src/core/tree.ts';
import { deferredLeaves, measureDeferral, type LeafRows } from '../../src/evaluate/deferral.ts';
import type { Yardstick } from '../../src/evaluate/yardstick.ts';

const CLASSES: Yardstick = {
  task: 'classification',
  nOutputs: 2,
  rule: LARGEST,
  constant: 0,
  tolerance: null,
};
const NUMBERS: Yardstick = { ...CLASSES, task: 'regression', nOutputs: 1, tolerance: 0.5 };

/** A tree of two splits: leaves 1, 3 and 4, which answer `values`. */
function threeLeaves(values: readonly (readonly number[])[]): Tree {
  const leaf = (i: number): NodeDraft => ({
    value: values[i]!,
    weight: 1,
    impurity: 0,
    split: null,
  });
  const split = { feature: 0, missingLeft: true, words: null };
  const right = { ...leaf(1), split: { ...split, threshold: 1, left: leaf(1), right: leaf(2) } };
  const root = { ...leaf(0), split: { ...split, threshold: 0, left: leaf(0), right } };
  return buildTree(root, values[0]!.length);
}

const LEAVES = [1, 3, 4] as const;
const TREE = threeLeaves([
  [0.9, 0.1],
  [0.2, 0.8],
  [0.6, 0.4],
]);

/** `[leaf, rows, rows of them that agree]`. */
type Recipe = readonly (readonly [leaf: number, rows: number, agreeing: number])[];

function rowsOf(recipe: Recipe): LeafRows {
  const leaves: number[] = [];
  const teacher: number[] = [];
  for (const [leaf, rows, agreeing] of recipe) {
    for (let row = 0; row < rows; row++) {
      const [decided, agrees] = [TREE.decision[leaf], row < agreeing];
      const first = agrees ? decided === 0 : decided === 1;
      leaves.push(leaf);
      teacher.push(first ? 0.7 : 0.3, first ? 0.3 : 0.7);
    }
  }
  return { leaves: Int32Array.from(leaves), teacher: Float64Array.from(teacher) };
}

describe('leaves that defer', () => {
  it('are those that agree too seldom on the select rows, and those that none came to', () => {
    const select = rowsOf([
      [1, 100, 99],
      [3, 100, 97],
    ]);
    expect([...deferredLeaves(TREE, select, CLASSES, 0.985)]).toEqual([0, 0, 0, 1, 1]);
    expect([...deferredLeaves(TREE, select, CLASSES, 0.97)]).toEqual([0, 0, 0, 0, 1]);
    expect([...deferredLeaves(TREE, select, CLASSES, 0.999)]).toEqual([0, 1, 0, 1, 1]);
  });

  it('are leaves of few rows too, where the whole tree does not reach the floor', () => {
    const select = rowsOf([
      [1, 2, 2],
      [3, 98, 90],
    ]);
    // (2 + 5 * 0.92) / 7 = 0.943.
    expect(deferredLeaves(TREE, select, CLASSES, 0.94)[1]).toBe(0);
    expect(deferredLeaves(TREE, select, CLASSES, 0.95)[1]).toBe(1);
  });

  it('are none where each leaf agrees as often as the whole tree, exactly at the floor', () => {
    const shares = fc.integer({ min: 1, max: 99 });
    const counts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(shares, counts, (percent, hundreds) => {
        const select = rowsOf(hundreds.map((h, i) => [LEAVES[i]!, 100 * h, percent * h]));
        const deferred = deferredLeaves(TREE, select, CLASSES, percent / 100);
        expect([...deferred]).toEqual([0, 0, 0, 0, 0]);
      }),
    );
  });

  it('are drawn towards the whole tree: as if 5 rows more had come that agree as often', () => {
    const counts = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 99 }), (some, percent) => {
        const recipe: Recipe = some.map(([a, b], i) => [
          LEAVES[i]!,
          Math.max(a, b),
          Math.min(a, b),
        ]);
        const total = (k: 1 | 2): number => recipe.reduce((all, one) => all + one[k], 0);
        // A floor that no share of so few rows falls on.
        const floor = percent / 100 + Math.PI * 1e-6;
        const deferred = deferredLeaves(TREE, rowsOf(recipe), CLASSES, floor);
        for (const [leaf, rows, agreeing] of recipe) {
          const share = (agreeing + 5 * (total(2) / total(1))) / (rows + 5);
          expect(deferred[leaf]).toBe(rows > 0 && share >= floor ? 0 : 1);
        }
      }),
    );
  });

  it('of numbers are those too seldom within the tolerance', () => {
    const tree = threeLeaves([[1], [2], [3]]);
    const select = {
      leaves: Int32Array.of(1, 1, 3, 3),
      teacher: Float64Array.of(0.5, 1.5, 2.5, 2.6),
    };
    expect([...deferredLeaves(tree, select, NUMBERS, 0.8)]).toEqual([0, 0, 0, 1, 1]);
  });

  it('go by what the tree decides, not by the largest of its value', () => {
    const tree = { ...TREE, decision: Int32Array.of(0, 1, 0, 1, 0) };
    const select = rowsOf([[1, 10, 10]]);
    expect(deferredLeaves(TREE, select, CLASSES, 0.9)[1]).toBe(0);
    expect(deferredLeaves(tree, select, CLASSES, 0.9)[1]).toBe(1);
  });
});

describe('what deferring gives', () => {
  // Drawn towards 245 of 300, the leaves have 0.991, 0.896 and 0.563.
  const select = rowsOf([
    [1, 100, 100],
    [3, 100, 90],
    [4, 100, 55],
  ]);
  const test = rowsOf([
    [1, 20, 18],
    [3, 30, 24],
    [4, 50, 50],
  ]);

  it('is reported on the test rows, whatever they say of the leaves', () => {
    const found = measureDeferral(TREE, { select, test }, CLASSES, 0.95);
    expect(found).toMatchObject({
      floor: 0.95,
      leaves: 2,
      answered: wilson(20, 100),
      fidelity: wilson(18, 20),
    });
    expect(found.floors.find(({ floor }) => floor === 0.9)).toEqual({
      floor: 0.9,
      leaves: 2,
      answered: wilson(20, 100),
      fidelity: wilson(18, 20),
    });
  });

  it('without a floor is what the whole tree gives, and several floors are told all the same', () => {
    const found = measureDeferral(TREE, { select, test }, CLASSES, null);
    expect(found).toMatchObject({ floor: null, leaves: 0, answered: wilson(100, 100) });
    expect(found.fidelity).toEqual(wilson(92, 100));
    expect(found.floors.map(({ floor }) => floor)).toEqual([0.9, 0.95, 0.98, 0.99, 0.995]);
  });

  it('names the floor of the run once, in its place', () => {
    const floorsAt = (floor: number): number[] =>
      measureDeferral(TREE, { select, test }, CLASSES, floor).floors.map((one) => one.floor);
    expect(floorsAt(0.97)).toEqual([0.9, 0.95, 0.97, 0.98, 0.99, 0.995]);
    expect(floorsAt(0.99)).toEqual([0.9, 0.95, 0.98, 0.99, 0.995]);
  });

  it('answers fewer rows at every higher floor, and no row at all is said so', () => {
    const counts = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(counts, counts, (ofSelect, ofTest) => {
        const recipe = (some: readonly (readonly [number, number])[]): Recipe =>
          some.map(([rows, agreeing], i) => [LEAVES[i]!, rows, Math.min(rows, agreeing)]);
        const rows = { select: rowsOf(recipe(ofSelect)), test: rowsOf(recipe(ofTest)) };
        const { floors } = measureDeferral(TREE, rows, CLASSES, null);
        floors.forEach((one, i) => {
          expect(one.fidelity.n).toBe(Math.round((one.answered.value ?? 0) * one.answered.n));
          if (one.fidelity.n === 0) expect(one.fidelity.value).toBeNull();
          if (i === 0) return;
          expect(one.leaves).toBeGreaterThanOrEqual(floors[i - 1]!.leaves);
          expect(one.fidelity.n).toBeLessThanOrEqual(floors[i - 1]!.fidelity.n);
        });
      }),
    );
  });
});
