import type { Expression, MemberExpression, PrivateName } from '@babel/types';
import { categoryKind, type CategoryTest, type NumericTest, type Test } from '../branches.ts';
import { CodeFault } from './syntax.ts';

/* The independent reader of a test: six shapes, and anything else is a fault. */

export function readTest(test: Expression, row: string): Test {
  if (test.type === 'BinaryExpression' && test.operator === '<=') {
    return readNumeric('at-most', test.left, test.right, row);
  }
  if (test.type === 'UnaryExpression' && test.operator === '!') {
    const inner = test.argument;
    if (inner.type === 'BinaryExpression' && inner.operator === '>') {
      return readNumeric('not-over', inner.left, inner.right, row);
    }
    throw new CodeFault(test, 'a negation holds something other than ">"');
  }
  return readCategories(test, row);
}

/** `(x.name ?? NaN) <= number`. */
function readNumeric(
  kind: NumericTest['kind'],
  left: Expression | PrivateName,
  right: Expression,
  row: string,
): NumericTest {
  if (
    left.type !== 'LogicalExpression' ||
    left.operator !== '??' ||
    left.right.type !== 'Identifier' ||
    left.right.name !== 'NaN'
  ) {
    throw new CodeFault(left, 'a compared value is not of the form (x.name ?? NaN)');
  }
  return { kind, feature: readFeature(left.left, row), threshold: readNumber(right) };
}

/** `x.name`, or `x["name"]`. */
function readFeature(node: Expression | PrivateName, row: string): string {
  if (node.type === 'MemberExpression' && isIdentifier(node.object, row)) {
    const name = propertyName(node);
    if (name !== null) return name;
  }
  throw new CodeFault(node, `a test asks something other than a feature of ${row}`);
}

function isIdentifier(node: MemberExpression['object'], name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function propertyName({ computed, property }: MemberExpression): string | null {
  if (!computed) return property.type === 'Identifier' ? property.name : null;
  return property.type === 'StringLiteral' ? property.value : null;
}

/** A number, `Infinity`, or either with a minus sign. */
export function readNumber(node: Expression): number {
  if (node.type === 'UnaryExpression' && node.operator === '-') return -readPositive(node.argument);
  return readPositive(node);
}

function readPositive(node: Expression): number {
  if (node.type === 'NumericLiteral') return node.value;
  if (node.type === 'Identifier' && node.name === 'Infinity') return Infinity;
  throw new CodeFault(node, 'a threshold is not a number');
}

/**
 * `x.name === "a" || x.name === "b"`, or `x.name !== "a" && x.name !== "b"`. The first may end in
 * `typeof x.name !== "string"`, the second begin with `typeof x.name === "string"`.
 */
function readCategories(test: Expression, row: string): CategoryTest {
  const parts = joined(test).map((part) => readComparison(part, row));
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const listed = first.equal !== (first.name === null);
  const [comparison, joiner] = listed ? ['===', '||'] : ['!==', '&&'];
  if (test.type === 'LogicalExpression' && test.operator !== joiner) {
    throw new CodeFault(test, `comparisons by ${comparison} are joined by ${test.operator}`);
  }
  const edge = listed ? last : first;
  const names = parts.flatMap((part) => {
    if (part.feature !== first.feature) {
      throw new CodeFault(part.node, 'a list of categories asks two features');
    }
    const isType = part.name === null;
    if (part.equal !== (listed !== isType) || (isType && part !== edge)) {
      throw new CodeFault(part.node, UNKNOWN_SHAPE);
    }
    return part.name ?? [];
  });
  const asksType = edge.name === null;
  const kind = categoryKind({ listed, missing: listed === asksType });
  return { kind, feature: first.feature, names };
}

const UNKNOWN_SHAPE = 'a test has none of the known shapes';

interface Comparison {
  readonly node: Expression;
  readonly feature: string;
  /** `===`, or `!==`. */
  readonly equal: boolean;
  /** The category compared with; `null` where it is asked whether the value is text at all. */
  readonly name: string | null;
}

/** `x.name === "a"`, or `typeof x.name === "string"`; or either with `!==`. */
function readComparison(node: Expression, row: string): Comparison {
  if (node.type !== 'BinaryExpression' || (node.operator !== '===' && node.operator !== '!==')) {
    throw new CodeFault(node, UNKNOWN_SHAPE);
  }
  const { left, right, operator } = node;
  if (right.type !== 'StringLiteral') {
    throw new CodeFault(node, 'a category is compared with something other than a text');
  }
  const equal = operator === '===';
  if (left.type !== 'UnaryExpression' || left.operator !== 'typeof') {
    return { node, feature: readFeature(left, row), equal, name: right.value };
  }
  if (right.value !== 'string') throw new CodeFault(node, 'a type other than text is asked for');
  return { node, feature: readFeature(left.argument, row), equal, name: null };
}

/** The operands of a chain of one logical operator, left to right. */
function joined(test: Expression): Expression[] {
  const parts: Expression[] = [];
  let rest = test;
  const operator = test.type === 'LogicalExpression' ? test.operator : null;
  while (rest.type === 'LogicalExpression' && rest.operator === operator) {
    parts.push(rest.right);
    rest = rest.left;
  }
  return [rest, ...parts.reverse()];
}
