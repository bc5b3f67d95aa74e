import { expect, test } from 'vitest';

import { plainFigure, wilson } from '../../src/core/interval.ts';
import { rangeScene, rulerScene, whiskerScene } from '../../src/draw/ruler.ts';
import { sceneText } from '../../src/draw/scene.ts';
import { numeric } from '../fixtures/site-model.ts';

const none = { value: null, low: null, high: null, n: 0 };

test('a ruler names its marks, and starts at 0 for a constant answer just below it', () => {
  const marks = [
    { name: 'constant answer', value: -0.001 },
    { name: 'twin teachers', value: null },
  ];
  const text = sceneText(rulerScene(plainFigure(0.8, 9), marks, 'r2'));
  expect(text).toContain('constant answer −0.001');
  expect(text).not.toContain('twin');
  expect(text).not.toContain('>-0.2<');
  expect(sceneText(rulerScene(plainFigure(-0.7, 9), [], 'r2'))).toContain('>-0.5<');
});

test('what was not measured draws no dot', () => {
  for (const scene of [rulerScene(none, [], 'agreement'), whiskerScene(none)]) {
    expect(sceneText(scene)).not.toMatch(/circle|NaN/);
  }
  expect(sceneText(whiskerScene(wilson(9, 10)))).toContain('circle');
});

test('a range shows the allowed part of what was seen', () => {
  const age = numeric('Age', 0, 100);
  const part = { feature: 'Age', kind: 'numeric', present: true, missing: false } as const;
  const text = (low: number | null, high: number | null): string =>
    sceneText(rangeScene({ ...part, low, high }, age)!);
  expect(text(null, 50)).toContain('x1="4" x2="80"');
  expect(text(50, null)).toContain('x1="80" x2="156"');
  expect(rangeScene({ ...part, low: null, high: null, present: false }, age)).toBeNull();
});
