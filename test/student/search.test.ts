import { describe, expect, test } from 'vitest';
import {
  answersOf,
  leafIds,
  leavesOf,
  prefixesOf,
  treeDepth,
  type Tree,
} from '../../src/core/tree.ts';
import { decisions } from '../../src/core/decision.ts';
import { cartStudent } from './cart-student.ts';
import { searchStudent } from '../../src/student/search-student.ts';
import {
  fitKnots,
  leafAt,
  leafKnot,
  totalLoss,
  treeOf,
  type Knot,
} from '../../src/student/search/knot.ts';
import { mergeSiblings } from '../../src/student/search/merge.ts';
import { allRows, makeProblem } from '../../src/student/search/problem.ts';
import { refine } from '../../src/student/search/refine.ts';
import { SEARCH_BUDGETS, searchTrees } from '../../src/student/search/search.ts';
import type { Lesson } from '../../src/student/student.ts';
import { greedyKnot } from './greedy-knot.ts';
import { makeLesson } from './lessons.ts';

const KINDS = ['binary', 'classes', 'numbers'] as const;
const OPTIONS = { maxDepth: 4, minLeafRows: 5 };

/** Disagreement + squared distance, weighted: computed from answers, the slow and obvious way. */
function lossOf(tree: Tree, { table, labels, weight }: Lesson): number {
  const k = labels.nOutputs;
  const answers = answersOf(tree, table);
  const [own, teacher] = [decisions(answers, k), decisions(labels.soft, k)];
  return weight.reduce((total, w, row) => {
    let loss = labels.task === 'classification' && own[row] !== teacher[row] ? 1 : 0;
    for (let c = row * k; c < (row + 1) * k; c++) loss += (answers[c]! - labels.soft[c]!) ** 2;
    return total + w * loss;
  }, 0);
}

describe.each(KINDS)('the searched student, %s', (kind) => {
  const lesson = makeLesson(kind, 600);

  test('never loses more than the greedy one of the same depth', async () => {
    const { trees } = await searchStudent(lesson, OPTIONS, 'fast');
    const { tree } = await cartStudent(lesson, OPTIONS);
    const greedy = prefixesOf(tree);
    expect(trees).toHaveLength(greedy.length);
    trees.forEach((searched, i) => {
      // Merging leaves of one decision keeps every decision, not every soft value.
      const slack = kind === 'numbers' ? 0 : mergeCost(searched, greedy[i]!, lesson);
      expect(lossOf(searched, lesson)).toBeLessThanOrEqual(
        lossOf(greedy[i]!, lesson) + slack + 1e-9,
      );
      expect(treeDepth(searched)).toBeLessThanOrEqual(i + 1);
    });
  });

  test('keeps the rows a leaf must keep', async () => {
    const { trees } = await searchStudent(lesson, { maxDepth: 4, minLeafRows: 40 }, 'fast');
    for (const tree of trees) {
      const counts = new Map(leafIds(tree).map((leaf) => [leaf, 0]));
      for (const leaf of leavesOf(tree, lesson.table)) counts.set(leaf, counts.get(leaf)! + 1);
      for (const count of counts.values()) expect(count).toBeGreaterThanOrEqual(40);
    }
  });

  test('gives the same trees again', async () => {
    const [one, two] = [
      await searchStudent(lesson, OPTIONS, 'fast'),
      await searchStudent(lesson, OPTIONS, 'fast'),
    ];
    expect(two).toEqual(one);
  });

  test('its loss is what the reference walker says', async () => {
    const problem = makeProblem(lesson, lesson.weight, OPTIONS);
    const knot = await greedyKnot(problem, 3);
    const expected = lossOf(treeOf(problem, knot), lesson);
    expect(totalLoss(problem, knot, allRows(problem))).toBeCloseTo(expected, 8);
  });

  test('refinement never loses more, whatever it starts from', async () => {
    const problem = makeProblem(lesson, lesson.weight, OPTIONS);
    const rows = allRows(problem);
    for (const depth of [1, 2, 3, 4]) {
      const start = await greedyKnot(problem, depth);
      const refined = await refine(problem, start, rows, 10, undefined);
      expect(totalLoss(problem, refined, rows)).toBeLessThanOrEqual(
        totalLoss(problem, start, rows),
      );
      const again = structuredClone(refined);
      fitKnots(problem, again, rows);
      expect(totalLoss(problem, again, rows)).toBeCloseTo(totalLoss(problem, refined, rows), 8);
    }
  });

  test('can be stopped', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(searchStudent(lesson, { ...OPTIONS, signal }, 'fast')).rejects.toThrow('enough');
  });
});

