import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { jointShare } from '../../src/core/interval.ts';
import type { RunDocument } from '../../src/core/run.ts';
import { loadHeldOut } from '../../src/report/held-out.ts';
import { loadRun, readManifest, type LoadedRun } from '../../src/report/load-run.ts';
import {
  RowQuery,
  type DisagreementAnswer,
  type Side,
  type SideCounts,
} from '../../src/serve/contract-rows.ts';
import { decidedRows, type HeldOut } from '../../src/serve/held-out-rows.ts';
import { byPathSection } from '../../src/serve/pages/disagreements-by-path.ts';
import { disagreementsPage } from '../../src/serve/pages/disagreements.ts';
import {
  CREDIT_RUN,
  DEFERRING_RUN,
  HOSTILE_RUN,
  REGRESSION_RUN,
  writeRun,
} from '../fixtures/site-run.ts';
import { startTestSite, textOf as plainText, type TestSite } from './site.ts';

const RUNS = [CREDIT_RUN, HOSTILE_RUN, REGRESSION_RUN, DEFERRING_RUN];
let site: TestSite;

beforeAll(async () => {
  site = await startTestSite(RUNS);
});
afterAll(() => site.close());

const page = (address: string): Promise<string> => site.page(address);

async function api(run: string, query = ''): Promise<DisagreementAnswer> {
  const answer = await site.ask(`/api/v1/runs/${run}/disagreements${query}`);
  expect(answer.status, query).toBe(200);
  return JSON.parse(answer.body) as DisagreementAnswer;
}

/** As read, without a space before a comma. */
const textOf = (html: string): string => plainText(html).replace(/ ([,.;:])/g, '$1');

/** A run of the site with its rows, for pages of rows that no fixture has. */
async function loaded(name: string): Promise<{ run: LoadedRun; heldOut: HeldOut }> {
  const folder = path.join(site.reports, name);
  const run = await loadRun(name, folder, await readManifest(folder));
  return { run, heldOut: decidedRows(run, await loadHeldOut(run)) };
}

