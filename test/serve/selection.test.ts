import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { boxOf, allows, pathsOf } from '../../src/core/box.ts';
import { isLeaf, leafIds, pathTo } from '../../src/core/tree.ts';
import { grouped } from '../../src/draw/format.ts';
import { loadHeldOut } from '../../src/report/held-out.ts';
import { loadRun, readManifest } from '../../src/report/load-run.ts';
import type { NodeRows } from '../../src/serve/contract.ts';
import { decidedRows, type HeldOutRow } from '../../src/serve/held-out-rows.ts';
import { headOf } from '../../src/serve/selection.ts';
import type { Site } from '../../src/serve/site.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, LARGE_RUN, REGRESSION_RUN } from '../fixtures/site-run.ts';
import { LONE_RUN } from '../fixtures/tree-runs.ts';
import { startTestSite, textOf, type TestSite } from './site.ts';

let site: TestSite;
let rows: readonly HeldOutRow[];

const model = makeModel(CREDIT_RUN);
const paths = pathsOf(model);
/** A path in the middle of the list, and the node above it. */
const PLACE = 3;
const { leaf, id } = paths[PLACE]!;
const above = pathTo(model.tree, leaf).at(-2)!;

beforeAll(async () => {
  site = await startTestSite([CREDIT_RUN, LARGE_RUN, REGRESSION_RUN, LONE_RUN]);
  const folder = `${site.reports}/credit`;
  const run = await loadRun('credit', folder, await readManifest(folder));
  rows = decidedRows(run, await loadHeldOut(run)).rows;
});
afterAll(() => site.close());

const page = (address: string): Promise<string> => site.page(`/runs/credit${address}`);

/** Where the tabs of a page lead, by their names. */
function tabsOf(html: string): Map<string, string> {
  const [nav = ''] = /<nav class="tabs"[\s\S]*?<\/nav>/.exec(html) ?? [];
  const links = nav.matchAll(/href="([^"]+)"[^>]*>([^<]+)</g);
  return new Map(Array.from(links, ([, address = '', name = '']) => [name, address]));
}

/** What a page says is selected; `null` where it says nothing. */
function barOf(html: string): string | null {
  const at = html.indexOf('id="selection"');
  const [bar = ''] =
    at === -1 ? [] : (/^[\s\S]*?(?=<h1|<p class="eyebrow")/.exec(html.slice(at)) ?? []);
  const [opening = '', ...rest] = bar.split('>');
  return bar === '' || opening.includes('hidden') ? null : textOf(rest.join('>')).trim();
}

/** Rows of tables that are marked, each as its text. */
function markedRows(html: string): string[] {
  return Array.from(html.matchAll(/<tr[^>]*aria-current="true"[\s\S]*?<\/tr>/g), ([row]) =>
    textOf(row).trim(),
  );
}

const others = ['', '/paths', '/disagreements', '/swap-set', '/case', '/ask', '/frontier', '/code'];