/** What merging siblings may add to the squared distance: what lies between them. */
function mergeCost(searched: Tree, greedy: Tree, lesson: Lesson): number {
  return leafIds(searched).length < leafIds(greedy).length ? 0.2 * lossOf(greedy, lesson) : 0;
}

test('look-ahead finds what greedy growth cannot: exclusive or', async () => {
  const n = 400;
  const [a, b] = [0, 1].map((bit) =>
    Float64Array.from({ length: n }, (_, row) => (row >> bit) & 1),
  );
  // A third column that helps a little at once, and not at all in the end.
  const lure = Float64Array.from({ length: n }, (_, row) =>
    Number((a![row] !== b![row]) !== row % 5 < 2),
  );
  const soft = new Float64Array(2 * n);
  for (let row = 0; row < n; row++) soft[2 * row + Number(a![row] !== b![row])] = 1;
  const features = ['a', 'b', 'lure'].map((name) => ({
    kind: 'numeric' as const,
    name,
    format: 'number' as const,
    integer: true,
    min: 0,
    max: 1,
    missingShare: 0,
  }));
  const lesson: Lesson = {
    table: { features, columns: [a!, b!, lure], nRows: n, sourceRow: new Int32Array(n) },
    labels: { task: 'classification', nOutputs: 2, classNames: ['same', 'other'], soft },
    weight: new Float64Array(n).fill(1),
    realRows: n,
  };
  const { tree } = await cartStudent(lesson, { maxDepth: 2, minLeafRows: 5 });
  const { trees } = await searchStudent(lesson, { maxDepth: 2, minLeafRows: 5 }, 'fast');
  expect(lossOf(tree, lesson)).toBeGreaterThan(100);
  expect(lossOf(trees[1]!, lesson)).toBe(0);
});

test('merging siblings keeps every decision and leaves no two of one decision', async () => {
  const lesson = makeLesson('classes', 600);
  const problem = makeProblem(lesson, lesson.weight, OPTIONS);
  const knot = await greedyKnot(problem, 5);
  const merged = mergeSiblings(knot);
  for (const row of allRows(problem)) {
    expect(leafAt(problem, merged, row).decided).toBe(leafAt(problem, knot, row).decided);
  }
  const check = ({ branch }: Knot): void => {
    if (branch === null) return;
    const { left, right } = branch;
    const isMergeable = left.branch === null && right.branch === null;
    expect(isMergeable && left.decided === right.decided).toBe(false);
    check(left);
    check(right);
  };
  check(merged);
  expect(leafIds(treeOf(problem, merged)).length).toBeLessThan(
    leafIds(treeOf(problem, knot)).length,
  );
});

test('a leaf without rows keeps its value', () => {
  const lesson = makeLesson('binary', 60);
  const problem = makeProblem(lesson, lesson.weight, OPTIONS);
  const leaf = leafKnot(problem, allRows(problem));
  const before = leaf.value;
  fitKnots(problem, leaf, new Int32Array(0));
  expect(leaf.value).toBe(before);
});

test('searched on some of the rows, the leaves are still those of all of them', async () => {
  const lesson = makeLesson('binary', 900);
  const problem = makeProblem(lesson, lesson.weight, OPTIONS);
  const budget = { ...SEARCH_BUDGETS.fast, rows: 300 };
  const { byDepth } = await searchTrees(problem, { maxDepth: 3, maxLeaves: Infinity }, budget, {});
  for (const tree of byDepth) {
    expect(tree.weight[0]).toBeCloseTo(
      lesson.weight.reduce((sum, weight) => sum + weight, 0),
      8,
    );
    const leaves = leavesOf(tree, lesson.table);
    for (const leaf of leafIds(tree)) {
      const rows = Array.from(leaves.keys()).filter((row) => leaves[row] === leaf);
      const weight = rows.reduce((sum, row) => sum + lesson.weight[row]!, 0);
      const second = rows.reduce(
        (sum, row) => sum + lesson.weight[row]! * lesson.labels.soft[2 * row + 1]!,
        0,
      );
      expect(tree.value[2 * leaf + 1]).toBeCloseTo(second / weight, 8);
    }
  }
});

test('a larger budget looks further', () => {
  const { fast, thorough } = SEARCH_BUDGETS;
  expect(thorough.sweeps).toBeGreaterThan(fast.sweeps);
  expect(thorough.lookAhead.rows).toBeGreaterThan(fast.lookAhead.rows);
});
