import { describe, expect, it } from 'vitest';
import { wilson } from '../../src/core/interval.ts';
import { Random } from '../../src/core/random.ts';
import { decisions } from '../../src/core/decision.ts';
import {
  answersOf,
  leafIds,
  nodeDepths,
  leavesOf,
  prefixesOf,
  truncate,
} from '../../src/core/tree.ts';
import { judgeFrontiers, type Jury } from '../../src/evaluate/frontier.ts';
import { judgeTree, meanPathLength, type HeldOut } from '../../src/evaluate/held-out.ts';
import { pickDepth } from '../../src/evaluate/pick.ts';
import { yardstickOf } from '../../src/evaluate/yardstick.ts';
import { cartStudent } from '../student/cart-student.ts';
import { makeRows, threeSets } from '../fixtures/rows.ts';
import { plainLesson } from '../student/lessons.ts';

describe('the frontier', () => {
  const sets = threeSets(makeRows('classes', 500));
  const heldOut = (name: 'select' | 'test'): HeldOut => ({
    table: sets[name].table,
    teacher: sets[name].truth.soft,
    truth: sets[name].truth.soft,
  });
  const yardstick = yardstickOf(sets.train.truth.soft, sets.train.truth, null);
  const jury: Jury = {
    select: heldOut('select'),
    test: heldOut('test'),
    yardstick,
    objective: 'fidelity',
  };

  it('judges the prefix of every depth on the select and on the test rows', async () => {
    const { tree } = await cartStudent(plainLesson(sets.train), { maxDepth: 5, minLeafRows: 5 });
    const seen: number[] = [];
    const students = { trees: prefixesOf(tree), byLeaves: [] };
    const { depths: points, leaves } = await judgeFrontiers(students, jury, new Random(1), {
      onProgress: ({ done }) => seen.push(done),
    });
    expect(leaves).toEqual([]);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(points.map(({ entry }) => entry.depth)).toEqual([1, 2, 3, 4, 5]);
    for (const { entry, tree: prefix, test } of points) {
      expect(prefix).toEqual(truncate(tree, entry.depth));
      expect(entry.leaves).toBe(leafIds(prefix).length);
      expect(entry.fidelity).toEqual(test.fidelity);
      for (const name of ['select', 'test'] as const) {
        const student = decisions(answersOf(prefix, sets[name].table), 3);
        const teacher = decisions(sets[name].truth.soft, 3);
        const same = student.filter((k, row) => k === teacher[row]).length;
        const { fidelity } = name === 'test' ? entry : entry.select;
        expect(fidelity).toEqual(wilson(same, teacher.length));
      }
      expect(test).toEqual(judgeTree(prefix, jury.test, yardstick, new Random(1)));
    }
  });

  it('judges trees of limited leaves like those of each depth, against the best of their own', async () => {
    const { tree } = await cartStudent(plainLesson(sets.train), { maxDepth: 5, minLeafRows: 5 });
    const trees = prefixesOf(tree);
    const byLeaves = trees.slice(0, 3).map((one, i) => ({ leaves: 10 * (i + 1), tree: one }));
    const { depths, leaves } = await judgeFrontiers({ trees, byLeaves }, jury, new Random(1), {});
    leaves.forEach(({ entry, tree: limited, test }, i) => {
      const { limit, ...rest } = entry;
      const { select, ...twin } = depths[i]!.entry;
      expect(limit).toBe(10 * (i + 1));
      expect(limited).toBe(trees[i]);
      expect(test).toEqual(depths[i]!.test);
      const { behindBest, asGood } = rest.select;
      expect(rest).toEqual({ ...twin, select: { ...select, behindBest, asGood } });
    });
    for (const entries of [depths, leaves].map((points) => points.map(({ entry }) => entry))) {
      const scores = entries.map(({ select }) => select.fidelity.value!);
      const best = Math.max(...scores);
      entries.forEach(({ select }, i) => {
        expect(select.behindBest.value).toBeCloseTo(scores[i]! - best, 12);
      });
    }
  });

  it('has one depth for a tree that is a single leaf', async () => {
    const leaf = (await cartStudent(plainLesson(sets.train), { maxDepth: 0, minLeafRows: 5 })).tree;
    const students = { trees: prefixesOf(leaf), byLeaves: [] };
    const { depths: points } = await judgeFrontiers(students, jury, new Random(1), {});
    expect(points.map(({ entry }) => [entry.depth, entry.leaves])).toEqual([[1, 1]]);
    expect(points[0]!.entry.headroomClosed.value).toBe(0);
    const options = { given: null, objective: 'fidelity', fidelityKind: 'agreement' } as const;
    expect(pickDepth([points[0]!.entry], options).depth).toBe(1);
  });

  it('gives the mean number of questions asked of a row', async () => {
    const { tree } = await cartStudent(plainLesson(sets.train), { maxDepth: 4, minLeafRows: 20 });
    const depths = nodeDepths(tree);
    const leaves = leavesOf(tree, sets.test.table);
    const mean = leaves.reduce((sum, leaf) => sum + depths[leaf]!, 0) / leaves.length;
    expect(meanPathLength(tree, sets.test.table)).toBe(mean);
    expect(mean).toBeGreaterThan(1);
    expect(mean).toBeLessThanOrEqual(4);
  });
});