describe('a path that is selected', () => {
  test.each(others)('goes on from %s, which says what it is', async (tab) => {
    const html = await page(`${tab}?node=${leaf}`);
    const tabs = tabsOf(html);
    expect(tabs.size).toBe(8);
    for (const address of tabs.values()) expect(address).toMatch(new RegExp(`\\?node=${leaf}$`));
    expect(barOf(html)).toMatch(
      new RegExp(`^Selected Path ${PLACE + 1} [BG] (bad|good) .* Clear the selection$`),
    );
    expect(html).toContain(`/runs/credit/paths/${id}`);
  });

  test.each([`/paths/${id}`, `/tree?node=${leaf}`, `/disagreements?leaf=${leaf}`])(
    'is chosen on %s',
    async (address) => {
      const html = await page(address);
      expect(tabsOf(html).get('Paths')).toBe(`/runs/credit/paths?node=${leaf}`);
      expect(tabsOf(html).get('Try a case')).toBe(`/runs/credit/case?node=${leaf}`);
    },
  );

  test('is where every tab leads and back: the tree and the card need no word of it', async () => {
    expect(barOf(await page(`/paths/${id}`))).toBeNull();
    const html = await page(`/tree?node=${leaf}`);
    expect(barOf(html)).toBeNull();
    expect(html).toMatch(new RegExp(`data-node="${leaf}"[^>]*aria-selected="true"`));
  });

  test('is not carried where nothing is selected', async () => {
    for (const tab of [...others, '/tree']) {
      const html = await page(tab);
      expect(barOf(html)).toBeNull();
      expect([...tabsOf(html).values()].join()).not.toContain('?');
      expect(markedRows(html)).toEqual([]);
    }
  });

  test('is cleared by a link to the same page, whose other state stays', async () => {
    const bar = await page(`/paths?q=age&node=${leaf}&sort=-rows`);
    expect(bar).toMatch(/href="\/runs\/credit\/paths\?q=age&amp;sort=-rows"\s*>Clear/);
    const rowsOf = await page(`/disagreements?leaf=${leaf}&rows=all&page=3`);
    expect(rowsOf).toMatch(/href="\/runs\/credit\/disagreements\?rows=all"\s*>Clear/);
  });

  test('of another size of the tree is none of the run; its own goes along beside', async () => {
    const html = await page('/tree?depth=2&node=1');
    expect([...tabsOf(html).values()].join()).not.toContain('node');
    const beside = await page(`/tree?depth=2&node=1&own=${leaf}`);
    expect(tabsOf(beside).get('Paths')).toBe(`/runs/credit/paths?node=${leaf}`);
    expect(beside).toContain(`href="/runs/credit/tree?depth=1&amp;own=${leaf}"`);
    expect(beside).toMatch(new RegExp(`href="/runs/credit/tree\\?node=${leaf}"[^>]*>\\d+ <`));
    expect(beside).not.toContain('Held-out rows here');
    expect(barOf(beside)).toBeNull();
    expect((await site.ask(`/runs/credit/tree?depth=2&own=99999`)).status).toBe(400);
  });

  test('is told no cache where rows of people come with it', async () => {
    const control = async (address: string): Promise<unknown> =>
      (await site.ask(address)).headers['cache-control'];
    for (const tab of ['/tree', '/case', '/disagreements', '/swap-set']) {
      expect(await control(`/runs/credit${tab}?node=${leaf}`), tab).toBe('no-store');
    }
    expect(await control(`/api/v1/runs/credit/tree/rows?node=${leaf}`)).toBe('no-store');
    expect(await control('/runs/credit/tree')).toBe('no-cache');
    expect(await control('/runs/credit/case')).toBe('no-cache');
  });

  test('goes along with links and forms of pages that are about something else', async () => {
    const overview = await page(`?node=${leaf}`);
    for (const tab of ['paths', 'tree', 'case', 'frontier']) {
      const links = overview.match(new RegExp(`/runs/credit/${tab}\\?[^"]*node=${leaf}"`, 'g'));
      expect(links?.length, tab).toBeGreaterThan(1);
    }
    for (const tab of ['/disagreements', '/swap-set', '/ask']) {
      const html = await page(`${tab}?node=${leaf}`);
      expect(html).toMatch(new RegExp(`<input type="hidden" name="node" value="${leaf}"`));
      expect(html).toContain(`href="/runs/credit${tab}?node=${leaf}`);
    }
    expect(await page(`/disagreements?node=0`)).not.toContain('node=');
  });

  test('stands behind a base path, and is asked for once', async () => {
    const other = await startTestSite([CREDIT_RUN], { basePath: '/es pal' });
    const html = await other.page(`/es%20pal/runs/credit/paths?node=${leaf}&q=age`);
    expect(html).toMatch(/href="\/es%20pal\/runs\/credit\/paths\?q=age"\s*>Clear/);
    expect(tabsOf(html).get('Tree')).toBe(`/es%20pal/runs/credit/tree?node=${leaf}`);
    await other.close();
    const twice = await site.ask('/runs/credit/paths?node=1&node=2');
    expect(twice.status).toBe(400);
    expect(twice.body).toContain('href="/runs/credit/paths">The same page without it');
  });

  test('must be a node of the tree', async () => {
    const beyond = model.tree.feature.length;
    for (const tab of [...others, '/tree']) {
      expect((await site.ask(`/runs/credit${tab}?node=${beyond}`)).status).toBe(400);
      expect((await site.ask(`/runs/credit${tab}?node=x`)).status).toBe(400);
    }
  });
});

