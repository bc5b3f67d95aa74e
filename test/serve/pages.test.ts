import { leavesOf, truncate } from '../../src/core/tree.ts';
import { loadHeldOut } from '../../src/report/held-out.ts';
import { openLibrary } from '../../src/serve/library.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { FrontierDocument } from '../../src/core/run.ts';
import { PathQuery, selectPaths, type PathList } from '../../src/serve/contract.ts';
import {
  CREDIT_RUN,
  DEFERRING_NUMBERS,
  DEFERRING_RUN,
  HOSTILE_RUN,
  LARGE_RUN,
  REGRESSION_RUN,
} from '../fixtures/site-run.ts';
import { startTestSite, textOf, type TestSite } from './site.ts';

const DEFERRING = [DEFERRING_RUN, DEFERRING_NUMBERS];
const RUNS = [CREDIT_RUN, HOSTILE_RUN, REGRESSION_RUN, LARGE_RUN, ...DEFERRING];
let site: TestSite;

beforeAll(async () => {
  site = await startTestSite(RUNS);
});
afterAll(() => site.close());

const page = (address: string): Promise<string> => site.page(address);

async function pathsOfRun(run: string, query = ''): Promise<PathList> {
  return JSON.parse((await site.ask(`/api/v1/runs/${run}/paths${query}`)).body) as PathList;
}

