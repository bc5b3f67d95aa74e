import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import type { DisagreementAnswer } from '../../src/serve/contract-rows.ts';
import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

/** Presses Tab until the link of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const focused = async (): Promise<string> =>
    page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement?.tagName !== 'A') return '';
      return activeElement.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    });
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if (name.test(await focused())) return;
  }
  throw new Error(`no link ${name} within 60 presses`);
}

/** The rows where student and teacher differ, with a keyboard, on a phone and without a script. */
export function disagreementSuite(stage: Stage): void {
  const address = (query = ''): string => `${stage.site.origin}/runs/credit/disagreements${query}`;

  async function served(search: string): Promise<DisagreementAnswer> {
    const { body } = await stage.site.ask(`/api/v1/runs/credit/disagreements${search}`);
    return JSON.parse(body) as DisagreementAnswer;
  }

  const headings = (page: Page): Promise<string[]> =>
    page.locator('table.rows tbody th').allInnerTexts();

  test('by keyboard a cell of the matrix leads to its rows, and a row to its path', async () => {
    const { page, complaints, close } = await visit(stage.browser, address());
    await tabTo(page, /student bad, teacher good/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/student=0/);
    await page.locator('html.ready').waitFor();
    const { search } = new URL(page.url());
    const expected = await served(search);
    expect(expected.matched).toBeGreaterThan(0);
    expect(await headings(page)).toEqual(
      expected.rows.map(({ row, set }) => `Row ${row} ${set} set`),
    );
    await page.locator('table.rows tbody td a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/paths\//);
    expect(complaints).toEqual([]);
    await close();
  });

  test('without a script the filter is a form', async () => {
    const { page, close } = await visit(stage.browser, address(), { javaScriptEnabled: false });
    await page.getByLabel('Student says').selectOption({ label: 'good' });
    await page.getByLabel('Order', { exact: true }).selectOption({ label: 'By row number' });
    await page.getByRole('button', { name: 'Apply' }).click();
    const expected = await served('?student=1&sort=row');
    expect(await headings(page)).toEqual(
      expected.rows.map(({ row, set }) => `Row ${row} ${set} set`),
    );
    await close();
  });

  test('with a script the form has its button still', async () => {
    const { page, close } = await visit(stage.browser, `${stage.site.origin}/runs/credit/swap-set`);
    await page.getByLabel('Gain where true').fill('100');
    await page.getByLabel('Loss where not').fill('400');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/gain=100/);
    expect(await page.locator('main').innerText()).toContain('95% bootstrap interval');
    await close();
  });

  test('a row of the table is still a row on a phone, and no cell loses its heading', async () => {
    const { page, close } = await visit(stage.browser, address('?rows=all'), {
      viewport: { width: 390, height: 844 },
    });
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const rowHeaders = nodes.filter((node) => node.role?.value === 'rowheader');
    expect(rowHeaders.length).toBeGreaterThan((await served('?rows=all')).rows.length);
    const label = await page
      .locator('table.rows td')
      .first()
      .evaluate((cell) => getComputedStyle(cell, '::before').content);
    expect(label).toBe('"Path"');
    await close();
  });
}
