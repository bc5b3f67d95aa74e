import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareText, listWords, shorten, visible } from '../../src/core/text.ts';

describe('visible', () => {
  test.each([
    [
      'controls',
      'a\u0000b\n\r\t\u001b[31m\u0085',
      'a\\u0000b\\u000a\\u000d\\u0009\\u001b[31m\\u0085',
    ],
    ['bidirectional marks', 'x\u202egnp\u2066\u061c', 'x\\u202egnp\\u2066\\u061c'],
    ['zero-width characters', 'a\u200bb\u200dc\u2060d\ufeff', 'a\\u200bb\\u200dc\\u2060d\\ufeff'],
    ['line separators', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['a soft hyphen', 'a\u00adb', 'a\\u00adb'],
    ['lone surrogates', '\ud800 \udc00', '\\ud800 \\udc00'],
    [
      'fillers that show nothing',
      'a\u3164\u115f\uffa0\u034f\u180e',
      'a\\u3164\\u115f\\uffa0\\u034f\\u180e',
    ],
    ['annotation marks', 'a\ufff9b\ufffbc', 'a\\ufff9b\\ufffbc'],
    ['invisible tags', 'a\u{e0041}\u{e007f}', 'a\\u{e0041}\\u{e007f}'],
  ])('%s show as escapes', (_, hidden, shown) => {
    expect(visible(hidden)).toBe(shown);
  });

  test.each(['Größe', '年齢', 'ключ', '😀 x', 'a b', 'שם', '<b>&"\'', '\\', 'é'])(
    '%s stays as it is',
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  test('showing twice changes nothing more, and no surrogate is ever left alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect(visible(visible(text))).toBe(visible(text));
        expect(visible(text)).not.toMatch(/\p{Surrogate}/u);
      }),
      { seed: 1 },
    );
  });
});

describe('shorten', () => {
  test('leaves short text alone and cuts long text with an ellipsis', () => {
    expect(shorten('Income', 6)).toBe('Income');
    expect(shorten('Incomes', 6)).toBe('Incom…');
  });

  test('never cuts a character in two', () => {
    expect(shorten('ab😀cd', 4)).toBe('ab…');
    expect(shorten('ab😀cd', 5)).toBe('ab😀…');
  });

  test('shows any text from its beginning, whatever comes later', () => {
    const units = fc.array(fc.constantFrom(0x61, 0x0a, 0x202e, 0xd83d, 0xde00, 0xdb40, 0xdc41));
    fc.assert(
      fc.property(units, fc.integer({ min: 2, max: 30 }), (codes, length) => {
        const text = String.fromCharCode(...codes);
        const whole = visible(text);
        const cut = whole.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
        expect(shorten(text, length)).toBe(whole.length <= length ? whole : `${cut}…`);
      }),
      { seed: 2 },
    );
  });
});

test('lists read as a person writes them', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => listWords(words, 'or'))).toEqual([
    '',
    'a',
    'a or b',
    'a, b or c',
  ]);
});

test('text is ordered by code unit, in every locale alike', () => {
  expect(['é', 'z', 'Z', 'a', '10', '9', ''].sort(compareText)).toEqual([
    '',
    '10',
    '9',
    'Z',
    'a',
    'z',
    'é',
  ]);
  expect(compareText('a', 'a')).toBe(0);
});
