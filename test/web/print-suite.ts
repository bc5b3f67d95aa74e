import type { Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';

import type { PathList } from '../../src/serve/contract.ts';
import type { RunDocument } from '../../src/core/run.ts';
import type { Stage } from './site.test.ts';
import { visit } from './visit.ts';

/** The text of every printed sheet, without the spaces that its layout puts in. */
async function printed(page: Page): Promise<string[]> {
  const file = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  const document = await getDocumentProxy(new Uint8Array(file));
  const { text } = await extractText(document, { mergePages: false });
  return text.map((sheet) => sheet.replace(/\s+/g, ''));
}

/** Every path on paper. */
export function printSuite(stage: Stage): void {
  const openPrint = (run: string, options = {}): ReturnType<typeof visit> =>
    visit(stage.browser, `${stage.site.origin}/runs/${run}/print`, options);

  async function recorded(
    run: string,
  ): Promise<{ paths: PathList['paths']; manifest: RunDocument }> {
    const asked = async <T>(address: string): Promise<T> =>
      JSON.parse((await stage.site.ask(address)).body) as T;
    const { paths } = await asked<PathList>(`/api/v1/runs/${run}/paths?per_page=200`);
    return { paths, manifest: await asked<RunDocument>(`/runs/${run}/files/run.json`) };
  }

  test.each(['credit', 'hostile', 'odd', 'wine', 'lone'])(
    'the PDF of %s holds every path with its number, and the hashes of the run',
    async (run) => {
      const { page, complaints, close } = await openPrint(run);
      const sheets = await printed(page);
      const text = sheets.join('');
      const { paths, manifest } = await recorded(run);
      expect(paths.length).toBeGreaterThan(0);
      for (const [i, path] of paths.entries()) {
        expect(text).toContain(`Path${i + 1}of${paths.length}`);
        expect(text).toContain(path.id);
      }
      expect(text.split(manifest.seal.slice(0, 12)).length - 1).toBe(paths.length + 1);
      for (const hash of [manifest.seal, manifest.modelHash, manifest.data.sha256]) {
        expect(text).toContain(hash);
      }
      expect(text).toContain(`${stage.site.origin}/runs/${run}/print`);
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test.each(['', '/disagreements'])(
    'a matrix of forty classes is printed as the list of its cells (%s)',
    async (tab) => {
      const { page, close } = await visit(stage.browser, `${stage.site.origin}/runs/odd${tab}`);
      expect(await page.locator('.printed').isVisible()).toBe(false);
      const [most = ''] = await page.locator('.printed li').allTextContents();
      expect(most.trim()).toMatch(/^student class \d+, teacher class \d+: \d+ rows$/);
      const text = (await printed(page)).join('');
      expect(text).toContain(most.replace(/\s+/g, ''));
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.confusion').isVisible()).toBe(false);
      await page.setViewportSize({ width: 680, height: 900 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over).toBeLessThanOrEqual(0);
      await close();
    },
  );

  test('no block is parted: its number and its path stand on one sheet', async () => {
    const { page, close } = await openPrint('credit');
    const sheets = await printed(page);
    const { paths } = await recorded('credit');
    expect(sheets.length).toBeGreaterThan(3);
    const torn = paths.filter(
      ({ id }, i) =>
        !sheets.some(
          (sheet) => sheet.includes(`Path${i + 1}of${paths.length}`) && sheet.includes(id),
        ),
    );
    expect(torn).toEqual([]);
    await close();
  });

  test('on paper it is black on white, also where the screen is dark', async () => {
    const { page, close } = await openPrint('credit', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const colours = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return { color, backgroundColor };
    });
    expect(colours).toEqual({ color: 'rgb(0, 0, 0)', backgroundColor: 'rgb(255, 255, 255)' });
    const marks = page.locator('.sheet .bar-part');
    expect(await marks.count()).toBeGreaterThan(10);
    const fills = await marks.evaluateAll((bars) => bars.map((bar) => bar.getAttribute('fill')));
    expect(fills.every((fill) => fill?.startsWith('url(#'))).toBe(true);
    await close();
  });

  test('more paths than one document holds come in parts, and none is left out', async () => {
    const { body } = await stage.site.ask('/runs/thousand/print?page=2');
    expect(body).toContain('these are 501 to 1,000');
    expect(body).toContain('Part 2 of 3');
    expect(body.match(/class="sheet"/g)).toHaveLength(500);
  });

  test('the list of paths leads there', async () => {
    const { page, close } = await visit(stage.browser, `${stage.site.origin}/runs/credit/paths`);
    await page.getByRole('link', { name: /^Print all \d+ paths$/ }).click();
    await page.waitForURL(/\/print$/);
    await close();
  });
}
