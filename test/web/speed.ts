import type { Browser, CDPSession, Page } from 'playwright-core';

import { holdAnswers, visit } from './visit.ts';

/** Milliseconds on a processor four times as slow as this one. */
export interface TreeTimes {
  /**
   * From the arrival of the page, in which the server drew the tree, to its first paint; 0 where work
   * is measured: that of loading the page would count as well.
   */
  readonly painted: number;
  /** From the arrival of the tree's data to the paint after it came to life. */
  readonly first: number;
  /** From the arrival of the tree's data, in a page with the tree one depth less, to its paint. */
  readonly swap: number;
  /** From a click to the next paint: each of several. */
  readonly select: readonly number[];
  readonly expand: readonly number[];
}

export const SLOWER = 4;

/**
 * The same as work of the page's own thread, at full speed and four times the figure: other work on
 * this machine does not count, so that a test can hold it.
 */
export async function workOfTree(
  browser: Browser,
  address: string,
  depth: number,
): Promise<TreeTimes> {
  const { page, close } = await visit(browser, address);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const release = await holdAnswers(page);
  await page.goto(address);
  await page.waitForTimeout(300);
  const first = await workOf(session, async () => {
    release();
    await page.locator('html.ready').waitFor();
    await painted(page);
  });
  const click = (what: string) => async (i: number) =>
    workOf(session, () => clicks(page, what, 1, i));
  const select = await series(12, click('[role=treeitem]'));
  const expand = await series(8, click('[data-toggle]'));
  await page.goto(`${address}?depth=${depth - 1}`);
  await page.locator('html.ready').waitFor();
  const swap = await workOf(session, async () => {
    const size = await page.locator('#tree-size').innerText();
    await page.getByRole('button', { name: 'Depth: more' }).click();
    await page.locator('#tree-size', { hasNotText: size }).waitFor();
    await painted(page);
  });
  await close();
  return { painted: 0, first, swap, select, expand };
}

/** What is typed into the filter of a list of paths, and chosen there. */
const FILTERS = [
  ...['i', 'in', 'income', ''].map((text) => ['q', text] as const),
  ['decision', '1'],
  ['decision', ''],
  ['sort', '-rows'],
  ['sort', 'tree'],
  ['min', '5'],
  ['min', ''],
] as const;

/** From each change of a list's filter to the next paint: by work of the page's thread, or by the clock. */
export async function measureFilter(
  browser: Browser,
  address: string,
  by: 'work' | 'clock',
): Promise<number[]> {
  const { page, close } = await visit(browser, address);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  if (by === 'work') await page.evaluate(holdFrames);
  if (by === 'clock') await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const took: number[] = [];
  for (const [name, value] of FILTERS) {
    let clock = 0;
    const work = await workOf(session, async () => {
      clock = await page.evaluate(fillIn, [name, value] as const);
    });
    took.push(by === 'work' ? work : clock);
    // The rows out of sight follow.
    await page.evaluate(() => (window as unknown as Held).release?.());
    await page.waitForTimeout(100);
  }
  await close();
  return took;
}

async function fillIn([name, value]: readonly [string, string]): Promise<number> {
  const field = document.querySelector<HTMLInputElement>(`form.filter [name=${name}]`)!;
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const { paint = requestAnimationFrame } = window as unknown as Held;
  await new Promise((resolve) => paint(() => setTimeout(resolve)));
  return performance.now() - start;
}

interface Held {
  /** The browser's own, where the page's frames are held. */
  readonly paint?: typeof requestAnimationFrame;
  readonly release?: () => void;
}

/** What the page leaves for frames after the next waits: how many there are depends on other work. */
function holdFrames(): void {
  const frames: FrameRequestCallback[] = [];
  const paint = requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (frame) => frames.push(frame);
  Object.assign(window, {
    paint,
    // A method: tsx hands arrows that have names to a helper which the page does not know.
    release() {
      while (frames.length > 0) frames.shift()!(performance.now());
    },
  });
}

async function series(times: number, measure: (i: number) => Promise<number>): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) took.push(await measure(i));
  return took;
}

async function workOf(session: CDPSession, act: () => Promise<unknown>): Promise<number> {
  const before = await taskSeconds(session);
  await act();
  return ((await taskSeconds(session)) - before) * 1000 * SLOWER;
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

async function painted(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  );
}

/** Measures the tree of a run, which is so deep, in the real browser. */
export async function measureTree(
  browser: Browser,
  address: string,
  depth: number,
): Promise<TreeTimes> {
  const { page, go, close } = await visit(browser, address);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript(watchReady);
  await go(address);
  const first = await sinceData(page, 'ready');
  const painted = await paintOf(page);
  const select = await clicks(page, '[role=treeitem]', 12);
  await go(address);
  const expand = await clicks(page, '[data-toggle]', 8);
  await go(`${address}?depth=${depth - 1}`);
  await page.evaluate(watchSwap);
  await page.getByRole('button', { name: 'Depth: more' }).click();
  const swap = await sinceData(page, 'swap');
  await close();
  return { painted, first, swap, select, expand };
}

/** From the arrival of a page to its first paint. */
export async function paintOf(page: Page): Promise<number> {
  await page.waitForFunction(
    () => performance.getEntriesByName('first-contentful-paint').length > 0,
  );
  return page.evaluate(() => {
    const [arrived] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return paint!.startTime - arrived!.responseEnd;
  });
}

/** Runs in the page before anything else: notes the paint after the page is ready. */
function watchReady(): void {
  new MutationObserver(() => {
    if (!document.documentElement.classList.contains('ready')) return;
    if (performance.getEntriesByName('ready').length > 0) return;
    requestAnimationFrame(() => setTimeout(() => performance.mark('ready')));
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ['class'] });
}

function watchSwap(): void {
  performance.clearResourceTimings();
  const size = document.getElementById('tree-size')!;
  new MutationObserver(() => {
    requestAnimationFrame(() => setTimeout(() => performance.mark('swap')));
  }).observe(size, { childList: true });
}

/** From the end of the last answer with a tree to a mark. */
async function sinceData(page: Page, mark: string): Promise<number> {
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, mark);
  return page.evaluate((name) => {
    const answers = performance
      .getEntriesByType('resource')
      .filter((entry) => entry.name.includes('/api/v1/')) as PerformanceResourceTiming[];
    return performance.getEntriesByName(name)[0]!.startTime - answers.at(-1)!.responseEnd;
  }, mark);
}

/** Clicks on items one after another; the time from each click to the paint after it. */
async function clicks(page: Page, what: string, times: number, from = 0): Promise<number[]> {
  return page.evaluate(
    async ([selector, count, first]) => {
      const took: number[] = [];
      for (let i = first; i < first + count; i++) {
        const items = document.querySelectorAll(selector);
        const item = items[Math.floor(((i * 7 + 3) % 19) * (items.length / 19))]!;
        const start = performance.now();
        item.dispatchEvent(new MouseEvent('click', { bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        took.push(performance.now() - start);
      }
      return took;
    },
    [what, times, from] as const,
  );
}

/** The value that 19 of 20 do not pass. */
export function p95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1]!;
}
