import { expect, test } from 'vitest';
import { figureWords, measureWords, percentWords, r2Words } from '../../src/report/words.ts';
import { plainFigure, wilson } from '../../src/core/interval.ts';

test('figures in words carry their interval and their rows', () => {
  expect(figureWords(wilson(190, 200))).toBe('95.0% (95% interval 91.0 to 97.3, 200 rows)');
  expect(figureWords(plainFigure(0.5, 12))).toBe('50.0% (12 rows)');
  expect(figureWords(wilson(0, 0))).toBe('not defined');
  expect(percentWords(0.12345)).toBe('12.3%');
  expect(percentWords(null)).toBe('not defined');
  expect(r2Words({ value: 0.7, low: 0.65, high: 0.75, n: 9 })).toBe(
    '0.700 (95% interval 0.650 to 0.750, 9 rows)',
  );
  expect(measureWords(plainFigure(0.25, 4), 'r2')).toBe('0.250 (4 rows)');
  expect(measureWords(plainFigure(0.25, 4), 'agreement')).toBe('25.0% (4 rows)');
});
