import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { pathsOf } from '../../src/core/box.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, LARGE_RUN } from '../fixtures/site-run.ts';
import type { NodeRows } from '../../src/serve/contract.ts';
import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

const paths = pathsOf(makeModel(CREDIT_RUN));
const FIRST = paths[0]!.leaf;
const SECOND = paths[1]!.leaf;

/** One selection from page to page: tree, list, rows and case. */
export function selectionSuite(stage: Stage): void {
  const open = (tab: string, options = {}) =>
    visit(stage.browser, `${stage.site.origin}/runs/credit${tab}`, options);

  async function toTab(page: Page, name: string): Promise<void> {
    await page.locator('.tabs').getByRole('link', { name, exact: true }).click();
    await page.locator('html.ready').waitFor();
  }

  const nodeOf = (address: string | null): string | null =>
    new URL(address ?? '', stage.site.origin).searchParams.get('node');

  /** The node that every tab takes along; fails where they take different ones. */
  async function carried(page: Page): Promise<string | null> {
    const links = await page.locator('.tabs a').all();
    const nodes = await Promise.all(links.map((link) => link.getAttribute('href')));
    expect(new Set(nodes.map(nodeOf)).size).toBe(1);
    return nodeOf(nodes[0]!);
  }

  const barOf = (page: Page): Promise<string> => page.locator('#selection').innerText();

  async function rowsOf(node: number): Promise<NodeRows> {
    const { body } = await stage.site.ask(`/api/v1/runs/credit/tree/rows?node=${node}`);
    return JSON.parse(body) as NodeRows;
  }

  test('what is chosen in the tree stands chosen in list, rows and case, and back', async () => {
    const { page, complaints, close } = await open('/tree?folded=');
    const place = await busiest();
    const { leaf } = paths[place]!;
    expect(await carried(page)).toBeNull();
    await page.locator(`[data-node="${leaf}"]`).click();
    expect(await carried(page)).toBe(String(leaf));
    const { rows, named } = await rowsOf(leaf);
    const panel = page.locator('#tree-rows');
    await panel.getByText(`${rows} rows came here`).waitFor();
    expect(await panel.locator('li a').count()).toBe(named.length);

    await toTab(page, 'Paths');
    const chosen = page.locator('tbody tr[aria-current="true"]');
    expect(await chosen.getAttribute('data-leaf')).toBe(String(leaf));
    expect(await page.getByLabel(`Select path ${place + 1}`, { exact: true }).isChecked()).toBe(
      true,
    );
    await page.getByRole('link', { name: 'To the selected path' }).click();
    expect((await chosen.boundingBox())!.y).toBeLessThan(200);

    await toTab(page, 'Disagreements');
    expect(await barOf(page)).toContain(`Path ${place + 1}`);
    expect(await page.locator('table.by-path tr[aria-current="true"]').count()).toBe(1);

    await toTab(page, 'Try a case');
    await page.locator('.samples a').first().click();
    await page.locator('#result').waitFor();
    expect(await carried(page)).toBe(String(leaf));
    await toTab(page, 'Tree');
    expect(await page.locator('[aria-selected="true"]').getAttribute('data-node')).toBe(
      String(leaf),
    );
    expect(complaints).toEqual([]);
    await close();
  });

  /** Place of the path with the most rows. */
  async function busiest(): Promise<number> {
    const counts = await Promise.all(paths.map(({ leaf }) => rowsOf(leaf)));
    const most = Math.max(...counts.map(({ rows }) => rows));
    return counts.findIndex(({ rows }) => rows === most);
  }

  test('the list selects by keyboard: address, links, bar and row follow at once', async () => {
    const { page, complaints, close } = await open('/paths?sort=-rows&q=is');
    const rows = page.locator('tbody tr:visible');
    const leafAt = async (at: number): Promise<string | null> =>
      rows.nth(at).getAttribute('data-leaf');
    await rows.first().locator('input[name="node"]').focus();
    await page.keyboard.press('Space');
    expect(await carried(page)).toBe(await leafAt(0));
    await page.keyboard.press('ArrowDown');
    const second = await leafAt(1);
    expect(await carried(page)).toBe(second);
    expect(new URL(page.url()).search).toBe(`?q=is&sort=-rows&node=${second}`);
    expect(await page.locator('tr[aria-current]').count()).toBe(1);
    expect(await rows.nth(1).getAttribute('aria-current')).toBe('true');
    const name = await rows.nth(1).locator('th a').innerText();
    const before = await barOf(page);
    expect(before).toContain(name);
    await page.reload();
    await page.locator('html.ready').waitFor();
    expect((await barOf(page)).replace(/\s+/g, ' ')).toBe(before.replace(/\s+/g, ' '));
    expect(await rows.nth(1).getAttribute('aria-current')).toBe('true');

    await page.getByLabel('Text', { exact: true }).fill('nothing has this in it');
    expect(await page.locator('.count').innerText()).toContain(
      'The selected path is not among them.',
    );
    expect(await page.getByRole('link', { name: 'To the selected path' }).isVisible()).toBe(false);
    expect(await carried(page)).toBe(second);
    await page.getByRole('link', { name: 'Clear the selection' }).click();
    await page.locator('html.ready').waitFor();
    expect(await carried(page)).toBeNull();
    expect(new URL(page.url()).search).toBe('?q=nothing+has+this+in+it&sort=-rows');
    expect(complaints).toEqual([]);
    await close();
  });

  test('a list of several pages selects as well', async () => {
    const { page, close } = await visit(
      stage.browser,
      `${stage.site.origin}/runs/large/paths?page=2`,
    );
    const leaf = pathsOf(makeModel(LARGE_RUN))[101]!.leaf;
    await page.getByLabel('Select path 102', { exact: true }).check();
    expect(await carried(page)).toBe(String(leaf));
    await page.getByRole('link', { name: 'Previous page' }).click();
    await page.locator('html.ready').waitFor();
    expect(await carried(page)).toBe(String(leaf));
    await page.getByRole('link', { name: 'To the selected path' }).click();
    expect(await page.locator('tr[aria-current]').getAttribute('data-leaf')).toBe(String(leaf));
    await close();
  });

  test('without a script the list selects with its filter', async () => {
    const { page, close } = await open('/paths', { javaScriptEnabled: false });
    await page.getByLabel('Select path 2', { exact: true }).check();
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(await carried(page)).toBe(String(SECOND));
    await close();
  });

  test('a look at another size of the tree leaves the selection of the run’s own', async () => {
    const { page, complaints, close } = await open(`/tree?node=${FIRST}`);
    expect(await carried(page)).toBe(String(FIRST));
    await page.getByRole('button', { name: 'Depth: less' }).click();
    await page.waitForURL(/depth=/);
    expect(await carried(page)).toBe(String(FIRST));
    expect(await page.locator('#tree-rows').innerText()).toBe('');
    expect(await page.locator('[aria-selected="true"]').count()).toBe(0);
    await page.reload();
    await page.locator('html.ready').waitFor();
    expect(await carried(page)).toBe(String(FIRST));
    await page.getByRole('button', { name: 'Depth: more' }).click();
    await page.waitForURL((url) => url.search === `?node=${FIRST}`);
    expect(await page.locator('[aria-selected="true"]').getAttribute('data-node')).toBe(
      String(FIRST),
    );
    await page.goBack();
    await page.waitForURL(/depth=/);
    await expect.poll(() => page.locator('[aria-selected="true"]').count()).toBe(0);
    expect(await carried(page)).toBe(String(FIRST));
    expect(complaints).toEqual([]);
    await close();
  });

  test('in the tree Escape and Clear select nothing', async () => {
    const { page, complaints, close } = await open(`/tree?folded=&node=${FIRST}`);
    const selected = page.locator('[aria-selected="true"]');
    await page.locator(`[data-node="${FIRST}"]`).focus();
    await page.keyboard.press('Escape');
    expect(await selected.count()).toBe(0);
    expect(await carried(page)).toBeNull();
    expect(new URL(page.url()).search).toBe('?folded=');
    expect(await page.locator('#tree-clear').isVisible()).toBe(false);
    await page.locator(`[data-node="${SECOND}"]`).click();
    expect(await selected.getAttribute('data-node')).toBe(String(SECOND));
    await page.locator('#tree-clear').click();
    expect(await selected.count()).toBe(0);
    expect(await carried(page)).toBeNull();
    expect(await page.locator('#tree-rows').innerText()).toBe('');
    expect(complaints).toEqual([]);
    await close();
  });

  test('of two nodes chosen in haste the rows of the last stand in the panel', async () => {
    const { page, complaints, close } = await open('/tree?folded=');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(`**/tree/rows?node=${FIRST}`, async (route) => {
      await held;
      await route.continue();
    });
    const sent = page.waitForRequest(`**/tree/rows?node=${FIRST}`);
    await page.locator(`[data-node="${FIRST}"]`).click();
    await sent;
    await page.locator(`[data-node="${SECOND}"]`).click();
    const { rows } = await rowsOf(SECOND);
    const words = page.locator('#tree-rows').getByText(`${rows} rows came here`);
    await words.waitFor();
    const late = page.waitForResponse(`**/tree/rows?node=${FIRST}`);
    release();
    await late;
    await page.waitForTimeout(100);
    expect(await words.isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  /** Ticks every feature of the case as missing. */
  async function nothingKnown(page: Page): Promise<void> {
    await page.evaluate(() => {
      for (const box of document.querySelectorAll<HTMLInputElement>(
        'form.case input[data-missing]',
      ))
        box.checked = true;
    });
    await page.locator('form.case input[data-missing]').first().dispatchEvent('input');
    await page.locator('#result').waitFor();
  }

  test('a case that is typed selects the path it comes to, also while it is changed', async () => {
    const { page, complaints, close } = await open(`/case?node=${FIRST}`);
    expect(await barOf(page)).toContain('Path 1');
    expect(await page.locator('#samples').innerText()).toContain('the selected path');
    await nothingKnown(page);
    const lit = await page.locator('.lit-tree [aria-selected="true"]').getAttribute('data-node');
    expect(lit).not.toBe(String(FIRST));
    expect(await carried(page)).toBe(lit);
    const place = paths.findIndex(({ leaf }) => leaf === Number(lit)) + 1;
    expect(await barOf(page)).toContain(`Path ${place}`);
    expect(await page.locator('#samples').innerText()).not.toContain('selected');
    await page.locator('form.case input[data-missing]').first().uncheck();
    await page.locator('#answer[data-stage="typing"] .empty').waitFor();
    expect(await carried(page)).toBe(lit);
    expect(await barOf(page)).toContain(`Path ${place}`);
    expect(complaints).toEqual([]);
    await close();
  });

  test('what was typed outlives the selection that is cleared', async () => {
    const { page, complaints, close } = await open(`/case?node=${FIRST}`);
    const field = page.locator('form.case input[inputmode]').first();
    await field.fill('3');
    await page.locator('#answer[data-stage="typing"]').waitFor();
    await page.getByRole('link', { name: 'Clear the selection' }).click();
    await expect.poll(() => carried(page)).toBeNull();
    expect(await field.inputValue()).toBe('3');
    expect(await page.locator('#selection').isVisible()).toBe(false);
    expect(new URL(page.url()).search).toBe('');
    expect(await page.locator('form.case input[name="node"]').count()).toBe(0);
    const { top } = await page
      .locator('form.case')
      .evaluate((form) => form.getBoundingClientRect());
    await nothingKnown(page);
    expect(await carried(page)).not.toBeNull();
    // No bar comes to push down the form that is being filled in.
    expect(
      await page.locator('form.case').evaluate((form) => form.getBoundingClientRect().top),
    ).toBe(top);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a held-out row is found by its number', async () => {
    const { page, close } = await open('/case');
    await page.getByLabel('or row number').fill('100001');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.locator('#result').waitFor();
    expect(new URL(page.url()).search).toBe('?row=100001');
    await close();
  });

  test('after Back the button that is pressed is that of the selected path', async () => {
    const { page, close } = await open('/paths');
    await page.getByLabel('Decision', { exact: true }).selectOption({ label: 'good' });
    await page.locator('tbody tr:visible input[name="node"]').nth(2).check();
    const node = await carried(page);
    await toTab(page, 'Code');
    await page.goBack();
    await page.locator('html.ready').waitFor();
    expect(await carried(page)).toBe(node);
    expect(await page.locator('input[name="node"]:checked').getAttribute('value')).toBe(node);
    await close();
  });

  test('going to the selected path is no step of its own: Back leaves the page', async () => {
    const { page, close } = await open(`/code?node=${SECOND}`);
    await toTab(page, 'Paths');
    await page.getByRole('link', { name: 'To the selected path' }).click();
    await page.locator('tbody tr:visible input[name="node"]').nth(3).check();
    const node = await carried(page);
    expect(nodeOf(page.url())).toBe(node);
    // A link to a place in the page does make a step; the address keeps what the page shows.
    await page.evaluate(() => {
      location.hash = 'main';
    });
    await page.goBack();
    await expect.poll(() => nodeOf(page.url())).toBe(node);
    expect(await carried(page)).toBe(node);
    await page.goBack();
    await page.waitForURL(/\/code/);
    await close();
  });

  test('a selection that was cleared stays so, whatever answers are on their way', async () => {
    const { page, complaints, close } = await open(`/case?node=${FIRST}`);
    await page.route('**/case', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue().catch(() => undefined);
    });
    const field = page.locator('form.case input[inputmode]');
    await field.nth(0).fill('3');
    await page.waitForTimeout(300);
    await page.getByRole('link', { name: 'Clear the selection' }).click();
    expect(await carried(page)).toBeNull();
    await field.nth(1).fill('4');
    await page.waitForTimeout(1500);
    expect(await carried(page)).toBeNull();
    expect(await page.locator('form.case input[name="node"]').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('pages of another size of the tree lead to that size', async () => {
    const { page, close } = await visit(
      stage.browser,
      `${stage.site.origin}/runs/large/tree?depth=8&own=5&view=table`,
    );
    const next = page.locator('a[data-page="1"]');
    await next.dispatchEvent('pointerdown');
    expect(new URL((await next.getAttribute('href'))!, page.url()).search).toBe(
      '?depth=8&own=5&view=table&page=2',
    );
    await close();
  });

  test('the way to the selected path is found again after a filter', async () => {
    const { page, close } = await open(`/paths?q=nothing%20has%20this&node=${SECOND}`);
    const link = page.getByRole('link', { name: 'To the selected path' });
    expect(await link.isVisible()).toBe(false);
    await page.getByLabel('Text', { exact: true }).fill('');
    await link.click();
    const { y } = (await page.locator('tr[aria-current]').boundingBox())!;
    expect(Math.abs(y)).toBeLessThan(200);
    await close();
  });

  test('the row that is chosen stays under the pointer, and Clear leads to the page without it', async () => {
    const { page, close } = await open('/paths?sort=-rows');
    const button = page.locator('tbody tr input[name="node"]').nth(0);
    const before = (await button.boundingBox())!.y;
    await button.click();
    expect(Math.round((await button.boundingBox())!.y)).toBe(Math.round(before));
    const clear = page.getByRole('link', { name: 'Clear the selection' });
    await clear.dispatchEvent('pointerdown');
    expect(await clear.evaluate((link: HTMLAnchorElement) => link.href)).toBe(
      `${stage.site.origin}/runs/credit/paths?sort=-rows`,
    );
    await close();
  });
}
