/**
 * Pictures of the site: `npx tsx scripts/screenshots.ts [reports] [run] [folder]`.
 * Needs the built web (`npm run build`) and a run (`npm start` makes reports/credit). Without a
 * folder those of docs/screenshots are made anew; into a folder goes every page in every look.
 */
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { savedForest } from '../src/commands/saved-forest.ts';
import type { PathList } from '../src/serve/contract.ts';
import { swapSet } from '../src/evaluate/swap-set.ts';
import { startServer } from '../src/serve/server.ts';
import { forestAnswers } from '../src/teacher/forest.ts';
import { launchBrowser } from '../test/web/browser.ts';

const [reports = 'reports', run = 'credit', folder] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const target = folder ?? path.join(root, 'docs', 'screenshots');

const WIDE = { width: 1280, height: 800 };
/** An A4 sheet at 96 dots an inch, less its margins. */
const SHEET = { width: 680, height: 995 };

type Look = '1280' | '390' | 'dark' | 'print';

const LOOKS: Readonly<Record<Look, BrowserContextOptions>> = {
  1280: { viewport: WIDE, colorScheme: 'light' },
  390: { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  dark: { viewport: WIDE, colorScheme: 'dark' },
  print: { viewport: SHEET },
};

/** The page a picture shows, brought to its state. */
type Shot = (page: Page, url: string) => Promise<void>;

const at =
  (address: string): Shot =>
  async (page, url) => {
    await page.goto(url + address);
  };

const SHOTS: Readonly<Record<string, Shot>> = {
  overview: at(`runs/${run}`),
  paths: async (page, url) => {
    await page.goto(`${url}runs/${run}/paths?sort=-rows&node=${(await commonPath(url)).leaf}`);
  },
  path: async (page, url) => {
    await page.goto(`${url}runs/${run}/paths/${(await commonPath(url)).id}`);
  },
  disagreements: at(`runs/${run}/disagreements`),
  'swap-set': at(`runs/${run}/swap-set?gain=100&loss=400`),
  tree: async (page, url) => {
    const { leaf } = await commonPath(url);
    await page.goto(`${url}runs/${run}/tree?node=${leaf}`);
    await page.locator('html.ready').waitFor();
    const { width } = page.viewportSize()!;
    if (width > 800) await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.mouse.move(0, 0);
    if (width < 600) await page.locator('.toolbar').evaluate((bar) => bar.scrollIntoView());
  },
  case: async (page, url) => {
    await page.goto(`${url}runs/${run}/case`);
    await page.locator('.samples a').first().click();
    await page.locator('html.ready #result').waitFor();
  },
  ask: at(`runs/${run}/ask?f1=2&r1=under&v1=30&want=1`),
  frontier: at(`runs/${run}/frontier`),
  compare: at(`compare/${run}/${run}?db=3`),
  code: at(`runs/${run}/code`),
  print: at(`runs/${run}/print`),
};

/** What is kept in the repository: every page once, and the main ones in all looks. */
const MAIN = ['overview', 'tree', 'path', 'case'];
const isKept = (name: string, look: Look): boolean =>
  name === 'print' ? look === 'print' : look === '1280' || MAIN.includes(name);

/** The path that most rows take. */
async function commonPath(url: string): Promise<PathList['paths'][number]> {
  const answer = await fetch(`${url}api/v1/runs/${run}/paths?sort=-rows`);
  const first = ((await answer.json()) as PathList).paths.at(0);
  if (first === undefined) throw new Error(`there is no run ${run} in ${reports}`);
  return first;
}

async function take(browser: Browser, url: string): Promise<void> {
  for (const [look, options] of Object.entries(LOOKS) as [Look, BrowserContextOptions][]) {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    for (const [name, open] of Object.entries(SHOTS)) {
      if (folder === undefined && !isKept(name, look)) continue;
      const page = await context.newPage();
      await open(page, url);
      if (look === 'print') await page.emulateMedia({ media: 'print' });
      await page.screenshot({
        path: path.join(target, `${name}-${look}.png`),
        fullPage: folder !== undefined,
      });
      await page.close();
    }
    await context.close();
  }
}

await mkdir(target, { recursive: true });
const server = await startServer({
  reports,
  assets: path.join(root, 'dist', 'web'),
  port: 0,
  swapSetOf: swapSet,
  teacherOf: async (run) => {
    const forest = await savedForest(run);
    return (rows) => forestAnswers(forest, rows, {});
  },
  logger: pino({ level: 'warn' }, pino.destination(2)),
});
const browser = await launchBrowser();
try {
  await take(browser, server.url);
} finally {
  await browser.close();
  await server.close();
}
console.log(
  `${(await readdir(target)).length} pictures in ${path.relative(process.cwd(), target)}`,
);
