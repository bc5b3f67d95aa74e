import { parseExpression } from '@babel/parser';
import type { Expression } from '@babel/types';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Test } from '../../src/compile/branches.ts';
import { ifsOf } from '../../src/compile/branches.ts';
import { layoutOf, printFlatTest, type FlatStyle, type Layout } from '../../src/compile/flat.ts';
import { readFlatTest, type FlatSyntax } from '../../src/compile/flat-read.ts';
import { lower } from '../../src/compile/lower.ts';
import { Random } from '../../src/core/random.ts';
import { creditModel } from './models.ts';
import { randomModel } from './random-model.ts';

/** `x[3]`. */
function indexed(node: Expression): number | null {
  if (node.type !== 'MemberExpression' || !node.computed) return null;
  const { object, property } = node;
  if (object.type !== 'Identifier' || object.name !== 'x') return null;
  return property.type === 'NumericLiteral' ? property.value : null;
}

const STYLE: FlatStyle = {
  access: (position) => `x[${position}]`,
  number: (value) => (Object.is(value, -0) ? '-0' : String(value)),
  code: (_, place) => String(place),
  equal: '===',
  unequal: '!==',
  missing: null,
};
const SYNTAX: FlatSyntax = {
  position: indexed,
  constants: new Map([['Infinity', Infinity]]),
  missing: null,
  equal: '===',
  unequal: '!==',
};

/** Names for the places of categories, and a constant for a missing value. */
const NAMED: FlatStyle = {
  ...STYLE,
  code: (_, place) => `C${place}`,
  equal: '==',
  unequal: '!=',
  missing: 'MISSING',
};
const NAMED_SYNTAX: FlatSyntax = {
  ...SYNTAX,
  constants: new Map(Array.from({ length: 80 }, (_, place) => [`C${place}`, place])),
  missing: 'MISSING',
  equal: '==',
  unequal: '!=',
};

function read(text: string, layout: Layout, syntax = SYNTAX): Test {
  return readFlatTest(parseExpression(text), layout, syntax);
}

test('every test that a tree makes is read back as it was, in either style', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.nat(0xffffffff), (seed) => {
      const model = randomModel(new Random(seed));
      const layout = layoutOf(model);
      for (const { test: own } of ifsOf(lower(model))) {
        kinds.add(own.kind);
        expect(read(printFlatTest(own, layout, STYLE), layout)).toEqual(own);
        if ('threshold' in own && own.threshold === Infinity && own.kind === 'not-over') continue;
        const named = printFlatTest(own, layout, NAMED);
        expect(read(named, layout, NAMED_SYNTAX)).toEqual(own);
      }
    }),
    { numRuns: 300, seed: 20261122 },
  );
  expect(kinds.size).toBe(6);
});

describe('whatever is not a test of a flat row is a fault', () => {
  const layout = layoutOf(creditModel());
  // Seniority, Home, Records, Income.
  test.each([
    ['another comparison', 'x[3] < 80', 'a test has none of the known shapes'],
    ['a loose comparison', 'x[1] == 2', 'a test has none of the known shapes'],
    ['another row', 'y[3] <= 80', 'a test asks something other than the row'],
    ['a named position', 'x[a] <= 80', 'a test asks something other than the row'],
    ['a position that is not there', 'x[4] <= 80', 'the row has no position 4'],
    ['a computed threshold', 'x[3] <= 70 + 10', 'a value is compared with no number'],
    ['a threshold by an unknown name', 'x[3] <= LIMIT', 'a value is compared with no number'],
    ['a negated list', '!(x[1] === 2)', 'a negation holds something other than ">"'],
    ['two features', 'x[1] === 2 || x[2] === 1', 'a test asks two features'],
    ['two thresholds', 'x[3] <= 80 && x[3] <= 70', 'a test has none of the known shapes'],
    ['mixed comparisons', 'x[1] === 2 || x[1] !== 1', 'a test has none of the known shapes'],
    ['another joiner', 'x[1] === 2 && x[1] === 1', 'a test has none of the known shapes'],
    ['presence at the wrong end', 'x[1] !== x[1] || x[1] === 2', 'a test has none of'],
    ['a number asked like a category', 'x[3] === 2', 'a test has none of the known shapes'],
    ['a category that is not there', 'x[1] === 6', 'the feature has no category 6'],
    ['a part of a category', 'x[1] === 1.5', 'the feature has no category 1.5'],
    ['a call', 'x[3]() <= 80', 'a test asks something other than the row'],
  ])('%s', (_, text, fault) => {
    expect(() => read(text, layout)).toThrow(fault);
  });

  test.each([
    ['no question for a missing value', 'x[3] <= 80'],
    ['a negation', 'x[3] != MISSING && !(x[3] > 80)'],
    ['another joiner', 'x[3] != MISSING || x[3] <= 80'],
    ['only the missing value', 'x[3] == MISSING'],
    ['the other order', 'x[3] <= 80 && x[3] != MISSING'],
    ['NaN', 'x[1] == C1 || x[1] != x[1]'],
  ])('with a constant for missing values: %s', (_, text) => {
    expect(() => read(text, layout, NAMED_SYNTAX)).toThrow();
  });

  test('a category asked like a number is read as it stands: the comparison with the tree judges', () => {
    expect(read('x[1] <= 2', layout)).toEqual({ kind: 'at-most', feature: 'Home', threshold: 2 });
  });
});
