import type { BrowserContextOptions } from 'playwright-core';
import { expect, test } from 'vitest';

import { COMPARED, CREDIT, DEFERRING, HARD, HOSTILE, REST } from './addresses.ts';
import type { Stage } from './site.test.ts';
import { axeViolations, foreignMarkup, overflow, thinPage, visit, type AxeRules } from './visit.ts';

/** What axe is asked at an address; nothing: only what every page is watched for. */
type Stop = readonly [address: string, rules: AxeRules | null, thin: boolean];

const stops = (rules: AxeRules | null, addresses: readonly string[], thin = true): Stop[] =>
  addresses.map((address) => [address, rules, thin] as const);

/**
 * Every page in every look. Rules are asked where their answer may be another one: what colours
 * decide in each scheme of colours, all else where the layout or the names are other ones. The longest
 * tables are gone through row by row once.
 */
const LOOKS: readonly (readonly [string, readonly Stop[], BrowserContextOptions])[] = [
  [
    'light',
    [
      ...stops('all', ['/runs/credit/paths', '/runs/credit/disagreements'], false),
      ...stops('all', [...CREDIT, ...DEFERRING, ...REST]),
      ...stops(
        null,
        [...HOSTILE, ...HARD].filter((address) => address.includes('/tree')),
      ),
    ],
    { colorScheme: 'light' },
  ],
  ['dark', stops('colours', [...CREDIT, ...DEFERRING, ...COMPARED]), { colorScheme: 'dark' }],
  [
    'phone',
    [...stops('structure', [...CREDIT, ...HOSTILE, ...HARD]), ...stops(null, DEFERRING)],
    { viewport: { width: 390, height: 844 } },
  ],
  [
    'forced colours',
    stops('colours', [...CREDIT, ...DEFERRING, ...COMPARED]),
    { forcedColors: 'active' },
  ],
];

/** Walks the stops with two tabs at once: no complaint, no violation, nothing wider than the window. */
async function sweep(
  { browser, site }: Stage,
  all: readonly Stop[],
  options: BrowserContextOptions,
): Promise<string[]> {
  const waiting = all.toReversed();
  const found: string[] = [];
  const walk = async (): Promise<void> => {
    const { page, complaints, go, close } = await visit(
      browser,
      `${site.origin}/runs/lone`,
      options,
    );
    for (let stop = waiting.pop(); stop !== undefined; stop = waiting.pop()) {
      const [address, rules, thin] = stop;
      await go(site.origin + address);
      const problems = await foreignMarkup(page);
      if ((await overflow(page)) > 0) problems.push('wider than the window');
      if (rules !== null && thin) await thinPage(page);
      if (rules !== null) problems.push(...(await axeViolations(page, rules)));
      problems.push(...complaints.splice(0));
      found.push(...problems.map((problem) => `${address}: ${problem}`));
    }
    await close();
  };
  await Promise.all([walk(), walk()]);
  return found;
}

export function pagesSuite(stage: Stage): void {
  test.each(LOOKS)(
    '%s: every page is sound',
    async (_look, all, options) => {
      expect(await sweep(stage, all, options)).toEqual([]);
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
    for (const address of [...CREDIT, ...HOSTILE, ...DEFERRING, ...REST, ...HARD]) {
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
