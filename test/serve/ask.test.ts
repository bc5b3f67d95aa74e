import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { AskAnswer } from '../../src/serve/contract-ask.ts';
import type { RunDocument } from '../../src/core/run.ts';
import { leafIds } from '../../src/core/tree.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, DEFERRING_RUN, HOSTILE_RUN, REGRESSION_RUN } from '../fixtures/site-run.ts';
import { startTestSite, textOf, type TestSite } from './site.ts';

let site: TestSite;
beforeAll(async () => {
  const narrow = { ...CREDIT_RUN, name: 'narrow', depth: 1 };
  site = await startTestSite([CREDIT_RUN, HOSTILE_RUN, REGRESSION_RUN, DEFERRING_RUN, narrow]);
});
afterAll(() => site.close());

const at = (name: string): number => CREDIT_RUN.features.findIndex((one) => one.name === name);

async function answer(query: string, run = 'credit'): Promise<AskAnswer> {
  const { status, body } = await site.ask(`/api/v1/runs/${run}/ask?${query}`);
  expect(status, body).toBe(200);
  return JSON.parse(body) as AskAnswer;
}

async function pageText(query: string, run = 'credit', expected = 200): Promise<string> {
  const { status, body } = await site.ask(`/runs/${run}/ask?${query}`);
  expect(status).toBe(expected);
  return textOf(body);
}

describe('a question about many cases', () => {
  test('about all of them takes every path that can be taken, and counts every held-out row', async () => {
    const all = await answer('');
    expect(all).toMatchObject({ where: null, want: null, taken: all.paths.length });
    expect(all.taken).toBeLessThanOrEqual(leafIds(makeModel(CREDIT_RUN).tree).length);
    const counted = all.paths.reduce((sum, path) => sum + path.rows!, 0);
    expect(counted).toBe(all.rows);
    expect(counted).toBeGreaterThan(1000);
  });

  test('is divided by its opposite', async () => {
    const age = at('Age');
    const [under, over] = [
      await answer(`f1=${age}&r1=under&v1=30`),
      await answer(`f1=${age}&r1=at+least&v1=30`),
    ];
    const all = await answer('');
    expect(under.rows! + over.rows!).toBe(all.rows);
    expect(new Set([...under.paths, ...over.paths].map(({ id }) => id)).size).toBe(all.taken);
    expect(under.where).toBe('Age is under 30');
  });

  test('gives an example that is one of its cases', async () => {
    const home = at('Home');
    const { paths } = await answer(`f1=${home}&r1=is+not&v1=rent&f2=${at('Income')}&r2=missing`);
    expect(paths.length).toBeGreaterThan(0);
    for (const { example } of paths) {
      const value = (name: string): string | undefined =>
        example.find(({ feature }) => feature === name)?.value;
      expect(value('Home')).not.toBe('rent');
      expect(value('Income')).toBe('missing');
    }
  });

  test('is answered in a sentence', async () => {
    const age = at('Age');
    expect(await pageText(`f1=${age}&r1=over&v1=40&want=1`)).toMatch(
      /Yes\. A case where Age is over 40 can be decided .{0,3} G? ?good *: by \d+ of the \d+ paths/,
    );
    const none = `f1=${age}&r1=over&v1=40&f2=${age}&r2=under&v2=30`;
    expect(await pageText(`${none}&want=1`)).toContain('There is no such case:');
    expect((await answer(none)).taken).toBe(0);
    expect(await pageText(`f1=${age}&r1=over&v1=40`)).toMatch(/can take \d+ of \d+ paths/);
    expect(await pageText('f1=0&r1=over&v1=8.5', 'wine')).toMatch(/can take \d+ of \d+ paths/);
    expect(await pageText('want=2', 'deferring')).toContain('can be left to the teacher');
  });

  test('says which features of it the tree never asks', async () => {
    const [age, home] = [`f1=${at('Age')}&r1=over&v1=30`, `f2=${at('Home')}&r2=is&v2=rent`];
    const more = `f3=${at('Seniority')}&r3=over&v3=3`;
    expect((await answer(`${age}&${home}&${more}`, 'narrow')).unasked).toEqual(['Age', 'Home']);
    expect(await pageText(age, 'narrow')).toContain(
      'The tree never asks Age: its value changes nothing.',
    );
    expect(await pageText(`${age}&${home}`, 'narrow')).toContain(
      'The tree never asks Age or Home: their values change nothing.',
    );
    expect(await pageText(age)).not.toContain('The tree never asks');
  });

  test('says always and never where it is so', async () => {
    const all = await answer('');
    const [{ id }] = all.paths as [AskAnswer['paths'][0]];
    const { body } = await site.ask(`/api/v1/runs/credit/paths/${id}`);
    const { conditions, decision } = JSON.parse(body) as {
      conditions: { feature: string; kind: string; high: number | null; low: number | null }[];
      decision: string;
    };
    const [condition] = conditions.filter(({ kind }) => kind === 'numeric') as [
      (typeof conditions)[0],
    ];
    expect(condition).toBeDefined();
    const [own, other] = decision === 'good' ? [1, 0] : [0, 1];
    const found = await answer(`f1=${at(condition.feature)}&r1=missing&want=${own}`);
    const rest = await answer(`f1=${at(condition.feature)}&r1=missing&want=${other}`);
    expect(found.paths.length + rest.paths.length).toBe(found.taken);
  });
});