describe('the list of paths', () => {
  test('marks the selected one, and its button is pressed', async () => {
    const html = await page(`/paths?node=${leaf}`);
    const [row, ...more] = markedRows(html);
    expect(more).toEqual([]);
    expect(row).toMatch(new RegExp(`^Path ${PLACE + 1} `));
    expect(html.match(/ checked/g)).toHaveLength(1);
    expect(html).toMatch(new RegExp(`value="${leaf}"[^>]*checked`));
    expect(html).toContain('href="#selected-row"');
    expect(html).toMatch(/<tr[^>]*id="selected-row"[^>]*aria-current/);
  });

  test('says so where its filter leaves the selected one out', async () => {
    const query = `/paths?q=%22${paths[0]!.id}%22&node=${leaf}`;
    expect(textOf(await page(query))).toContain('The selected path is not among them.');
    const node = `/paths?q=%22${id}%22&node=${above}`;
    expect(textOf(await page(node))).toMatch(/1 of the \d+ selected paths is among them\./);
  });

  test('opens on the page of the selected one, and turns to it from another', async () => {
    const large = makeModel(LARGE_RUN);
    const last = leafIds(large.tree).at(-1)!;
    const html = await site.page(`/runs/large/paths?node=${last}`);
    expect(html).toMatch(/page (\d+) of \1\./);
    expect(markedRows(html)).toHaveLength(1);
    const first = await site.page(`/runs/large/paths?node=${last}&page=1`);
    expect(markedRows(first)).toEqual([]);
    expect(first).toMatch(new RegExp(`paths\\?page=\\d+&amp;node=${last}#selected-row`));
  });
});

describe('the filter of the list', () => {
  const hidden = (html: string): number =>
    html.match(/type="radio"[^>]*checked hidden/g)?.length ?? 0;

  test('keeps a selection that no button on its page stands for', async () => {
    const last = leafIds(makeModel(LARGE_RUN).tree).at(-1)!;
    expect(hidden(await page(`/paths?node=${leaf}`))).toBe(0);
    expect(hidden(await page(`/paths?node=${above}`))).toBe(1);
    expect(hidden(await page('/paths'))).toBe(0);
    expect(hidden(await site.page(`/runs/large/paths?node=${last}`))).toBe(0);
    expect(hidden(await site.page(`/runs/large/paths?node=${last}&page=1`))).toBe(1);
    expect(hidden(await site.page(`/runs/large/paths?node=${last}&q=zzzz`))).toBe(1);
  });

  test('has its button where the browser does not filter in place', async () => {
    expect(await page('/paths')).toContain('class="filter"');
    expect(await site.page('/runs/large/paths')).toContain('class="filter plain"');
  });
});

describe('rows', () => {
  test('that come to the selected path are marked, and counted', async () => {
    const differing = rows.filter(({ differs }) => differs);
    const most = Array.from(paths.keys()).toSorted(
      (a, b) =>
        differing.filter(({ path }) => path === b).length -
        differing.filter(({ path }) => path === a).length,
    );
    const place = most[0]!;
    const here = differing.filter((row) => row.path === place);
    expect(here.length).toBeGreaterThan(1);
    const node = paths[place]!.leaf;
    const text = textOf(await page(`/disagreements?node=${node}`));
    expect(text).toContain(`${here.length} of them come to the selected path. Show these alone`);
    const html = await page(`/disagreements?node=${node}&sort=path`);
    const marked = markedRows(html).filter((row) => row.startsWith('Row'));
    const shown = here.filter(({ source }) => html.includes(`row=${source}"`));
    expect(shown.length).toBeGreaterThan(0);
    expect(marked).toHaveLength(shown.length);
    for (const { source } of shown) {
      expect(marked.some((row) => row.startsWith(`Row ${source} `))).toBe(true);
    }
  });

  test('of the ranking of paths hold the selected one, wherever it ranks', async () => {
    for (const [place, path] of paths.entries()) {
      if (!rows.some((row) => row.path === place)) continue;
      const html = await page(`/disagreements?node=${path.leaf}`);
      const table = html.slice(0, html.indexOf('<details class="more">'));
      const [row] = markedRows(table);
      expect(row).toMatch(new RegExp(`^Path ${place + 1} `));
    }
  });

  test('of all paths below a node are listed alone', async () => {
    const below = rows.filter(({ path }) => pathTo(model.tree, paths[path]!.leaf).includes(above));
    const html = await page(`/disagreements?leaf=${above}&rows=all`);
    expect(textOf(html)).toContain(
      `${grouped(below.length)} of ${grouped(rows.length)} held-out rows`,
    );
    expect(html).toMatch(/<option value="\d+" selected>the selected paths</);
    expect(barOf(html)).toMatch(/^Selected \d+ paths where/);
    const { body } = await site.ask(`/api/v1/runs/credit/disagreements?leaf=${above}&rows=all`);
    expect(JSON.parse(body)).toMatchObject({ matched: below.length });
  });

  test('of the swap set and paths of an answer are marked as well', async () => {
    const marked = await Promise.all(
      paths.map(async ({ leaf: node }) => {
        const html = await page(`/swap-set?node=${node}`);
        const [, count] = /(\w+) of them comes? to\s+the selected path/.exec(textOf(html)) ?? [];
        const shown = markedRows(html).length;
        if (count === 'None') expect(shown).toBe(0);
        return shown;
      }),
    );
    expect(marked.some((n) => n > 0)).toBe(true);
    const ask = await page(`/ask?want=1&node=${leaf}`);
    const other = await page(`/ask?want=0&node=${leaf}`);
    expect([...markedRows(ask), ...markedRows(other)]).toHaveLength(1);
  });

  test('of a node: the API counts and names them, disagreements first', async () => {
    for (const node of model.tree.feature.keys()) {
      const { body } = await site.ask(`/api/v1/runs/credit/tree/rows?node=${node}`);
      const answer = JSON.parse(body) as NodeRows;
      const here = rows.filter(({ path }) => pathTo(model.tree, paths[path]!.leaf).includes(node));
      const apart = here.filter(({ differs }) => differs);
      expect(answer).toMatchObject({ node, rows: here.length, differ: apart.length });
      expect(answer.named).toHaveLength(Math.min(5, here.length));
      expect(answer.named.filter(({ differs }) => differs)).toHaveLength(Math.min(5, apart.length));
      for (const { row } of answer.named) {
        expect(here.some(({ source }) => source === row)).toBe(true);
      }
    }
    expect((await site.ask('/api/v1/runs/credit/tree/rows?node=99999')).status).toBe(400);
  });

  test('of a node stand beside the tree, without a script too', async () => {
    for (const [place, path] of paths.entries()) {
      const { length } = rows.filter((row) => row.path === place);
      const html = await page(`/tree?node=${path.leaf}`);
      const panel = textOf(html.slice(html.indexOf('id="tree-rows"')));
      const many = length === 1 ? '1 row came here' : `${length} rows came here`;
      const words = length === 0 ? 'None came here.' : `${many}; student and teacher differ on`;
      expect(panel).toContain(words);
      expect(html.includes(`/runs/credit/paths/${path.id}#rows`)).toBe(length > 5);
    }
  });
});

