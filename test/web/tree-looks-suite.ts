import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

/** Colours of some shapes as the page, or a file opened alone, shows them. */
async function fillsOf(page: Page, shapes: string): Promise<string[]> {
  return page
    .locator(shapes)
    .evaluateAll((found) => found.map((shape) => getComputedStyle(shape).fill));
}

/** How the tree looks, on the screen and in a file. */
export function treeLooksSuite(stage: Stage): void {
  test('names stay inside their boxes, whatever their length and direction', async () => {
    const { page, close } = await visit(stage.browser, `${stage.site.origin}/runs/odd/tree`);
    const outside = await page.locator('svg.tree').evaluate((svg) => {
      const boxes = Array.from(svg.querySelectorAll('.node'), (box) => box.getBoundingClientRect());
      return Array.from(svg.querySelectorAll('.faces > text:not(.toggle-sign)'))
        .map((text) => ({ words: text.textContent, own: text.getBoundingClientRect() }))
        .filter(
          ({ own }) =>
            !boxes.some(
              (box) => box.left <= own.left && box.right >= own.right && box.top <= own.top + 2,
            ),
        )
        .map(({ words }) => words);
    });
    expect(outside).toEqual([]);
    expect(await page.locator('.legend li').count()).toBe(9);
    await close();
  });

  test.each(['light', 'dark'] as const)(
    '%s: a saved drawing opened alone has the same colours',
    async (look) => {
      const { page, complaints, close } = await visit(
        stage.browser,
        `${stage.site.origin}/runs/deferring/tree?node=6`,
        { colorScheme: look, acceptDownloads: true },
      );
      const save = async (name: string): Promise<string> => {
        const waiting = page.waitForEvent('download');
        await page.getByRole('button', { name }).click();
        const file = await waiting;
        expect(file.suggestedFilename()).toBe(`tree-of-deferring.${name.slice(-3).toLowerCase()}`);
        return file.path();
      };
      const [svg, png] = [await save('Save SVG'), await save('Save PNG')];
      const shapes = ['svg.tree > rect', 'svg.tree > .faces > text', 'svg.tree .overlay > *'];
      const onPage = await Promise.all(shapes.map((shape) => fillsOf(page, shape)));
      const size = await page.locator('svg.tree').evaluate((tree: SVGSVGElement) => {
        const { width, height } = tree.viewBox.baseVal;
        return { width, height };
      });
      expect(complaints).toEqual([]);
      const text = await readFile(svg, 'utf8');
      expect(text).not.toMatch(/ style=| class=|var\(/);
      for (const said of [
        'Decision tree for',
        'Run deferring, depth 5',
        'share of held-out rows',
      ]) {
        expect(text).toContain(said);
      }
      const hash = await page.locator('.colophon code').first().getAttribute('title');
      expect(text).toContain(hash!.replace('SHA-256 ', ''));
      const alone = await stage.browser.newPage();
      await alone.goto(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`);
      // The first rectangle is the ground, which the page draws itself.
      const inFile = await Promise.all(
        ['svg > rect', 'svg > g:nth-of-type(4) > text', 'svg > g:nth-of-type(5) > *'].map((shape) =>
          fillsOf(alone, shape),
        ),
      );
      expect(inFile[0]!.slice(1)).toEqual(onPage[0]);
      expect(inFile.slice(1)).toEqual(onPage.slice(1));
      await alone.close();
      const picture = await readFile(png);
      expect(picture.subarray(1, 4).toString()).toBe('PNG');
      expect(picture.readUInt32BE(16)).toBe(Math.round(2 * size.width));
      expect(picture.length).toBeGreaterThan(20_000);
      await close();
    },
  );
}
