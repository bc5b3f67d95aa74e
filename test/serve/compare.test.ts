import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { FrontierDocument, RunDocument } from '../../src/core/run.ts';
import type { Comparison } from '../../src/serve/contract-compare.ts';
import {
  CREDIT_RUN,
  DEFERRING_NUMBERS,
  DEFERRING_RUN,
  HOSTILE_RUN,
  REGRESSION_RUN,
  type RunRecipe,
  writeRun,
} from '../fixtures/site-run.ts';
import { startTestSite, textOf, type TestSite } from './site.ts';

const OTHER: RunRecipe = { ...CREDIT_RUN, name: 'other', seed: 'other', depth: 4 };
/** A run without one of the columns, and with one of its own. */
const FEWER: RunRecipe = {
  ...CREDIT_RUN,
  name: 'fewer',
  features: CREDIT_RUN.features.map((one) =>
    one.name === 'Age' ? { ...one, name: 'Years' } : one,
  ),
};

/** A run that knows one more kind of home, and asks for it. */
const WIDER: RunRecipe = {
  ...CREDIT_RUN,
  name: 'wider',
  features: CREDIT_RUN.features.map((one) =>
    one.kind === 'categorical' ? { ...one, categories: [...one.categories, 'of its own'] } : one,
  ),
};

/** The same tree as that of the credit run, with a protected feature. */
const GUARDED: RunRecipe = {
  ...CREDIT_RUN,
  name: 'guarded',
  features: CREDIT_RUN.features.map((one) =>
    one.name === 'Marital' ? { ...one, protected: true } : one,
  ),
};

/** A tree that asks another feature at its root. */
const ROOTED: RunRecipe = {
  ...CREDIT_RUN,
  name: 'rooted',
  features: CREDIT_RUN.features.toReversed(),
};

let site: TestSite;
beforeAll(async () => {
  const runs = [
    CREDIT_RUN,
    OTHER,
    FEWER,
    WIDER,
    GUARDED,
    ROOTED,
    DEFERRING_RUN,
    HOSTILE_RUN,
    REGRESSION_RUN,
  ];
  site = await startTestSite([...runs, DEFERRING_NUMBERS]);
});
afterAll(() => site.close());

async function compared(address: string): Promise<Comparison> {
  const { status, body } = await site.ask(`/api/v1/compare/${address}`);
  expect(status, body).toBe(200);
  return JSON.parse(body) as Comparison;
}

