import axe from 'axe-core';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** The built script and style; `npm run build` makes them. */
export const ASSETS = fileURLToPath(new URL('../../dist/web', import.meta.url));

export function requireAssets(): void {
  if (existsSync(path.join(ASSETS, 'site.js'))) return;
  throw new Error('dist/web/site.js is not there: run "npm run build" before these tests.');
}

/** A page under watch: whatever the browser complains of is kept. */
export interface Visit {
  readonly page: Page;
  /** Console errors, uncaught exceptions, dialogs, and requests to other machines. */
  readonly complaints: string[];
  /** Another address in the same tab. */
  readonly go: (address: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(address).origin)) {
      complaints.push(`asked for ${request.url()}`);
    }
  });
  const go = async (next: string): Promise<void> => {
    await page.goto(next);
    if (options.javaScriptEnabled !== false) await page.locator('html.ready').waitFor();
  };
  await go(address);
  return { page, complaints, go, close: () => context.close() };
}

/** Violations that axe finds, one line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await runner.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.html}`),
    );
  });
}

/** Pixels by which the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
