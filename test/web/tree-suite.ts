import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { isLeaf, leafIds, nodeDepths } from '../../src/core/tree.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { initialFolds, shownNodes } from '../../src/draw/folds.ts';
import { CREDIT_RUN } from '../fixtures/site-run.ts';
import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

const { tree } = makeModel(CREDIT_RUN);
const NODES = tree.feature.length;
const LEAVES = leafIds(tree).length;

/** The node that has the focus; `null` outside the tree. */
async function focused(page: Page): Promise<number | null> {
  const node = await page.evaluate(() => document.activeElement?.getAttribute('data-node') ?? null);
  return node === null ? null : Number(node);
}

async function shownItems(page: Page): Promise<number> {
  return page.locator('[role=treeitem]').count();
}

/** Whether the focused node lies inside the part of the box that can be seen. */
async function focusIsInView(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const item = document.activeElement?.getBoundingClientRect();
    const box = document.getElementById('tree-box')?.getBoundingClientRect();
    if (item === undefined || box === undefined) return false;
    const inside = item.left >= box.left - 1 && item.top >= box.top - 1;
    return inside && item.right <= box.right + 30 && item.bottom <= box.bottom + 1;
  });
}

/** Folding, walking, choosing and zooming, with mouse and keyboard. */
export function treeSuite(stage: Stage): void {
  const open = (address: string, size = { width: 1280, height: 860 }) =>
    visit(stage.browser, `${stage.site.origin}${address}`, { viewport: size });

  test('Chrome’s accessibility tree has one tree item a node, with its level and name', async () => {
    const { page, close } = await open('/runs/credit/tree?folded=');
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const items = nodes.filter((node) => node.role?.value === 'treeitem');
    expect(nodes.filter((node) => node.role?.value === 'tree')).toHaveLength(1);
    expect(items).toHaveLength(NODES);
    const depths = nodeDepths(tree);
    for (const [id, item] of items.entries()) {
      const property = (name: string): unknown =>
        item.properties?.find((one) => one.name === name)?.value.value;
      expect(property('level')).toBe(depths[id]! + 1);
      expect(property('expanded')).toBe(isLeaf(tree, id) ? undefined : true);
      expect(item.name?.value).toMatch(/: (asks|decides) .*of rows$/);
    }
    await close();
  });

  test('the arrow keys reach every node, always in view, and the tree is one tab stop', async () => {
    const { page, complaints, close } = await open('/runs/credit/tree?folded=');
    await page.locator('#tree-box').focus();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(0);
    for (let node = 1; node < NODES; node++) {
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe(node);
      expect(await focusIsInView(page)).toBe(true);
    }
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(NODES - 1);
    await page.keyboard.press('Home');
    expect(await focused(page)).toBe(0);
    await page.keyboard.press('End');
    expect(await focused(page)).toBe(NODES - 1);
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe(NODES - 2);
    expect(await page.locator('[role=treeitem][tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBeNull();
    expect(complaints).toEqual([]);
    await close();
  });

  test('left folds, then climbs; right unfolds, then descends', async () => {
    const { page, close } = await open('/runs/credit/tree?folded=');
    await page.locator('[data-node="0"]').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await shownItems(page)).toBe(1);
    expect(await page.locator('[data-node="0"]').getAttribute('aria-expanded')).toBe('false');
    expect(await page.locator('#tree-count').innerText()).toBe(
      `${LEAVES} paths, all folded into 1 branch`,
    );
    expect(await focused(page)).toBe(0);
    await page.keyboard.press('ArrowRight');
    expect(await shownItems(page)).toBe(shownNodes(tree, new Set(initialFolds(tree))).length);
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe(tree.left[0]);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await focused(page)).toBe(0);
    await close();
  });

  test('Space selects: the path is lit, described, said, and in the address; Enter opens it', async () => {
    const { page, complaints, close } = await open('/runs/credit/tree?folded=');
    await page.locator('[data-node="0"]').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    const leaf = NODES - 1;
    expect(await focused(page)).toBe(leaf);
    expect(new URL(page.url()).searchParams.get('node')).toBe(String(leaf));
    expect(await page.locator('[aria-selected="true"]').getAttribute('data-node')).toBe(
      String(leaf),
    );
    expect(await page.locator('.lit-box').count()).toBe(nodeDepths(tree)[leaf]! + 1);
    expect(await page.locator('#tree-status').innerText()).toMatch(
      new RegExp(`^Path ${LEAVES} of ${LEAVES}: (good|bad), [0-9]+ rows?$`),
    );
    const panel = page.locator('#tree-panel');
    expect(await panel.innerText()).toContain('Fidelity here');
    const served = await stage.site.ask(`/runs/credit/tree?node=${leaf}`);
    const heading = await panel.locator('h2').innerText();
    expect(served.body).toContain(heading.split(' ').at(-1));
    const link = panel.getByRole('link', { name: 'Open this path' });
    const address = await link.getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${address}`);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a click selects, a click on the button folds, a reload shows the same', async () => {
    const { page, close } = await open('/runs/credit/tree?folded=');
    await page.locator('[data-node="1"]').click();
    expect(new URL(page.url()).searchParams.get('node')).toBe('1');
    await page.locator('[data-toggle="1"]').click();
    const folded = await shownItems(page);
    expect(folded).toBeLessThan(NODES);
    await page.reload();
    await page.locator('html.ready').waitFor();
    expect(await shownItems(page)).toBe(folded);
    expect(await page.locator('[aria-selected="true"]').getAttribute('data-node')).toBe('1');
    await page.getByRole('button', { name: 'Unfold all' }).click();
    expect(await shownItems(page)).toBe(NODES);
    await close();
  });

  test('the map leads to a path, which comes into sight; the drawing begins at its root', async () => {
    const { page, close } = await open('/runs/whole/tree');
    const box = (await page.locator('#tree-box').boundingBox())!;
    const root = (await page.locator('[role=treeitem][data-node="0"]').boundingBox())!;
    expect(root.y - box.y).toBeLessThan(40);
    const map = page.getByRole('slider', { name: 'Map of the tree' });
    const { width, height } = (await map.boundingBox())!;
    await map.click({ position: { x: width * 0.7, y: height - 3 } });
    const chosen = (await page.locator('[aria-selected=true]').boundingBox())!;
    expect(chosen.y).toBeGreaterThan(box.y);
    expect(chosen.y + chosen.height).toBeLessThan(box.y + box.height);
    await close();
  });

  test('the map unfolds the way to what was chosen on it', async () => {
    const { page, close } = await open('/runs/folding/tree');
    const map = page.getByRole('slider', { name: 'Map of the tree' });
    const { width, height } = (await map.boundingBox())!;
    await map.click({ position: { x: width * 0.7, y: height - 3 } });
    await page.locator('#tree-status', { hasText: /^Path \d+ of 256/ }).waitFor();
    expect(await page.locator('[aria-selected=true]').count()).toBe(1);
    await close();
  });

  test('buttons and Ctrl with the wheel zoom; the wheel alone scrolls', async () => {
    const { page, close } = await open('/runs/credit/tree?folded=');
    const width = async (): Promise<number> =>
      page.locator('svg.tree').evaluate((svg) => svg.getBoundingClientRect().width);
    const first = await width();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    expect(await width()).toBeCloseTo(first * 1.25, 0);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    expect(await width()).toBeCloseTo(first, 0);
    await page.getByRole('button', { name: 'Fit' }).click();
    const box = await page.locator('#tree-box').evaluate((element) => element.clientWidth);
    expect(await width()).toBeLessThanOrEqual(box);
    const fitted = await width();
    const cut = await page
      .locator('#tree-box')
      .evaluate((element) => element.scrollHeight - element.clientHeight);
    expect(cut).toBeLessThanOrEqual(0);
    await page.locator('#tree-box').hover();
    await page.mouse.wheel(0, 120);
    await page.waitForTimeout(100);
    expect(await width()).toBeCloseTo(fitted, 0);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -240);
    await page.keyboard.up('Control');
    await page.waitForTimeout(100);
    expect(await width()).toBeGreaterThan(fitted);
    await close();
  });

  test('what is folded and unfolded stays under the pointer, and what it opens is in sight', async () => {
    const { page, close } = await open('/runs/folding/tree');
    const button = page.locator('.toggle-area:has(+ .toggle.folded)').last();
    const node = await button.getAttribute('data-toggle');
    const item = page.locator(`[role=treeitem][data-node="${node}"]`);
    await button.scrollIntoViewIfNeeded();
    const before = (await item.boundingBox())!;
    await button.click();
    const after = (await item.boundingBox())!;
    const box = (await page.locator('#tree-box').boundingBox())!;
    expect(Math.abs(after.y - before.y)).toBeLessThan(2);
    expect(after.y).toBeGreaterThanOrEqual(box.y - 1);
    const child = (await page.locator(`[data-node="${Number(node) + 1}"]`).boundingBox())!;
    expect(child.x + child.width).toBeLessThanOrEqual(box.x + box.width + 30);
    expect(child.y).toBeGreaterThanOrEqual(box.y - 1);
    await close();
  });

  test('on paper the drawing fits, in light colours, beside nothing', async () => {
    const { page, close } = await visit(
      stage.browser,
      `${stage.site.origin}/runs/credit/tree?folded=`,
      { colorScheme: 'dark' },
    );
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const drawn = (await page.locator('svg.tree').boundingBox())!;
    const box = (await page.locator('#tree-box').boundingBox())!;
    const panel = (await page.locator('#tree-panel').boundingBox())!;
    expect(drawn.width).toBeLessThanOrEqual(box.width);
    expect(panel.y).toBeGreaterThanOrEqual(box.y + drawn.height - 1);
    const ink = await page.evaluate(() => getComputedStyle(document.body).color);
    expect(ink).toBe('rgb(0, 0, 0)');
    await close();
  });

  test('fold buttons are large enough to hit', async () => {
    const { page, close } = await open('/runs/credit/tree?folded=');
    const sizes = await page.locator('.toggle-area').evaluateAll((areas) =>
      areas.map((area) => {
        const { width, height } = area.getBoundingClientRect();
        return Math.min(width, height);
      }),
    );
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(23.5);
    await close();
  });
}
