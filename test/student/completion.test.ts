import { expect, test } from 'vitest';
import { growTree } from '../../src/cart/grow.ts';
import { leavesOf } from '../../src/core/tree.ts';
import { completedLosses, openCompletion } from '../../src/student/search/completion.ts';
import { goodSplits } from '../../src/student/search/good-splits.ts';
import { divideRows, leafKnot, lossIn } from '../../src/student/search/knot.ts';
import { allRows, makeProblem, type Problem } from '../../src/student/search/problem.ts';
import type { Lesson } from '../../src/student/student.ts';
import { makeLesson } from './lessons.ts';

const MIN_LEAF_ROWS = 5;

/** The slow and obvious way: a tree of so many levels on one side, and what each of its leaves loses. */
function grownLoss(problem: Problem, lesson: Lesson, side: Int32Array, levels: number): number {
  const options = { maxDepth: levels, minLeafRows: MIN_LEAF_ROWS };
  const tree = growTree(problem.roughSample, side, options);
  const leaves = leavesOf(tree, lesson.table);
  let loss = 0;
  for (const leaf of new Set(leaves)) {
    const rows = side.filter((row) => leaves[row] === leaf);
    if (rows.length > 0) loss += lossIn(problem, rows, leafKnot(problem, rows));
  }
  return loss;
}

test.each(['binary', 'classes', 'numbers'] as const)(
  'what a split loses is found for all numbers of levels at once, %s',
  (kind) => {
    const lesson = makeLesson(kind, 400, 'completion');
    // Look-ahead lets most of a leaf's weight decide, as the balanced objective does for good.
    const objective = kind === 'numbers' ? 'fidelity' : 'balanced';
    const options = { maxDepth: 4, minLeafRows: MIN_LEAF_ROWS, objective } as const;
    const problem = makeProblem(lesson, lesson.weight, options);
    const rows = allRows(problem);
    const splits = goodSplits(problem, rows, [], 12);
    expect(splits).toHaveLength(12);
    for (const horizon of [0, 1, 3]) {
      const completion = openCompletion(problem, rows, rows.length, horizon);
      for (const { split } of splits) {
        const sides = divideRows(problem, split, rows);
        const losses = completedLosses(completion, split);
        expect(losses).toHaveLength(horizon + 1);
        for (const [levels, loss] of losses.entries()) {
          const [left, right] = sides.map((side) => grownLoss(problem, lesson, side, levels));
          expect(loss).toBeCloseTo(left! + right!, 8);
        }
      }
    }
  },
);
