import type { Expression, Statement } from '@babel/types';
import { readFlatTest, type FlatSyntax } from '../flat-read.ts';
import { printFlatTest, type FlatStyle } from '../flat.ts';
import type { Test } from '../branches.ts';
import type { BodyKind } from './declarer.ts';
import { at } from './parts-flat.ts';
import type { Plan } from './plan.ts';
import { objectComparisons, type BranchStyle } from './print.ts';
import { numberText } from './quote.ts';
import { returnedNumber, type BranchReader } from './read-branches.ts';
import { readTest } from './read-test.ts';

/** How the branches of a function are printed. */
export function styleOf(
  kind: BodyKind,
  { layout }: Plan,
  there: string,
): Omit<BranchStyle, 'words'> {
  const leaf = (number: number | string): string =>
    kind.leaf === 'return' ? `return ${number};` : `k = ${number};`;
  if (kind.access === 'object') return { comparisons: objectComparisons, leaf, pairs: false };
  const style: FlatStyle = {
    access: (position) =>
      kind.access === 'variable'
        ? `f${position}`
        : `${kind.row}[${at('offset', position)}]${there}`,
    number: numberText,
    code: (_, place) => numberText(place),
    equal: '===',
    unequal: '!==',
    missing: null,
  };
  // Nothing but numbers stands in such a test: no name can hold an operator.
  const comparisons = (test: Test): readonly string[] =>
    printFlatTest(test, layout, style).split(/ (?:\|\||&&) /);
  return { comparisons, leaf, pairs: true };
}

/** How the branches of a function are read back. */
export function readerOf(kind: BodyKind, { layout }: Plan): BranchReader {
  const leaf = kind.leaf === 'return' ? returnedNumber : assignedNumber;
  if (kind.access === 'object') {
    return { test: (node) => readTest(node, kind.row), leaf, pairs: false };
  }
  const syntax: FlatSyntax = {
    position: kind.access === 'variable' ? variablePosition : bufferPosition(kind.row),
    constants: new Map([['Infinity', Infinity]]),
    missing: null,
    equal: '===',
    unequal: '!==',
  };
  return { test: (node) => readFlatTest(node, layout, syntax), leaf, pairs: true };
}

/** `k = 3;` */
function assignedNumber(statement: Statement): Expression | null {
  if (statement.type !== 'ExpressionStatement') return null;
  const { expression } = statement;
  if (expression.type !== 'AssignmentExpression' || expression.operator !== '=') return null;
  const { left, right } = expression;
  return left.type === 'Identifier' && left.name === 'k' ? right : null;
}

/** `f3`. */
function variablePosition(node: Expression): number | null {
  const digits = node.type === 'Identifier' ? /^f(\d+)$/.exec(node.name)?.[1] : undefined;
  return digits === undefined ? null : Number(digits);
}

/** `buffer[offset + 3]`, or `buffer[offset]`. */
function bufferPosition(row: string): FlatSyntax['position'] {
  return (node) => {
    const access = node.type === 'TSNonNullExpression' ? node.expression : node;
    if (access.type !== 'MemberExpression' || !access.computed) return null;
    if (access.object.type !== 'Identifier' || access.object.name !== row) return null;
    const { property } = access;
    if (property.type === 'Identifier') return property.name === 'offset' ? 0 : null;
    if (property.type !== 'BinaryExpression' || property.operator !== '+') return null;
    const { left, right } = property;
    if (left.type !== 'Identifier' || left.name !== 'offset') return null;
    return right.type === 'NumericLiteral' ? right.value : null;
  };
}
