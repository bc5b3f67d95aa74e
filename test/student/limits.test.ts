import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/core/decision.ts';
import { Random } from '../../src/core/random.ts';
import type { Table } from '../../src/core/table.ts';
import { answersOf, leafIds, leavesOf, pathTo, type Tree } from '../../src/core/tree.ts';
import { SEARCH_BUDGETS } from '../../src/student/search/search.ts';
import { searchStudent } from '../../src/student/search-student.ts';
import { noLimits, type Lesson, type TreeLimits } from '../../src/student/student.ts';
import { makeLesson } from './lessons.ts';

const KINDS = ['binary', 'classes', 'numbers'] as const;
const SEARCHES = Object.keys(SEARCH_BUDGETS) as (keyof typeof SEARCH_BUDGETS)[];

async function treesOf(
  lesson: Lesson,
  wanted: Partial<TreeLimits>,
  search: (typeof SEARCHES)[number] = 'fast',
): Promise<Tree[]> {
  const limits = { ...noLimits(lesson.table.columns.length), ...wanted };
  const options = { maxDepth: 5, minLeafRows: 5, limits };
  const { trees, byLeaves } = await searchStudent(lesson, options, search);
  return [...trees, ...byLeaves.map(({ tree }) => tree)];
}

const numericFeatures = ({ table }: Lesson): number[] =>
  [...table.features.keys()].filter((f) => table.features[f]!.kind === 'numeric');

describe.each(KINDS)('limits of a student, %s', (kind) => {
  const lesson = makeLesson(kind, 500);

  test.each(SEARCHES)('at most so many leaves (%s)', async (search) => {
    for (const maxLeaves of [2, 5, 9]) {
      for (const tree of await treesOf(lesson, { maxLeaves }, search)) {
        expect(leafIds(tree).length).toBeLessThanOrEqual(maxLeaves);
      }
    }
  });

  test.each(SEARCHES)('real rows in every leaf (%s)', async (search) => {
    const half = { ...lesson, realRows: 250 };
    for (const tree of await treesOf(half, { minRealRows: 30 }, search)) {
      const real = new Map(leafIds(tree).map((leaf) => [leaf, 0]));
      for (const leaf of leavesOf(tree, half.table).subarray(0, 250)) {
        real.set(leaf, real.get(leaf)! + 1);
      }
      for (const count of real.values()) expect(count).toBeGreaterThanOrEqual(30);
    }
  });

  test('a forbidden feature is never asked', async () => {
    for (const f of lesson.table.features.keys()) {
      for (const tree of await treesOf(lesson, { forbidden: [f] })) {
        expect(tree.feature).not.toContain(f);
      }
    }
  });

  test('a feature that costs everything is never asked, and a cost never makes it asked more', async () => {
    const features = [...lesson.table.features.keys()];
    for (const f of features.slice(0, 3)) {
      const costing = (cost: number): Promise<Tree[]> =>
        treesOf(lesson, { featureCost: features.map((other) => (other === f ? cost : 0)) });
      for (const tree of await costing(1)) expect(tree.feature).not.toContain(f);
      const [free, dear] = [await costing(0), await costing(0.05)];
      expect(shareAsked(dear.at(-1)!, lesson, f)).toBeLessThanOrEqual(
        shareAsked(free.at(-1)!, lesson, f) + 0.05,
      );
    }
  });
});

/** Share of the weight whose path asks feature `f`. */
function shareAsked(tree: Tree, { table, weight }: Lesson, f: number): number {
  const asks = new Map(
    leafIds(tree).map((leaf) => [leaf, pathTo(tree, leaf).some((n) => tree.feature[n] === f)]),
  );
  let total = 0;
  let asked = 0;
  for (const [row, leaf] of leavesOf(tree, table).entries()) {
    total += weight[row]!;
    if (asks.get(leaf) === true) asked += weight[row]!;
  }
  return asked / total;
}

describe.each(['binary', 'numbers'] as const)('a direction, %s', (kind) => {
  const lesson = makeLesson(kind, 500, 'directed');
  const features = numericFeatures(lesson);

  test.each([1, -1])('is kept by value and decision (%i)', async (direction) => {
    const monotone = lesson.table.features.map((_, f) => (features.includes(f) ? direction : 0));
    for (const search of SEARCHES) {
      for (const tree of await treesOf(lesson, { monotone }, search)) {
        for (const f of features) expectMonotone(tree, lesson.table, f, direction);
      }
    }
  });
});

