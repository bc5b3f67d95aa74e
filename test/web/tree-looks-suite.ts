import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

/** Ratio of each text of the drawing to what lies right below it, and the text. */
async function textContrasts(page: Page): Promise<{ text: string; ratio: number }[]> {
  return page.locator('svg.tree').evaluate((svg) => {
    const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: string): number => {
      const [r, g, b] = channels(colour).map((value) => {
        const c = value / 255;
        return c <= 0.04045 ? c / 12.92 : Math.exp(2.4 * Math.log((c + 0.055) / 1.055));
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const shapes = Array.from(svg.querySelectorAll('rect, circle, path.toggle, text'));
    const grounds = shapes.filter((shape) => {
      const { fill } = getComputedStyle(shape);
      return shape.tagName !== 'text' && fill.startsWith('rgb(');
    });
    const paper = getComputedStyle(document.body).backgroundColor;
    return shapes
      .filter((shape) => shape.tagName === 'text')
      .map((text) => {
        const own = text.getBoundingClientRect();
        const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
        const below = grounds.findLast((ground) => {
          const box = ground.getBoundingClientRect();
          const earlier = ground.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
          return earlier !== 0 && box.left < x && box.right > x && box.top < y && box.bottom > y;
        });
        const ground = below === undefined ? paper : getComputedStyle(below).fill;
        const [light, dark] = [luminance(getComputedStyle(text).fill), luminance(ground)].sort(
          (a, b) => b - a,
        );
        return { text: text.textContent, ratio: (light! + 0.05) / (dark! + 0.05) };
      });
  });
}

/** Colours of some shapes as the page, or a file opened alone, shows them. */
async function fillsOf(page: Page, shapes: string): Promise<string[]> {
  return page
    .locator(shapes)
    .evaluateAll((found) => found.map((shape) => getComputedStyle(shape).fill));
}

/** How the tree looks, on the screen and in a file. */
export function treeLooksSuite(stage: Stage): void {
  test.each(['light', 'dark'] as const)(
    '%s: every text of the drawing reads at 4.5:1',
    async (look) => {
      const { page, go, close } = await visit(
        stage.browser,
        `${stage.site.origin}/runs/lone/tree`,
        {
          colorScheme: look,
        },
      );
      for (const address of [
        'credit/tree?node=4',
        'odd/tree?node=3',
        'deferring/tree',
        'wine/tree',
      ]) {
        await go(`${stage.site.origin}/runs/${address}`);
        const found = await textContrasts(page);
        expect(found.length).toBeGreaterThan(20);
        expect(
          found.filter(({ ratio }) => ratio < 4.5),
          address,
        ).toEqual([]);
      }
      await close();
    },
  );

  test('whatever can be clicked is at least 24 pixels wide and high', async () => {
    const { page, go, close } = await visit(stage.browser, `${stage.site.origin}/runs/lone/tree`);
    for (const query of ['', '?view=outline', '?view=table']) {
      await go(`${stage.site.origin}/runs/large/tree${query}`);
      const small = await page
        .locator('main')
        .locator('a, button, input, summary, [role=treeitem], [data-toggle], canvas')
        .evaluateAll((found) =>
          found
            .map((element) => ({ element, box: element.getBoundingClientRect() }))
            .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < 24)
            .map(
              ({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}x${box.height}`,
            ),
        );
      expect(small, query).toEqual([]);
    }
    await close();
  });

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
