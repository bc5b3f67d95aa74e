import { describe, expect, it } from 'vitest';
import { pathsOf } from '../../src/core/box.ts';
import { plainFigure, wilson } from '../../src/core/interval.ts';
import type { PathRecord } from '../../src/core/run.ts';
import { decisions, LARGEST } from '../../src/core/decision.ts';
import type { Labels, Table } from '../../src/core/table.ts';
import {
  buildTree,
  leavesOf,
  nodeDepths,
  type Model,
  type NodeDraft,
  type Tree,
} from '../../src/core/tree.ts';
import { describePaths, type PathEvidence } from '../../src/evaluate/paths.ts';
import { yardstickOf } from '../../src/evaluate/yardstick.ts';
import { cartStudent } from '../student/cart-student.ts';
import { makeRows, tableOf, threeSets, type RowsKind } from '../fixtures/rows.ts';
import { plainLesson } from '../student/lessons.ts';

const modelOf = (tree: Tree, table: Table, truth: Labels): Model => ({
  task: truth.task,
  target: 'y',
  features: table.features,
  classNames: truth.classNames,
  tree,
});

describe.each(['classes', 'numbers'] as RowsKind[])('the evidence of paths on %s', (kind) => {
  const sets = threeSets(makeRows(kind, 600));
  const teacherOf = (truth: Labels): Float64Array =>
    truth.soft.map((value, i) => (i % 7 === 0 ? 0.6 - value : value));
  const heldOut = (name: 'select' | 'test'): PathEvidence['test'] => ({
    table: sets[name].table,
    teacher: teacherOf(sets[name].truth),
    truth: sets[name].truth.soft,
  });
  const { truth } = sets.train;
  const yardstick = yardstickOf(truth.soft, truth, null);

  async function describeAll(fresh: PathEvidence['fresh']): Promise<{
    model: Model;
    records: PathRecord[];
  }> {
    const { tree } = await cartStudent(plainLesson(sets.train), { maxDepth: 4, minLeafRows: 10 });
    const model = modelOf(tree, sets.train.table, truth);
    const records = describePaths(
      model,
      {
        train: sets.train.table,
        select: heldOut('select'),
        test: heldOut('test'),
        fresh,
      },
      yardstick,
    );
    return { model, records };
  }

  it('adds up to every row, once', async () => {
    const { model, records } = await describeAll(null);
    const paths = pathsOf(model);
    expect(records.map(({ leaf }) => leaf)).toEqual(paths.map(({ leaf }) => leaf));
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    const total = (of: (record: PathRecord) => number): number =>
      records.reduce((sum, record) => sum + of(record), 0);
    expect(total(({ realRows }) => realRows.train)).toBe(sets.train.table.nRows);
    expect(total(({ realRows }) => realRows.select)).toBe(sets.select.table.nRows);
    expect(total(({ realRows }) => realRows.test)).toBe(sets.test.table.nRows);
    expect(total(({ coverage }) => coverage.value!)).toBeCloseTo(1, 12);
    expect(total(({ fidelity }) => fidelity.n)).toBe(
      sets.select.table.nRows + sets.test.table.nRows,
    );
  });

  it('counts agreement on exactly the held-out rows that reach the leaf', async () => {
    const { model, records } = await describeAll(null);
    const k = truth.nOutputs;
    const agrees = (leaf: number, soft: Float64Array, row: number): boolean =>
      kind === 'numbers'
        ? Math.abs(model.tree.value[leaf]! - soft[row]!) <= yardstick.tolerance!
        : decisions(model.tree.value.slice(leaf * k, leaf * k + k), k)[0] ===
          decisions(soft.slice(row * k, row * k + k), k)[0];
    for (const record of records) {
      let rows = 0;
      let [asTeacher, asTruth] = [0, 0];
      for (const set of [heldOut('select'), heldOut('test')]) {
        leavesOf(model.tree, set.table).forEach((leaf, row) => {
          if (leaf !== record.leaf) return;
          rows++;
          if (agrees(leaf, set.teacher, row)) asTeacher++;
          if (agrees(leaf, set.truth, row)) asTruth++;
        });
      }
      expect(record.fidelity).toEqual(wilson(asTeacher, rows));
      expect(record.accuracy).toEqual(wilson(asTruth, rows));
      expect(record.depth).toBe(nodeDepths(model.tree)[record.leaf]);
    }
  });

  it('counts fresh rows apart from real ones', async () => {
    const fresh = makeRows(kind, 300, 'fresh');
    const { tree } = (await describeAll(null)).model;
    const leaves = leavesOf(tree, fresh.table);
    const { records } = await describeAll({ leaves, teacher: fresh.truth.soft });
    const without = (await describeAll(null)).records;
    expect(records.reduce((sum, { freshFidelity }) => sum + freshFidelity.n, 0)).toBe(300);
    records.forEach((record, i) => {
      expect(record.freshFidelity.n).toBe(leaves.filter((leaf) => leaf === record.leaf).length);
      const flags = record.flags.filter((flag) => flag !== 'low-fresh-fidelity');
      const rest = { flags, freshFidelity: null };
      expect({ ...record, ...rest }).toEqual({ ...without[i], freshFidelity: null });
      expect(without[i]!.freshFidelity).toEqual(plainFigure(null, 0));
    });
  });
});