async function page(address: string, expected = 200): Promise<string> {
  const { status, body } = await site.ask(`/compare/${address}`);
  expect(status, body).toBe(expected);
  expect(body).not.toMatch(/undefined|\[object|NaN| style=/);
  return textOf(body);
}

const sum = (flows: readonly { rows: number | null }[]): number =>
  flows.reduce((total, { rows }) => total + (rows ?? 0), 0);

describe('two runs side by side', () => {
  test('a run decides like itself', async () => {
    const same = await compared('credit/credit');
    expect(same).toMatchObject({ regions: [], structure: [], changed: { value: 0 } });
    expect(same.flows.every(({ pathA, pathB }) => pathA === pathB)).toBe(true);
    expect(await page('credit/credit')).toContain('They decide alike, for every possible case.');
  });

  test('rows are divided alike by decisions, paths and regions', async () => {
    const { changed, decisions, flows, regions, regionsInAll } = await compared('credit/other');
    expect(sum(decisions)).toBe(changed.n);
    expect(sum(flows)).toBe(changed.n);
    const moved = decisions.filter(({ decisionA, decisionB }) => decisionA !== decisionB);
    expect(sum(moved)).toBe(Math.round(changed.value! * changed.n));
    expect(sum(regions!)).toBe(sum(moved));
    expect(regions!.length).toBeLessThan(regionsInAll!);
    expect(regions!.every(({ decisionA, decisionB }) => decisionA !== decisionB)).toBe(true);
    const text = await page('credit/other');
    expect(text).toMatch(/The decision changes for \d+ of [\d,]+ held-out rows: [\d.]+% \(/);
    expect(text).toContain('How the trees are made');
  });

  test('the other way round the same regions differ', async () => {
    const there = await compared('credit/other');
    const back = await compared('other/credit');
    const ids = (one: Comparison, from: 'pathA' | 'pathB', to: 'pathA' | 'pathB'): string[] =>
      one.regions!.map((region) => `${region[from]} ${region[to]}`).toSorted();
    expect(ids(back, 'pathB', 'pathA')).toEqual(ids(there, 'pathA', 'pathB'));
  });

  test('another depth of the same run', async () => {
    const cut = await compared('credit/credit?db=2');
    expect(cut.b).toMatchObject({ run: 'credit', depth: 2 });
    expect(cut.structure.every(({ kind }) => kind === 'cut')).toBe(true);
    expect(await page('credit/credit?db=2')).toContain('credit and credit at depth 2');
    const { body } = await site.ask('/runs/credit/frontier');
    expect(body).toContain('href="/compare/credit/credit?db=2"');
  });

  test('a tree of so many leaves at most; its name heads its columns, and its tree is one link away', async () => {
    const { leaves } = JSON.parse(
      (await site.ask('/api/v1/runs/credit/frontier')).body,
    ) as FrontierDocument;
    const { limit, leaves: own } = leaves[0]!;
    const { b } = await compared(`credit/credit?lb=${limit}`);
    expect(b).toMatchObject({ run: 'credit', depth: null, limit, leaves: own, modelHash: null });
    const { body } = await site.ask(`/compare/credit/credit?lb=${limit}`);
    const name = `credit of at most ${limit} leaves`;
    expect(textOf(body)).toContain(`Fact credit ${name} `);
    expect(body).toContain(`href="/runs/credit/tree?leaves=${limit}">Tree of ${name}<`);
    expect(body).toContain('href="/runs/credit">Overview of credit<');
    await page(`credit/credit?lb=${limit}&db=2`, 400);
    await page('credit/credit?lb=7777', 404);
  });

  test('paths go by their numbers, in a tree without pages of paths to their place in it', async () => {
    const { regions } = await compared('credit/credit?db=2');
    const { body } = await site.ask('/compare/credit/credit?db=2');
    expect(textOf(body)).not.toMatch(/\b[0-9a-f]{12}\b.*How the trees are made/);
    expect(body).toMatch(new RegExp(`href="/runs/credit/paths/${regions![0]!.pathA}">Path \\d+<`));
    expect(body).toMatch(/href="\/runs\/credit\/tree\?depth=2&amp;node=\d+">Path [1-4]</);
    expect(textOf(body)).toContain('numbered from left to right in that tree');
  });

  test('which paths of the first tree change: their rows, what becomes of them, their regions', async () => {
    const { changedPaths, regions, flows, changed } = await compared('credit/other');
    const paths = new Set(regions!.map(({ pathA }) => pathA));
    expect(new Set(changedPaths!.map((one) => one.path))).toEqual(paths);
    for (const one of changedPaths!) {
      const own = flows.filter(({ pathA }) => pathA === one.path);
      const sum = (of: typeof own): number => of.reduce((all, { rows }) => all + rows, 0);
      expect(one.rows).toBe(sum(own));
      expect(one.changed).toBe(sum(own.filter(({ kind }) => kind !== null)));
      expect(one.regions).toBe(regions!.filter(({ pathA }) => pathA === one.path).length);
      expect(one.becomes.every(({ decision }) => decision !== one.decision)).toBe(true);
    }
    const counts = changedPaths!.map((one) => one.changed!);
    expect(counts).toEqual(counts.toSorted((x, y) => y - x));
    const all = counts.reduce((sum, n) => sum + n, 0);
    expect(all).toBe(Math.round(changed.value! * changed.n));
    const text = await page('credit/other');
    expect(text).toContain(`somewhere on ${changedPaths!.length} of the`);
  });

  test('the regions of one path alone, and back to all of them', async () => {
    const { changedPaths, regions } = await compared('credit/other');
    const { path: id, regions: own } = changedPaths![0]!;
    const { body } = await site.ask('/compare/credit/other');
    expect(body).toContain(`href="/compare/credit/other?path=${id}#regions"`);
    const one = await site.ask(`/compare/credit/other?path=${id}`);
    const text = textOf(one.body);
    expect(text).toContain(`Only those of Path`);
    expect(text).toMatch(new RegExp(`Where they differ .* All ${own} `));
    expect(text).toContain(`All ${regions!.length} regions`);
    expect(await page('credit/other?path=nowhere')).toContain('credit has no path nowhere');
  });

  test('a region’s conditions are those of its words', async () => {
    const { regions } = await compared('credit/other');
    for (const { conditions, words } of regions!.slice(0, 20)) {
      for (const { feature } of conditions) expect(words).toContain(`${feature} is`);
    }
  });

  test('what one tree alone asks is told, and above all what is protected', async () => {
    const { asked } = await compared('guarded/guarded?da=1');
    const names = asked.gained.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(1);
    expect(asked.gained.filter((one) => one.protected).map(({ name }) => name)).toEqual([
      'Marital',
    ]);
    expect(asked.lost).toEqual([]);
    const text = await page('guarded/guarded?da=1');
    expect(text).toContain(
      'guarded asks Marital, a protected feature, and guarded at depth 1 does not.',
    );
    expect(text).toMatch(/Features asked 1 \d+ .*\+ Marital \(protected\)/);
    expect(text).toMatch(/Marital \(protected\) is/);
    expect(await page('guarded/guarded?db=1')).toMatch(/− Marital \(protected\)/);
    expect(await page('other/guarded')).toContain('Marital (protected) is');
  });

  test('trees that ask different things at their roots are told apart in a sentence', async () => {
    const text = await page('credit/rooted');
    expect(text).toMatch(/They part at the root: credit asks whether .*, rooted asks whether/);
    expect(text).not.toContain('asks something else');
  });

  test('the run’s own tree has the run’s own figures, not those of another tree of its depth', async () => {
    const manifest = await writeRun(site.reports, { ...CREDIT_RUN, name: 'limited' });
    const fidelity = { value: 0.8123, low: 0.79, high: 0.83, n: 891 };
    const limited = { ...manifest, fidelity };
    await writeFile(path.join(site.reports, 'limited', 'run.json'), JSON.stringify(limited));
    expect(await page('limited/credit')).toMatch(/Fidelity, test rows 81\.2% \(79\.0% to 83\.0%\)/);
  });

  test('a tree that asks what the rows do not have is compared over cases alone', async () => {
    const { changed, regions, uncounted } = await compared('credit/fewer');
    expect(changed.value).toBeNull();
    expect(regions!.length).toBeGreaterThan(0);
    expect(regions!.every(({ rows }) => rows === null)).toBe(true);
    expect(uncounted).toContain('do not have');
    expect(await page('credit/fewer')).toContain('not counted');
  });

  test('paths that ask the teacher are a decision of their own; numbers are alike within tolerance', async () => {
    const { decisions, asks, changed, flows } = await compared('credit/deferring');
    const asking = flows.filter(({ decisionB }) => decisionB === 'DEFER');
    expect(asks.rows).toBe(sum(asking));
    expect(changed.value).toBe(0);
    expect(decisions.some(({ decisionB }) => decisionB === 'DEFER')).toBe(true);
    expect(await page('credit/deferring')).toContain('ask the teacher');
    const { body } = await site.ask('/api/v1/runs/wine');
    const run = JSON.parse(body) as RunDocument;
    const { tolerance, regions } = await compared('wine/deferring-numbers');
    expect(tolerance).toBe(run.metrics.withinTolerance.tolerance);
    expect(regions!.every(({ decisionB }) => decisionB === 'DEFER')).toBe(true);
    await page('wine/deferring-numbers');
  });

  test('pairs of paths are set off where the headline counts them, not within the tolerance', async () => {
    for (const address of ['wine/wine?da=1', 'wine/deferring-numbers?da=2&db=2']) {
      const { flows, changed } = await compared(address);
      const apart = flows.filter(({ kind }) => kind === 'decision');
      expect(sum(apart)).toBe(Math.round(changed.value! * changed.n));
      const { body } = await site.ask(`/compare/${address}`);
      expect(body.match(/class="number differs"/g) ?? []).toHaveLength(apart.length);
      expect(textOf(body)).toMatch(
        /Where both decide, more than [\d.]+ apart, the number is set off/,
      );
    }
    const { flows } = await compared('wine/deferring-numbers');
    expect(flows.some(({ kind }) => kind === 'asks')).toBe(true);
    const { tolerance, flows: cut } = await compared('wine/wine?da=1');
    const near = cut.filter(
      ({ decisionA, decisionB, kind }) => decisionA !== decisionB && kind === null,
    );
    expect(near.length).toBeGreaterThan(0);
    const apart = near.map((one) => Math.abs(Number(one.decisionA) - Number(one.decisionB)));
    expect(Math.max(...apart)).toBeLessThanOrEqual(tolerance!);
  });

  test('hostile names stay text', async () => {
    await page('hostile/hostile?db=1');
  });

  test('a long list of regions is paged', async () => {
    const { regions } = await compared('credit/other');
    const pages = Math.ceil(regions!.length / 20);
    expect(pages).toBeGreaterThan(1);
    expect(await page('credit/other')).toContain(
      `1 to 20 of ${regions!.length}, page 1 of ${pages}`,
    );
    const last = await page(`credit/other?page=${pages}`);
    expect(last).toContain(`Page ${pages} of ${pages}`);
    expect(await page('credit/other?page=99')).toBe(last);
  });

  test('so are the pairs of paths, each list by itself', async () => {
    const { flows } = await compared('credit/other');
    const { body } = await site.ask('/compare/credit/other?page=2&pairs=2');
    expect(textOf(body)).toContain(`21 to 40 of ${flows.length}`);
    expect(body).toContain('href="/compare/credit/other?page=2&amp;pairs=3#matrix"');
    expect(body).toContain('href="/compare/credit/other?page=3&amp;pairs=2#regions"');
  });
});

describe('categories that only one run knows', () => {
  test('leave out the rows that may hold them', async () => {
    const { untold, changed, flows } = await compared('credit/wider');
    expect(untold).toBeGreaterThan(0);
    expect(sum(flows)).toBe(changed.n);
    expect(await page('credit/wider')).toMatch(/\d+ rows? were left out: they hold a category/);
  });
});

describe('what cannot be compared', () => {
  test.each([
    ['credit/none', 404],
    ['credit/wine', 400],
    ['credit/hostile', 400],
    ['credit/credit?db=77', 404],
    ['credit/credit?db=x', 400],
  ])('%s', async (address, status) => {
    await page(address, status);
    expect((await site.ask(`/api/v1/compare/${address}`)).status).toBe(status);
  });

  test('the form leads to the address of the pair', async () => {
    const { status, headers } = await site.ask('/compare?a=credit&b=other');
    expect([status, headers.location]).toEqual([303, '/compare/credit/other']);
    expect((await site.ask('/compare?a=credit')).status).toBe(400);
    expect((await site.ask('/compare?a=&b=other')).status).toBe(400);
    expect((await site.ask('/')).body).toContain('action="/compare"');
  });
});
