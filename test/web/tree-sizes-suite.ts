import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import type { Stage } from './site.test.ts';
import { holdAnswers, visit } from './visit.ts';

const MOST_ELEMENTS = 1500;
/** Milliseconds after which what is out of view was drawn as well. */
const DRAWN_AFTER = 400;

async function elements(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll('*').length);
}

async function shownItems(page: Page): Promise<number> {
  return page.locator('[role=treeitem]').count();
}

function parameter(page: Page, name: string): string | null {
  return new URL(page.url()).searchParams.get(name);
}

/** From one leaf to ten thousand. */
export function treeSizesSuite(stage: Stage): void {
  const open = (address: string, javaScriptEnabled = true) =>
    visit(stage.browser, `${stage.site.origin}${address}`, { javaScriptEnabled });

  test('no tree makes a page of more than 1,500 elements, with a script or without', async () => {
    for (const scripted of [true, false]) {
      const { page, complaints, go, close } = await open('/runs/lone/tree', scripted);
      const counts: Record<string, number> = {};
      for (const run of ['whole', 'five', 'folding', 'odd', 'thousand', 'many']) {
        for (const query of ['?folded=', '?node=9', '?view=outline&folded=', '?view=table']) {
          await go(`${stage.site.origin}/runs/${run}/tree${query}`);
          if (scripted) await page.waitForTimeout(DRAWN_AFTER);
          counts[run + query] = await elements(page);
        }
      }
      expect(Object.entries(counts).filter(([, count]) => count > MOST_ELEMENTS)).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    }
  });

  test('256 leaves unfold at once; what is scrolled to is drawn, the rest is not', async () => {
    const { page, close } = await open('/runs/folding/tree');
    expect(await shownItems(page)).toBe(31);
    await page.getByRole('button', { name: 'Unfold all' }).click();
    expect(await shownItems(page)).toBe(511);
    const faces = (): Promise<number> => page.locator('.node-share').count();
    expect(await faces()).toBeLessThan(120);
    const box = page.locator('#tree-box');
    await box.evaluate((element) => element.scrollTo(element.scrollWidth, element.scrollHeight));
    await page.waitForTimeout(150);
    const lowest = await page.locator('.faces .node-share').last().boundingBox();
    const frame = (await box.boundingBox())!;
    expect(lowest!.y).toBeGreaterThan(frame.y);
    expect(await elements(page)).toBeLessThanOrEqual(MOST_ELEMENTS);
    await page.getByRole('button', { name: 'Fit' }).click();
    expect(await elements(page)).toBeLessThanOrEqual(MOST_ELEMENTS);
    await close();
  });

  test('a very large tree is drawn around what is chosen, in the drawing or on the map', async () => {
    const { page, complaints, close } = await open('/runs/many/tree');
    expect(await page.locator('#tree-count').innerText()).toMatch(/ folded into 15 branches$/);
    const folded = page.locator('[role=treeitem][aria-expanded=false]').first();
    const node = await folded.getAttribute('data-node');
    await folded.click();
    expect(parameter(page, 'focus')).toBe(node);
    expect(parameter(page, 'node')).toBe(node);
    expect(await shownItems(page)).toBeLessThanOrEqual(80);
    const item = page.locator(`[role=treeitem][data-node="${node}"]`);
    expect(await item.getAttribute('aria-expanded')).toBe('true');
    expect(await item.evaluate((element) => element === document.activeElement)).toBe(true);

    const map = page.getByRole('slider', { name: 'Map of the tree' });
    const { width, height } = (await map.boundingBox())!;
    await map.click({ position: { x: width * 0.9, y: height * 0.4 } });
    const there = Number(parameter(page, 'focus'));
    expect(there).toBeGreaterThan(Number(node));
    expect(await page.locator(`[role=treeitem][data-node="${there}"]`).count()).toBe(1);
    await map.press('ArrowDown');
    expect(Number(parameter(page, 'focus'))).toBe(there + 1);
    expect(await map.getAttribute('aria-valuenow')).toBe(String(there + 2));
    expect(await map.getAttribute('aria-valuetext')).toMatch(/^(Asks|Path) /);
    expect(await shownItems(page)).toBeLessThanOrEqual(80);
    const before = await shownItems(page);
    await page.reload();
    await page.locator('html.ready').waitFor();
    expect(await shownItems(page)).toBe(before);
    await page.getByRole('button', { name: 'To the root' }).click();
    expect(parameter(page, 'focus')).toBe('0');
    expect(complaints).toEqual([]);
    await close();
  });

  test('a slider swaps the tree in place: the old one stays until the new one is there', async () => {
    const { page, complaints, close } = await open('/runs/credit/tree');
    const release = await holdAnswers(page);
    const before = await shownItems(page);
    await page.evaluate('window.__same = true');
    await page.getByRole('slider', { name: 'Depth' }).press('ArrowLeft');
    await page.getByRole('button', { name: 'Depth: less' }).click();
    expect(await shownItems(page)).toBe(before);
    expect(await page.locator('#tree-box').getAttribute('aria-busy')).toBe('true');
    release();
    await page.locator('#tree-size', { hasText: 'depth 3,' }).waitFor();
    expect(await shownItems(page)).toBe(15);
    expect(parameter(page, 'depth')).toBe('3');
    expect(await page.locator('#tree-widths').innerText()).toMatch(/weight of the fitting rows\.$/);
    const limit = page.getByRole('slider', { name: 'Leaves at most' });
    const sizes = await page.locator('[data-size=leaves]').getAttribute('data-sizes');
    const stands = Number(sizes!.split(',')[Number(await limit.inputValue())]);
    expect(stands).toBeGreaterThanOrEqual(8);
    expect(await page.locator('#tree-changes').innerText()).toMatch(
      /^[\d,]+ of [\d,]+ held-out rows \([\d.]+%\) are answered otherwise/,
    );
    await page.getByRole('button', { name: 'Leaves at most: less' }).click();
    await page.locator('#tree-size', { hasText: 'of at most' }).waitFor();
    expect(parameter(page, 'depth')).toBeNull();
    expect(parameter(page, 'leaves')).not.toBeNull();
    expect(await page.evaluate('window.__same')).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  test('Back returns to the tree before with its selection, Forward to the one after', async () => {
    const { page, complaints, close } = await open('/runs/credit/tree');
    const size = page.locator('#tree-size');
    const own = await size.innerText();
    await page.locator('[role=treeitem]').nth(4).click();
    const selected = parameter(page, 'node');
    await page.getByRole('button', { name: 'Depth: less' }).click();
    await size.filter({ hasNotText: own }).waitFor();
    const smaller = await size.innerText();
    await page.evaluate('window.__same = true');
    await page.goBack();
    await size.filter({ hasText: own }).waitFor();
    expect(parameter(page, 'node')).toBe(selected);
    expect(
      await page.locator('[role=treeitem][aria-selected=true]').getAttribute('data-node'),
    ).toBe(selected);
    expect(await page.locator('output[for=size-depth]').innerText()).toMatch(/ \(picked\)$/);
    await page.goForward();
    await size.filter({ hasText: smaller }).waitFor();
    expect(await page.locator('[role=treeitem][aria-selected=true]').count()).toBe(0);
    expect(await page.evaluate('window.__same')).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  test('Forward and at once Back: address, sliders and drawing are of one tree', async () => {
    const { page, close } = await open('/runs/credit/tree');
    const size = page.locator('#tree-size');
    const own = await size.innerText();
    await page.getByRole('button', { name: 'Depth: less' }).click();
    await size.filter({ hasNotText: own }).waitFor();
    await page.goBack();
    await size.filter({ hasText: own }).waitFor();
    const release = await holdAnswers(page);
    await page.goForward();
    await page.goBack();
    release();
    await page.waitForTimeout(300);
    expect(await size.innerText()).toBe(own);
    expect(parameter(page, 'depth')).toBeNull();
    expect(await page.locator('#tree-box').getAttribute('aria-busy')).toBeNull();
    await close();
  });

  test('a tree that cannot be had leaves sliders and address with the one that is there', async () => {
    const { page, close } = await open('/runs/credit/tree');
    const slider = page.getByRole('slider', { name: 'Depth' });
    const before = [await slider.inputValue(), page.url()];
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.getByRole('button', { name: 'Depth: less' }).click();
    await page.locator('#tree-changes', { hasText: 'could not be read' }).waitFor();
    expect([await slider.inputValue(), page.url()]).toEqual(before);
    await close();
  });

  test('steps of a slider that follow each other are one step back', async () => {
    const { page, close } = await open('/runs/credit/tree');
    const size = page.locator('#tree-size');
    const own = await size.innerText();
    const less = page.getByRole('button', { name: 'Depth: less' });
    await less.click();
    await size.filter({ hasNotText: own }).waitFor();
    await less.click();
    await size.filter({ hasText: 'depth 3,' }).waitFor();
    await page.goBack();
    await size.filter({ hasText: own }).waitFor();
    await close();
  });

  test('a drawing made anew shows what is in view, and the rest right after', async () => {
    const { page, close } = await open('/runs/whole/tree');
    const faces = (): Promise<number> => page.locator('.node-share').count();
    const all = await faces();
    await page.locator('[data-toggle]').last().click();
    expect(await faces()).toBeLessThan(all / 2);
    await page.waitForFunction((n) => document.querySelectorAll('.node-share').length > n, all / 2);
    expect(await faces()).toBe(await shownItems(page));
    await close();
  });

  test('a drawing of too many elements is whole all the same: what is scrolled to is drawn', async () => {
    const { page, close } = await open('/runs/five/tree');
    expect(await page.locator('#tree-count').innerText()).toBe('All 64 paths shown');
    expect(await shownItems(page)).toBe(127);
    const box = page.locator('#tree-box');
    await box.evaluate((element) => element.scrollTo(element.scrollWidth, element.scrollHeight));
    await page.waitForTimeout(150);
    const lowest = (await page.locator('.faces .node-share').last().boundingBox())!;
    expect(lowest.y).toBeGreaterThan((await box.boundingBox())!.y);
    await close();
  });

  test('where the script or its data cannot be had, the page is the one without a script', async () => {
    const { page, close } = await open('/');
    for (const missing of ['**/assets/site.js', '**/api/v1/**']) {
      await page.route(missing, (route) => route.abort());
      await page.goto(`${stage.site.origin}/runs/credit/tree`);
      await page.locator('html:not(.scripted)').waitFor();
      expect(await page.getByRole('navigation', { name: 'Depth' }).isVisible()).toBe(true);
      expect(await page.locator('#sizes').isVisible()).toBe(false);
      await page.unroute(missing);
    }
    await close();
  });
}
