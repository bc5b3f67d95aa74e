import { expect, test } from 'vitest';

import { matchesSearch } from '../../src/serve/path-search.ts';

const RULE =
  'a70bf8ad6bf1 bad Income is over 83.5 and at most 105; and Home is owner; and Records is known and not yes';

test.each([
  '',
  '  ',
  'Income over 83.5',
  'OVER income',
  'owner yes',
  'inc own',
  'a70b bad',
  '"income is over 83.5"',
  '"most 105" owner',
  '“Home is owner”',
  '"income is ov',
])('“%s” finds the rule', (search) => {
  expect(matchesSearch(RULE, search)).toBe(true);
});

test.each([
  'owner no-one',
  'come',
  '5',
  '3.5',
  '05',
  '"over income"',
  'Income over 84',
  'no yes 7',
])('“%s” does not find it', (search) => {
  expect(matchesSearch(RULE, search)).toBe(false);
});

test('a sign, or any other mark, may stand before a word', () => {
  expect(
    matchesSearch('Balance is over -5; and Town is "Ulm"; and Job is no-one', 'one ulm -5'),
  ).toBe(true);
});
