import { beforeAll, expect, test } from 'vitest';

import { boxOf, pathsOf } from '../../src/core/box.ts';
import type { PathRecord } from '../../src/core/run.ts';
import { answerOf, buildTree } from '../../src/core/tree.ts';
import type { LoadedRun } from '../../src/report/load-run.ts';
import { flipsSection } from '../../src/serve/pages/path-flips.ts';
import { pathFlips, type PathFlips } from '../../src/serve/path-flips.ts';
import { inner, leaf } from '../core/model.ts';
import { makeModel, numeric } from '../fixtures/site-model.ts';
import { LARGE_RUN, makeRun } from '../fixtures/site-run.ts';
import { textOf } from './site.ts';

function runOf(model: LoadedRun['model'], manifest: object): LoadedRun {
  const paths = pathsOf(model).map((path) => ({
    ...path,
    decision: answerOf(model, path.leaf),
    deferredFrom: null,
    value: [0.5, 0.5],
    realRows: { train: 9, select: 1, test: 0 },
    flags: ['few-real-rows'],
  }));
  return { id: 'made', model, paths, manifest } as unknown as LoadedRun;
}

async function flipsOf(run: LoadedRun, path: PathRecord): Promise<PathFlips> {
  const spreads = run.model.features.map(() => 1);
  return pathFlips(run, path, new Set(), { sets: null, spreads, bands: [], samples: [] }, null);
}

function wordsOf(run: LoadedRun, path: PathRecord, found: PathFlips): string {
  const section = flipsSection({ base: '' }, run, path, found, new Set());
  return textOf(String(section));
}

let manifest: object;
beforeAll(() => {
  manifest = makeRun(LARGE_RUN);
});

test('ways that are not shown are counted, and said to be there', async () => {
  const run = runOf(makeModel(LARGE_RUN), manifest);
  let cut = 0;
  for (const path of run.paths.slice(0, 40)) {
    const found = await flipsOf(run, path);
    const { flips, ways, neighbours } = found;
    expect(flips.length).toBeLessThanOrEqual(Math.min(5, ways));
    expect(ways).toBeLessThanOrEqual(neighbours.looked);
    expect(neighbours.looked).toBe(Math.min(100, neighbours.all));
    const words = wordsOf(run, path, found);
    const told = `Shown ${flips.length === 1 ? 'is' : 'are'} ${flips.length} of ${ways},`;
    expect(words.includes(told)).toBe(flips.length < ways);
    if (flips.length < ways) cut++;
  }
  expect(cut).toBeGreaterThan(0);
});

test('paths that were not looked at are counted too', () => {
  const run = runOf(makeModel(LARGE_RUN), manifest);
  const [path] = run.paths;
  const change = { feature: 0, from: boxOf(run.model, path!.leaf)[0]!, gap: 0 };
  const flip = {
    changes: [{ ...change, to: change.from }],
    to: [{ path: path!, rows: 1 }],
    moved: 1,
    example: null,
    teacher: null,
  };
  const neighbours = { looked: 100, all: 1240 };
  const found = {
    flips: [flip],
    ways: 7,
    neighbours,
    rows: 'held-out',
    tried: 9,
    hasTeacher: true,
  };
  expect(wordsOf(run, path!, found as PathFlips)).toContain(
    'Shown is 1 of 7, the one that moves most of these rows. Looked at were the 100 nearest of 1,240 paths that so many changes lead to.',
  );
});

test.each([
  [1, 1, '1 of 1 row goes over to', 'Row 12: Seniority 3 to 5.'],
  [1, 5, '1 of 5 rows goes over to', 'Row 12: Seniority 3 to 5.'],
  [2, 5, '2 of 5 rows go over to', 'The middle one by distance, row 12: Seniority 3 to 5.'],
])('%d of %d rows are spoken of as so many', (moved, tried, goes, row) => {
  const run = runOf(makeModel(LARGE_RUN), manifest);
  const [path] = run.paths;
  const before = run.model.features.map(() => 3);
  const from = boxOf(run.model, path!.leaf)[0]!;
  const flip = {
    changes: [{ feature: 0, from, to: from, gap: 0 }],
    to: [{ path: run.paths[1]!, rows: moved }],
    moved,
    example: { source: 12, before, after: before.with(0, 5) },
    teacher: null,
  };
  const found = {
    flips: [flip],
    ways: 1,
    neighbours: { looked: 1, all: 1 },
    rows: 'held-out',
    tried,
    hasTeacher: true,
  };
  const words = wordsOf(run, path!, found as unknown as PathFlips).replaceAll(/ (?=[.:,])/g, '');
  expect(words).toContain('The single change that leads to another decision');
  expect(words).toContain(goes);
  expect(words).toContain(row.replace('Seniority', run.model.features[0]!.name));
  expect(words).toContain('path 2 (few held-out rows: 1)');
});

// Age is in the way of every known value, but not of a missing one.
test('that no single change is enough is said of known values alone', async () => {
  const age = { feature: 0, threshold: 30, missingLeft: true };
  const high = { ...age, threshold: 50 };
  const income = { feature: 1, threshold: 100 };
  const tree = buildTree(
    inner(income, inner(age, leaf(0.1), leaf(0.1)), inner(high, leaf(0.1), leaf(0.9))),
    2,
  );
  const model = {
    ...makeModel(LARGE_RUN),
    features: [numeric('Age', 18, 68), numeric('Income', 0, 200)],
    tree,
  };
  const run = runOf(model, manifest);
  const [path] = run.paths;
  const found = await flipsOf(run, path!);
  expect(found.flips[0]!.changes).toHaveLength(2);
  expect(wordsOf(run, path!, found)).toContain(
    'No single change of what may change is enough where all values are known.',
  );
});
