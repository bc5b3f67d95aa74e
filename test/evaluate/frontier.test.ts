import { describe, expect, it } from 'vitest';
import { plainFigure, wilson, type Figure } from '../../src/core/interval.ts';
import { Random } from '../../src/core/random.ts';
import type { FrontierEntry } from '../../src/core/run.ts';
import { decisions } from '../../src/core/decision.ts';
import {
  answersOf,
  leafIds,
  nodeDepths,
  leavesOf,
  prefixesOf,
  truncate,
} from '../../src/core/tree.ts';
import { judgeDepths, pickDepth } from '../../src/evaluate/frontier.ts';
import { judgeTree, meanPathLength, type HeldOut } from '../../src/evaluate/held-out.ts';
import { yardstickOf } from '../../src/evaluate/yardstick.ts';
import { cartStudent } from '../student/cart-student.ts';
import { makeRows, threeSets } from '../fixtures/rows.ts';
import { plainLesson } from '../student/lessons.ts';

/** A frontier whose select fidelities are `figures`, and whose test fidelities say the opposite. */
function frontier(figures: readonly Figure[]): FrontierEntry[] {
  return figures.map((fidelity, i) => {
    const misleading = wilson(100 - i, 100);
    const figure = { fidelity, headroomClosed: fidelity, balancedFidelity: fidelity };
    return {
      depth: i + 1,
      leaves: 2 << i,
      meanPathLength: i + 1,
      fidelity: misleading,
      headroomClosed: misleading,
      balancedFidelity: misleading,
      accuracy: misleading,
      retained: misleading,
      select: { ...figure, accuracy: fidelity },
    };
  });
}

const ofHits = (...hits: number[]): FrontierEntry[] => frontier(hits.map((h) => wilson(h, 1000)));

describe('picking a depth', () => {
  it('takes the smallest depth within one standard error of the best', () => {
    // The best is 0.930 at depth 5 with a standard error of 0.008: the bar is 0.922.
    const pick = pickDepth(ofHits(800, 880, 921, 924, 930), null, 'agreement');
    expect(pick).toMatchObject({ depth: 4, rule: 'one-standard-error' });
    expect(pick.why).toContain('92.4%');
    expect(pick.why).toContain('93.0% at depth 5');
  });

  it('takes the best where no smaller one comes near', () => {
    const pick = pickDepth(ofHits(700, 800, 900, 880), null, 'agreement');
    expect(pick.depth).toBe(3);
    expect(pick.why).toContain('no smaller depth comes within one standard error');
  });

  it('says an R² as a number, not as a share', () => {
    const { why } = pickDepth(ofHits(700, 800, 900, 880), null, 'r2');
    expect(why).toContain('0.900');
    expect(why).not.toContain('%');
  });

  it('takes depth 1 where all are equal', () => {
    expect(pickDepth(ofHits(900, 900, 900), null, 'agreement')).toMatchObject({
      depth: 1,
      why: 'Depth 1 has the best fidelity on the select rows, 90.0%, and is the smallest.',
    });
  });

  it('takes the smaller of two best depths', () => {
    expect(pickDepth(ofHits(700, 950, 950), null, 'agreement').depth).toBe(2);
  });

  it('takes a depth that is not best when deeper ones overfit', () => {
    expect(pickDepth(ofHits(850, 900, 870, 860), null, 'agreement').depth).toBe(2);
  });

  it('takes any depth within one error of few rows', () => {
    const few = frontier([15, 16, 18].map((h) => wilson(h, 20)));
    // 0.90 with a standard error of about 0.07: 0.80 is too far, nothing else is smaller.
    expect(pickDepth(few, null, 'agreement').depth).toBe(3);
    const closer = frontier([15, 17, 18].map((h) => wilson(h, 20)));
    expect(pickDepth(closer, null, 'agreement').depth).toBe(2);
  });

  it('looks at the select rows only', () => {
    // The test figures fall with depth; the select figures rise.
    expect(pickDepth(ofHits(500, 600, 700), null, 'agreement').depth).toBe(3);
  });

  it('takes the depth that was asked for, or the deepest there is', () => {
    expect(pickDepth(ofHits(900, 910, 920), 2, 'agreement')).toEqual({
      depth: 2,
      rule: 'given',
      why: 'Depth 2 was asked for.',
    });
    const pick = pickDepth(ofHits(900, 910, 920), 9, 'agreement');
    expect(pick.depth).toBe(3);
    expect(pick.why).toContain('stops growing at depth 3');
  });

  it('says so where fidelity is undefined at every depth, and takes the smallest', () => {
    const pick = pickDepth(
      frontier([plainFigure(null, 9), plainFigure(null, 9)]),
      null,
      'agreement',
    );
    expect(pick.depth).toBe(1);
    expect(pick.why).toContain('undefined');
    expect(pick.why).not.toMatch(/Infinity|NaN/);
  });
});

describe('the frontier', () => {
  const sets = threeSets(makeRows('classes', 500));
  const heldOut = (name: 'select' | 'test'): HeldOut => ({
    table: sets[name].table,
    teacher: sets[name].truth.soft,
    truth: sets[name].truth.soft,
  });
  const rows = { select: heldOut('select'), test: heldOut('test') };
  const yardstick = yardstickOf(sets.train.truth.soft, sets.train.truth, null);

  it('judges the prefix of every depth on the select and on the test rows', async () => {
    const { tree } = await cartStudent(plainLesson(sets.train), { maxDepth: 5, minLeafRows: 5 });
    const seen: number[] = [];
    const points = await judgeDepths(prefixesOf(tree), rows, yardstick, new Random(1), {
      onProgress: ({ done }) => seen.push(done),
    });
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
      expect(test).toEqual(judgeTree(prefix, rows.test, yardstick, new Random(1)));
    }
  });

  it('has one depth for a tree that is a single leaf', async () => {
    const leaf = (await cartStudent(plainLesson(sets.train), { maxDepth: 0, minLeafRows: 5 })).tree;
    const points = await judgeDepths(prefixesOf(leaf), rows, yardstick, new Random(1), {});
    expect(points.map(({ entry }) => [entry.depth, entry.leaves])).toEqual([[1, 1]]);
    expect(points[0]!.entry.headroomClosed.value).toBe(0);
    expect(pickDepth([points[0]!.entry], null, 'agreement').depth).toBe(1);
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
