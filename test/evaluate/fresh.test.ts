import { describe, expect, it } from 'vitest';
import { learnSampler } from '../../src/augment/augment.ts';
import type { Sampler } from '../../src/augment/sampler.ts';
import { Random } from '../../src/core/random.ts';
import { selectRows } from '../../src/core/table.ts';
import { answersOf, leafIds, type Tree } from '../../src/core/tree.ts';
import { drawFreshRows } from '../../src/evaluate/fresh.ts';
import { cartStudent } from '../student/cart-student.ts';
import { makeRows } from '../fixtures/rows.ts';
import { plainLesson } from '../student/lessons.ts';

const rows = makeRows('binary', 400);
const score = rows.truth.soft.filter((_, i) => i % 2 === 1);
const sampler = learnSampler('blend', rows.table, score, new Random(1))!;

const student = async (): Promise<Tree> =>
  (await cartStudent(plainLesson(rows), { maxDepth: 3, minLeafRows: 20 })).tree;

describe('fresh rows', () => {
  it('are at most 200 a leaf, in the leaf they are said to be in, answered by the teacher', async () => {
    const tree = await student();
    const seen: number[] = [];
    const fresh = await drawFreshRows(
      tree,
      sampler,
      (table) => {
        seen.push(table.nRows);
        return Promise.resolve(answersOf(tree, table));
      },
      new Random(2),
      {},
    );
    expect(seen).toEqual([fresh.leaves.length]);
    expect(fresh.teacher).toHaveLength(2 * fresh.leaves.length);
    const counts = leafIds(tree).map((leaf) => fresh.leaves.filter((at) => at === leaf).length);
    expect(Math.max(...counts)).toBe(200);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    // The teacher is the tree here: it must answer each row as the leaf it was counted in.
    fresh.leaves.forEach((leaf, i) => {
      expect(fresh.teacher[2 * i]).toBe(tree.value[2 * leaf]);
    });
  });

  it('are others than the student was fitted on, and the same from the same seed', async () => {
    const tree = await student();
    const draw = async (seed: number): Promise<unknown> =>
      (
        await drawFreshRows(
          tree,
          sampler,
          (table) => Promise.resolve(Float64Array.from(table.columns[1]!)),
          new Random(seed),
          {},
        )
      ).teacher;
    expect(await draw(2)).toEqual(await draw(2));
    expect(await draw(3)).not.toEqual(await draw(2));
  });

  it('give up on a leaf that the sampler never reaches', async () => {
    const tree = await student();
    const onlyFirst: Sampler = (n) =>
      selectRows(
        rows.table,
        Array.from({ length: n }, () => 0),
      );
    const progress: string[] = [];
    const fresh = await drawFreshRows(
      tree,
      onlyFirst,
      (table) => Promise.resolve(answersOf(tree, table)),
      new Random(2),
      { onProgress: ({ stage, done, total }) => progress.push(`${stage} ${done}/${total}`) },
    );
    expect(new Set(fresh.leaves).size).toBe(1);
    expect(fresh.leaves).toHaveLength(200);
    expect(progress).toHaveLength(12);
    expect(progress.at(-1)).toBe('evidence 12/12');
  });

  it('say that they are done when they are done early', async () => {
    const tree = (await cartStudent(plainLesson(rows), { maxDepth: 1, minLeafRows: 20 })).tree;
    const progress: string[] = [];
    await drawFreshRows(
      tree,
      sampler,
      (table) => Promise.resolve(answersOf(tree, table)),
      new Random(2),
      { onProgress: ({ done, total }) => progress.push(`${done}/${total}`) },
    );
    expect(progress).toEqual(['12/12']);
  });

  it('stop when told to', async () => {
    const stop = new AbortController();
    stop.abort();
    const drawing = drawFreshRows(
      await student(),
      sampler,
      (table) => Promise.resolve(new Float64Array(2 * table.nRows)),
      new Random(2),
      { signal: stop.signal },
    );
    await expect(drawing).rejects.toThrow('aborted');
  });
});
