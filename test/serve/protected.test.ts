import { afterAll, beforeAll, expect, test } from 'vitest';

import { CREDIT_RUN, type RunRecipe } from '../fixtures/site-run.ts';
import { startTestSite, textOf, type TestSite } from './site.ts';

const GUARDED: RunRecipe = {
  ...CREDIT_RUN,
  name: 'guarded',
  features: CREDIT_RUN.features.map((one) =>
    ['Seniority', 'Marital'].includes(one.name) ? { ...one, protected: true } : one,
  ),
};

let site: TestSite;
beforeAll(async () => {
  site = await startTestSite([CREDIT_RUN, GUARDED]);
});
afterAll(() => site.close());

interface Named {
  readonly paths: readonly { readonly id: string; readonly words: string }[];
}

test('a protected feature is marked in every rule', async () => {
  const list = JSON.parse((await site.ask('/api/v1/runs/guarded/paths')).body) as Named;
  const asking = list.paths.filter(({ words }) => words.includes('Marital'));
  expect(asking.length).toBeGreaterThan(2);
  for (const tab of ['', '/paths', '/print', '/ask?want=1', `/paths/${asking[0]!.id}`]) {
    const text = textOf(await site.page(`/runs/guarded${tab}`));
    expect(text, tab).toMatch(/Marital \(protected\) is/);
    expect(text, tab).not.toMatch(/Records \(protected\)|Home \(protected\)/);
    expect(textOf(await site.page(`/runs/credit${tab}`)), tab).not.toContain('(protected)');
  }
  expect(textOf(await site.page('/runs/guarded/ask'))).toMatch(/Seniority \(protected\) (can|the)/);
});

test('a protected feature is marked where the tree, a case or a table of conditions asks it', async () => {
  const list = JSON.parse((await site.ask('/api/v1/runs/guarded/paths')).body) as Named;
  const { id } = list.paths.find(({ words }) => words.includes('Marital'))!;
  const pages = ['/tree?view=outline', '/case?row=100001', `/paths/${id}`];
  const [outline, answered, card] = await Promise.all(
    pages.map(async (page) => textOf(await site.page(`/runs/guarded${page}`))),
  );
  expect(outline).toMatch(/asks (Marital|Seniority) \(protected\)/);
  expect(answered).toMatch(/(Marital|Seniority) \(protected\) /);
  expect(card).toMatch(/If missing .*(Marital|Seniority) \(protected\) /);
  for (const text of [outline, answered, card]) {
    expect(text).not.toMatch(/Records \(protected\)|Home \(protected\)/);
  }
});

test('questions and directions name paths by their numbers', async () => {
  const { paths } = JSON.parse((await site.ask('/api/v1/runs/credit/paths')).body) as Named;
  const body = await site.page('/runs/credit/ask?want=1');
  const links = Array.from(body.matchAll(/\/paths\/(\w+)">([^<]*)</g));
  expect(links.length).toBeGreaterThan(4);
  for (const [, id, text] of links) {
    expect(text).toBe(`Path ${paths.findIndex((path) => path.id === id) + 1}`);
  }
});

test('a question about a protected feature has a shield in the drawing, and the legend says so', async () => {
  const drawn = await site.page('/runs/guarded/tree');
  const asked = drawn.match(/aria-label="[^"]*asks (Marital|Seniority) \(protected\)/g) ?? [];
  expect(asked.length).toBeGreaterThan(0);
  // One more in the legend.
  expect(drawn.match(/class="shield"/g)).toHaveLength(asked.length + 1);
  expect(textOf(drawn)).toContain('asks a protected feature');
  for (const other of ['/runs/credit/tree', '/runs/guarded/tree?view=outline']) {
    const html = await site.page(other);
    expect(html, other).not.toContain('class="shield"');
    expect(textOf(html), other).not.toContain('asks a protected feature');
  }
});
