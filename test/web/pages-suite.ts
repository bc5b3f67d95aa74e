import type { BrowserContextOptions } from 'playwright-core';
import { expect, test } from 'vitest';

import { pathsOf } from '../../src/core/box.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, HOSTILE_RUN } from '../fixtures/site-run.ts';
import type { Stage } from './site.test.ts';
import { axeViolations, overflow, visit } from './visit.ts';

const TABS = ['', '/paths', '/disagreements', '/tree', '/case', '/ask', '/frontier', '/code'];

const onRun = (run: string, ...more: string[]): string[] =>
  [...TABS, ...more].map((tab) => `/runs/${run}${tab}`);

const CREDIT = onRun(
  'credit',
  `/paths/${pathsOf(makeModel(CREDIT_RUN))[3]!.id}`,
  '/swap-set?cutoff=0.5&gain=1&loss=5',
  '/tree?node=4',
  '/tree?depth=2',
  '/tree?leaves=9',
  '/tree?view=outline&node=4',
  '/tree?view=table',
  '/case?row=100001',
  '/ask?f1=2&r1=under&v1=30&want=1',
);
const HOSTILE = onRun(
  'hostile',
  `/paths/${pathsOf(makeModel(HOSTILE_RUN))[0]!.id}`,
  '/case?row=100001',
);
/** A path that asks the teacher: the second from the left. */
const ASKING = pathsOf(makeModel(CREDIT_RUN))[1]!;
const DEFERRING = [
  ...['', '/paths?decision=2', `/paths/${ASKING.id}`, `/tree?folded=&node=${ASKING.leaf}`].map(
    (tab) => `/runs/deferring${tab}`,
  ),
  '/runs/deferring-numbers',
  '/runs/deferring-numbers/tree',
];
const REST = [
  '/',
  ...onRun('wine'),
  '/runs/compiled/code',
  '/compare/credit/deferring',
  '/runs/large/tree',
  '/runs/large/paths?page=2',
];

const HARD = ['/runs/lone/tree', '/runs/odd/tree?node=2', '/runs/odd/tree?view=table'];

const LOOKS: readonly [string, readonly string[], BrowserContextOptions][] = [
  ['light', [...CREDIT, ...HOSTILE, ...DEFERRING, ...REST, ...HARD], { colorScheme: 'light' }],
  ['dark', ['/', '/compare/credit/credit?db=3', ...CREDIT, ...DEFERRING], { colorScheme: 'dark' }],
  [
    'phone',
    ['/', '/compare/credit/credit?db=3', ...CREDIT, ...HOSTILE, ...DEFERRING, ...HARD],
    { viewport: { width: 390, height: 844 } },
  ],
];

/** Every page in every look: no complaint, no violation, nothing wider than the window. */
export function pagesSuite(stage: Stage): void {
  test.each(LOOKS)(
    '%s: every page is sound',
    async (_look, addresses, options) => {
      const { origin } = stage.site;
      const { page, complaints, go, close } = await visit(stage.browser, `${origin}/`, options);
      const found: string[] = [];
      for (const address of addresses) {
        await go(origin + address);
        const problems = [...(await axeViolations(page)), ...complaints.splice(0)];
        if ((await overflow(page)) > 0) problems.push('wider than the window');
        if ((await page.evaluate('window.__pwn')) !== undefined) problems.push('a name was run');
        found.push(...problems.map((problem) => `${address}: ${problem}`));
      }
      await close();
      expect(found).toEqual([]);
    },
    240_000,
  );

  test('the headline figure stands in one line of its own column', async () => {
    const { page, close } = await visit(stage.browser, `${stage.site.origin}/runs/credit`);
    for (const figure of ['>99.9%', '100.0%', '−0.123']) {
      const lines = await page.locator('.headline-figure strong').evaluate((element, text) => {
        element.textContent = text;
        const range = document.createRange();
        range.selectNodeContents(element);
        const wide = range.getBoundingClientRect().width;
        const room = element.parentElement?.clientWidth ?? 0;
        return { count: range.getClientRects().length, fits: wide <= room };
      }, figure);
      expect(lines, figure).toEqual({ count: 1, fits: true });
    }
    await close();
  });

  test('a page that is not there says so', async () => {
    const address = `${stage.site.origin}/runs/nope`;
    const { page, complaints, close } = await visit(stage.browser, address);
    expect(await page.locator('h1').innerText()).toBe('Not found');
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([expect.stringContaining('404')]);
    await close();
  });

  test.each(['forced colors', 'reduced motion'])('%s changes nothing that works', async (mode) => {
    const { page, complaints, close } = await visit(
      stage.browser,
      `${stage.site.origin}/runs/credit/tree?node=4`,
      mode === 'forced colors' ? { forcedColors: 'active' } : { reducedMotion: 'reduce' },
    );
    if (mode === 'reduced motion') {
      const moving = await page.evaluate(() =>
        Array.from(document.querySelectorAll('*')).filter(
          (element) => getComputedStyle(element).transitionDuration !== '0s',
        ),
      );
      expect(moving).toHaveLength(0);
    } else {
      const fills = await page
        .locator('.node')
        .evaluateAll((boxes) => boxes.map((box) => getComputedStyle(box).fill));
      const canvas = await page.evaluate(() => {
        document.body.style.setProperty('color', 'Canvas');
        return getComputedStyle(document.body).color;
      });
      expect(new Set(fills)).toEqual(new Set([canvas]));
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test('without a script every page reads the same', async () => {
    const { origin } = stage.site;
    const { page, complaints, go, close } = await visit(stage.browser, `${origin}/`, {
      javaScriptEnabled: false,
    });
    for (const address of [...CREDIT, ...HOSTILE, ...REST]) {
      await go(origin + address);
      expect((await page.locator('main').innerText()).length, address).toBeGreaterThan(80);
      expect(await page.locator('.with-script:visible').count(), address).toBe(0);
      expect(complaints, address).toEqual([]);
    }
    await close();
  });

  test('the policy holds: text becomes neither markup nor script', async () => {
    const { page, complaints, close } = await visit(stage.browser, `${stage.site.origin}/`);
    const blocked = await page.evaluate(() => {
      const attempts: (() => void)[] = [
        () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="__pwn=1">'),
        () => {
          document.createElement('script').text = '__pwn=1';
        },
      ];
      return attempts.filter((attempt) => {
        try {
          attempt();
          return false;
        } catch {
          return true;
        }
      }).length;
    });
    expect(blocked).toBe(2);
    expect(complaints.length).toBeGreaterThan(0);
    expect(await page.evaluate('window.__pwn')).toBeUndefined();
    await close();
  });
}
