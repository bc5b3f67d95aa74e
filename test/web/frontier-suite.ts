import { expect, test } from 'vitest';

import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, makeFrontier } from '../fixtures/site-run.ts';
import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

/** Reading the frontier off, tree by tree. */
export function frontierSuite(stage: Stage): void {
  const { depths, pick } = makeFrontier(makeModel(CREDIT_RUN));

  test('slider and pointer read off every figure of a depth', async () => {
    const { page, complaints, close } = await visit(
      stage.browser,
      `${stage.site.origin}/runs/credit/frontier`,
    );
    const explorer = page.locator('.explorer').first();
    const readout = explorer.locator('.readout');
    expect(await readout.innerText()).toContain(`Depth ${pick.depth}`);
    const slider = page.getByRole('slider', { name: 'Depth to read off' });
    await slider.focus();
    await page.keyboard.press('Home');
    expect(await readout.innerText()).toContain('Depth 1');
    expect(await slider.getAttribute('aria-valuetext')).toBe('1');
    await page.keyboard.press('ArrowRight');
    expect(await readout.innerText()).toContain(`Depth 2\n${depths[1]!.leaves} paths`);
    const drawing = (await explorer.locator('svg.frontier:visible').boundingBox())!;
    await page.mouse.move(drawing.x + drawing.width * 0.7, drawing.y + drawing.height / 2);
    expect(await readout.innerText()).toContain(`Depth ${depths.length}`);
    expect(complaints).toEqual([]);
    await close();
  });

  test('on a phone the drawing fits, reads at the size of the page, and is read off too', async () => {
    const { page, complaints, close } = await visit(
      stage.browser,
      `${stage.site.origin}/runs/credit/frontier`,
      { viewport: { width: 390, height: 844 } },
    );
    const explorer = page.locator('.explorer').first();
    const drawing = explorer.locator('svg.frontier:visible');
    const { x, y, width, height } = (await drawing.boundingBox())!;
    expect(x + width).toBeLessThanOrEqual(390);
    const tall = await drawing
      .locator('text')
      .evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height));
    expect(Math.min(...tall)).toBeGreaterThan(12);
    await page.mouse.move(x + width * 0.2, y + height / 2);
    expect(await explorer.locator('.readout').innerText()).toContain('Depth 1');
    expect(complaints).toEqual([]);
    await close();
  });
}
