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
  await page.keyboard.press('Tab');
  // The rows to start from stand before the form.
  while ((await page.evaluate(() => document.activeElement?.id)) !== 'v0') {
    await page.keyboard.press('Tab');
  }
  const values: number[] = [];
  for (const [f, feature] of model.features.entries()) {
    if (f > 0) await page.keyboard.press('Tab');
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
    await page.locator('[data-stage="sent"] #result').waitFor();
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
    await page.locator('#v2').focus();
    const short = page.locator('.case-news');
    await short.getByText('Status is').waitFor();
    const { y, height } = (await short.boundingBox())!;
    expect(Math.round(y + height)).toBeLessThanOrEqual(844);
    await short.getByRole('link').click();
    expect((await page.locator('#answer').boundingBox())!.y).toBeLessThan(100);
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

  test('the answer follows what is entered, and nothing of it reaches the address', async () => {
    const { page, complaints, close } = await visit(stage.browser, `${address()}?row=100001`);
    const title = page.locator('#result-title');
    const before = await page.locator('#answer').innerText();
    await page.locator('#v2').fill('5x');
    await page.locator('#answer').getByText('Enter a number').waitFor();
    expect(await page.locator('.case-answer .alert').innerText()).toContain('Age');
    await page.locator('#v2').fill('');
    await page.locator('#answer').getByText('Still to give').waitFor();
    await page.locator('#v2').fill('700');
    await page.locator('#answer').getByText('lies above every value').waitFor();
    expect(await page.locator('#answer').innerText()).not.toBe(before);
    const news = await page.locator('#case-news').innerText();
    expect(news).toMatch(/^Status is (good|bad) at mean probability \d+%$/);
    expect((await title.innerText()).replace(/\s+/g, ' ')).toContain(news.split(' ').at(-1));
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('v2');
    expect(page.url()).toBe(`${address()}?row=100001`);
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('what is to stay is left alone by the next flips, and the box keeps the focus', async () => {
    const { page, complaints, close } = await visit(stage.browser, `${address()}?row=100001`);
    const first = page.locator('.flips b').first();
    const name = await first.innerText();
    const box = page.locator('.keep').getByLabel(name, { exact: true });
    await box.focus();
    await page.keyboard.press('Space');
    await page.waitForFunction(
      (old) =>
        Array.from(document.querySelectorAll('.flips b')).every((b) => b.textContent !== old),
      name,
    );
    expect(await box.isChecked()).toBe(true);
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  test('without a script: a row fills the form, and a lock is one button away', async () => {
    const { page, close } = await visit(stage.browser, `${address()}?row=100001`, {
      javaScriptEnabled: false,
    });
    const name = await page.locator('.flips b').first().innerText();
    await page.locator('.keep').getByLabel(name, { exact: true }).check();
    await page.getByRole('button', { name: 'Look again' }).click();
    expect(page.url()).toBe(`${address()}#answer`);
    expect(await page.locator('.flips b').allInnerTexts()).not.toContain(name);
    await close();
  });

  test.each([true, false])(
    'filling in what is missing is one button away, with a script or without: %s',
    async (javaScriptEnabled) => {
      const { page, complaints, close } = await visit(stage.browser, address(), {
        javaScriptEnabled,
      });
      if (javaScriptEnabled) await page.locator('html.ready').waitFor();
      for (const { name } of model.features) await page.getByLabel(`missing: ${name}`).check();
      await page.getByRole('button', { name: 'Follow the case' }).click();
      await page.getByText('Filling in what is missing would:').waitFor();
      await page.getByRole('button', { name: 'Also change what is missing' }).click();
      await page.locator('ol.flips').waitFor();
      expect(await page.getByLabel('Also change what is missing, or to missing').isChecked()).toBe(
        true,
      );
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test('the exported function is run in the browser, and agrees on every vector', async () => {
    const code = `${stage.site.origin}/runs/compiled/code`;
    const { page, complaints, close } = await visit(stage.browser, code);
    const said = page.locator('#vectors-said');
    expect(await said.innerText()).toMatch(/^When the run was written, \d+ of \d+ vectors agreed/);
    await page.getByRole('button', { name: 'Run the vectors' }).click();
    await page.getByText(/vectors agree, tree/).waitFor();
    const [, agree, all] = /^(\d+) of (\d+) vectors agree, tree [0-9a-f]{12}\.$/.exec(
      await said.innerText(),
    )!;
    expect(Number(agree)).toBeGreaterThan(50);
    expect(agree).toBe(all);
    expect(await page.evaluate('window.__pwn')).toBeUndefined();
    expect(complaints).toEqual([]);
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