/** Raises one feature of every row: no answer may go against the direction. */
function expectMonotone(tree: Tree, table: Table, f: number, direction: number): void {
  const random = new Random(`raise/${f}`);
  const column = table.columns[f] as Float64Array;
  const raised = column.map((value) => value + 3 * random.uniform() * random.uniform());
  const columns = table.columns.with(f, raised);
  const k = tree.nOutputs;
  const [before, after] = [answersOf(tree, table), answersOf(tree, { ...table, columns })];
  const [from, to] = [leavesOf(tree, table), leavesOf(tree, { ...table, columns })];
  for (let row = 0; row < table.nRows; row++) {
    if (Number.isNaN(column[row]!)) continue;
    const at = row * k + k - 1;
    expect(direction * (after[at]! - before[at]!)).toBeGreaterThanOrEqual(-1e-12);
    const step = tree.decision[to[row]!]! - tree.decision[from[row]!]!;
    expect(direction * step).toBeGreaterThanOrEqual(0);
  }
}

describe('the decision of a leaf', () => {
  test("follows the teacher's own rule", async () => {
    const plain = makeLesson('binary', 400);
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.05, max: 0.95, noNaN: true }), async (threshold) => {
        const rule = { kind: 'threshold', positive: 1, threshold } as const;
        const lesson = { ...plain, labels: { ...plain.labels, rule } };
        for (const tree of await treesOf(lesson, {}, 'greedy')) {
          for (const leaf of leafIds(tree)) {
            expect(tree.decision[leaf]).toBe(decide(rule, tree.value, leaf * 2, 2));
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  test('with a balanced objective a rare class is not lost at low depth', async () => {
    const n = 2000;
    const random = new Random('rare');
    const x = Float64Array.from({ length: n }, () => random.uniform());
    // Where x is over 0.9 one row in four is rare, elsewhere none.
    const rare = Uint8Array.from(x, (value) => Number(value > 0.9 && random.uniform() < 0.25));
    const lesson = oneColumnLesson(x, rare);
    const options = { maxDepth: 1, minLeafRows: 5 };
    const plain = await searchStudent(lesson, options, 'fast');
    const balanced = await searchStudent(lesson, { ...options, objective: 'balanced' }, 'fast');
    expect(leafIds(plain.trees[0]!)).toEqual([0]);
    const [tree] = balanced.trees;
    expect(leafIds(tree!).map((leaf) => tree!.decision[leaf])).toEqual([0, 1]);
    // The soft value stays the teacher's own share.
    expect(tree!.value[2 * leafIds(tree!)[1]! + 1]).toBeLessThan(0.5);
  });
});

function oneColumnLesson(x: Float64Array, classes: Uint8Array): Lesson {
  const soft = new Float64Array(2 * x.length);
  for (const [row, own] of classes.entries()) soft[2 * row + own] = 1;
  const range = { min: 0, max: 1, missingShare: 0 };
  const feature = {
    kind: 'numeric',
    name: 'x',
    format: 'number',
    integer: false,
    ...range,
  } as const;
  return {
    table: {
      features: [feature],
      columns: [x],
      nRows: x.length,
      sourceRow: new Int32Array(x.length),
    },
    labels: { task: 'classification', nOutputs: 2, classNames: ['common', 'rare'], soft },
    weight: new Float64Array(x.length).fill(1),
    realRows: x.length,
  };
}

describe('trees by number of leaves', () => {
  test.each(KINDS)('rise in leaves and are within their limit (%s)', async (kind) => {
    const lesson = makeLesson(kind, 900);
    const { byLeaves } = await searchStudent(lesson, { maxDepth: 6, minLeafRows: 5 }, 'fast');
    expect(byLeaves.length).toBeGreaterThan(1);
    for (const [i, { leaves, tree }] of byLeaves.entries()) {
      expect(leafIds(tree).length).toBeLessThanOrEqual(leaves);
      if (i > 0) expect(leaves).toBeGreaterThan(byLeaves[i - 1]!.leaves);
    }
  });
});

test('a hundred classes are learned', async () => {
  const n = 5000;
  const random = new Random('hundred');
  const x = Float64Array.from({ length: n }, () => random.uniform());
  const soft = new Float64Array(100 * n);
  for (const [row, value] of x.entries()) soft[row * 100 + Math.floor(100 * value)] = 1;
  const classNames = Array.from({ length: 100 }, (_, k) => `class ${k}`);
  const labels = { task: 'classification', nOutputs: 100, classNames, soft } as const;
  const lesson = { ...oneColumnLesson(x, new Uint8Array(n)), labels };
  const { trees } = await searchStudent(lesson, { maxDepth: 6, minLeafRows: 5 }, 'fast');
  const tree = trees.at(-1)!;
  const leaves = leavesOf(tree, lesson.table);
  const right = leaves.filter((leaf, row) => soft[row * 100 + tree.decision[leaf]!] === 1).length;
  // The largest class alone would be right on one row in a hundred.
  expect(right / n).toBeGreaterThan(0.35);
});
