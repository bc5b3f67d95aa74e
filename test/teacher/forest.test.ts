import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { decisions } from '../../src/core/decision.ts';
import type { Labels, Table } from '../../src/core/table.ts';
import { answersOf, leavesOf, type Tree } from '../../src/core/tree.ts';
import { decodeForest, encodeForest, forestText } from '../../src/teacher/forest-codec.ts';
import { forestTeacher, twinAnswers } from '../../src/teacher/forest-teacher.ts';
import {
  defaultMaxFeatures,
  forestAnswers,
  trainForest,
  type Forest,
} from '../../src/teacher/forest.ts';
import { makeRows, numberLabels, tableOf, threeSets, type RowsKind } from '../fixtures/rows.ts';

const OPTIONS = { trees: 25, minLeaf: 3, maxFeatures: 2 };
const KINDS: readonly RowsKind[] = ['binary', 'classes', 'numbers'];

function accuracy(soft: Float64Array, { soft: truth, nOutputs }: Labels): number {
  const [given, right] = [decisions(soft, nOutputs), decisions(truth, nOutputs)];
  return given.filter((k, row) => k === right[row]).length / given.length;
}

function r2(predicted: Float64Array, { soft: actual }: Labels): number {
  const mean = actual.reduce((sum, y) => sum + y, 0) / actual.length;
  const left = actual.reduce((sum, y, i) => sum + (y - predicted[i]!) * (y - predicted[i]!), 0);
  return 1 - left / actual.reduce((sum, y) => sum + (y - mean) * (y - mean), 0);
}

/** The bags the forest drew, drawn again: the first `nRows` draws of each tree's own stream. */
function bags(seed: string, trees: number, nRows: number): Uint8Array[] {
  return Array.from({ length: trees }, (_, t) => {
    const draw = new Random(seed).substream(t);
    const inBag = new Uint8Array(nRows);
    for (let i = 0; i < nRows; i++) inBag[draw.below(nRows)] = 1;
    return inBag;
  });
}

/** A tree's answers in full, by the reference walker (two classes are kept as one number). */
function fullAnswers(tree: Tree, table: Table, nOutputs: number): Float64Array {
  const answers = answersOf(tree, table);
  if (tree.nOutputs === nOutputs) return answers;
  return Float64Array.from({ length: answers.length * 2 }, (_, i) =>
    i % 2 === 0 ? 1 - answers[i >> 1]! : answers[i >> 1]!,
  );
}

describe.each(KINDS)('a forest on %s', (kind) => {
  const { table, truth } = makeRows(kind, 400);
  const train = (seed: string): ReturnType<typeof trainForest> =>
    trainForest(table, truth, OPTIONS, new Random(seed), {});

  it('grows the same trees from the same seed and others from another', async () => {
    const [first, again, other] = [await train('a'), await train('a'), await train('b')];
    expect(encodeForest(again.forest)).toEqual(encodeForest(first.forest));
    expect(again.outOfBag).toEqual(first.outOfBag);
    expect(encodeForest(other.forest)).not.toEqual(encodeForest(first.forest));
  });

  it('answers its own rows from the trees that did not see them', async () => {
    const { forest, outOfBag } = await train('a');
    const k = truth.nOutputs;
    const inBag = bags('a', OPTIONS.trees, table.nRows);
    const sums = new Float64Array(outOfBag.length);
    const votes = new Float64Array(table.nRows);
    forest.trees.forEach((tree, t) => {
      fullAnswers(tree, table, k).forEach((value, i) => {
        const row = Math.floor(i / k);
        if (inBag[t]![row] === 1) return;
        sums[i]! += value;
        votes[row]! += 1 / k;
      });
    });
    expect(Math.min(...votes)).toBeGreaterThan(0.5);
    sums.forEach((sum, i) => {
      expect(outOfBag[i]).toBeCloseTo(sum / Math.round(votes[Math.floor(i / k)]!), 12);
    });
  });

  it('learns the signal, and out-of-bag answers do not flatter it', async () => {
    const { forest, outOfBag } = await train('a');
    const fresh = makeRows(kind, 400, 'fresh');
    const judge = kind === 'numbers' ? r2 : accuracy;
    const onFresh = judge(await forestAnswers(forest, fresh.table, {}), fresh.truth);
    const inBag = judge(await forestAnswers(forest, table, {}), truth);
    const outside = judge(outOfBag, truth);
    expect(onFresh).toBeGreaterThan(0.65);
    expect(Math.abs(outside - onFresh)).toBeLessThan(0.08);
    expect(inBag).toBeGreaterThan(outside);
  });

  it('keeps at least minLeaf distinct rows of the bag in every leaf', async () => {
    const { forest } = await train('a');
    const inBag = bags('a', OPTIONS.trees, table.nRows);
    forest.trees.forEach((tree, t) => {
      const counts = new Map<number, number>();
      leavesOf(tree, table).forEach((leaf, row) => {
        counts.set(leaf, (counts.get(leaf) ?? 0) + inBag[t]![row]!);
      });
      expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(OPTIONS.minLeaf);
    });
  });

  it('answers bit for bit the same after a round trip through JSON text', async () => {
    const { forest } = await train('a');
    const saved: unknown = JSON.parse(JSON.stringify(encodeForest(forest)));
    const fresh = makeRows(kind, 200, 'fresh').table;
    const loaded = await forestAnswers(decodeForest(saved), fresh, {});
    expect(loaded).toEqual(await forestAnswers(forest, fresh, {}));
  });

  it('answers the mean of its trees', async () => {
    const { forest } = await train('a');
    const mean = new Float64Array(table.nRows * truth.nOutputs);
    for (const tree of forest.trees) {
      fullAnswers(tree, table, truth.nOutputs).forEach((value, i) => {
        mean[i]! += value / forest.trees.length;
      });
    }
    const answers = await forestAnswers(forest, table, {});
    answers.forEach((value, i) => expect(value).toBeCloseTo(mean[i]!, 12));
  });
});

