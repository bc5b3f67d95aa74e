/**
 * Pictures of the site for the README: `npx tsx scripts/screenshots.ts [reports] [run]`.
 * Needs the built web (`npm run build`) and a run (`npm start` makes reports/credit).
 */
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { savedForest } from '../src/commands/saved-forest.ts';
import type { PathList } from '../src/serve/contract.ts';
import { startServer } from '../src/serve/server.ts';
import { forestAnswers } from '../src/teacher/forest.ts';
import { launchBrowser } from '../test/web/browser.ts';

const [reports = 'reports', run = 'credit'] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const target = path.join(root, 'docs', 'screenshots');

const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  1280: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  390: { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
};

/** The page a picture shows, brought to its state. */
type Shot = (page: Page, url: string) => Promise<void>;

const SHOTS: Readonly<Record<string, Shot>> = {
  overview: async (page, url) => {
    await page.goto(`${url}runs/${run}`);
  },
  tree: async (page, url) => {
    const { leaf } = await commonPath(url);
    await page.goto(`${url}runs/${run}/tree?node=${leaf}`);
    await page.locator('html.ready').waitFor();
    const wide = (page.viewportSize()?.width ?? 0) > 800;
    if (wide) await page.getByRole('button', { name: 'Fit' }).click();
    await page.mouse.move(0, 0);
    if (!wide) await page.locator('.toolbar').evaluate((bar) => bar.scrollIntoView());
  },
  path: async (page, url) => {
    await page.goto(`${url}runs/${run}/paths/${(await commonPath(url)).id}`);
  },
  case: async (page, url) => {
    await page.goto(`${url}runs/${run}/case`);
    await page.locator('.samples a').first().click();
    await page.locator('html.ready #result').waitFor();
  },
};

/** The path that most rows take. */
async function commonPath(url: string): Promise<PathList['paths'][number]> {
  const answer = await fetch(`${url}api/v1/runs/${run}/paths?sort=-rows`);
  const first = ((await answer.json()) as PathList).paths.at(0);
  if (first === undefined) throw new Error(`there is no run ${run} in ${reports}`);
  return first;
}

async function take(browser: Browser, url: string): Promise<void> {
  for (const [look, options] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    for (const [name, open] of Object.entries(SHOTS)) {
      const page = await context.newPage();
      await open(page, url);
      await page.screenshot({ path: path.join(target, `${name}-${look}.png`) });
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
console.log(`${(await readdir(target)).length} pictures in ${path.relative(root, target)}`);