describe.each(RUNS)('the page of $name', ({ name }) => {
  test('is whole and inert, is kept by no cache, and its addresses hold no values', async () => {
    const answer = await site.ask(`/runs/${name}/disagreements`);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const html = answer.body;
    expect(html).not.toMatch(/ style=| on\w+="|<style|"\s*javascript:|undefined|\[object|NaN/);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/[\u202e\u200b\u2028]/);
    const queries = Array.from(html.matchAll(/href="[^"]*disagreements\?([^"#]*)/g), (m) => m[1]!);
    expect(queries.length).toBeGreaterThan(5);
    for (const query of queries) {
      expect(query).toMatch(
        /^((student|teacher|leaf|page)=\d+|side=\w+|rows=\w+|set=\w+|sort=\w+|&amp;)*$/,
      );
    }
  });

  test('says how many of how many, and the rows are those of the API', async () => {
    const all = await api(name);
    const text = textOf(await page(`/runs/${name}/disagreements`));
    expect(text).toContain(` of ${all.total.toLocaleString('en')} held-out rows, `);
    expect(all.matched).toBe(Math.round(all.differ.value! * all.total));
    for (const { row, set } of all.rows.slice(0, 5)) expect(text).toContain(`Row ${row} ${set}`);
    expect(all.rows.every(({ differs }) => differs)).toBe(true);
  });

  test('its pages hold every row once, and name each other', async () => {
    const found: number[] = [];
    let next: string | undefined = `/api/v1/runs/${name}/disagreements?rows=all&sort=row`;
    let pages = 0;
    while (next !== undefined) {
      const answer = await site.ask(next);
      const body = JSON.parse(answer.body) as DisagreementAnswer;
      found.push(...body.rows.map(({ row }) => row));
      pages = body.pages;
      next = /<([^>]*)>; rel="next"/.exec(String(answer.headers['link'] ?? ''))?.[1];
      if (body.page > 1) expect(answer.headers['link']).toContain('rel="prev"');
    }
    const { total } = await api(name);
    expect(found).toHaveLength(total);
    expect(found).toEqual([...new Set(found)].toSorted((a, b) => a - b));
    expect(pages).toBe(Math.ceil(total / 50));
  });

  test('counts by path as the record of the path does, the worst first', async () => {
    const { run } = await loaded(name);
    const { paths } = await api(name);
    const looks = run.paths.filter(({ fidelity }) => fidelity.n > 0).length;
    expect(paths).toHaveLength(looks);
    for (const tally of paths) {
      const record = run.paths.find(({ id }) => id === tally.path)!;
      expect(tally.rows).toBe(record.fidelity.n);
      expect(tally.rows - tally.differ).toBe(Math.round(record.fidelity.value! * tally.rows));
      expect(tally.share).toEqual(jointShare(tally.differ, tally.rows, looks));
    }
    const lows = paths.map(({ share }) => share.low!);
    expect(lows).toEqual(lows.toSorted((a, b) => b - a));
  });
});

describe('the set of rows', () => {
  test('is a choice at the top of the page, and every part says which it is of', async () => {
    const [all, test_] = [await api('credit'), await api('credit', '?set=test')];
    const count = (n: number): string => n.toLocaleString('en');
    const html = await page('/runs/credit/disagreements');
    expect(html).toMatch(/<a href="\/runs\/credit\/disagreements\?set=test"\s*>Test rows only/);
    const text = textOf(html);
    expect(text).toContain(`All held-out rows (${count(all.total)})`);
    expect(text).toContain(
      'Held-out rows are the 891 test rows and the 891 select rows, which chose the depth.',
    );
    expect(text).toContain(`The ${count(all.total)} held-out rows by the student’s decision`);
    expect(text).toContain(`On the ${count(all.total)} held-out rows.`);
    const only = textOf(await page('/runs/credit/disagreements?set=test'));
    expect(only).toContain(`The ${count(test_.total)} test rows by the student’s decision`);
    expect(only).toContain(`On the ${count(test_.total)} test rows.`);
  });

  test('is named on the other pages that take both together', async () => {
    for (const address of ['', '/paths', '/swap-set', '/tree', '/tree?view=outline', '/print']) {
      expect(textOf(await page(`/runs/credit${address}`)), address).toContain(
        'Held-out rows are the 891 test rows and the 891 select rows, which chose the depth.',
      );
    }
    const overview = await page('/runs/credit');
    expect(textOf(overview)).toContain('The 891 test rows by the student’s decision');
    expect(overview).toContain('href="/runs/credit/disagreements?set=test"');
  });
});

describe('classes', () => {
  test('each cell of the matrix leads to its rows', async () => {
    for (const name of ['credit', 'hostile']) {
      const { matrix, total } = await api(name);
      const counts = matrix as number[][];
      expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(total);
      for (const [student, cells] of counts.entries()) {
        for (const [teacher, count] of cells.entries()) {
          const cell = await api(name, `?student=${student}&teacher=${teacher}`);
          expect(cell.matched).toBe(count);
          for (const row of cell.rows) expect(row.differs).toBe(student !== teacher);
        }
      }
    }
    const html = await page('/runs/credit/disagreements?student=0&teacher=1');
    expect(html).toMatch(/student=0&amp;teacher=1#rows" aria-current="true"/);
  });

  test('the surest teacher comes first, and filters narrow', async () => {
    const { rows, total } = await api('credit');
    const sure = rows.map(({ teacher }) => teacher.value);
    expect(sure).toEqual(sure.toSorted((a, b) => b - a));
    const { leaf } = rows[0]!;
    const here = await api('credit', `?leaf=${leaf}&rows=all`);
    expect(here.rows.every((row) => row.leaf === leaf)).toBe(true);
    const [select, test_] = [await api('credit', '?set=select'), await api('credit', '?set=test')];
    expect(select.total + test_.total).toBe(total);
    expect(test_.rows.every(({ set }) => set === 'test')).toBe(true);
  });

  test('a row shows the values its path asks for, in the order of the path', async () => {
    const { run } = await loaded('credit');
    const { rows } = await api('credit');
    for (const row of rows.slice(0, 10)) {
      const { conditions } = run.paths.find(({ id }) => id === row.path)!;
      expect(row.values.map(({ feature }) => feature)).toEqual(conditions.map((c) => c.feature));
      expect(row.values.every(({ text }) => text !== null)).toBe(true);
    }
  });

  test('the worst path is a sentence that says where, who, how often and whether by chance', async () => {
    const text = textOf(await page('/runs/credit/disagreements'));
    expect(text).toMatch(
      /Where .*, the student says (bad|good|B bad|G good) and the teacher .* on \d+ of \d+ held-out rows?[,;]/,
    );
    expect(text).toMatch(/On the other paths it is \d+\.\d%[:;] .*chance/);
    expect(text).toMatch(/looking at \d+ paths at once.*Bonferroni.*Fisher’s exact test/);
  });
});

describe('numbers', () => {
  test('are told by side and by tolerance, the farthest first', async () => {
    const { matrix, total, rows } = await api('wine');
    const sides = matrix as Readonly<Record<Side, SideCounts>>;
    let sum = 0;
    for (const side of ['above', 'below', 'equal'] as const) {
      const within = await api('wine', `?side=${side}&rows=agree`);
      const beyond = await api('wine', `?side=${side}`);
      expect([within.matched, beyond.matched]).toEqual([sides[side].within, sides[side].beyond]);
      sum += within.matched + beyond.matched;
    }
    expect(sum).toBe(total);
    const off = rows.map((row) => Math.abs(row.student.value - row.teacher.value));
    expect(off).toEqual(off.toSorted((a, b) => b - a));
    expect(Math.min(...off)).toBeGreaterThan(0.4);
    const text = textOf(await page('/runs/wine/disagreements'));
    expect(text).toContain('Student below the teacher');
    expect(text).toContain('lie more than 0.4 apart on');
    expect((await site.ask('/runs/wine/swap-set')).status).toBe(404);
  });
});

test('paths that ask the teacher count by what the tree would say, and say so', async () => {
  const text = textOf(await page('/runs/deferring/disagreements'));
  expect(text).toMatch(
    /rows lie on paths that ask the teacher, \d+ of the disagreements among them/,
  );
  const { run } = await loaded('deferring');
  const asking = run.paths.find((one) => one.deferredFrom !== null && one.fidelity.n > 0)!;
  const { rows } = await api('deferring', `?rows=all&leaf=${asking.leaf}`);
  expect(rows.map((row) => row.asksTeacher)).not.toContain(false);
  expect(rows[0]!.student.decision).toBe(asking.deferredFrom);
  expect(textOf(await page('/runs/credit/disagreements'))).not.toContain('ask the teacher');
});

describe('states', () => {
  const query = RowQuery.parse({});
  const show = (run: LoadedRun, heldOut: HeldOut, asked = query): string =>
    textOf(disagreementsPage({ base: '' }, run, heldOut, asked, true).toString());

  test('no disagreement at all', async () => {
    const { run, heldOut } = await loaded('credit');
    const rows = heldOut.rows.map((row) => ({ ...row, differs: false, teacher: row.student }));
    const text = show(run, { ...heldOut, rows });
    expect(text).toMatch(
      /The tree agrees with the teacher on every one of the [\d,]+ held-out rows\./,
    );
    expect(text).toContain('Show the rows all the same');
    expect(text).not.toContain('Where Seniority');
  });

  test('no rows at all', async () => {
    const { run, heldOut } = await loaded('credit');
    expect(show(run, { ...heldOut, rows: [] })).toContain('The run keeps no held-out rows.');
  });

  test('a filter that leaves nothing leads back', async () => {
    const text = textOf(await page('/runs/credit/disagreements?leaf=99999'));
    expect(text).toContain('No row matches this filter. Show all');
    expect(text).toMatch(/0 of [\d,]+ held-out rows, 0\.0%/);
  });

  test('redacted columns are named, and their values are not', async () => {
    const { run, heldOut } = await loaded('credit');
    const columns = heldOut.sets.test.columns.map((column, f) => (f === 0 ? null : column));
    const sets = {
      select: { ...heldOut.sets.select, columns, table: null },
      test: { ...heldOut.sets.test, columns, table: null },
    };
    const text = show(run, decidedRows(run, sets));
    expect(text).toContain('without the values of Seniority: they were redacted');
    expect(text).toContain('Seniority redacted');
    expect(text).not.toMatch(/Seniority \d/);
  });

  test('rows of another tree are refused: they name leaves that are no ends of paths', async () => {
    const { artifacts } = await writeRun(site.reports, { ...CREDIT_RUN, name: 'longer', depth: 7 });
    const manifest = await writeRun(site.reports, { ...CREDIT_RUN, name: 'mixed' });
    const [from, to] = ['longer', 'mixed'].map((name) => path.join(site.reports, name));
    await copyFile(path.join(from!, 'heldout.parquet'), path.join(to!, 'heldout.parquet'));
    const name = 'heldout.parquet';
    const mixed = { ...manifest, artifacts: { ...manifest.artifacts, [name]: artifacts[name] } };
    await writeFile(path.join(to!, 'run.json'), JSON.stringify(mixed));
    const answer = await site.ask('/runs/mixed/disagreements');
    expect(answer.status).toBe(409);
    expect(textOf(answer.body)).toContain('The held-out rows of this run cannot be read');
    expect(JSON.stringify(site.logged)).toContain('E_RUN');
  });

  test('rows that cannot be read are said to be, and the path card does without', async () => {
    const manifest = await writeRun(site.reports, { ...CREDIT_RUN, name: 'rowless' });
    const { 'heldout.parquet': _, ...artifacts } = manifest.artifacts;
    const folder = path.join(site.reports, 'rowless');
    await rm(path.join(folder, 'heldout.parquet'));
    await writeFile(path.join(folder, 'run.json'), JSON.stringify({ ...manifest, artifacts }));
    const answer = await site.ask('/runs/rowless/disagreements');
    expect(answer.status).toBe(409);
    expect(textOf(answer.body)).toContain('The held-out rows of this run cannot be read');
    expect(answer.body).not.toContain(site.reports);
    const json = await site.ask('/api/v1/runs/rowless/disagreements');
    expect(json.headers['content-type']).toContain('application/problem+json');
    const paths = JSON.parse(await readFile(path.join(folder, 'paths.json'), 'utf8')) as {
      paths: { id: string }[];
    };
    const card = await page(`/runs/rowless/paths/${paths.paths[0]!.id}`);
    expect(textOf(card)).toContain('They cannot be shown.');
    expect(textOf(card)).toContain('Evidence');
    expect(card).not.toContain(site.reports);
  });

  test.each(['student=x', 'set=train', 'sort=up', 'rows=none', 'side=left', 'page=-1', 'leaf=1.5'])(
    'a wrong query (%s) is refused by name',
    async (wrong) => {
      const answer = await site.ask(`/api/v1/runs/credit/disagreements?${wrong}`);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body)).toMatchObject({ field: wrong.split('=')[0] });
      expect((await site.ask(`/runs/credit/disagreements?${wrong}`)).status).toBe(400);
    },
  );
});

describe('elsewhere', () => {
  test('one row is read out as one row', async () => {
    const { run, heldOut } = await loaded('credit');
    const query = RowQuery.parse({});
    const differing = heldOut.rows.find(({ differs }) => differs)!;
    const section = (count: number): string => {
      const rows = Array.from({ length: count }, () => differing);
      return textOf(byPathSection({ base: '' }, run, rows, query, () => '').toString());
    };
    const path = differing.path + 1;
    expect(section(1)).toContain(`1 row of path ${path} of 1`);
    expect(section(2)).toContain(`2 rows of path ${path} of 2`);
  });

  test('the card of a path shows its rows, disagreements first', async () => {
    const { run } = await loaded('credit');
    const { paths } = await api('credit');
    const { path: id, differ, rows } = paths.find((one) => one.rows > 50)!;
    const card = await page(`/runs/credit/paths/${id}`);
    expect(textOf(card)).toContain(`Student and teacher differ on ${differ} row`);
    expect(textOf(card)).toContain(`${rows} of `);
    const tags = Array.from(
      card.matchAll(/<div>(?:<span class="tag">)?(differ|agree)/g),
      (m) => m[1],
    );
    expect(tags.slice(0, differ)).toEqual(Array.from({ length: differ }, () => 'differ'));
    expect(tags.slice(differ)).not.toContain('differ');
    expect(card).toContain(`/runs/credit/paths/${id}?page=2#rows`);
    const locked = await page(`/runs/credit/paths/${id}?lock=0&lock=3`);
    expect(locked).toContain(`/runs/credit/paths/${id}?lock=0&amp;lock=3&amp;page=2#rows`);
    const empty = run.paths.find(({ fidelity }) => fidelity.n === 0)!;
    expect(textOf(await page(`/runs/credit/paths/${empty.id}`))).toMatch(
      /None of [\d,]+ held-out rows came here/,
    );
  });

  test('the overview names the least trusted path, and the paths that decide most', async () => {
    const text = textOf(await page('/runs/credit'));
    expect(text).toMatch(
      /Path \d+ \(Status is .{1,4}(bad|good) ?\) is trusted least: the tree agrees with the teacher on \d+ of \d+ held-out rows there, [\d.]+% \([\d.]+% to [\d.]+%\), and on \d/,
    );
    expect(text).toMatch(/with \d+ paths looked at together/);
    const manifest = JSON.parse((await site.ask('/api/v1/runs/credit')).body) as RunDocument;
    for (const k of manifest.classes.keys()) {
      expect(await page('/runs/credit')).toContain(
        `/runs/credit/paths?decision=${k}&amp;sort=-rows`,
      );
    }
    expect(text).toContain('What decides most');
    expect(textOf(await page('/runs/wine'))).not.toContain('What decides most');
    const explained = textOf(await page('/runs/hostile'));
    expect(explained).toContain('What explains most of the teacher');
    expect(explained).not.toContain('What decides most');
  });
});
