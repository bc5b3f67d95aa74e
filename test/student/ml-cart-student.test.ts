import { DecisionTreeClassifier, DecisionTreeRegression } from 'ml-cart';
import { describe, expect, it } from 'vitest';
import type { StageOptions } from '../../src/core/errors.ts';
import { designRows, learnDesign } from '../../src/core/matrix.ts';
import { Random } from '../../src/core/random.ts';
import { decisions } from '../../src/core/decision.ts';
import { stackTables } from '../../src/core/table.ts';
import { leavesOf, treeDepth, truncate, type Tree } from '../../src/core/tree.ts';
import { mlCartStudent } from '../../src/student/ml-cart-student.ts';
import { refit } from '../../src/student/refit.ts';
import type { Lesson } from '../../src/student/student.ts';
import { classLabels, numberLabels, tableOf, type RowsKind } from '../fixtures/rows.ts';
import { makeLesson, plainLesson } from './lessons.ts';

const KINDS: readonly RowsKind[] = ['binary', 'classes', 'numbers'];

const fit = async (
  lesson: Lesson,
  maxDepth: number,
  minLeafRows = 5,
  stage: StageOptions = {},
): Promise<Tree> =>
  (await mlCartStudent(lesson, { maxDepth, minLeafRows, ...stage }, new Random(1))).tree;

/** The leaf each row reaches in ml-cart itself, named by the way there ("<>>"). */
function ownLeaves(lesson: Lesson, maxDepth: number, minLeafRows = 5): string[] {
  const { table, labels } = lesson;
  const rows = designRows(table, learnDesign(table));
  const isClassifier = labels.task === 'classification';
  const options = { maxDepth, minNumSamples: minLeafRows };
  const learner = isClassifier
    ? new DecisionTreeClassifier({ ...options, gainThreshold: 0 })
    : new DecisionTreeRegression({ ...options, gainThreshold: -1 });
  learner.train(
    rows,
    Array.from(isClassifier ? decisions(labels.soft, labels.nOutputs) : labels.soft),
  );
  return rows.map((row) => {
    let way = '';
    let node = learner.root;
    while (node.left !== undefined && node.right !== undefined) {
      const below = row[node.splitColumn!]! < node.splitValue!;
      way += below ? '<' : '>';
      node = below ? node.left : node.right;
    }
    return way;
  });
}

/** Two ways of naming leaves part the rows in the same way. */
function expectSamePartition(ours: ArrayLike<number>, theirs: readonly string[]): void {
  const pairs = new Set(theirs.map((way, row) => `${way} is ${ours[row]}`));
  expect(pairs.size).toBe(new Set(theirs).size);
  expect(pairs.size).toBe(new Set(Array.from(ours)).size);
}

describe.each(KINDS)('ml-cart as a student of %s', (kind) => {
  const lesson = makeLesson(kind, 300);

  it('sends every row where ml-cart itself sends it', async () => {
    for (const depth of [1, 2, 4, 7]) {
      const tree = await fit(lesson, depth);
      const theirs = ownLeaves(lesson, depth);
      expect(new Set(theirs).size).toBeGreaterThan(1);
      expectSamePartition(leavesOf(tree, lesson.table), theirs);
    }
  });

  it('keeps to the depth, and every depth is a prefix of the deeper ones', async () => {
    const deep = await fit(lesson, 5);
    expect(treeDepth(deep)).toBe(5);
    for (const depth of [1, 2, 3, 4]) {
      expect(truncate(deep, depth)).toEqual(await fit(lesson, depth));
    }
  });

  it('answers with the soft labels of all rows, though it learned hard ones', async () => {
    const tree = await fit(lesson, 3);
    expect(refit(tree, lesson)).toEqual(tree);
    expect(tree.weight[0]).toBeCloseTo(
      lesson.weight.reduce((sum, w) => sum + w, 0),
      9,
    );
  });
});

