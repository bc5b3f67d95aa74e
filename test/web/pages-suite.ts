import type { Page, ViewportSize } from 'playwright-core';
import { expect, test } from 'vitest';

import { CREDIT, DEFERRING, HARD, HOSTILE, REST, WIDE } from './addresses.ts';
import type { Stage } from './site.test.ts';
import { axeViolations, foreignMarkup, overflow, thinPage, visit, type AxeRules } from './visit.ts';

/** What axe is asked at an address; nothing: only what every page is watched for. */
interface Stop {
  readonly address: string;
  readonly rules: AxeRules | null;
  /** Whether it is also seen in the other schemes of colours. */
  readonly schemes: boolean;
}

const stops = (
  rules: AxeRules | null,
  addresses: readonly string[],
  schemes: boolean = false,
): Stop[] => addresses.map((address) => ({ address, rules, schemes }));

/** Pages whose tables are gone through row by row; elsewhere their first rows stand for all. */
const WHOLE = ['/runs/credit/paths', '/runs/credit/disagreements'];

type Scheme = NonNullable<Parameters<Page['emulateMedia']>[0]>;

/** Further schemes of colours that a page is turned to, once it stands in the light one. */
const SCHEMES: readonly Scheme[] = [
  { colorScheme: 'dark' },
  { colorScheme: 'light', forcedColors: 'active' },
];
const PLAIN: Scheme = { colorScheme: 'light', forcedColors: 'none' };

/**
 * Every page in every look. Rules are asked where their answer may be another one: what colours
 * decide in each scheme of colours, all else where the layout or the names are other ones.
 */
const LOOKS: readonly (readonly [string, readonly Stop[], ViewportSize])[] = [
  [
    'wide, in light, dark and forced colours',
    [...stops('all', [...CREDIT, ...DEFERRING], true), ...stops('all', REST), ...stops(null, WIDE)],
    { width: 1280, height: 860 },
  ],
  [
    'on a phone',
    [...stops('structure', [...CREDIT, ...HOSTILE]), ...stops(null, [...DEFERRING, ...HARD])],
    { width: 390, height: 844 },
  ],
];

/** Walks the stops with two tabs at once; what is wrong, a line each. */
async function sweep(
  { browser, site }: Stage,
  all: readonly Stop[],
  viewport: ViewportSize,
): Promise<string[]> {
  const waiting = all.toReversed();
  const found: string[] = [];
  const walk = async (): Promise<void> => {
    const options = { viewport, reducedMotion: 'reduce' } as const;
    const { page, complaints, go, close } = await visit(
      browser,
      `${site.origin}/runs/lone`,
      options,
    );
    for (let stop = waiting.pop(); stop !== undefined; stop = waiting.pop()) {
      const { address, rules } = stop;
      await go(site.origin + address);
      const problems = [...(await foreignMarkup(page)), ...(await moving(page))];
      if ((await overflow(page)) > 0) problems.push('wider than the window');
      if (rules !== null) {
        if (!WHOLE.includes(address) || rules !== 'all') await thinPage(page);
        problems.push(...(await axeViolations(page, rules)));
      }
      if (stop.schemes) problems.push(...(await colourViolations(page)));
      problems.push(...complaints.splice(0));
      found.push(...problems.map((problem) => `${address}: ${problem}`));
    }
    await close();
  };
  await Promise.all([walk(), walk()]);
  return found;
}

/** What axe finds wrong with the colours once the page is turned to each of the other schemes. */
async function colourViolations(page: Page): Promise<string[]> {
  const found: string[] = [];
  await thinPage(page);
  for (const scheme of SCHEMES) {
    await page.emulateMedia(scheme);
    const violations = await axeViolations(page, 'colours');
    found.push(...violations.map((violation) => `${JSON.stringify(scheme)} ${violation}`));
  }
  await page.emulateMedia(PLAIN);
  return found;
}

/** What takes its time to change, though motion is to be reduced. */
async function moving(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('*'))
      .filter((element) => getComputedStyle(element).transitionDuration !== '0s')
      .map((element) => `moves: ${element.outerHTML.slice(0, 80)}`),
  );
}

export function pagesSuite(stage: Stage): void {
  test.each(LOOKS)(
    'every page is sound, %s',
    async (_look, all, viewport) => {
      expect(await sweep(stage, all, viewport)).toEqual([]);
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

  test('forced colours: the boxes of the tree are those of the system', async () => {
    const address = `${stage.site.origin}/runs/credit/tree?node=4`;
    const { page, complaints, close } = await visit(stage.browser, address, {
      forcedColors: 'active',
    });
    const fills = await page
      .locator('.node')
      .evaluateAll((boxes) => boxes.map((box) => getComputedStyle(box).fill));
    const canvas = await page.evaluate(() => {
      document.body.style.setProperty('color', 'Canvas');
      return getComputedStyle(document.body).color;
    });
    expect(new Set(fills)).toEqual(new Set([canvas]));
    expect(complaints).toEqual([]);
    await close();
  });

  test('loaded in forced colours every view comes alive', async () => {
    const { origin } = stage.site;
    const { complaints, go, close } = await visit(stage.browser, `${origin}/runs/credit`, {
      forcedColors: 'active',
    });
    for (const tab of ['/paths', '/tree', '/tree?view=outline', '/case', '/frontier', '/code']) {
      await go(`${origin}/runs/credit${tab}`);
    }
    await go(`${origin}/runs/many/tree`);
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
