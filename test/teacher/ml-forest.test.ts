import { describe, expect, it } from 'vitest';
import type { StageOptions } from '../../src/core/errors.ts';
import { Random } from '../../src/core/random.ts';
import { decisions } from '../../src/core/decision.ts';
import { estimateSeconds, mlForestTeacher } from '../../src/teacher/ml-forest.ts';
import type { Teacher } from '../../src/teacher/teacher.ts';
import {
  classLabels,
  makeRows,
  numberLabels,
  tableOf,
  threeSets,
  type Rows,
  type RowsKind,
} from '../fixtures/rows.ts';

const OPTIONS = { trees: 10, minLeaf: 3 };

const teach = (rows: Rows, seed: number | string = 1, options = OPTIONS): Promise<Teacher> =>
  mlForestTeacher(threeSets(rows), options, new Random(seed), {});

/** Class 1 where x is over `cut`: every bagged tree finds it, far from the cut. */
function separable(n: number, cut: number): Rows {
  const x = Array.from({ length: n }, (_, row) => (row * 37) % n);
  return {
    table: tableOf({ x }),
    truth: classLabels(
      x.map((value) => (value > cut ? 1 : 0)),
      2,
    ),
  };
}

describe('ml-random-forest as a teacher', () => {
  it('counts every vote: ten trees that all say 1 give exactly 1', async () => {
    const teacher = await teach(separable(200, 100));
    const asked = tableOf({ x: [199, 0] });
    expect(Array.from(await teacher.answer!(asked, {}))).toEqual([0, 1, 1, 0]);
  });

  it('gives shares of the votes, which add up to exactly 1', async () => {
    const { answers } = await teach(makeRows('classes', 200));
    const { test } = answers;
    for (let row = 0; row < test.length / 3; row++) {
      const votes = Array.from(test.subarray(3 * row, 3 * row + 3), (p) => p * OPTIONS.trees);
      votes.forEach((vote) => expect(vote).toBe(Math.round(vote)));
      expect(votes.reduce((a, b) => a + b, 0)).toBe(OPTIONS.trees);
    }
    expect(new Set(test).size).toBeGreaterThan(3);
  });

  it.each(['binary', 'classes', 'numbers'] as RowsKind[])(
    'learns %s from columns with categories and missing values',
    async (kind) => {
      const rows = makeRows(kind, 250);
      const sets = threeSets(rows);
      const { answers } = await teach(rows);
      const { truth } = sets.test;
      if (kind === 'numbers') {
        const squares = (values: Float64Array): number =>
          values.reduce((sum, v, i) => sum + (v - truth.soft[i]!) * (v - truth.soft[i]!), 0);
        expect(squares(answers.test)).toBeLessThan(0.5 * squares(answers.test.map(() => 0.5)));
      } else {
        const right = decisions(truth.soft, truth.nOutputs);
        const hits = decisions(answers.test, truth.nOutputs).filter((k, i) => k === right[i]);
        expect(hits.length / right.length).toBeGreaterThan(0.65);
      }
      expect(answers.test.every(Number.isFinite)).toBe(true);
    },
  );

  it('makes the last split of a step function, which leaves no error', async () => {
    const x = Array.from({ length: 100 }, (_, row) => (row * 37) % 100);
    const truth = numberLabels(x.map((value) => (value < 30 ? -1 : value < 60 ? 0 : 5)));
    const teacher = await teach({ table: tableOf({ x }), truth });
    const answers = await teacher.answer!(tableOf({ x: [10, 45, 90] }), {});
    expect(Array.from(answers)).toEqual([-1, 0, 5]);
  });

  it('answers the same from the same seed and otherwise from another', async () => {
    const rows = makeRows('binary', 200);
    const [first, again, other] = [await teach(rows), await teach(rows), await teach(rows, 2)];
    expect(again.answers).toEqual(first.answers);
    expect(other.answers.test).not.toEqual(first.answers.test);
  });

  it('says that its answers on training rows are partly memorised', async () => {
    const { warnings, record, saved } = await teach(separable(100, 50));
    expect(warnings.map(({ code }) => code)).toEqual(['W_IN_BAG']);
    expect(record).toMatchObject({ kind: 'ml-random-forest', outOfBag: false });
    expect(saved).toBeNull();
  });

  it('estimates the time and warns above 1,000 training rows', async () => {
    const said: string[] = [];
    const sets = threeSets(separable(1700, 800));
    const options = { trees: 2, minLeaf: 3 };
    const { warnings } = await mlForestTeacher(sets, options, new Random(1), {
      onWarning: ({ code }) => said.push(code),
      onProgress: () => said.push('progress'),
    });
    const slow = warnings.find(({ code }) => code === 'W_SLOW_TEACHER');
    expect(slow?.message).toMatch(/1020 rows in 1 columns take about 1 s/);
    expect(said.slice(0, 2)).toEqual(['W_SLOW_TEACHER', 'progress']);
  });

  it('trains on at most 2,000 rows, and says so', async () => {
    const rows = separable(3500, 1700);
    const { warnings, record } = await teach(rows, 1, { trees: 1, minLeaf: 3 });
    expect(record.settings).toMatchObject({ rows: 2000 });
    expect(warnings.map(({ message }) => message).join()).toContain('2000 of 2100 rows');
  });

  it('estimates more than proportionally more for more rows', () => {
    expect(estimateSeconds(1000, 10, 100)).toBeCloseTo(6.5, 12);
    expect(estimateSeconds(2000, 10, 100)).toBeCloseTo(6.5 * 3.4822, 3);
    expect(estimateSeconds(1000, 20, 50)).toBeCloseTo(6.5, 12);
  });

  it('trains inside what the host watches, reports each tree, and stops when told to', async () => {
    const sets = threeSets(makeRows('binary', 100));
    const stop = new AbortController();
    const seen: string[] = [];
    const stage: StageOptions = {
      signal: stop.signal,
      onProgress: ({ done }) => {
        seen.push(`tree ${done}`);
        if (done === 2) stop.abort();
      },
      blocking: (work) => {
        seen.push('blocked');
        return work();
      },
    };
    await expect(mlForestTeacher(sets, OPTIONS, new Random(1), stage)).rejects.toThrow('aborted');
    expect(seen).toEqual(['blocked', 'tree 1', 'blocked', 'tree 2']);
  });
});
