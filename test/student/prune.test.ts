import { describe, expect, test } from 'vitest';
import { leavesBelow, totalLoss, type Knot } from '../../src/student/search/knot.ts';
import { totalToll } from '../../src/student/search/limits.ts';
import { allRows, makeProblem, type Problem } from '../../src/student/search/problem.ts';
import { prunings } from '../../src/student/search/prune.ts';
import { noLimits } from '../../src/student/student.ts';
import { greedyKnot } from './greedy-knot.ts';
import { makeLesson } from './lessons.ts';

/** Every way to cut a tree back. */
function subtrees(knot: Knot): Knot[] {
  const leaf = { ...knot, branch: null };
  if (knot.branch === null) return [leaf];
  const { split, left, right } = knot.branch;
  const pairs = subtrees(left).flatMap((l) =>
    subtrees(right).map((r) => ({ ...knot, branch: { split, left: l, right: r } })),
  );
  return [leaf, ...pairs];
}

const costOf = (problem: Problem, knot: Knot): number =>
  totalLoss(problem, knot, allRows(problem)) + totalToll(problem, knot);

describe.each(['binary', 'classes', 'numbers'] as const)('cutting a tree back, %s', (kind) => {
  test.each([0, 0.02])('finds the best of every size (a question costs %d)', async (cost) => {
    const lesson = makeLesson(kind, 300, `prune/${cost}`);
    const { columns } = lesson.table;
    const limits = { ...noLimits(columns.length), featureCost: columns.map(() => cost) };
    const options = { maxDepth: 3, minLeafRows: 5, limits };
    const problem = makeProblem(lesson, lesson.weight, options);
    const root = await greedyKnot(problem, 3);
    const all = subtrees(root).map((knot) => ({
      leaves: leavesBelow(knot).length,
      cost: costOf(problem, knot),
    }));
    const found = prunings(problem, root, allRows(problem), Infinity);
    expect(found).toHaveLength(leavesBelow(root).length);
    for (const [i, { knot, cost: said }] of found.entries()) {
      const possible = all.filter(({ leaves }) => leaves <= i + 1);
      const least = Math.min(...possible.map((one) => one.cost));
      expect(leavesBelow(knot).length).toBeLessThanOrEqual(i + 1);
      expect(said).toBeCloseTo(least, 8);
      expect(costOf(problem, knot)).toBeCloseTo(said, 8);
    }
  });
});