describe('a forest', () => {
  it('gives class probabilities that add up to 1', async () => {
    const { table, truth } = makeRows('classes', 200);
    const { forest, outOfBag } = await trainForest(table, truth, OPTIONS, new Random(1), {});
    for (const soft of [outOfBag, await forestAnswers(forest, table, {})]) {
      for (let row = 0; row < table.nRows; row++) {
        const [a, b, c] = soft.subarray(3 * row, 3 * row + 3);
        expect(a! + b! + c!).toBeCloseTo(1, 12);
        expect(Math.min(a!, b!, c!)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('answers a row that no tree left out with the whole forest', async () => {
    const { table, truth } = makeRows('binary', 60);
    const one = { ...OPTIONS, trees: 1 };
    const { forest, outOfBag } = await trainForest(table, truth, one, new Random('a'), {});
    expect(bags('a', 1, table.nRows)[0]).toContain(1);
    const whole = await forestAnswers(forest, table, {});
    expect(outOfBag).toEqual(whole);
  });

  it('draws features anew at every split', async () => {
    const { table, truth } = makeRows('binary', 400);
    const one = { ...OPTIONS, maxFeatures: 1 };
    const { forest } = await trainForest(table, truth, one, new Random(1), {});
    const used = forest.trees.map((tree) => new Set(tree.feature.filter((f) => f >= 0)).size);
    expect(Math.min(...used)).toBe(3);
    expect(new Set(forest.trees.map((tree) => tree.feature[0])).size).toBe(3);
  });

  it('answers rows whose values are all missing or unseen', async () => {
    const { table, truth } = makeRows('binary', 200);
    const { forest } = await trainForest(table, truth, OPTIONS, new Random(1), {});
    const unknown: Table = {
      ...table,
      nRows: 2,
      columns: [Float64Array.of(NaN, NaN), Float64Array.of(NaN, NaN), Int32Array.of(-1, -2)],
      sourceRow: new Int32Array(2),
    };
    const answers = await forestAnswers(forest, unknown, {});
    expect(answers.every(Number.isFinite)).toBe(true);
    expect(answers.slice(0, 2)).toEqual(answers.slice(2));
  });

  it('learns a small step on top of a large offset', async () => {
    const x = Array.from({ length: 300 }, (_, i) => i);
    const step = x.map((i) => 1e9 + Math.floor(i / 75));
    const truth = numberLabels(step);
    const options = { trees: 10, minLeaf: 1, maxFeatures: 1 };
    const { forest } = await trainForest(tableOf({ x }), truth, options, new Random(1), {});
    const answers = await forestAnswers(forest, tableOf({ x }), {});
    expect(r2(answers, truth)).toBeGreaterThan(0.95);
  });

  it('stops when told to', async () => {
    const { table, truth } = makeRows('binary', 200);
    const stop = new AbortController();
    const onProgress = ({ done }: { done: number }): void => {
      if (done === 3) stop.abort();
    };
    const options = { signal: stop.signal, onProgress };
    await expect(trainForest(table, truth, OPTIONS, new Random(1), options)).rejects.toThrow(
      'aborted',
    );
  });

  it.each([
    ['classification', 13, 3],
    ['classification', 1, 1],
    ['regression', 12, 4],
    ['regression', 2, 1],
  ] as const)('tries by default for %s with %i features %i of them', (task, n, expected) => {
    expect(defaultMaxFeatures(task, n)).toBe(expected);
  });

  it('is written tree by tree as it would be at once, or not at all where it is too long', async () => {
    const { table, truth } = makeRows('classes', 100);
    const { forest } = await trainForest(table, truth, OPTIONS, new Random(1), {});
    const text = JSON.stringify(encodeForest(forest));
    expect(forestText(forest)).toBe(text);
    expect(forestText(forest, text.length)).toBe(text);
    expect(forestText(forest, text.length / 2)).toBeNull();
  });

  it.each<[string, (saved: Saved) => unknown, string]>([
    ['another schema', (saved) => (saved.schema = 'other/1'), 'its schema is "other/1"'],
    ['no trees', (saved) => (saved.trees = []), 'it has no trees'],
    ['a cycle', ({ trees }) => (trees[1]!.left[0] = 0), 'trees[1]: node 0 has a child'],
    ['a threshold', ({ trees }) => (trees[1]!.threshold[0] = 'x'), 'trees[1].threshold[0] is not'],
    ['a value inside', ({ trees }) => (trees[0]!.value[0] = [0.5]), 'trees[0].value[0] should be'],
    ['a share above 1', ({ trees }) => (trees[0]!.value = everywhere(trees[0]!, 2)), 'holds 2'],
    ['weights', ({ trees }) => (trees[0]!.weight = []), 'trees[0] has the unknown key "weight"'],
    ['a target', (saved) => (saved.target = 'y'), 'the document has the unknown key "target"'],
    ['deferral', ({ trees }) => (trees[2]!.deferred = leaves(trees[2]!)), 'trees[2] defers'],
  ])('refuses a saved forest with %s', async (_, change, words) => {
    const { table, truth } = makeRows('binary', 60);
    const { forest } = await trainForest(table, truth, OPTIONS, new Random(1), {});
    const saved = JSON.parse(JSON.stringify(encodeForest(forest))) as Saved;
    expect(decodeForest(saved).trees).toHaveLength(OPTIONS.trees);
    change(saved);
    expect(() => decodeForest(saved)).toThrow(words);
  });
});

/** A saved forest, to be damaged. */
interface Saved {
  schema: string;
  target?: string;
  trees: SavedTree[];
}

interface SavedTree {
  feature: number[];
  left: number[];
  threshold: unknown[];
  value: unknown[];
  weight?: unknown[];
  deferred?: boolean[];
}

const leaves = ({ feature }: SavedTree): boolean[] => feature.map((f) => f === -1);
const everywhere = (tree: SavedTree, value: number): unknown[] =>
  leaves(tree).map((isLeaf) => (isLeaf ? [value] : null));

describe('the forest teacher', () => {
  const sets = threeSets(makeRows('classes', 300));

  it('answers all three sets, the training rows out of bag, and can be asked more', async () => {
    const teacher = await forestTeacher(sets, OPTIONS, new Random(1), {});
    const { outOfBag } = await trainForest(
      sets.train.table,
      sets.train.truth,
      OPTIONS,
      new Random(1),
      {},
    );
    expect(teacher.answers.train).toEqual(outOfBag);
    expect(teacher.answers.test).toEqual(await teacher.answer!(sets.test.table, {}));
    expect(teacher.answers.select).toHaveLength(sets.select.table.nRows * 3);
    expect(teacher.record).toMatchObject({ kind: 'forest', outOfBag: true });
  });

  it('saves what answers the same', async () => {
    const teacher = await forestTeacher(sets, OPTIONS, new Random(1), {});
    const forest: Forest = decodeForest(JSON.parse(teacher.saved!));
    expect(await forestAnswers(forest, sets.test.table, {})).toEqual(teacher.answers.test);
  });

  it('has a twin of another seed that mostly agrees', async () => {
    const teacher = await forestTeacher(sets, OPTIONS, new Random(1), {});
    const twin = await twinAnswers(sets, OPTIONS, new Random(2), {});
    expect(twin.test).not.toEqual(teacher.answers.test);
    const same = decisions(twin.test, 3).filter(
      (k, row) => k === decisions(teacher.answers.test, 3)[row],
    ).length;
    expect(same / sets.test.table.nRows).toBeGreaterThan(0.8);
  });
});
