import axe, { type RunOptions } from 'axe-core';
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
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`the policy stopped ${event.violatedDirective}: ${event.blockedURI}`);
    });
  });
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

/** Which of axe's rules: those that colours decide, all others, or all. */
export type AxeRules = 'all' | 'colours' | 'structure';

const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Violations that axe finds, one line each. */
export async function axeViolations(page: Page, rules: AxeRules = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const off = Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }]));
  const options: RunOptions = {
    runOnly: rules === 'colours' ? { type: 'rule', values: COLOUR_RULES } : TAGS,
    ...(rules === 'structure' ? { rules: off } : {}),
    resultTypes: ['violations'],
    // Its only use is rules that look for a style of phones held upright, and for sound.
    preload: false,
  };
  return page.evaluate(async (asked) => {
    // The shades at the sides of a scroller are a ground that axe sees no colour through.
    for (const box of document.querySelectorAll<HTMLElement>('.scroll')) {
      box.style.setProperty('background', 'none');
    }
    const runner = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await runner.run(document, asked);
    return violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.html}`),
    );
  }, options);
}

/**
 * Leaves of each table its first rows, and of what is printed the first blocks. The time of axe goes
 * by the size of the page, and these are one template: looking at all of them once is enough.
 */
export async function thinPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const more = 'tbody > tr:nth-child(n + 6), .sheet:nth-child(n + 4)';
    for (const repeated of document.querySelectorAll(more)) repeated.remove();
  });
}

/** What ran, or became an element or an attribute, though it was only text. */
export async function foreignMarkup(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const strange = Array.from(document.querySelectorAll('*')).filter(
      (element) =>
        ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE'].includes(element.tagName) ||
        (element.tagName === 'SCRIPT' && !element.hasAttribute('src')) ||
        element.getAttributeNames().some((name) => /^on|^style$/.test(name)) ||
        /^\s*(javascript|data|vbscript):/i.test(element.getAttribute('href') ?? ''),
    );
    const ran = '__pwn' in window ? ['a text was run'] : [];
    return [...ran, ...strange.map((element) => `markup: ${element.outerHTML.slice(0, 120)}`)];
  });
}

/** Pixels by which the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Holds back what the page asks of the API until it is released. */
export async function holdAnswers(page: Page): Promise<() => void> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/v1/**', async (route) => {
    await held;
    await route.continue();
  });
  return () => release();
}
