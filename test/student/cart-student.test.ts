import { describe, expect, it } from 'vitest';
import { learnSampler } from '../../src/augment/augment.ts';
import { Random } from '../../src/core/random.ts';
import { decisions } from '../../src/core/decision.ts';
import { answersOf, leavesOf, treeDepth, truncate } from '../../src/core/tree.ts';
import { cartStudent } from './cart-student.ts';
import { makeRows, numberLabels, tableOf, type RowsKind } from '../fixtures/rows.ts';
import { makeLesson, plainLesson } from './lessons.ts';

const KINDS: readonly RowsKind[] = ['binary', 'classes', 'numbers'];

describe.each(KINDS)('the default student on %s', (kind) => {
  const lesson = makeLesson(kind, 600);

  it('is at every depth the student that this depth alone would have given', async () => {
    const { tree } = await cartStudent(lesson, { maxDepth: 6, minLeafRows: 5 });
    for (let depth = 1; depth <= 6; depth++) {
      const alone = await cartStudent(lesson, { maxDepth: depth, minLeafRows: 5 });
      expect(truncate(tree, depth)).toEqual(alone.tree);
    }
  });

  it('answers the weighted mean of the soft labels in its leaves', async () => {
    const { tree } = await cartStudent(lesson, { maxDepth: 4, minLeafRows: 5 });
    const k = lesson.labels.nOutputs;
    const leaves = leavesOf(tree, lesson.table);
    for (const leaf of new Set(leaves)) {
      for (let c = 0; c < k; c++) {
        let weight = 0;
        let sum = 0;
        leaves.forEach((at, row) => {
          if (at !== leaf) return;
          weight += lesson.weight[row]!;
          sum += lesson.weight[row]! * lesson.labels.soft[row * k + c]!;
        });
        expect(tree.value[leaf * k + c]).toBeCloseTo(sum / weight, 10);
      }
    }
  });

  it('keeps enough rows in every leaf and the depth it was given', async () => {
    const { tree, warnings } = await cartStudent(lesson, { maxDepth: 8, minLeafRows: 20 });
    const counts = new Map<number, number>();
    for (const leaf of leavesOf(tree, lesson.table)) counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(20);
    expect(treeDepth(tree)).toBeLessThanOrEqual(8);
    expect(warnings).toEqual([]);
  });
});

describe('the default student', () => {
  it('learns a teacher from its soft answers better than the coin flips behind them', async () => {
    // The true label is a coin with the teacher's probability: soft labels carry the coin itself.
    const random = new Random('soft');
    const x = Array.from({ length: 400 }, (_, i) => i);
    const p = x.map((i) => (i < 170 ? 0.45 : 0.6));
    const labels = (values: number[]): Float64Array =>
      Float64Array.from(values.flatMap((q) => [1 - q, q]));
    const { table, truth } = { table: tableOf({ x }), truth: makeRows('binary', 1).truth };
    const fit = async (values: number[]): Promise<Int32Array> => {
      const lesson = plainLesson({ table, truth: { ...truth, soft: labels(values) } });
      const { tree } = await cartStudent(lesson, { maxDepth: 3, minLeafRows: 5 });
      return decisions(answersOf(tree, table), 2);
    };
    const teacher = decisions(labels(p), 2);
    expect(await fit(p)).toEqual(teacher);
    const flips = await fit(p.map((q) => (random.uniform() < q ? 1 : 0)));
    expect(flips.filter((k, row) => k === teacher[row]).length).toBeLessThan(400);
  });

  it('reports progress and stops when told to', async () => {
    const stop = new AbortController();
    stop.abort();
    const lesson = makeLesson('binary', 50);
    const fitting = cartStudent(lesson, { maxDepth: 3, minLeafRows: 5, signal: stop.signal });
    await expect(fitting).rejects.toThrow('aborted');
  });

  it('is one leaf where there is nothing to learn', async () => {
    const table = tableOf({ x: [1, 2, 3, 4] });
    const flat = plainLesson({ table, truth: numberLabels([5, 5, 5, 5]) });
    const { tree } = await cartStudent(flat, { maxDepth: 4, minLeafRows: 1 });
    expect(Array.from(tree.feature)).toEqual([-1]);
    expect(Array.from(tree.value)).toEqual([5]);
  });

  it('learns small differences of numbers far from 0, down to the last split', async () => {
    const x = Array.from({ length: 64 }, (_, i) => i);
    const far = x.map((i) => 1e9 + i / 8);
    const lesson = plainLesson({ table: tableOf({ x }), truth: numberLabels(far) });
    const { tree } = await cartStudent(lesson, { maxDepth: 6, minLeafRows: 1 });
    expect(Array.from(answersOf(tree, lesson.table))).toEqual(far);
  });

  it('answers rows that a sampler drew', async () => {
    const { table, truth } = makeRows('binary', 200);
    const { tree } = await cartStudent(plainLesson({ table, truth }), {
      maxDepth: 4,
      minLeafRows: 5,
    });
    const score = truth.soft.filter((_, i) => i % 2 === 1);
    const drawn = learnSampler('blend', table, score, new Random(1))!(500, new Random(2));
    expect(answersOf(tree, drawn).every(Number.isFinite)).toBe(true);
  });
});
