import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { pathsOf } from '../../src/core/box.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN } from '../fixtures/site-run.ts';
import { ODD_RUN } from '../fixtures/tree-runs.ts';
import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

/** Ratio of each text of the drawings to what lies right below it, and the text. */
async function textContrasts(page: Page): Promise<{ text: string; ratio: number }[]> {
  return page.locator('main').evaluate((main) => {
    const luminance = (colour: string): number => {
      const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map((value) => {
        const c = Number(value) / 255;
        return c <= 0.04045 ? c / 12.92 : Math.exp(2.4 * Math.log((c + 0.055) / 1.055));
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    /** The first ground of the elements around the drawing. */
    const paperOf = (svg: Element): string => {
      for (let around: Element | null = svg; around !== null; around = around.parentElement) {
        const { backgroundColor } = getComputedStyle(around);
        if (!/^rgba\(.* 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const inSvg = (svg: Element): { text: string; ratio: number }[] => {
      const shapes = Array.from(svg.querySelectorAll('rect, circle, path, text'));
      const grounds = shapes.filter((shape) => {
        const { fill, fillOpacity } = getComputedStyle(shape);
        const covers = shape.tagName !== 'path' || shape.classList.contains('toggle');
        return shape.tagName !== 'text' && covers && fill.startsWith('rgb(') && fillOpacity === '1';
      });
      const paper = paperOf(svg);
      return shapes
        .filter((shape) => shape.tagName === 'text' && shape.getBoundingClientRect().width > 0)
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
    };
    // A drawing in a drawing is part of the outer one.
    const drawings = Array.from(main.querySelectorAll('svg')).filter(
      (svg) => svg.parentElement?.closest('svg') === null,
    );
    return drawings.flatMap(inSvg);
  });
}

/** What can be clicked, stands alone (not in a sentence), and is smaller than 24 pixels. */
async function smallTargets(page: Page): Promise<string[]> {
  return page
    .locator('main')
    .locator('a, button, input, select, summary, [role=treeitem], [data-toggle], canvas')
    .evaluateAll((found) => {
      const inText = (element: Element): boolean =>
        element.tagName === 'A' && getComputedStyle(element).display === 'inline';
      return (
        found
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(({ element, box }) => box.width > 0 && !inText(element))
          // In a case's tree nothing folds.
          .filter(({ element }) => getComputedStyle(element).pointerEvents !== 'none')
          .filter(({ box }) => Math.min(box.width, box.height) < 24)
          .map(({ element, box }) => {
            // A box is also hit by its label.
            const label = element.closest('label')?.getBoundingClientRect();
            const tall = Math.max(box.height, label?.height ?? 0);
            return { tall, words: `${element.outerHTML.slice(0, 80)} ${box.width}x${box.height}` };
          })
          .filter(({ tall }) => tall < 24)
          .map(({ words }) => words)
      );
    });
}

const pathOf = (name: string, recipe: typeof CREDIT_RUN): string =>
  `${name}/paths/${pathsOf(makeModel(recipe))[2]!.id}`;

/** Pages with drawings, and how many texts these have at least. */
const DRAWN: readonly (readonly [address: string, texts: number])[] = [
  ['credit', 15],
  ['credit/tree?node=4', 20],
  ['odd/tree?node=3', 20],
  ['deferring/tree', 20],
  ['wine/tree', 20],
  ['credit/frontier', 20],
  ['wine/frontier', 20],
  ['credit/case?row=100001', 20],
  ['odd/case?row=100001', 20],
  [pathOf('credit', CREDIT_RUN), 1],
  [pathOf('odd', ODD_RUN), 1],
  ['credit/paths', 20],
  ['odd/paths', 10],
  ['odd/print', 10],
];

/** What axe does not look at: texts in drawings, and what is drawn to be clicked. */
export function legibleSuite(stage: Stage): void {
  const start = (): string => `${stage.site.origin}/runs/lone/tree`;

  test.each(['light', 'dark'] as const)(
    '%s: every text of a drawing reads at 4.5:1',
    async (look) => {
      const { page, go, close } = await visit(stage.browser, start(), { colorScheme: look });
      for (const [address, texts] of DRAWN) {
        await go(`${stage.site.origin}/runs/${address}`);
        const found = await textContrasts(page);
        expect(found.length, address).toBeGreaterThanOrEqual(texts);
        expect(
          found.filter(({ ratio }) => ratio < 4.5),
          address,
        ).toEqual([]);
      }
      await close();
    },
  );

  test.each([1280, 390])(
    'whatever can be clicked is at least 24 pixels wide and high, %i wide',
    async (width) => {
      const { page, go, close } = await visit(stage.browser, start(), {
        viewport: { width, height: 844 },
      });
      const views = ['', '?view=outline', '?view=table'].map((query) => `large/tree${query}`);
      for (const address of [...DRAWN.map(([drawn]) => drawn), ...views]) {
        await go(`${stage.site.origin}/runs/${address}`);
        expect(await smallTargets(page), address).toEqual([]);
      }
      await close();
    },
  );
}
