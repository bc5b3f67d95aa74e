import { parseExpression } from '@babel/parser';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accessTo,
  commentText,
  literalKey,
  memberKey,
  numberText,
  quoted,
} from '../../src/compile/script/quote.ts';
import { HOSTILE_NAMES } from './random-model.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_NAMES));

describe('a quoted text', () => {
  test('is ASCII, closes no comment or script, and reads back as itself', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const text = a + b;
        const literal = quoted(text);
        expect(literal).toMatch(/^[\u0020-\u007e]*$/);
        expect(literal).not.toContain('*/');
        expect(literal).not.toContain('<');
        const node = parseExpression(literal);
        expect(node.type === 'StringLiteral' && node.value).toBe(text);
      }),
    );
  });

  test('keeps a slash that is only a slash', () => {
    expect(quoted('km/h')).toBe('"km/h"');
  });
});

describe('a name', () => {
  test('is written plainly only when it is a plain word', () => {
    expect(accessTo('Income')).toBe('x.Income');
    expect(accessTo('class')).toBe('x.class');
    expect(accessTo('a b')).toBe('x["a b"]');
    expect(accessTo('größe')).toBe('x["gr\\u00f6\\u00dfe"]');
    expect(accessTo('__proto__')).toBe('x["__proto__"]');
    expect(memberKey('__proto__')).toBe('"__proto__"');
  });

  test('is the same key in an object literal', () => {
    for (const name of HOSTILE_NAMES) {
      const node = parseExpression(`{ ${literalKey(name)}: 1 }`);
      if (node.type !== 'ObjectExpression') throw new Error('not an object');
      const [property] = node.properties;
      if (property?.type !== 'ObjectProperty') throw new Error('not a property');
      const { key } = property;
      const found =
        key.type === 'Identifier' ? key.name : key.type === 'StringLiteral' && key.value;
      expect(found).toBe(name);
      expect(property.computed).toBe(name === '__proto__');
    }
  });
});

test('a comment is one line, shows what is hidden, and neither ends nor directs', () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const comment = commentText(a + b);
      expect(comment).not.toMatch(/[\r\n\u2028\u2029\u202e\u2066]/);
      expect(comment).not.toContain('*/');
      expect(comment).not.toMatch(/^\s*@/);
      expect(comment.length).toBeLessThanOrEqual(210);
    }),
  );
});

test('a number reads back as the very same double', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      const node = parseExpression(numberText(Math.abs(value)));
      const found = node.type === 'NumericLiteral' ? node.value : Infinity;
      expect(Object.is(found, Math.abs(value))).toBe(true);
      expect(numberText(-value)).toBe(Object.is(-value, -0) ? '-0' : numberText(-value));
    }),
  );
  expect(numberText(-0)).toBe('-0');
  expect(numberText(1e21)).toBe('1e21');
});