describe('the flags of a path', () => {
  /** A model of two leaves cut at x <= 0: shares of class 0 on the left and on the right. */
  function stump(left: number, right: number): Model {
    const leaf = (p: number): NodeDraft => ({
      value: [p, 1 - p],
      weight: 1,
      impurity: 0,
      split: null,
    });
    const split = { feature: 0, threshold: 0, missingLeft: false, words: null };
    const root = { ...leaf(0.5), split: { ...split, left: leaf(left), right: leaf(right) } };
    const { table } = rowsAt([0, 1]);
    return {
      task: 'classification',
      target: 'y',
      features: table.features,
      classNames: ['no', 'yes'],
      tree: buildTree(root, 2),
    };
  }

  /** Rows with x = 0 (left) or 1 (right), on which the teacher says "no". */
  function rowsAt(x: readonly number[]): PathEvidence['test'] {
    const soft = Float64Array.from(x.flatMap(() => [1, 0]));
    return { table: tableOf({ x }), teacher: soft, truth: soft };
  }

  function freshAt({ tree }: Model, x: readonly number[]): PathEvidence['fresh'] {
    const { table, teacher } = rowsAt(x);
    return { leaves: leavesOf(tree, table), teacher };
  }

  const times = (n: number, x: number): number[] => Array.from({ length: n }, () => x);

  function flags(
    model: Model,
    rows: { train?: number[]; select?: number[]; test?: number[]; fresh?: number[] },
  ): PathRecord['flags'][] {
    const both = [0, 1];
    const records = describePaths(
      model,
      {
        train: rowsAt(rows.train ?? both).table,
        select: rowsAt(rows.select ?? both),
        test: rowsAt(rows.test ?? both),
        fresh: rows.fresh === undefined ? null : freshAt(model, rows.fresh),
      },
      { task: 'classification', nOutputs: 2, rule: LARGEST, constant: 0, tolerance: null },
    );
    return records.map((record) => record.flags);
  }

  it('says that no real row, or few of them, reached the leaf', () => {
    const model = stump(0.9, 0.9);
    const select = times(19, 0);
    expect(flags(model, { select, test: [0] })).toEqual([[], ['no-real-rows']]);
    expect(flags(model, { select, test: [1] })).toEqual([['few-real-rows'], ['few-real-rows']]);
  });

  it('says that the teacher is followed less than elsewhere, beyond doubt', () => {
    const model = stump(0.9, 0.1);
    const rows = { select: [...times(30, 0), ...times(30, 1)], test: times(30, 0) };
    expect(flags(model, rows)).toEqual([[], ['low-fidelity']]);
    // One row of 31 that disagrees is on this path by a chance of 1 in 31, two of 32 by one in 496.
    expect(flags(model, { select: times(30, 0), test: [1] })[1]).toEqual(['few-real-rows']);
    expect(flags(model, { select: times(30, 0), test: [1, 1] })[1]).toEqual([
      'few-real-rows',
      'low-fidelity',
    ]);
  });

  it('says the same of fresh queries, which are compared with fresh queries only', () => {
    const model = stump(0.9, 0.1);
    const rows = { select: times(60, 0), test: [1], fresh: [...times(50, 0), ...times(3, 1)] };
    expect(flags(model, rows)).toEqual([[], ['few-real-rows', 'low-fresh-fidelity']]);
    expect(flags(model, { ...rows, fresh: times(50, 1) })[1]).toEqual(['few-real-rows']);
  });

  it('says that the leaf is undecided', () => {
    const rows = { select: [...times(30, 0), ...times(30, 1)] };
    expect(flags(stump(0.59, 0.61), rows)).toEqual([['undecided'], []]);
    expect(flags(stump(0.61, 0.59), rows)).toEqual([[], ['undecided']]);
  });

  it('says that the leaf is rare in training', () => {
    const rows = { select: [...times(30, 0), ...times(30, 1)] };
    const model = stump(0.9, 0.9);
    const flagsAt = (rare: number): unknown =>
      flags(model, { ...rows, train: [...times(1000 - rare, 0), ...times(rare, 1)] });
    expect(flagsAt(9)).toEqual([[], ['rare-in-training']]);
    expect(flagsAt(10)).toEqual([[], []]);
  });

  it('names the decision', () => {
    const records = describePaths(
      stump(0.9, 0.2),
      {
        train: rowsAt([0, 1]).table,
        select: rowsAt([0]),
        test: rowsAt([1]),
        fresh: null,
      },
      { task: 'classification', nOutputs: 2, rule: LARGEST, constant: 0, tolerance: null },
    );
    expect(records.map(({ decision, words }) => [decision, words])).toEqual([
      ['no', 'x is at most 0'],
      ['yes', 'x is over 0, or missing'],
    ]);
  });
});
