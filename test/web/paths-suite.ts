import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import type { PathList } from '../../src/serve/contract.ts';
import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

/** Once all rows are there: those out of sight follow frame by frame. */
async function shownLeaves(page: Page): Promise<(string | null)[]> {
  await page.waitForTimeout(250);
  return page
    .locator('tr[data-leaf]:visible')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-leaf')));
}

/** Filtering in place says what the server would say. */
export function pathsSuite(stage: Stage): void {
  const address = (query = ''): string => `${stage.site.origin}/runs/credit/paths${query}`;

  async function served(search: string): Promise<PathList> {
    return JSON.parse(
      (await stage.site.ask(`/api/v1/runs/credit/paths${search}`)).body,
    ) as PathList;
  }

  test('typing narrows the list at once, and address, count and API agree', async () => {
    const { page, complaints, close } = await visit(stage.browser, address());
    await page.getByLabel('Text', { exact: true }).fill('age is');
    await page.getByLabel('Decision', { exact: true }).selectOption({ label: 'good' });
    await page.getByLabel('Rows at least').fill('20');
    await page.getByLabel('Order', { exact: true }).selectOption({ label: 'Most rows first' });
    const { search } = new URL(page.url());
    expect(search).toBe('?q=age+is&decision=1&min=20&sort=-rows');
    const expected = await served(search);
    expect(expected.matched).toBeGreaterThan(0);
    expect(await shownLeaves(page)).toEqual(expected.paths.map(({ leaf }) => String(leaf)));
    expect(await page.locator('#count').innerText()).toContain(
      `${expected.matched} of ${expected.total} paths`,
    );
    const before = await shownLeaves(page);
    await page.reload();
    await page.locator('html.ready').waitFor();
    expect(await shownLeaves(page)).toEqual(before);
    expect(complaints).toEqual([]);
    await close();
  });

  test('paths that ask the teacher are found by themselves', async () => {
    const { page, close } = await visit(stage.browser, `${stage.site.origin}/runs/deferring/paths`);
    await page.getByLabel('Decision', { exact: true }).selectOption({ label: 'ask the teacher' });
    const { search } = new URL(page.url());
    const { body } = await stage.site.ask(`/api/v1/runs/deferring/paths${search}`);
    const expected = JSON.parse(body) as PathList;
    expect(expected.matched).toBeGreaterThan(1);
    expect(expected.paths.every(({ decision }) => decision === 'DEFER')).toBe(true);
    expect(await shownLeaves(page)).toEqual(expected.paths.map(({ leaf }) => String(leaf)));
    await close();
  });

  test('a long list comes a part at a time, and ends as the last of many quick changes asks', async () => {
    const listed = `${stage.site.origin}/runs/listed/paths`;
    const { page, complaints, close } = await visit(stage.browser, listed);
    await page.evaluate(() => {
      const form = document.querySelector('form.filter')!;
      const change = (name: string, value: string): void => {
        form.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value;
        form.dispatchEvent(new Event('input'));
      };
      for (const text of ['i', 'in', '', 'age', '']) change('q', text);
      for (const order of ['-rows', 'fidelity', 'tree', '-rows']) change('sort', order);
    });
    const { body } = await stage.site.ask('/api/v1/runs/listed/paths?sort=-rows');
    const expected = (JSON.parse(body) as PathList).paths.map(({ leaf }) => String(leaf));
    expect(expected.length).toBeGreaterThan(100);
    const shown = (): Promise<(string | null)[]> =>
      page
        .locator('tr[data-leaf]:visible')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-leaf')));
    await expect.poll(shown, { timeout: 10_000 }).toEqual(expected);
    expect(complaints).toEqual([]);
    await close();
  });

  test('nothing found is said, and leads back to all', async () => {
    const { page, close } = await visit(stage.browser, address());
    await page.getByLabel('Text', { exact: true }).fill('no such rule');
    expect(await shownLeaves(page)).toEqual([]);
    expect(await page.locator('#count').innerText()).toContain('0 of');
    expect(await page.locator('#found').isVisible()).toBe(false);
    await page.getByRole('link', { name: /^Show all/ }).click();
    await page.locator('#found').waitFor();
    expect(await shownLeaves(page)).toHaveLength((await served('')).total);
    await close();
  });

  test('the count is announced', async () => {
    const { page, close } = await visit(stage.browser, address());
    expect(await page.getByRole('status').innerText()).toMatch(/paths, .*% of held-out rows/);
    await close();
  });

  test('without a script the same filter is a form', async () => {
    const { page, close } = await visit(stage.browser, address(), { javaScriptEnabled: false });
    await page.getByLabel('Flag', { exact: true }).selectOption({ label: 'nearly undecided' });
    await page.getByRole('button', { name: 'Apply' }).click();
    const expected = await served('?flag=undecided');
    expect(await shownLeaves(page)).toEqual(expected.paths.map(({ leaf }) => String(leaf)));
    await close();
  });

  test('a row of the table is still a row on a phone', async () => {
    const { page, close } = await visit(stage.browser, address(), {
      viewport: { width: 390, height: 844 },
    });
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const rows = nodes.filter((node) => node.role?.value === 'row');
    expect(rows).toHaveLength((await served('')).total + 1);
    await close();
  });
}
