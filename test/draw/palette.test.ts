import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { classStyles } from '../../src/draw/palette.ts';

/** Relative luminance and contrast after WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : Math.exp(2.4 * Math.log((c + 0.055) / 1.055));
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

test('the letter reads on every colour', () => {
  for (const style of classStyles(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])) {
    expect(contrast(style.ink, style.colour), style.colour).toBeGreaterThanOrEqual(4.5);
  }
});

test('eight classes differ in colour, pattern and letter', () => {
  const styles = classStyles(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']);
  for (const cue of ['colour', 'pattern', 'letter'] as const) {
    expect(new Set(styles.map((style) => style[cue])).size, cue).toBe(8);
  }
});

test('letters are initials where those are distinct', () => {
  expect(classStyles(['good', 'bad']).map((style) => style.letter)).toEqual(['G', 'B']);
  expect(classStyles(['good', 'grim']).map((style) => style.letter)).toEqual(['A', 'B']);
});

test('letters are always distinct', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 60 }), (classes) => {
      const letters = classStyles(classes).map((style) => style.letter);
      expect(new Set(letters).size).toBe(classes.length);
    }),
  );
});
