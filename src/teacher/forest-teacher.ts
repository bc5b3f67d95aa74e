import { sha256Hex } from '../core/hash.ts';
import type { Random } from '../core/random.ts';
import type { Warning } from '../core/errors.ts';
import type { RowSets } from '../core/sets.ts';
import type { PooledOptions } from '../core/workers.ts';
import { forestText } from './forest-codec.ts';
import { forestAnswers, trainForest, type ForestOptions } from './forest.ts';
import type { Teacher } from './teacher.ts';

const TOO_LARGE: Warning = {
  code: 'W_TEACHER_TOO_LARGE',
  message:
    'the forest is too large to be saved: this run has no teacher.json; fewer trees or larger leaves make it smaller.',
};

/** The built-in teacher: a random forest on the CART engine, with out-of-bag training answers. */
export async function forestTeacher(
  sets: RowSets,
  options: ForestOptions,
  random: Random,
  stage: PooledOptions,
): Promise<Teacher> {
  const { table, truth } = sets.train;
  const { forest, outOfBag } = await trainForest(table, truth, options, random, stage);
  const quiet = { signal: stage.signal, pool: stage.pool };
  const saved = forestText(forest);
  return {
    record: {
      kind: 'forest',
      description: `a random forest of ${options.trees} trees, at least ${options.minLeaf} rows a leaf`,
      settings: { ...options },
      sha256: saved === null ? null : sha256Hex(saved),
      outOfBag: true,
    },
    warnings: saved === null ? [TOO_LARGE] : [],
    answers: {
      train: outOfBag,
      select: await forestAnswers(forest, sets.select.table, quiet),
      test: await forestAnswers(forest, sets.test.table, quiet),
    },
    answer: (rows, labelling) => forestAnswers(forest, rows, labelling),
    saved,
  };
}

/** A second forest of another seed: how far two teachers of the same data agree is seed noise. */
export async function twinAnswers(
  sets: RowSets,
  options: ForestOptions,
  random: Random,
  stage: PooledOptions,
): Promise<{ readonly select: Float64Array; readonly test: Float64Array }> {
  const { table, truth } = sets.train;
  const { forest } = await trainForest(table, truth, options, random, {
    ...stage,
    onProgress: (progress) => stage.onProgress?.({ ...progress, stage: 'twin' }),
  });
  const quiet = { signal: stage.signal, pool: stage.pool };
  return {
    select: await forestAnswers(forest, sets.select.table, quiet),
    test: await forestAnswers(forest, sets.test.table, quiet),
  };
}
