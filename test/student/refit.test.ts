import { describe, expect, it } from 'vitest';
import { buildTree, leavesOf, pathTo, type NodeDraft, type Tree } from '../../src/core/tree.ts';
import { cartStudent } from './cart-student.ts';
import { refit } from '../../src/student/refit.ts';
import { numberLabels, tableOf, type RowsKind } from '../fixtures/rows.ts';
import { makeLesson, plainLesson } from './lessons.ts';

const blank = (tree: Tree): Tree => ({
  ...tree,
  value: tree.value.map(() => 0),
  weight: tree.weight.map(() => 0),
  impurity: tree.impurity.map(() => 0),
});

const leaf = (): NodeDraft => ({ value: [0], weight: 0, impurity: 0, split: null });

/** A stump on the first feature. */
function stump(threshold: number): Tree {
  const split = { feature: 0, threshold, missingLeft: false, words: null };
  return buildTree({ ...leaf(), split: { ...split, left: leaf(), right: leaf() } }, 1);
}

describe('refitting', () => {
  it.each(['binary', 'classes', 'numbers'] as RowsKind[])(
    'gives back what greedy growth had found, on %s',
    async (kind) => {
      const lesson = makeLesson(kind, 300);
      const { tree } = await cartStudent(lesson, { maxDepth: 4, minLeafRows: 5 });
      const again = refit(blank(tree), lesson);
      expect(again.feature).toEqual(tree.feature);
      const close = (a: Float64Array, b: Float64Array): void =>
        a.forEach((value, i) => expect(value).toBeCloseTo(b[i]!, 10));
      close(again.value, tree.value);
      close(again.weight, tree.weight);
      close(again.impurity, tree.impurity);
    },
  );

  it('gives each node the weighted mean of the rows that pass it', () => {
    const lesson = {
      ...plainLesson({ table: tableOf({ x: [0, 1, 2, 3] }), truth: numberLabels([1, 3, 5, 9]) }),
      weight: Float64Array.of(1, 3, 1, 1),
    };
    const { value, weight, impurity } = refit(stump(1.5), lesson);
    expect(Array.from(value)).toEqual([4, 2.5, 7]);
    expect(Array.from(weight)).toEqual([6, 4, 2]);
    expect(impurity[1]).toBeCloseTo(0.75, 12);
    expect(impurity[2]).toBeCloseTo(4, 12);
  });

  it('lets a node that no row reaches answer as its parent, with weight 0', () => {
    const table = tableOf({ x: [0, 1] });
    const { value, weight, impurity } = refit(
      stump(10),
      plainLesson({ table, truth: numberLabels([2, 4]) }),
    );
    expect(Array.from(value)).toEqual([3, 3, 3]);
    expect(Array.from(weight)).toEqual([2, 2, 0]);
    expect(impurity[2]).toBe(0);
  });

  it('keeps the digits of impurities far from 0', () => {
    const table = tableOf({ x: [0, 1, 2, 3] });
    const truth = numberLabels([1e9, 1e9 + 1, 1e9 + 5, 1e9 + 6]);
    const { impurity } = refit(stump(1.5), plainLesson({ table, truth }));
    expect(impurity[1]).toBeCloseTo(0.25, 6);
    expect(impurity[2]).toBeCloseTo(0.25, 6);
  });

  it('weighs parents as much as their children together', async () => {
    const lesson = makeLesson('classes', 200);
    const { tree } = await cartStudent(lesson, { maxDepth: 3, minLeafRows: 5 });
    const { weight } = refit(tree, lesson);
    const reached = new Float64Array(weight.length);
    leavesOf(tree, lesson.table).forEach((node, row) => {
      for (const at of pathTo(tree, node)) reached[at]! += lesson.weight[row]!;
    });
    reached.forEach((total, node) => expect(total).toBeCloseTo(weight[node]!, 9));
  });
});