describe('a case', () => {
  /** Rows that a page offers to start from. */
  const offered = (html: string): number[] =>
    Array.from(html.matchAll(/case\?row=(\d+)"/g), ([, row]) => Number(row));

  test('starts from rows of the selected path, and selects the path it comes to', async () => {
    const places = [...new Set(rows.map(({ path }) => path))];
    for (const place of places) {
      const { leaf: node } = paths[place]!;
      const start = await page(`/case?node=${node}`);
      const samples = offered(start);
      expect(samples.length).toBeGreaterThan(0);
      for (const row of samples) {
        expect(rows.some(({ source, path }) => source === row && path === place)).toBe(true);
      }
      const html = await page(`/case?row=${samples[0]}`);
      expect(tabsOf(html).get('Tree')).toBe(`/runs/credit/tree?node=${node}`);
      expect(barOf(html)).toMatch(new RegExp(`^Selected Path ${place + 1} `));
      expect(html).not.toContain('selection-clear');
    }
  });

  test('of a number that is not held out leads back to the form', async () => {
    const answer = await site.ask(`/runs/credit/case?row=999999&node=${leaf}`);
    expect(answer.status).toBe(404);
    expect(answer.body).toContain(`href="/runs/credit/case?node=${leaf}">The same page without it`);
  });

  test('says so where no row comes to what is selected', async () => {
    const lonely = paths.findIndex((_, place) => !rows.some(({ path }) => path === place));
    expect(lonely).not.toBe(-1);
    const text = textOf(await page(`/case?node=${paths[lonely]!.leaf}`));
    expect(text).toContain('No held-out row comes to the selected path.');
  });

  test('of a row that was not kept whole has the path of the row, which cannot be cleared', async () => {
    const redacted = await startTestSite([{ ...CREDIT_RUN, redact: ['Seniority', 'Age'] }]);
    for (const { source, path } of rows.filter((_, i) => i % 40 === 0)) {
      const html = await redacted.page(`/runs/credit/case?row=${source}&node=${leaf}`);
      expect(html).toContain('Fill in the form');
      expect(barOf(html)).toMatch(new RegExp(`^Selected Path ${path + 1} `));
      expect(html).not.toContain('selection-clear');
      expect(tabsOf(html).get('Tree')).toBe(`/runs/credit/tree?node=${paths[path]!.leaf}`);
    }
    await redacted.close();
  });

  test('that is sent takes the selection along until it has a path of its own', async () => {
    const send = (fields: Record<string, string>): ReturnType<TestSite['ask']> =>
      site.ask('/runs/credit/case', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: site.origin,
        },
        body: new URLSearchParams({ node: String(leaf), live: '1', ...fields }).toString(),
      });
    const half = await send({});
    expect(tabsOf(half.body).get('Tree')).toBe(`/runs/credit/tree?node=${leaf}`);
    expect(barOf(half.body)).toMatch(/^Selected Path 4 /);
    const all = Object.fromEntries(model.features.map((_, f) => [`m${f}`, '1']));
    const { body } = await send(all);
    const gap = leafOfGaps();
    expect(tabsOf(body).get('Tree')).toBe(`/runs/credit/tree?node=${gap}`);
    expect((await send({ ...all, node: '99999' })).status).toBe(200);
    expect((await send({ node: '99999' })).status).toBe(400);
  });

  /** The leaf of a case of which nothing is known. */
  function leafOfGaps(): number {
    return leafIds(model.tree).find((node) =>
      boxOf(model, node).every((bound, f) =>
        allows(bound, model.features[f]!.kind === 'numeric' ? Number.NaN : -1),
      ),
    )!;
  }
});

