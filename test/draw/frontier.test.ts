import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Figure } from '../../src/core/interval.ts';
import type { FrontierDocument } from '../../src/core/run.ts';
import { frontierScene, frontierSvg } from '../../src/draw/frontier.ts';
import { spread } from '../../src/draw/frontier-names.ts';
import { sceneText } from '../../src/draw/scene.ts';
import { makeFrontier } from '../fixtures/site-run.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, REGRESSION_RUN } from '../fixtures/site-run.ts';

const credit = makeFrontier(makeModel(CREDIT_RUN));

test('is the same drawing as before', async () => {
  await expect(frontierSvg(credit)).toMatchFileSnapshot('./golden/frontier.svg');
});

test('is one self-contained picture without styles, scripts or links', () => {
  const svg = frontierSvg(credit);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).not.toMatch(/<(style|script|image|a|foreignObject)\b|style=|href=|url\(/);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(svg).toContain('<title id="frontier-title">');
});

test('describes every depth, the constant answer and the pick in words', () => {
  const description = /<desc[^>]*>([^<]*)</.exec(frontierSvg(credit))?.[1];
  for (const { depth } of credit.depths) expect(description).toContain(`depth ${depth}:`);
  expect(description).toContain('constant answer reaches 72.1%');
  expect(description).toContain(`Picked: depth ${credit.pick.depth}`);
});

test('for a phone every text stands inside the drawing, at the size of the page', () => {
  for (const document of [credit, makeFrontier(makeModel(REGRESSION_RUN))]) {
    const svg = sceneText(frontierScene(document, 'depth', 'narrow'));
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
    const texts = Array.from(svg.matchAll(/<text[^>]* x="([\d.]+)" y="([\d.]+)"([^>]*)>([^<]*)/g));
    expect(texts.length).toBeGreaterThan(12);
    for (const [, x, y, look, words] of texts) {
      const half = words!.length * 3.6;
      const right = Number(x) + (/middle/.test(look!) ? half : /end/.test(look!) ? 0 : 2 * half);
      expect(right, words).toBeLessThanOrEqual(width!);
      expect(Number(y), words).toBeLessThan(height!);
    }
    expect(width).toBeLessThanOrEqual(360);
    expect(svg).toContain('Select rows: they choose');
    expect(svg).toContain('Constant answer');
  }
});

test('survives what was not measured, and a single depth', () => {
  const none: Figure = { value: null, low: null, high: null, n: 0 };
  const bare: FrontierDocument = {
    ...credit,
    depths: credit.depths.slice(0, 1),
    baselines: { majority: none, teacherAccuracy: none, twinAgreement: none },
  };
  expect(frontierSvg(bare)).not.toMatch(/NaN|Infinity|undefined/);
  const unmeasured = { ...bare, depths: bare.depths.map((d) => ({ ...d, fidelity: none })) };
  expect(frontierSvg(unmeasured)).not.toMatch(/NaN|Infinity|undefined/);
});

test('a regression shows R², never a percentage', () => {
  const svg = frontierSvg(makeFrontier(makeModel(REGRESSION_RUN)));
  expect(svg).toContain('(R²)');
  expect(svg).not.toContain('%');
});

test('labels are spread apart, in order, and stay inside where they fit', () => {
  const positions = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 6 });
  fc.assert(
    fc.property(positions, (unsorted) => {
      const sorted = unsorted.toSorted((a, b) => a - b);
      const out = spread(sorted, 17, 0, 300);
      for (let i = 1; i < out.length; i++) {
        expect(out[i]! - out[i - 1]!).toBeGreaterThanOrEqual(17 - 1e-9);
      }
      expect(out.every((at) => at >= -1e-9 && at <= 300 + 1e-9)).toBe(true);
    }),
  );
});
