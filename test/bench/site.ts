/**
 * The tree's page in a real browser (as the tests find one), on made-up runs; needs `npm run build`:
 *
 *   npx tsx test/bench/site.ts
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import {
  FOLDING_RUN,
  LISTED_RUN,
  MANY_RUN,
  THOUSAND_RUN,
  WHOLE_RUN,
} from '../fixtures/tree-runs.ts';
import { startTestSite } from '../serve/site.ts';
import { launchBrowser } from '../web/browser.ts';
import {
  measureFilter,
  measureTree,
  p95,
  paintOf,
  SLOWER,
  workOfTree,
  type TreeTimes,
} from '../web/speed.ts';
import { ASSETS, requireAssets, visit } from '../web/visit.ts';
import { machine, markdownTable, writeSection } from './table.ts';

const RUNS = [WHOLE_RUN, FOLDING_RUN, THOUSAND_RUN, MANY_RUN];
const REPEATS = 7;

requireAssets();
const site = await startTestSite([...RUNS, LISTED_RUN], { assets: ASSETS });
const browser = await launchBrowser();

function middleOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[REPEATS >> 1]!;
}

/** The middle one of the visits, figure by figure. */
async function middle(
  measure: typeof measureTree,
  address: string,
  depth: number,
): Promise<Record<'painted' | 'first' | 'swap' | 'select' | 'expand', number>> {
  const visits: TreeTimes[] = [];
  for (let i = 0; i < REPEATS; i++) visits.push(await measure(browser, address, depth));
  const of = (figure: (times: TreeTimes) => number): number => middleOf(visits.map(figure));
  return {
    painted: of(({ painted }) => painted),
    first: of(({ first }) => first),
    swap: of(({ swap }) => swap),
    select: of(({ select }) => p95(select)),
    expand: of(({ expand }) => p95(expand)),
  };
}

async function elementsOf(address: string): Promise<number> {
  const { page, close } = await visit(browser, address);
  const count = await page.evaluate(() => document.querySelectorAll('*').length);
  await close();
  return count;
}

/** The first paint of a page that holds one sentence, to be set beside that of a tree. */
async function emptyPaint(): Promise<number> {
  const { page, close } = await visit(browser, `${site.origin}/runs/${WHOLE_RUN.name}/tree`);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const took: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await page.goto(`${site.origin}/runs/nowhere`);
    took.push(await paintOf(page));
  }
  await close();
  return middleOf(took);
}

async function middleFilter(by: 'work' | 'clock'): Promise<number> {
  const address = `${site.origin}/runs/${LISTED_RUN.name}/paths`;
  const visits: number[] = [];
  for (let i = 0; i < REPEATS; i++) visits.push(p95(await measureFilter(browser, address, by)));
  return middleOf(visits);
}

const ms = (figure: number): string => `${Math.round(figure)}`;
const rows: string[][] = [];
for (const { name, depth } of RUNS) {
  const address = `${site.origin}/runs/${name}/tree`;
  const { body } = await site.ask(`/api/v1/runs/${name}/tree`);
  const paths = (JSON.parse(body) as { paths: unknown[] }).paths.length;
  const work = await middle(workOfTree, address, depth);
  const clock = await middle(measureTree, address, depth);
  const pairs = (['first', 'swap', 'select', 'expand'] as const).map(
    (figure) => `${ms(work[figure])} / ${ms(clock[figure])}`,
  );
  const data = `${Math.round(gzipSync(body).length / 1000)} kB`;
  const painted = ms(clock.painted);
  rows.push([paths.toLocaleString('en'), painted, ...pairs, `${await elementsOf(address)}`, data]);
}
const filter = `${ms(await middleFilter('work'))} / ${ms(await middleFilter('clock'))}`;
const empty = ms(await emptyPaint());
await browser.close();
await site.close();

const head = [
  'leaves',
  'first paint',
  'alive',
  'in a standing page',
  'select',
  'expand',
  'elements',
  'data',
];
const script = gzipSync(readFileSync(path.join(ASSETS, 'site.js'))).length;
const note = [
  'Milliseconds, a processor four times as slow: work of the page’s thread, then what a clock shows.',
  'First paint, by the clock, counts from the arrival of the page, in which the server drew the tree. Alive, and in a standing page (with the tree one depth less), count from the arrival of the data; select and expand, to the next paint, are 95th percentiles.',
  `A page of one sentence is painted after ${empty} ms. The filter of a list of 144 paths: ${filter}.`,
  `Middle of ${REPEATS} visits. The script is ${(script / 1000).toFixed(1)} kB gzipped. ${machine()}.`,
].join(' ');
writeSection('site', `${markdownTable(head, rows)}\n\n${note}`);
