import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { leafOf } from '../../src/core/tree.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN } from '../fixtures/site-run.ts';
import type { Stage } from './site.test.ts';
import { axeViolations, overflow, visit } from './visit.ts';

const model = makeModel(CREDIT_RUN);

/** Fills the whole form by keyboard alone; `Income` is ticked as missing. Returns the values. */
async function fillByKeyboard(page: Page): Promise<number[]> {
  await page.locator('main').focus();
  const values: number[] = [];
  for (const feature of model.features) {
    await page.keyboard.press('Tab');
    if (feature.name === 'Income') {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      values.push(Number.NaN);
      continue;
    }
    if (feature.kind === 'categorical') {
      await page.keyboard.press('ArrowDown');
      values.push(0);
    } else {
      await page.keyboard.type('60');
      values.push(60);
    }
    await page.keyboard.press('Tab');
  }
  return values;
}

/** One case, by keyboard, with and without a script. */
export function caseSuite(stage: Stage): void {
  const address = (): string => `${stage.site.origin}/runs/credit/case`;

  test('by keyboard: the case reaches the leaf of the reference walker and its path is lit', async () => {
    const { page, complaints, close } = await visit(stage.browser, address());
    const values = await fillByKeyboard(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#result').waitFor();
    const leaf = leafOf(model.tree, (feature) => values[feature]!);
    expect(await page.locator('[aria-selected="true"]').getAttribute('data-node')).toBe(
      String(leaf),
    );
    const result = await page.locator('#result').innerText();
    expect(result).toContain('60 lies above every value seen in training (highest: 48)');
    expect(page.url()).toBe(address());
    expect(await page.locator('.steps li').count()).toBeGreaterThan(0);
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('the result fits a phone and reads in the dark', async () => {
    const { page, close } = await visit(stage.browser, address(), {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    await fillByKeyboard(page);
    await page.getByRole('button', { name: 'Follow the case' }).click();
    await page.locator('#result').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await close();
  });

  test('without a script: mistakes are said beside their fields, what was right stays', async () => {
    const { page, close } = await visit(stage.browser, address(), { javaScriptEnabled: false });
    await page.getByLabel('Age', { exact: true }).fill('forty');
    await page.getByLabel('Amount', { exact: true }).fill('900');
    await page.getByRole('button', { name: 'Follow the case' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('values could not be read');
    const age = page.getByLabel('Age', { exact: true });
    expect(await age.getAttribute('aria-invalid')).toBe('true');
    expect(await age.inputValue()).toBe('forty');
    expect(await page.getByLabel('Amount', { exact: true }).inputValue()).toBe('900');
    await close();
  });

  test('what cannot be read takes the focus, and leads to its field', async () => {
    const { page, complaints, close } = await visit(stage.browser, address());
    await page.getByRole('button', { name: 'Follow the case' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    await page.locator('html.ready').waitFor();
    expect(await alert.evaluate((element) => element === document.activeElement)).toBe(true);
    await alert.getByRole('link').first().click();
    expect(new URL(page.url()).hash).toMatch(/^#v\d+$/);
    expect(complaints).toEqual([expect.stringContaining('422')]);
    await close();
  });

  test('ticking missing takes the field out of play', async () => {
    const { page, close } = await visit(stage.browser, address());
    const field = page.getByLabel('Age', { exact: true });
    await page.getByLabel('missing: Age').check();
    expect(await field.isDisabled()).toBe(true);
    await page.getByLabel('missing: Age').uncheck();
    expect(await field.isDisabled()).toBe(false);
    await close();
  });
}
