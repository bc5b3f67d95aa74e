import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { leafIds, nodeDepths } from '../../src/core/tree.ts';
import { reachedWords } from '../../src/draw/spoken.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN } from '../fixtures/site-run.ts';
import { MANY_RUN } from '../fixtures/tree-runs.ts';
import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

const model = makeModel(CREDIT_RUN);
const NODES = model.tree.feature.length;
const LEAVES = leafIds(model.tree);

/** Rows as Chrome tells them to assistive technology. */
async function toldRows(page: Page): Promise<{ name: string; level: unknown }[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes
    .filter((node) => node.role?.value === 'row' && !node.ignored)
    .map((node) => ({
      name: String(node.name?.value ?? ''),
      level: node.properties?.find(({ name }) => name === 'level')?.value.value,
    }));
}

async function focused(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.activeElement?.getAttribute('data-node') ?? -1));
}

/** The outline and the table, by the keys of the diagram. */
export function treeViewsSuite(stage: Stage): void {
  const open = (query: string, run = 'credit') =>
    visit(stage.browser, `${stage.site.origin}/runs/${run}/tree?${query}`);

  test('Chrome’s accessibility tree has a row a node, with its level and rule', async () => {
    const { page, close } = await open('view=outline&folded=');
    const told = await toldRows(page);
    // The row of headings has no level.
    const rows = told.filter(({ level }) => level !== undefined);
    expect(told).toHaveLength(NODES + 1);
    expect(rows.map(({ level }) => level)).toEqual(
      Array.from(nodeDepths(model.tree), (depth) => depth + 1),
    );
    for (const [node, { name }] of rows.entries())
      expect(name).toContain(reachedWords(model, node));
    await page.goto(`${stage.site.origin}/runs/credit/tree?view=table`);
    await page.locator('html.ready').waitFor();
    expect(await toldRows(page)).toHaveLength(LEAVES.length + 1);
    await close();
  });

  test('the keys of the diagram walk, fold and select in the outline', async () => {
    const { page, complaints, close } = await open('view=outline&folded=');
    await page.locator('#tree-box').focus();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(0);
    for (let node = 1; node < NODES; node++) {
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe(node);
    }
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    const below = await page.locator('tr[data-node]').count();
    expect(below).toBeLessThan(NODES);
    expect(await page.locator('tr[data-node="1"]').getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('ArrowLeft');
    expect(await focused(page)).toBe(0);
    await page.keyboard.press('Space');
    expect(await page.locator('#tree-status').innerText()).toMatch(/^Asks Seniority: /);
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    const leaf = LEAVES.at(-1)!;
    expect(new URL(page.url()).searchParams.get('node')).toBe(String(leaf));
    await page.getByRole('link', { name: 'Table' }).click();
    await page.locator('html.ready').waitFor();
    expect(await page.locator('tr[aria-selected=true]').getAttribute('data-node')).toBe(`${leaf}`);
    await page.getByRole('link', { name: 'Diagram' }).click();
    await page.locator('.lit-box.selected').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('letters find the next row of that name; Enter opens the path of a row', async () => {
    const { page, close } = await open('view=table');
    await page.locator(`tr[data-node="${LEAVES[0]}"]`).focus();
    const decisions = LEAVES.map((leaf) => model.classNames[model.tree.decision[leaf]!]!);
    await page.keyboard.type('good');
    const start = decisions[0] === 'good' ? 0 : decisions.indexOf('good');
    const first = decisions.findIndex((name, i) => i > 0 && name === 'good');
    expect([LEAVES[start], LEAVES[first]]).toContain(await focused(page));
    await page.keyboard.press('End');
    expect(await focused(page)).toBe(LEAVES.at(-1));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    expect(await focused(page)).toBe(LEAVES.at(-1));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/runs/credit/paths/*');
    await close();
  });

  test('ten thousand paths are a hundred at a time, and the arrow keys cross the pages', async () => {
    const { page, close } = await open('view=table', 'many');
    const all = leafIds(makeModel(MANY_RUN).tree);
    expect(await page.locator('tr[data-node]').count()).toBe(100);
    await page.locator(`tr[data-node="${all[99]}"]`).focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(all[100]);
    expect(await page.locator('#tree-page').innerText()).toContain('Rows 101 to 200');
    await page.getByRole('link', { name: 'After' }).click();
    expect(await page.locator('#tree-page').innerText()).toContain('Rows 201 to 300');
    expect(new URL(page.url()).searchParams.get('page')).toBe('3');
    await page.locator('tr[tabindex="0"]').focus();
    await page.keyboard.press('End');
    expect(await focused(page)).toBe(all.at(-1));
    await close();
  });
}
