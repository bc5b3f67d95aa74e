import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { DisagreementAnswer, SwapAnswer } from '../../src/serve/contract-rows.ts';
import { CREDIT_FEATURES } from '../fixtures/site-model.ts';
import { CREDIT_RUN, DEFERRING_RUN, HOSTILE_RUN } from '../fixtures/site-run.ts';
import { startTestSite, textOf, type TestSite } from './site.ts';

const HOSTILE_CLASS = '<i>no</i>"\u202e';
const features = CREDIT_FEATURES.map((feature) =>
  ['Age', 'Marital'].includes(feature.name) ? { ...feature, protected: true } : feature,
);
const RUNS = [
  { ...CREDIT_RUN, features },
  { ...CREDIT_RUN, name: 'explains', role: 'explains' as const },
  { ...CREDIT_RUN, name: 'names', classes: [HOSTILE_CLASS, 'b'] },
  DEFERRING_RUN,
  HOSTILE_RUN,
];
let site: TestSite;

beforeAll(async () => {
  site = await startTestSite(RUNS);
});
afterAll(() => site.close());

const page = (address: string): Promise<string> => site.page(address);

async function swap(run: string, query = ''): Promise<SwapAnswer> {
  const answer = await site.ask(`/api/v1/runs/${run}/swap-set${query}`);
  expect(answer.status, query).toBe(200);
  return JSON.parse(answer.body) as SwapAnswer;
}