describe('a question that cannot be read', () => {
  test.each([
    ['f1=99', 'f1', 'no such feature'],
    [`f1=${at('Age')}&r1=under&v1=old`, 'v1', 'Age: Enter a number'],
    [`f1=${at('Age')}&r1=is+not&v1=4`, 'r1', 'is a number'],
    [`f2=${at('Home')}&r2=under&v2=rent`, 'r2', 'has no order'],
    [`f3=${at('Home')}&r3=is&v3=castle`, 'v3', 'is one of ignore, other'],
    ['want=7', 'want', 'no such decision'],
    [`f1=${at('Age')}&r1=around&v1=4`, 'r1', ''],
  ])('%s is refused by its field', async (query, field, words) => {
    const { status, body } = await site.ask(`/api/v1/runs/credit/ask?${query}`);
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ status: 400, field });
    expect(body).toContain(words);
    expect(await pageText(query, 'credit', 400)).toContain(words);
  });
});

describe('the direction of each number', () => {
  test('is told for each class, with paths as examples', async () => {
    for (const of of [0, 1]) {
      const text = await pageText(`of=${of}`);
      expect(text).toMatch(/Income (can do both|can only lose|can only gain|changes nothing)/);
    }
    expect(await pageText('', 'wine')).toMatch(/alcohol (can do both|the answer never)/);
    expect(await pageText('', 'deferring')).toContain('paths that ask the teacher are left out');
  });
});

describe('a tree that leaves cases to its teacher', () => {
  test('never says that the teacher will not', async () => {
    const all = await answer('', 'deferring');
    expect(all.deferred).toBeGreaterThan(0);
    for (const want of [0, 1]) {
      const found = await answer(`want=${want}`, 'deferring');
      const text = await pageText(`want=${want}`, 'deferring');
      expect(found.paths.length).toBeGreaterThan(0);
      expect(text).toContain(`On ${found.deferred} more the tree asks its teacher`);
    }
    expect(await pageText('want=2', 'deferring')).toMatch(
      /Yes\. A case can be left to the teacher/,
    );
  });

  test('says what it says itself where all such cases are left to the teacher', async () => {
    const { paths } = await answer('want=2', 'deferring');
    const { body } = await site.ask(`/api/v1/runs/deferring/paths/${paths[0]!.id}`);
    const { conditions } = JSON.parse(body) as { conditions: { feature: string; kind: string }[] };
    const query = conditions
      .slice(0, 3)
      .map(({ feature }, i) => `f${i + 1}=${at(feature)}&r${i + 1}=missing`)
      .join('&');
    const found = await answer(`${query}&want=1`, 'deferring');
    if (found.taken > 0 && found.paths.length === 0 && found.deferred > 0) {
      expect(await pageText(`${query}&want=1`, 'deferring')).toContain('Not by the tree itself.');
    }
  });
});

describe('a tree that describes its teacher', () => {
  test('is asked what it says, and says that it is no reason', async () => {
    const text = await pageText('want=0', 'hostile');
    expect(text).toContain('by the tree');
    expect(text).toContain('must not be given as the reason');
  });
});

describe('whole numbers', () => {
  test('are named where a question rests on them', async () => {
    const asked = new Set<string>();
    for (const { name, kind } of CREDIT_RUN.features) {
      if (kind === 'categorical') continue;
      const query = `f1=${at(name)}&r1=under&v1=90`;
      const { whole } = await answer(query);
      for (const one of whole) asked.add(one);
      const said = (await pageText(query)).includes(`${name} is taken in whole numbers`);
      expect(said).toBe(whole.includes(name));
    }
    // Some made-up rows hold a fraction, as their paths have no room for a whole number.
    expect(asked.size).toBeGreaterThan(0);
    expect(asked.size).toBeLessThan(CREDIT_RUN.features.length);
  });
});

test('a value without a feature is not passed over', async () => {
  const text = await pageText('want=1&f1=&r1=under&v1=25', 'credit', 400);
  expect(text).toContain('Choose the feature');
});

test('the question stays when another class is looked at', async () => {
  const { body } = await site.ask(`/runs/credit/ask?f1=${at('Age')}&r1=under&v1=30&want=1`);
  expect(body).toMatch(/href="[^"]*f1=2&amp;r1=under&amp;v1=30&amp;want=1&amp;of=0#directions"/);
});

describe('without held-out rows', () => {
  test('cases are answered all the same', async () => {
    const damaged = await startTestSite([CREDIT_RUN]);
    const manifest = `${damaged.reports}/credit/run.json`;
    const run = JSON.parse(await readFile(manifest, 'utf8')) as RunDocument;
    const { 'heldout.parquet': _, ...artifacts } = run.artifacts;
    await writeFile(manifest, JSON.stringify({ ...run, artifacts }));
    await rm(`${damaged.reports}/credit/heldout.parquet`);
    for (const address of ['/runs/credit/ask?want=1', '/compare/credit/credit?db=2']) {
      const { status, body } = await damaged.ask(address);
      expect([address, status]).toEqual([address, 200]);
      expect(body).toContain('cannot be read');
    }
    await damaged.close();
  });
});