describe('every page', () => {
  const tabs = ['', '/paths', '/print', '/tree', '/case', '/ask', '/frontier', '/code'];
  test.each(RUNS.flatMap((run) => tabs.map((tab) => `/runs/${run.name}${tab}`)))(
    '%s is whole, inert and made of our own files',
    async (address) => {
      const html = await page(address);
      expect(html.trim()).toMatch(/^<!doctype html>[\s\S]*<\/html>$/);
      expect(html).not.toMatch(
        / style=| on\w+="|<style|(href|src|action)="\s*(javascript:|https?:\/\/(?!www\.w3\.org))/,
      );
      expect(html).not.toMatch(/undefined|\[object|NaN/);
      expect(html.match(/<script/g)).toHaveLength(2);
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html).not.toMatch(/[\u202e\u200b\u2028]/);
    },
  );

  test('links lead somewhere', async () => {
    for (const run of RUNS.slice(0, 3)) {
      const pages = await Promise.all(tabs.map((tab) => page(`/runs/${run.name}${tab}`)));
      const links = new Set(
        pages.flatMap((html) => Array.from(html.matchAll(/href="([^"]+)"/g), (m) => m[1]!)),
      );
      expect(links.size).toBeGreaterThan(20);
      for (const link of links) {
        if (link.startsWith('#') || link.startsWith('/assets')) continue;
        const answer = await site.ask(link.replaceAll('&amp;', '&'));
        expect(answer.status, link).toBe(200);
      }
    }
  });
});

describe('overview', () => {
  test('says the fidelity with its interval, and the constant answer beside it', async () => {
    const text = textOf(await page('/runs/credit'));
    expect(text).toContain('On 891 test rows that nobody trained on');
    expect(text).toMatch(/88\.6% of cases \(95% interval 86\.3% to 90\.5%\)/);
    expect(text).toContain('Always answering “good” would agree on 72.1%');
    expect(text).toContain('1 row has no target and was left out.');
    expect(text).toContain('This tree decides');
  });

  test('a tree that only explains never claims to be the reason', async () => {
    const text = textOf(await page('/runs/hostile'));
    expect(text).toContain('The teacher decides; this tree describes it');
    expect(text).not.toContain('is the reason for its decision');
  });

  test('a regression speaks of R² and shows no classes', async () => {
    const text = textOf(await page('/runs/wine'));
    expect(text).toMatch(/explains \d\d\.\d% of the variance of its teacher’s answers/);
    expect(text).toMatch(/answers \(95% interval [\d.]+% to [\d.]+%\)/);
    expect(text).not.toMatch(/Balanced fidelity|κ/);
    expect(text).not.toContain('accuracy');
    expect(text).toContain('Within 0.4 of the teacher');
  });

  test('no reference figure stands without its interval', async () => {
    const text = textOf(await page('/runs/credit'));
    expect(text).toMatch(/Constant answer 72\.1% 69\.0% to 74\.9%/);
    expect(text).toMatch(/Twin agreement 96\.3% 94\.8% to 97\.4%/);
  });

  test('the flags are counted, each with a link to its paths', async () => {
    const html = await page('/runs/credit');
    expect(html).toContain('href="/runs/credit/paths?flag=no-real-rows"');
    const { paths } = await pathsOfRun('credit');
    const empty = paths.filter(({ flags }) => flags.includes('no-real-rows')).length;
    expect(textOf(html)).toContain(`no held-out rows ${empty} paths , 0.0% of held-out rows`);
    expect(html).not.toContain('flag=rare-in-training');
  });

  test('rows of data are listed but not offered', async () => {
    const html = await page('/runs/credit');
    expect(html).toContain('holds rows of data: not served');
    expect(html).not.toContain('href="/runs/credit/files/heldout.parquet"');
  });

  test('files come as downloads that no browser runs', async () => {
    for (const name of ['run.json', 'tree.json', 'predict.ts', 'frontier.svg', 'trees/2.json']) {
      const answer = await site.ask(`/runs/credit/files/${name}`);
      expect(answer.status, name).toBe(200);
      expect(answer.headers['content-disposition']).toContain('attachment');
      expect(answer.headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    }
  });
});

test('a mean of probabilities is called that, beside how often the teacher decides so', async () => {
  const { paths } = await pathsOfRun('credit');
  const { id, leaf, decision, fidelity } = paths[0]!;
  const rows = `on ${Math.round(fidelity.value! * fidelity.n)} of ${fidelity.n} held-out rows`;
  const card = textOf(await page(`/runs/credit/paths/${id}`));
  expect(card).toContain('Teacher’s mean probability');
  expect(card).toContain(`It decides ${decision} ${rows}.`);
  const panel = textOf(await page(`/runs/credit/tree?node=${leaf}`));
  expect(panel).toContain('Teacher’s mean probability');
  expect(panel).toContain(`Teacher decides ${decision} ${rows}`);
  const unseen = paths.find(({ fidelity: { n } }) => n === 0)!;
  const empty = textOf(await page(`/runs/credit/paths/${unseen.id}`));
  expect(empty).toContain('not measured: no held-out row came here.');
  expect(textOf(await page('/runs/credit/paths'))).toMatch(/(bad|good) mean probability \d+%/);
});

describe('paths', () => {
  test('all are listed, whatever the filter hides is counted', async () => {
    const all = await pathsOfRun('credit');
    const html = await page('/runs/credit/paths?flag=no-real-rows');
    expect(html.match(/data-leaf="/g)).toHaveLength(all.total);
    const empty = all.paths.filter(({ flags }) => flags.includes('no-real-rows')).length;
    expect(html.match(/<tr[^>]*hidden/g)).toHaveLength(all.total - empty);
    expect(textOf(html)).toContain(`${empty} of ${all.total} paths, 0.0% of held-out rows`);
  });

  test('the whole tree is all held-out rows', async () => {
    const all = await pathsOfRun('credit');
    expect(all.share).toBeCloseTo(1, 9);
    expect(all.paths).toHaveLength(all.total);
  });

  test.each(['rows', '-rows', 'fidelity', '-fidelity', 'fresh', '-fresh', 'length', 'decision'])(
    'sort=%s orders',
    async (sort) => {
      const { paths } = await pathsOfRun('credit', `?sort=${sort}`);
      const key = (path: (typeof paths)[number]): number | string => {
        if (sort === 'decision') return path.decision;
        if (sort === 'length') return path.conditions.length;
        if (sort.endsWith('rows')) return path.realRows.select + path.realRows.test;
        const figure = sort.endsWith('fresh') ? path.freshFidelity : path.fidelity;
        return figure.low ?? -1;
      };
      const keys = paths.map(key);
      const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(keys).toEqual(sort.startsWith('-') ? sorted.toReversed() : sorted);
    },
  );

  test('numbers are ordered as numbers', async () => {
    const [path] = (await pathsOfRun('wine')).paths;
    const answering = (answer: number) => ({ ...path!, decision: `${answer}`, value: [answer] });
    const query = PathQuery.parse({ sort: 'decision' });
    const list = selectPaths([answering(10), answering(-2), answering(9)], query, {
      decisions: [],
      numbers: true,
      features: [],
    });
    expect(list.paths.map((one) => one.decision)).toEqual(['-2', '9', '10']);
  });

  test('text, decision, feature and rows narrow the list', async () => {
    const all = await pathsOfRun('credit');
    const good = await pathsOfRun('credit', '?decision=1');
    expect(good.paths.every((path) => path.decision === 'good')).toBe(true);
    expect(good.matched).toBeGreaterThan(0);
    const uses = await pathsOfRun('credit', '?feature=2&min=30&q=AGE%20is');
    expect(uses.matched).toBeGreaterThan(0);
    expect(uses.matched).toBeLessThan(all.total);
    for (const path of uses.paths) {
      expect(path.words).toContain('Age is');
      expect(path.realRows.select + path.realRows.test).toBeGreaterThanOrEqual(30);
    }
  });

  test('nothing found says so and leads back', async () => {
    const text = textOf(await page('/runs/credit/paths?q=zzzz'));
    expect(text).toContain('0 of');
    expect(text).toContain('No path matches this filter.');
    expect(await page('/runs/credit/paths?q=zzzz')).toMatch(/<div id="found" hidden>/);
    expect(await page('/runs/credit/paths')).toMatch(/<div id="found" >/);
  });

  test('the words of a search may stand in any order', async () => {
    const { words } = (await pathsOfRun('credit')).paths.at(-1)!;
    const turned = words.replaceAll(/[,;]/g, '').split(' ').toReversed().join(' ').toUpperCase();
    const found = async (q: string): Promise<string[]> =>
      (await pathsOfRun('credit', `?q=${encodeURIComponent(q)}`)).paths.map((path) => path.words);
    expect(await found(turned)).toContain(words);
    expect(await found(`"${words}"`)).toEqual([words]);
    expect(await found(`"${turned}"`)).toEqual([]);
  });

  test('every feature may be asked for, and says how many paths ask about it', async () => {
    const all = await pathsOfRun('credit');
    const html = await page('/runs/credit/paths');
    for (const [f, { name }] of CREDIT_RUN.features.entries()) {
      const own = all.paths.filter(({ conditions }) =>
        conditions.some(({ feature }) => feature === name),
      );
      expect(html).toContain(`<option value="${f}">${name} (${own.length})</option>`);
    }
  });

  test('a long list comes in pages that together hold every path once', async () => {
    const first = await page('/runs/large/paths');
    const pages = Number(/page 1 of (\d+)/.exec(first)?.[1]);
    const ids: string[] = [];
    for (let number = 1; number <= pages; number++) {
      const html = await page(`/runs/large/paths?page=${number}`);
      ids.push(...Array.from(html.matchAll(/data-leaf="(\d+)"/g), (match) => match[1]!));
    }
    const { matched } = await pathsOfRun('large');
    expect(ids).toHaveLength(matched);
  });

  test.each(['min=-1', 'min=abc', 'flag=none', 'sort=up', 'q=1&q=2', `q=${'x'.repeat(201)}`])(
    'a wrong query (%s) is refused by name',
    async (query) => {
      const field = query.split('=')[0]!;
      const answer = await site.ask(`/api/v1/runs/credit/paths?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(JSON.parse(answer.body)).toMatchObject({ status: 400, field });
    },
  );
});

describe('a path', () => {
  test('shows its rule, its evidence apart, its flags in words and its neighbours', async () => {
    const { paths } = await pathsOfRun('credit');
    const text = textOf(await page(`/runs/credit/paths/${paths[3]!.id}`));
    expect(text).toContain(`4 of ${paths.length}`);
    expect(text).toContain('No real row held back for evaluation came here');
    expect(text).toContain('Real rows held back, student agrees with teacher not measured 0 rows');
    expect(text).toMatch(/Rows drawn afresh .* 200 queries/);
    expect(text).toMatch(/Share of held-out rows 0\.0% 0\.0% to 0\.\d%/);
    expect(text).toMatch(/^.*Status is . (bad|good)/);
    expect(text).toContain('Previous path');
    expect(text).toContain('Next path');
    for (const condition of paths[3]!.conditions) expect(text).toContain(condition.feature);
  });

  test('an unknown path is not found', async () => {
    expect((await site.ask('/runs/credit/paths/ffffffffffff')).status).toBe(404);
    expect((await site.ask('/runs/credit/paths/__proto__')).status).toBe(404);
  });
});

describe.each(DEFERRING)('a tree that asks its teacher: $name', ({ name }) => {
  const asking = async (): Promise<PathList['paths']> =>
    (await pathsOfRun(name)).paths.filter((path) => path.decision === 'DEFER');

  test('says so of each such path, and what it would say', async () => {
    for (const path of await asking()) {
      const text = textOf(await page(`/runs/${name}/paths/${path.id}`));
      expect(text).toContain('ask the teacher');
      expect(text).toMatch(/This tree does not answer here\. It would say/);
      expect(text).toContain('The tree leaves the decision to its teacher when');
      expect(text).not.toContain('DEFER');
    }
  });

  test('lists them by themselves', async () => {
    const decision = name === 'deferring' ? 2 : 0;
    const list = await pathsOfRun(name, `?decision=${decision}`);
    expect(list.matched).toBeGreaterThan(1);
    expect(list.paths.map(({ id }) => id)).toEqual((await asking()).map(({ id }) => id));
    const html = await page(`/runs/${name}/paths`);
    expect(html).toMatch(new RegExp(`<option value="${decision}">\\s*ask the teacher`));
    expect(await page('/runs/credit/paths')).not.toContain('ask the teacher');
  });

  test('shows them in the drawing, the outline and the legend, and in the panel of a node', async () => {
    const paths = await asking();
    const html = await page(`/runs/${name}/tree?folded=&node=${paths[0]!.leaf}`);
    expect(html.match(/class="node leaf deferred/g)).toHaveLength(paths.length);
    expect(html).toContain('asks the teacher, would decide');
    expect(textOf(html)).toContain('ask the teacher : the tree does not answer there');
    expect(textOf(html)).toContain('The tree would say');
    expect(await page('/runs/credit/tree?folded=')).not.toContain('deferred');
  });

  test('tells on the overview how much is left to the teacher, and what other floors would give', async () => {
    const text = textOf(await page(`/runs/${name}`));
    expect(text).toMatch(/\d+ of \d+ paths ask the teacher: the tree answers \d/);
    expect(text).toContain('What other floors would give');
    expect(textOf(await page('/runs/credit'))).toContain('Every path of this tree answers.');
  });
});

test('groups are told by feature, in words and as a table', async () => {
  const text = textOf(await page('/runs/credit'));
  expect(text).toMatch(
    /Amount protected Amount: the tree agrees with the teacher on 93\.2% \([\d.]+ to [\d.]+\) for at most 34/,
  );
  expect(text).toContain('Teacher gives good');
  expect(textOf(await page('/runs/wine'))).toContain('Teacher on average');
});

test('no share of a group or of a leading path stands without its interval', async () => {
  const parts = (await page('/runs/credit')).split('<section');
  const [groups, leading] = ['groups', 'leading'].map((id) =>
    parts.find((part) => part.includes(`<h2 id="${id}"`))!,
  );
  for (const part of [groups!, leading!]) {
    const cells = part.match(/<span class="figure"\s*>[^<]*<span class="interval">[^<]+</g);
    expect(cells!.length).toBeGreaterThan(3);
    expect(part).not.toMatch(/<(td|strong)[^>]*>\s*[\d.]+%/);
  }
});

describe('tree', () => {
  test('any depth of the frontier can be drawn; another cannot', async () => {
    for (const depth of [1, 2, 5]) {
      expect(textOf(await page(`/runs/credit/tree?depth=${depth}`))).toContain(`depth ${depth},`);
    }
    expect((await site.ask('/runs/credit/tree?depth=77')).status).toBe(404);
    expect((await site.ask('/runs/credit/tree?node=99999')).status).toBe(400);
    expect((await site.ask('/runs/credit/tree?folded=1,x')).status).toBe(400);
  });

  test('any number of leaves can be drawn; another cannot, nor a depth as well', async () => {
    const { leaves } = JSON.parse(
      (await site.ask('/api/v1/runs/credit/frontier')).body,
    ) as FrontierDocument;
    expect(leaves.length).toBeGreaterThan(1);
    const text = textOf(await page('/runs/credit/frontier'));
    expect(text).toContain('Number of leaves against fidelity');
    for (const { limit, leaves: own, depth } of leaves) {
      const html = await page(`/runs/credit/tree?leaves=${limit}`);
      expect(textOf(html)).toContain(`depth ${depth}, ${own} paths, of at most ${limit}`);
      expect(/<a [^>]*aria-current="true"[^>]*>([^<]*)/.exec(html)?.[1]?.trim()).toBe(`${limit}`);
      const answer = JSON.parse((await site.ask(`/api/v1/runs/credit/tree?leaves=${limit}`)).body);
      expect(answer).toMatchObject({ depth, limit, own: false });
    }
    expect((await site.ask('/runs/credit/tree?leaves=7777')).status).toBe(404);
    expect((await site.ask('/runs/credit/tree?leaves=8&depth=2')).status).toBe(400);
  });

  test('a tree that uses less depth than it may have says both', async () => {
    const chosen = (html: string): string | undefined =>
      /<li><a [^>]*aria-current="true"[^>]*>([^<]*)/.exec(html)?.[1]?.trim();
    const three = await page('/runs/wine/tree?depth=3');
    expect(textOf(three)).toContain('depth 2 of at most 3, 4 paths');
    expect(chosen(three)).toBe('3');
    const one = await page('/runs/wine/tree?depth=1');
    expect(textOf(one)).toContain('depth 0 of at most 1, 1 path');
    expect(chosen(one)).toBe('1');
    expect(chosen(await page('/runs/wine/tree'))).toBe('5');
    expect(textOf(await page('/runs/wine'))).toContain('depth 4 of at most 5,');
    expect(textOf(await page('/'))).toContain('depth 4 of at most 5,');
    const answer = await site.ask('/api/v1/runs/wine/tree?depth=3');
    expect(JSON.parse(answer.body)).toMatchObject({ depth: 3, own: false });
  });

  test('a link to a leaf opens its path and folds what lies beside it', async () => {
    const { paths, total } = await pathsOfRun('large');
    const deep = paths.find((path) => path.depth === 9)!;
    const text = textOf(await page(`/runs/large/tree?node=${deep.leaf}`));
    const [, shown, all] = /(\d+) of (\d+) paths shown/.exec(text)!;
    expect(Number(all)).toBe(total);
    expect(Number(shown)).toBeLessThan(9);
  });

  test('a very large tree is drawn around a focus, which links of its outline move', async () => {
    const html = await page('/runs/large/tree');
    expect(textOf(html)).toMatch(/\d+ paths, all folded into 16 branches/);
    expect(html.match(/role="treeitem"/g)).toHaveLength(31);
    const all = await page('/runs/large/tree?folded=');
    expect(all.match(/role="treeitem"/g)).toHaveLength(31);
    const outline = await page('/runs/large/tree?view=outline');
    const [, link] = /href="([^"]*focus=\d+[^"]*)" aria-label="Unfold"/.exec(outline)!;
    const focus = Number(/focus=(\d+)/.exec(link!)![1]);
    const next = await page(link!.replaceAll('&amp;', '&'));
    expect(next).toContain(`data-node="${focus + 1}"`);
    expect((await site.ask('/runs/large/tree?focus=99999')).status).toBe(400);
  });

  test('the tree can be read as an outline or as a table, page by page', async () => {
    const { paths, total } = await pathsOfRun('large');
    const table = await page('/runs/large/tree?view=table&page=2');
    expect(textOf(table)).toContain(`Rows 101 to 200 of ${total}`);
    expect(table).toContain(`aria-rowcount="${total + 1}"`);
    expect(textOf(table)).toContain(paths[100]!.words);
    const outline = await page(`/runs/credit/tree?view=outline&node=${paths[0]!.depth}`);
    expect(outline.match(/<tr data-node/g)).toHaveLength(
      2 * (await pathsOfRun('credit')).total - 1,
    );
    expect(outline).toContain('role="treegrid"');
    expect((await site.ask('/runs/credit/tree?view=cloud')).status).toBe(400);
  });

  test('a change of depth says how many held-out rows are answered otherwise', async () => {
    const { model, folder } = (await openLibrary(site.reports).find('credit'))!.run!;
    const { select, test } = await loadHeldOut({ folder, model });
    const cut = truncate(model.tree, 2);
    const changed = [select, test].reduce((sum, { table, leaves }) => {
      const other = leavesOf(cut, table!);
      return (
        sum +
        Array.from(leaves).filter(
          (leaf, row) => model.tree.decision[leaf] !== cut.decision[other[row]!],
        ).length
      );
    }, 0);
    const rows = select.leaves.length + test.leaves.length;
    expect(changed).toBeGreaterThan(0);
    const { body } = await site.ask('/api/v1/runs/credit/tree?depth=2');
    expect(JSON.parse(body)).toMatchObject({ changes: { changed, rows, beyond: null } });
    const text = textOf(await page('/runs/credit/tree?depth=2'));
    expect(text).toContain(`${changed} of ${rows.toLocaleString('en')} held-out rows`);
    expect(textOf(await page('/runs/credit/tree'))).toContain('This is the run’s own tree.');
    const numbers = JSON.parse((await site.ask('/api/v1/runs/wine/tree?depth=2')).body);
    expect(numbers.changes.beyond).toBe(0.4);
  });
});

test('the code page escapes the source and tells what was proven', async () => {
  const html = await page('/runs/credit/code');
  expect(html).toContain('&lt;/code&gt;&lt;script&gt;');
  expect(textOf(html)).toContain('38 of 38 caught; 2 more left every answer as it was');
  expect(textOf(html)).toContain('The proof names the same tree as this site.');
});