describe('the swap set', () => {
  test('is the disagreements, apart from rows that go to the teacher', async () => {
    for (const name of ['credit', 'deferring']) {
      const found = await swap(name);
      const { gained, lost, both, neither, n } = found;
      expect(gained.n + lost.n + both.n + neither.n).toBe(n);
      const cell = async (student: number, teacher: number): Promise<number> => {
        const query = `?student=${student}&teacher=${teacher}`;
        const { body } = await site.ask(`/api/v1/runs/${name}/disagreements${query}`);
        return (JSON.parse(body) as DisagreementAnswer).matched;
      };
      const cells = [await cell(1, 0), await cell(0, 1)];
      if (name === 'credit') expect([gained.n, lost.n]).toEqual(cells);
      else expect(gained.n + lost.n).toBeLessThan(cells[0]! + cells[1]!);
    }
    expect(textOf(await page('/runs/deferring/swap-set'))).toContain('no row there gains or loses');
  });

  test('is asked of one set alone, and its figures, groups and rows are of that set', async () => {
    const [all, select, of] = [
      await swap('credit'),
      await swap('credit', '?set=select'),
      await swap('credit', '?set=test'),
    ];
    expect(of.n).toBeGreaterThan(0);
    expect(select.n + of.n).toBe(all.n);
    expect(select.gained.n + of.gained.n).toBe(all.gained.n);
    expect(select.lost.n + of.lost.n).toBe(all.lost.n);
    expect(of.rows.every(({ set }) => set === 'test')).toBe(true);
    for (const { groups } of of.groups) {
      expect(groups.reduce((sum, { n }) => sum + n, 0)).toBe(of.n);
    }
    const html = await page('/runs/credit/swap-set?set=test');
    expect(textOf(html)).toContain(`${of.n} test rows, ${of.gained.n}`);
    expect(html).toContain('<input type="hidden" name="set" value="test" />');
    expect(html).toMatch(/swap-set\?set=test[^"]*" aria-current="true"/);
    const before = await page('/runs/credit/disagreements?set=test');
    expect(before).toContain('/runs/credit/swap-set?set=test"');
  });

  test('turns over with the favourable class', async () => {
    const [good, bad] = [await swap('credit', '?favour=1'), await swap('credit', '?favour=0')];
    expect([good.favourable, bad.favourable]).toEqual(['good', 'bad']);
    expect([good.gained.n, good.lost.n]).toEqual([bad.lost.n, bad.gained.n]);
    expect(await page('/runs/credit/swap-set')).toContain('Look at bad instead');
  });

  test('moves with the cut-off: nobody loses at 0, nobody gains at 1', async () => {
    expect((await swap('credit', '?cutoff=0')).lost.n).toBe(0);
    expect((await swap('credit', '?cutoff=1')).gained.n).toBe(0);
    const matched = await swap('credit', '?by=match');
    const off = (student: number): number => Math.abs(student - (matched.both.n + matched.lost.n));
    const mine = off(matched.both.n + matched.gained.n);
    expect(mine).toBe(Math.min(...matched.cutoffs.map(({ student }) => off(student))));
    const html = await page(`/runs/credit/swap-set?by=cutoff&cutoff=${matched.cutoff}`);
    expect(html).toMatch(/class="picked"/);
  });

  test('a cut-off that is typed is applied whatever stands beside it, and said to be', async () => {
    const applied = await swap('credit', '?by=cutoff&cutoff=0.7');
    const own = await swap('credit');
    expect(applied.gained.n + applied.lost.n).not.toBe(own.gained.n + own.lost.n);
    for (const by of ['own', 'match']) {
      expect(await swap('credit', `?by=${by}&cutoff=0.7`)).toEqual(applied);
      const html = await page(`/runs/credit/swap-set?favour=1&by=${by}&cutoff=0.7&gain=&loss=`);
      expect(html).toContain('<option value="cutoff" selected>');
      expect(textOf(html)).toContain('The cut-off that was typed goes before');
      expect(html).toContain(`swap-set?favour=1&amp;by=${by}"`);
    }
    const plain = await page('/runs/credit/swap-set?by=cutoff&cutoff=.7');
    expect(textOf(plain)).not.toContain('goes before');
  });

  test.each([
    ['by=cutoff&cutoff=', 'Give the cut-off, a number from 0 to 1.'],
    ['by=cutoff&cutoff=1.5', 'A cut-off lies from 0 to 1.'],
  ])(
    'what cannot be answered (%s) is said in the form, beside nothing else',
    async (query, why) => {
      const { status, body } = await site.ask(`/runs/credit/swap-set?favour=0&${query}`);
      expect(status).toBe(400);
      expect(body).toMatch(/id="filter-cutoff"[^>]*aria-invalid="true"/);
      expect(body).toContain('<option value="cutoff" selected>');
      expect(body).toContain('<option value="0" selected>');
      expect(textOf(body)).toContain(why);
      expect(body).not.toContain('id="swap"');
    },
  );

  test('can give the class to no row, by the first cut-off of the list', async () => {
    const [none, first] = (await swap('credit')).cutoffs;
    expect(none).toMatchObject({ student: 0, gained: 0 });
    expect(none!.cutoff).toBeGreaterThan(first!.cutoff);
    const address = `/runs/credit/swap-set?by=cutoff&cutoff=${none!.cutoff}`;
    const text = textOf(await page(address));
    expect(text).toContain('The tree gives good to no row that it answers itself.');
    expect(text).toMatch(/over 0\.\d+ 0 0\.0%/);
    // Where the highest soft value is 1, the first cut-off lies just above it.
    await page('/runs/credit/swap-set?by=cutoff&cutoff=1.0000000000000002');
  });

  test('tells groups of protected features, and says where there are none', async () => {
    const { groups, n } = await swap('credit');
    expect(groups.map(({ feature }) => feature)).toEqual(['Age', 'Marital']);
    for (const { groups: own } of groups) {
      expect(own.reduce((sum, group) => sum + group.n, 0)).toBe(n);
    }
    expect(textOf(await page('/runs/credit/swap-set'))).toMatch(/Age .* at most \d+ .* over \d+/);
    expect(textOf(await page('/runs/explains/swap-set'))).toContain('is marked as protected');
  });

  test('a large amount is taken again as the page writes it back', async () => {
    const html = await page('/runs/credit/swap-set?gain=1e30&loss=1');
    const [, written] = /name="gain"[^>]*value="([^"]*)"/s.exec(html)!;
    await page(`/runs/credit/swap-set?gain=${encodeURIComponent(written!)}&loss=1`);
  });

  test('puts money on it where amounts are given', async () => {
    expect((await swap('credit')).money).toBeNull();
    const { money, gained, lost } = await swap('credit', '?gain=100&loss=400');
    const change = ({ n, truly }: typeof gained): number =>
      n === 0 ? 0 : Math.round(truly.value! * n) * 500 - n * 400;
    expect(money!.difference.value).toBe(change(gained) - change(lost));
    expect(money!.student - money!.teacher).toBe(money!.difference.value);
    expect(await swap('credit', '?gain=100&loss=400')).toMatchObject({ money });
    const text = textOf(await page('/runs/credit/swap-set?gain=100&loss=400'));
    expect(text).toContain('brings 100 where that is true and costs 400 where it is not');
    expect(text).toContain('95% bootstrap interval');
  });

  test('of a tree that only explains is told as what would be', async () => {
    const text = textOf(await page('/runs/explains/swap-set?gain=1&loss=1'));
    expect(text).toContain('If the tree replaced the teacher');
    expect(text).toContain('would newly be given it');
    expect(text).toContain('Tree, if it decided');
    expect(text).not.toMatch(/are newly given it|The tree replaces/);
    expect(textOf(await page('/runs/credit/swap-set'))).toContain('The tree replaces its teacher');
  });

  test('lists the rows that change, a page at a time', async () => {
    const all = await swap('credit', '?swap=gained&cutoff=0');
    expect(all.matched).toBe(all.gained.n);
    expect(all.rows).toHaveLength(Math.min(50, all.matched));
    const html = await page('/runs/credit/swap-set?swap=gained&cutoff=0&page=2');
    expect(html).toContain('rel="prev"');
    expect(textOf(html)).toContain('Newly given it');
    expect(textOf(await page('/runs/credit/swap-set?swap=lost&cutoff=0'))).toContain(
      'None of these held-out rows changes its decision this way.',
    );
  });

  test('keeps hostile names inert', async () => {
    for (const favour of [0, 1]) {
      const html = await page(`/runs/names/swap-set?favour=${favour}&gain=1`);
      expect(html).not.toMatch(/<i>no|\u202e| style=|NaN|undefined|\[object/);
      expect(html.match(/<h1/g)).toHaveLength(1);
    }
  });

  test.each([
    'favour=2',
    'favour=x',
    'cutoff=1.5',
    'cutoff=&by=cutoff',
    'cutoff=-1',
    'cutoff=a',
    'gain=-5',
    'by=all',
  ])('a wrong query (%s) is refused by name', async (query) => {
    const answer = await site.ask(`/api/v1/runs/credit/swap-set?${query}`);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ field: query.split('=')[0] });
  });

  test('is asked of two classes only', async () => {
    expect((await site.ask('/runs/hostile/swap-set')).status).toBe(404);
    expect(await page('/runs/hostile/disagreements')).not.toContain('swap-set');
  });
});

test('a site that works out no swap set neither links to it nor has it', async () => {
  const bare = await startTestSite([CREDIT_RUN], { swapSetOf: null });
  expect((await bare.ask('/runs/credit/swap-set')).status).toBe(404);
  expect((await bare.ask('/runs/credit/disagreements')).body).not.toContain('swap-set');
  await bare.close();
});