describe('what is not one path', () => {
  test('a question selects all paths below it', async () => {
    const below = leafIds(model.tree).filter((one) => pathTo(model.tree, one).includes(above));
    const html = await page(`/paths?node=${above}`);
    expect(markedRows(html)).toHaveLength(below.length);
    expect(barOf(html)).toMatch(
      new RegExp(`^Selected ${below.length} paths where .* Clear the selection$`),
    );
    expect(isLeaf(model.tree, above)).toBe(false);
    expect(textOf(await page(`/disagreements?node=${above}`))).toMatch(/selected paths\./);
  });

  test('the root of several paths is no choice; of one path it is that path', async () => {
    expect(barOf(await page('/paths?node=0'))).toBeNull();
    const lone = await site.page('/runs/lone/paths?node=0');
    expect(barOf(lone)).toMatch(/^Selected Path 1 .* always Clear the selection$/);
  });

  test('numbers are marked among the paths by distance as well', async () => {
    const wine = pathsOf(makeModel(REGRESSION_RUN))[2]!;
    const html = await site.page(`/runs/wine/disagreements?node=${wine.leaf}`);
    expect(barOf(html)).toMatch(/^Selected Path 3 /);
    expect(markedRows(html).some((row) => row.startsWith('Path 3 '))).toBe(true);
  });
});

describe('a comparison', () => {
  test('says what becomes of the selected path, and marks it', async () => {
    for (const [place, path] of paths.entries()) {
      const html = await site.page(`/compare/credit/credit?db=2&node=${path.leaf}`);
      const text = textOf(html);
      const changes =
        /Path \d+, which is selected, changes in\s+\d+ regions?\s*, on \d+ of its/.test(text);
      expect(text.includes('which is selected, is decided as before.')).toBe(!changes);
      const rowsHere = markedRows(html);
      expect(rowsHere.length).toBeLessThanOrEqual(changes ? 1 : 0);
      for (const row of rowsHere) expect(row).toContain(`Path ${place + 1} `);
      expect(tabsOf(html).get('Tree')).toBe(`/runs/credit/tree?node=${path.leaf}`);
      expect(html).toContain(`/runs/credit/tree?depth=2&amp;own=${path.leaf}"`);
    }
    const below = textOf(await site.page(`/compare/credit/credit?db=2&node=${above}`));
    expect(below).toMatch(/Of the \d+ selected paths \d+\s+changes?\./);
    const { body } = await site.ask('/runs/credit/paths?q=age&min=x');
    expect(body).toContain('href="/runs/credit/paths?q=age">The same page without it');
  });

  test('of another first tree has no selected path', async () => {
    const html = await site.page('/compare/credit/credit?da=2&node=1');
    expect(textOf(html)).not.toContain('selected');
  });
});

test('a ranking shows its first and the selected one, and nothing twice', () => {
  const ranked = [4, 2, 0, 3, 1].map((path) => ({ path }));
  const selecting = (place: number): Site => ({
    base: '',
    selected: { run: 'made', node: 9, places: new Set([place]), without: '' },
  });
  const of = (site: Site): number[][] => {
    const { shown, rest } = headOf(site, ranked, 2);
    return [shown.map(({ path }) => path), rest.map(({ path }) => path)];
  };
  expect(of({ base: '' })).toEqual([
    [4, 2],
    [0, 3, 1],
  ]);
  expect(of(selecting(3))).toEqual([
    [4, 2, 3],
    [0, 1],
  ]);
  expect(of(selecting(2))).toEqual([
    [4, 2],
    [0, 3, 1],
  ]);
});
