import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/core/box.ts';
import { MISSING, UNSEEN, type Feature } from '../../src/core/table.ts';
import {
  conditionWords,
  dateWords,
  numberWords,
  pathWords,
  valueWords,
} from '../../src/core/words.ts';
import { categorical, numeric } from './model.ts';

const HOME = categorical('Home', ['rent', 'owner', 'parents', 'priv', 'other']);

function between(
  low: number | null,
  high: number | null,
  more: Partial<Condition & { kind: 'numeric' }> = {},
): Condition {
  const plain = { present: true, missing: false };
  return { feature: 'Income', kind: 'numeric', low, high, ...plain, ...more };
}

function home(categories: readonly string[], missing = false): Condition {
  return { feature: 'Home', kind: 'categorical', categories, missing };
}

describe('a condition in words', () => {
  const income = numeric('Income');

  test.each<[string, Condition, Feature | undefined]>([
    ['Income is at most 105.5', between(null, 105.5), income],
    ['Income is over 80', between(80, null), income],
    ['Income is over 80 and at most 105.5', between(80, 105.5), income],
    [
      'Income is over 80 and at most 105.5, or missing',
      between(80, 105.5, { missing: true }),
      income,
    ],
    ['Income is known', between(null, null), income],
    ['Income is missing', between(null, null, { present: false, missing: true }), income],
    ['Income has no possible value', between(null, null, { present: false }), income],
    ['Income is over -0.30000000000000004', between(-0.30000000000000004, null), income],
    ['Income is at most 1e+21', between(null, 1e21), income],
    ['Income is over 80 and at most 105.5', between(80, 105.5), undefined],
    ['Income is over 80 €', between(80, null), numeric('Income', { unit: '€' })],
    ['Income is over 80 \\u202e€', between(80, null), numeric('Income', { unit: '\u202e€' })],
    ['Home is rent', home(['rent']), HOME],
    ['Home is rent or owner', home(['rent', 'owner']), HOME],
    ['Home is rent or owner, or missing', home(['rent', 'owner'], true), HOME],
    ['Home is known and not priv or other', home(['rent', 'owner', 'parents']), HOME],
    ['Home is not priv or other, or missing', home(['rent', 'owner', 'parents'], true), HOME],
    ['Home is known and not rent', home(['owner', 'parents', 'priv', 'other']), HOME],
    ['Home is known', home(['rent', 'owner', 'parents', 'priv', 'other']), HOME],
    ['Home is missing', home([], true), HOME],
    ['Home has no possible value', home([]), HOME],
    ['Home is rent or owner', home(['rent', 'owner']), undefined],
    ['Home is rent', home(['rent']), categorical('Home', ['rent', 'owner'])],
    [
      'Home is a, b, c or d',
      home(['a', 'b', 'c', 'd']),
      categorical('Home', ['a', 'b', 'c', 'd', 'e', 'f', 'g']),
    ],
  ])('%s', (words, condition, feature) => {
    expect(conditionWords(condition, feature)).toBe(words);
  });

  test('a date reads as a date, with the time of day where there is one', () => {
    const date = numeric('Income', { format: 'date' });
    expect(conditionWords(between(18262, 18293.5), date)).toBe(
      'Income is over 2020-01-01 and at most 2020-02-01 12:00:00',
    );
  });

  test('hidden characters in names show as escapes', () => {
    const name = 'x\u202egnp\n';
    const condition: Condition = { ...home(['\u200b', 'b']), feature: name };
    expect(conditionWords(condition, categorical(name, ['\u200b', 'b', 'c', 'd']))).toBe(
      'x\\u202egnp\\u000a is \\u200b or b',
    );
  });
});

describe('numbers and dates', () => {
  test.each<[string, number]>([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2020-02-29', 18321],
    ['2020-01-01 12:00:00', 18262.5],
    ['2020-01-01 00:00:00.864', 18262.00001],
    ['0001-01-01', -719162],
    ['9999-12-31', 2932896],
    ['+010000-01-01', 2932897],
    ['-000001-01-01', -719893],
  ])('%s', (words, days) => {
    expect(dateWords(days)).toBe(words);
  });

  test('a date beyond the calendar reads as its number of days', () => {
    const date = numeric('d', { format: 'date', unit: 'days' });
    expect(numberWords(date, 1e9)).toBe('1000000000 days');
    expect(numberWords(date, -99999999)).toMatch(/^-\d{6}-\d\d-\d\d$/);
  });

  test('numbers are never rounded', () => {
    for (const value of [0.1 + 0.2, 1e-7, 123456789.12345678, Number.MAX_VALUE, 5e-324]) {
      expect(Number(numberWords(numeric('n'), value))).toBe(value);
    }
  });
});

test('a path joins its conditions; a tree of one leaf answers always', () => {
  const features = [numeric('Income'), HOME];
  expect(pathWords([between(80, null), home(['rent'], true)], features)).toBe(
    'Income is over 80; and Home is rent, or missing',
  );
  expect(pathWords([], features)).toBe('always');
});

test('a value in words: a number, a category, what is not known, and the rest as what it is', () => {
  expect(valueWords(numeric('Income', { unit: 'k' }), 80)).toBe('80 k');
  expect(valueWords(numeric('Income'), NaN)).toBe('missing');
  expect(valueWords(HOME, 4)).toBe('other');
  expect(valueWords(HOME, MISSING)).toBe('missing');
  expect(valueWords(HOME, UNSEEN)).toBe('a value not seen in training');
  const withRest = categorical('Home', ['rent', 'ot\nher'], { rest: 'ot\nher' });
  expect(valueWords(withRest, 0)).toBe('rent');
  expect(valueWords(withRest, 1)).toBe('any other value (ot\\u000aher)');
});
