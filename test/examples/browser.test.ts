import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { predict, type Features } from '../golden/compile/credit/predict.ts';
import { launchBrowser } from '../web/browser.ts';
import { axeViolations, overflow } from '../web/visit.ts';
import { EXAMPLES } from './run-example.ts';

const RUN = join(import.meta.dirname, '../golden/compile/credit');

/** The browser; where there is none, CI fails and other machines skip. */
const browser = await launchBrowser().catch((error: unknown): Browser | null => {
  if (process.env['CI'] !== undefined) throw error;
  return null;
});

let folder: string;
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-page-'));
  const args = ['--run', RUN, '--out', folder, '--port', '0'];
  server = spawn(process.execPath, [join(EXAMPLES, 'browser/serve.mjs'), ...args]);
  const [printed] = (await once(server.stdout!, 'data')) as [Buffer];
  url = printed.toString().trim();
});

afterAll(async () => {
  server.kill();
  await browser?.close();
  await rm(folder, { recursive: true });
});

/** Opens the page, hands it over, and expects that the browser had nothing to complain of. */
async function onPage(
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser!.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  await use(page);
  expect(complaints).toEqual([]);
  await context.close();
}

test('the page is static files, and the server allows no script but those', async () => {
  expect((await readdir(folder)).toSorted()).toEqual([
    'index.html',
    'page.js',
    'predict.js',
    'style.css',
  ]);
  const answer = await fetch(url);
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(await answer.text()).not.toMatch(/<script(?![^>]* src=)|\son\w+=|style=/);
  expect((await fetch(`${url}package.json`)).status).toBe(404);
});

describe.skipIf(browser === null)('in a browser (skipped where there is none)', () => {
  test('decides as one types, like the function it was given', async () => {
    await onPage({}, async (page) => {
      const rows: Features[] = [
        { Seniority: 9, Home: 'rent', Records: 'no', Income: 129 },
        { Seniority: null, Home: 'rent', Records: 'no', Income: 129 },
        { Seniority: 9, Home: 'owner', Records: 'yes', Income: 150 },
        { Seniority: 9, Home: null, Records: 'yes', Income: null },
      ];
      for (const row of rows) {
        for (const name of ['Seniority', 'Income'] as const) {
          await page.getByLabel(name).fill(String(row[name] ?? ''));
        }
        for (const name of ['Home', 'Records'] as const) {
          await page.getByLabel(name).selectOption(row[name] ?? 'not known');
        }
        expect(await page.locator('#decision').innerText()).toBe(`Status: ${predict(row)}`);
      }
      const conditions = page.locator('#reasons ul').first().locator('li');
      expect(await conditions.allInnerTexts()).toEqual([
        'Records is yes',
        'Income is at most 140.5, or missing',
      ]);
    });
  });

  test('says what is wrong with a value, and what training has not shown', async () => {
    await onPage({}, async (page) => {
      const seniority = page.getByLabel('Seniority');
      await seniority.fill('long');
      expect(await page.locator('#decision').innerText()).toBe('No decision');
      expect(await page.locator('#reasons').innerText()).toContain('Seniority is');
      expect(await seniority.getAttribute('aria-invalid')).toBe('true');
      await seniority.fill('99');
      expect(await page.locator('#decision').innerText()).toMatch(/^Status: (good|bad)$/);
      expect(await page.locator('#reasons').innerText()).toContain('is outside 0 to 48');
      expect(await seniority.getAttribute('aria-invalid')).toBe('false');
    });
  });

  test.each([
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 390, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const)('fits $width pixels and is accessible, $colorScheme', async (look) => {
    const { width, colorScheme } = look;
    await onPage({ viewport: { width, height: 800 }, colorScheme }, async (page) => {
      await page.getByLabel('Seniority').fill('99');
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await axeViolations(page)).toEqual([]);
    });
  });
});
