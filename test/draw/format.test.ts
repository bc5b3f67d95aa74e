import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { wilson } from '../../src/core/interval.ts';
import {
  counted,
  figureText,
  grouped,
  intervalText,
  measure,
  percent,
  rounded,
} from '../../src/draw/format.ts';

test('thousands are grouped', () => {
  expect([0, 999, 1000, 12_345, 1_234_567].map(grouped)).toEqual([
    '0',
    '999',
    '1,000',
    '12,345',
    '1,234,567',
  ]);
  expect(counted(1, 'row')).toBe('1 row');
  expect(counted(2, 'branch', 'branches')).toBe('2 branches');
});

test('a percentage never rounds up to all nor down to none', () => {
  expect(percent(1)).toBe('100.0%');
  expect(percent(0)).toBe('0.0%');
  expect(percent(0.99999)).toBe('>99.9%');
  expect(percent(0.00001)).toBe('<0.1%');
  expect(percent(0.999, 0)).toBe('>99%');
  expect(percent(null)).toBe('n/a');
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (share) => {
      expect(['100.0%', '0.0%']).not.toContain(percent(share));
    }),
  );
});

test('a figure carries its interval', () => {
  expect(figureText(wilson(94, 100), 'agreement')).toBe('94.0% (87.5% to 97.2%)');
  expect(intervalText({ value: 0.5, low: null, high: null, n: 3 }, 'agreement')).toBe('');
  expect(measure(0.91234, 'r2')).toBe('0.912');
  expect(measure(-0.0014, 'r2')).toBe('−0.001');
  expect(measure(-0.0004, 'r2')).toBe('0.000');
});

test('plain numbers are short', () => {
  expect(rounded(0.123456)).toBe('0.123');
  expect(rounded(123_456, 6)).toBe('123,456');
  expect(rounded(null)).toBe('n/a');
});
