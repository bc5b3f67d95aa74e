import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { el, escapeText, px, sceneText } from '../../src/draw/scene.ts';

test('text and attributes are inert', () => {
  const scene = el('g', { id: '"><script>' }, '<b>&', el('i'));
  expect(sceneText(scene)).toBe('<g id="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;<i></i></g>');
});

test('absent attributes are left out and true is empty', () => {
  const scene = el('g', { a: null, b: undefined, c: false, d: true, e: 0 });
  expect(sceneText(scene)).toBe('<g d="" e="0"></g>');
});

test('no text can open a tag or leave an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeText(text)).not.toMatch(/[<>"']/);
    }),
  );
});

test('coordinates never read -0 and have at most two decimals', () => {
  expect(Object.is(px(-0.001), 0)).toBe(true);
  expect(px(1 / 3)).toBe(0.33);
});
