import type { Expression, MemberExpression, PrivateName, Statement } from '@babel/types';
import type { CategoryTest, NumericTest, Test } from './branches.ts';
import { CodeFault, spanOf, type Span } from './syntax.ts';

/*
 * The independent reader of the tree function: it takes nothing but nested if/else, return of a
 * leaf number, and the four shapes of a test. Anything else is a fault.
 */

/** A branch found in a text; assignable to `Branch` but for the words, which are comments there. */
export type FoundBranch = FoundIf | FoundReturn;

export interface FoundIf {
  readonly kind: 'if';
  readonly line: number;
  readonly test: Test;
  readonly yes: FoundBranch;
  readonly no: FoundBranch;
  /**
   * Where the test stands, its `) <=` or `) >` with the spaces around (numeric tests), and the
   * two blocks.
   */
  readonly at: {
    readonly test: Span;
    readonly operator: Span | null;
    readonly yes: Span;
    readonly no: Span;
  };
}

interface FoundReturn {
  readonly kind: 'return';
  readonly line: number;
  readonly leaf: number;
  /** Where the leaf number stands. */
  readonly at: Span;
}

/** The one statement of a block. */
export function readBranch(statement: Statement, row: string): FoundBranch {
  const line = statement.loc?.start.line ?? 1;
  if (statement.type === 'ReturnStatement') {
    const argument = statement.argument;
    if (argument?.type !== 'NumericLiteral' || !Number.isInteger(argument.value)) {
      throw new CodeFault(statement, 'a return gives something other than a leaf number');
    }
    return { kind: 'return', line, leaf: argument.value, at: spanOf(argument) };
  }
  if (statement.type !== 'IfStatement') {
    throw new CodeFault(statement, `${statement.type} is neither if nor return`);
  }
  const { consequent, alternate } = statement;
  if (!alternate) throw new CodeFault(statement, 'an if has no else');
  const { test, operator } = readTest(statement.test, row);
  return {
    kind: 'if',
    line,
    test,
    yes: readBranch(onlyStatement(consequent), row),
    no: readBranch(onlyStatement(alternate), row),
    at: {
      test: spanOf(statement.test),
      operator,
      yes: spanOf(consequent),
      no: spanOf(alternate),
    },
  };
}

/** A block holds exactly one statement. */
export function onlyStatement(block: Statement): Statement {
  const [statement, ...more] = block.type === 'BlockStatement' ? block.body : [];
  const directives = block.type === 'BlockStatement' ? block.directives.length : 0;
  if (statement === undefined || more.length > 0 || directives > 0) {
    throw new CodeFault(block, 'a block does not hold exactly one statement');
  }
  return statement;
}

interface FoundTest {
  readonly test: Test;
  readonly operator: Span | null;
}

function readTest(test: Expression, row: string): FoundTest {
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
  return { test: readCategories(test, row), operator: null };
}

/** `(x.name ?? NaN) <= number`: the operator stands between the two sides. */
function readNumeric(
  kind: NumericTest['kind'],
  left: Expression | PrivateName,
  right: Expression,
  row: string,
): FoundTest {
  if (
    left.type !== 'LogicalExpression' ||
    left.operator !== '??' ||
    left.right.type !== 'Identifier' ||
    left.right.name !== 'NaN'
  ) {
    throw new CodeFault(left, 'a compared value is not of the form (x.name ?? NaN)');
  }
  return {
    test: { kind, feature: readFeature(left.left, row), threshold: readNumber(right) },
    operator: { start: spanOf(left).end, end: spanOf(right).start },
  };
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

/** `x.name === "a" || x.name === "b"`, or `x.name !== "a" && x.name !== "b"`. */
function readCategories(test: Expression, row: string): CategoryTest {
  const parts = joined(test);
  const first = parts[0]!;
  const equal = first.type === 'BinaryExpression' && first.operator === '===';
  const [comparison, joiner] = equal ? ['===', '||'] : ['!==', '&&'];
  if (test.type === 'LogicalExpression' && test.operator !== joiner) {
    throw new CodeFault(test, `comparisons by ${comparison} are joined by ${test.operator}`);
  }
  let feature: string | null = null;
  const names = parts.map((part) => {
    if (part.type !== 'BinaryExpression' || part.operator !== comparison) {
      throw new CodeFault(part, 'a test has none of the known shapes');
    }
    const name = readFeature(part.left, row);
    if (feature !== null && name !== feature) {
      throw new CodeFault(part, 'a list of categories asks two features');
    }
    feature = name;
    if (part.right.type !== 'StringLiteral') {
      throw new CodeFault(part, 'a category is compared with something other than a text');
    }
    return part.right.value;
  });
  return { kind: equal ? 'one-of' : 'none-of', feature: feature ?? '', names };
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

/** Every `if` of a branch, in pre-order. */
export function ifsOf(branch: FoundBranch): FoundIf[] {
  if (branch.kind === 'return') return [];
  return [branch, ...ifsOf(branch.yes), ...ifsOf(branch.no)];
}
