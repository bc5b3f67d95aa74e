import { expect, test } from 'vitest';

import { pathsOf } from '../../src/core/box.ts';
import { answerOf, buildTree, leafOf, type Model } from '../../src/core/tree.ts';
import type { HeldOutSets } from '../../src/report/held-out.ts';
import type { LoadedRun } from '../../src/report/load-run.ts';
import { rowFactsOf, samplesOn } from '../../src/serve/row-facts.ts';
import type { Services } from '../../src/serve/services.ts';
import { inner, leaf } from '../core/model.ts';
import { makeModel, numeric } from '../fixtures/site-model.ts';
import { CREDIT_RUN, makeRun } from '../fixtures/site-run.ts';

const GAP = Number.NaN;

/** Age, which nobody can change, decides; over 60 income does. Debt is never asked. */
const model: Model = {
  ...makeModel(CREDIT_RUN),
  features: [
    { ...numeric('Age', 18, 68), immutable: true },
    numeric('Income', 0, 200),
    numeric('Debt', 0, 9),
  ],
  tree: buildTree(
    inner(
      { feature: 0, threshold: 60, missingLeft: true },
      leaf(0.1),
      inner({ feature: 1, threshold: 100, missingLeft: true }, leaf(0.1), leaf(0.9)),
    ),
    2,
  ),
};

const decisionOf = (row: readonly number[]): number =>
  model.tree.decision[leafOf(model.tree, (f) => row[f]!)]!;

const paths = pathsOf(model).map((path) => ({
  ...path,
  decision: answerOf(model, path.leaf),
  deferredFrom: null,
}));
const run = { id: 'made', model, paths, manifest: makeRun(CREDIT_RUN) } as unknown as LoadedRun;

/** The rows as one set; the teacher differs on those given by place. */
function setOf(rows: readonly number[][], differs: readonly number[] = [], redacted = -1) {
  const columns = model.features.map((_, f) =>
    f === redacted ? null : Float64Array.from(rows, (row) => row[f]!),
  );
  return {
    table: redacted === -1 ? { columns } : null,
    columns,
    sourceRow: Int32Array.from(rows.keys(), (at) => at + 1),
    truth: Float64Array.from(rows.flatMap(() => [1, 0])),
    teacher: Float64Array.from(
      rows.flatMap((row, at) =>
        (decisionOf(row) === 1) !== differs.includes(at) ? [0.2, 0.8] : [0.8, 0.2],
      ),
    ),
    twin: null,
    leaves: Int32Array.from(rows, (row) => leafOf(model.tree, (f) => row[f]!)),
  };
}

function factsOf(rows: readonly number[][], differs: readonly number[] = [], redacted = -1) {
  const set = setOf(rows, differs, redacted);
  return factsOfSets({ select: set, test: set });
}

function factsOfSets(sets: Record<'select' | 'test', ReturnType<typeof setOf>>) {
  const heldOutOf = async (): Promise<HeldOutSets> => sets as unknown as HeldOutSets;
  return rowFactsOf({ heldOutOf } as unknown as Services, { ...run });
}

test('the rows to start from lack nothing that is asked, and have a change that flips them', async () => {
  const { samples } = await factsOf(
    [
      [70, GAP, 1],
      [30, 50, 1],
      [70, 50, GAP],
      [70, 150, 1],
      [65, GAP, 1],
      [66, 20, 1],
    ],
    [4, 5],
  );
  expect(samples.map(({ row, differs }) => [row, differs])).toEqual([
    [3, false],
    [4, false],
    [6, true],
  ]);
});

test('where no row is so, one that lacks nothing is offered, or else the first', async () => {
  expect(
    (
      await factsOf([
        [GAP, 50, 1],
        [30, 50, 1],
      ])
    ).samples.map(({ row }) => row),
  ).toEqual([2]);
  expect(
    (
      await factsOf([
        [GAP, 50, 1],
        [30, GAP, 1],
      ])
    ).samples.map(({ row }) => row),
  ).toEqual([1]);
});

test('of a column that was redacted nothing is missing, and nothing can be tried', async () => {
  const rows = [
    [70, GAP, 1],
    [30, 50, 1],
    [70, 50, 1],
  ];
  expect((await factsOf(rows, [], 2)).samples.map(({ row }) => row)).toEqual([2]);
  expect((await factsOf(rows, [], 1)).samples.map(({ row }) => row)).toEqual([1]);
});

test('of some paths alone rows come from the select set only where no test row comes to them', async () => {
  const select = setOf([
    [30, 50, 1],
    [70, 50, 1],
    [70, 150, 1],
  ]);
  const facts = await factsOfSets({
    select,
    test: setOf([
      [80, 50, 1],
      [20, 50, 1],
    ]),
  });
  const samples = (...places: number[]): number[] =>
    samplesOn(run, facts, new Set(places)).map(({ row }) => row);
  expect(samples(0)).toEqual([2]);
  expect(samples(1)).toEqual([1]);
  expect(samples(2)).toEqual([3]);
  expect(samples()).toEqual([]);
});