describe('ml-cart as a student', () => {
  it('is fitted on at most 2,000 rows, the real ones first, and says so', async () => {
    const real = makeLesson('binary', 1500, 'real');
    const more = makeLesson('binary', 2500, 'more');
    const soft = Float64Array.from([...real.labels.soft, ...more.labels.soft]);
    const both: Lesson = {
      table: stackTables(real.table, more.table),
      labels: { ...real.labels, soft },
      weight: new Float64Array(4000).fill(1),
      realRows: 1500,
    };
    const options = { maxDepth: 2, minLeafRows: 5 };
    const { tree, warnings } = await mlCartStudent(both, options, new Random(1));
    expect(warnings.map(({ code }) => code)).toEqual(['W_ML_CART_ROWS']);
    expect(warnings[0]!.message).toContain('2000 of 4000 rows');
    expect(tree.weight[0]).toBe(4000);
    const again = await mlCartStudent(both, options, new Random(1));
    expect(again.tree).toEqual(tree);
  });

  it('does not warn when it saw every row', async () => {
    const options = { maxDepth: 2, minLeafRows: 5 };
    const { warnings } = await mlCartStudent(makeLesson('binary', 100), options, new Random(1));
    expect(warnings).toEqual([]);
  });

  it('sends missing values where their stand-in, the median or "not this category", goes', async () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8, null, null];
    const byNumber = plainLesson({
      table: tableOf({ x }),
      truth: classLabels([0, 0, 0, 0, 0, 0, 0, 1, 0, 0], 2),
    });
    const number = await fit(byNumber, 1, 1);
    expect(number.missingLeft[0]).toBe(1);
    expect(number.threshold[0]).toBeGreaterThan(7);
    expect(number.threshold[0]).toBeLessThan(8);
    const home = ['own', 'own', 'own', 'rent', 'rent', 'other', null, null];
    const byCategory = plainLesson({
      table: tableOf({ home }),
      truth: classLabels([1, 1, 1, 0, 0, 0, 0, 0], 2),
    });
    const category = await fit(byCategory, 1, 1);
    const leaves = leavesOf(category, byCategory.table);
    expect(new Set(leaves.subarray(3)).size).toBe(1);
    expect(leaves[0]).not.toBe(leaves[3]);
  });

  it('reads splits between neighbouring doubles', async () => {
    const next = 1 + Number.EPSILON;
    const after = 1 + 2 * Number.EPSILON;
    const x = [1, 1, 1, next, next, next, after, after, after];
    for (const codes of [
      [0, 0, 0, 1, 1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0, 0, 1, 1, 1],
    ]) {
      const lesson = plainLesson({ table: tableOf({ x }), truth: classLabels(codes, 2) });
      const tree = await fit(lesson, 1, 1);
      expectSamePartition(leavesOf(tree, lesson.table), ownLeaves(lesson, 1, 1));
    }
  });

  it('makes the last split of a step function, which leaves no error', async () => {
    const x = Array.from({ length: 60 }, (_, i) => i);
    const truth = numberLabels(x.map((i) => (i < 20 ? 0 : i < 40 ? 1 : 5)));
    const tree = await fit(plainLesson({ table: tableOf({ x }), truth }), 4);
    expect([...new Set(tree.value.filter((_, node) => tree.feature[node] === -1))]).toEqual([
      0, 1, 5,
    ]);
  });

  it('trains inside what the host watches', async () => {
    let blocked = 0;
    await fit(makeLesson('binary', 60), 2, 5, {
      blocking: (work) => {
        blocked++;
        return work();
      },
    });
    expect(blocked).toBe(1);
  });

  it('stops when told to before it starts', async () => {
    const stop = new AbortController();
    stop.abort();
    const fitting = fit(makeLesson('binary', 60), 2, 5, { signal: stop.signal });
    await expect(fitting).rejects.toThrow('aborted');
  });
});
