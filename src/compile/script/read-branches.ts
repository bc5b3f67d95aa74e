import type { BinaryExpression, Expression, Statement } from '@babel/types';
import type { If, Return, Test } from '../branches.ts';
import { CodeFault, spanOf, type Span } from './syntax.ts';

/*
 * The independent reader of the branches of a function: it takes nothing but nested if/else, leaf
 * numbers, pairs of them and tests of known shapes. Anything else is a fault.
 */

/** What tests and leaves look like in the function that is read. */
export interface BranchReader {
  /** @throws CodeFault for a test of no known shape. */
  readonly test: (node: Expression) => Test;
  /** The number of a leaf in its statement; `null` where the statement is no leaf. */
  readonly leaf: (statement: Statement) => Expression | null;
  /** Whether `5 - +(test)` may stand for leaf 4 where the test holds, else leaf 5. */
  readonly pairs: boolean;
}

/** `return 3;` */
export function returnedNumber(statement: Statement): Expression | null {
  return statement.type === 'ReturnStatement' ? (statement.argument ?? null) : null;
}

/** A branch found in a text, and where. */
export type FoundBranch = FoundIf | FoundReturn;

export interface FoundIf extends If {
  readonly yes: FoundBranch;
  readonly no: FoundBranch;
  readonly at: IfSpans | PairSpan;
}

/** Where the test and the two blocks stand. */
interface IfSpans {
  readonly test: Span;
  readonly yes: Span;
  readonly no: Span;
}

/** Where the one statement of two leaves stands. */
interface PairSpan {
  readonly pair: Span;
}

interface FoundReturn extends Return {
  /** Where the leaf number stands. */
  readonly at: Span;
}

export function readBranch(statement: Statement, reader: BranchReader): FoundBranch {
  const line = statement.loc?.start.line ?? 1;
  if (statement.type !== 'IfStatement') return readLeaf(statement, reader, line);
  const { consequent, alternate } = statement;
  if (!alternate) throw new CodeFault(statement, 'an if has no else');
  return {
    kind: 'if',
    line,
    test: reader.test(statement.test),
    yes: readBranch(onlyStatement(consequent), reader),
    no: readBranch(onlyStatement(alternate), reader),
    at: {
      test: spanOf(statement.test),
      yes: spanOf(consequent),
      no: spanOf(alternate),
    },
  };
}

function readLeaf(statement: Statement, reader: BranchReader, line: number): FoundBranch {
  const number = reader.leaf(statement);
  if (number === null) throw new CodeFault(statement, `${statement.type} is neither if nor leaf`);
  if (reader.pairs && number.type === 'BinaryExpression') {
    return readPair(statement, number, reader, line);
  }
  if (number.type !== 'NumericLiteral' || !Number.isInteger(number.value)) {
    throw new CodeFault(statement, 'a leaf is something other than its number');
  }
  return { kind: 'return', line, leaf: number.value, at: spanOf(number) };
}

/** `5 - +(test)` */
function readPair(
  statement: Statement,
  { operator, left, right }: BinaryExpression,
  reader: BranchReader,
  line: number,
): FoundIf {
  if (operator !== '-' || left.type !== 'NumericLiteral' || !Number.isInteger(left.value)) {
    throw new CodeFault(statement, 'two leaves are something other than the second less a test');
  }
  if (right.type !== 'UnaryExpression' || right.operator !== '+') {
    throw new CodeFault(statement, 'two leaves are told apart by something other than a test');
  }
  const leaf = (number: number): FoundReturn => ({
    kind: 'return',
    line,
    leaf: number,
    at: spanOf(left),
  });
  return {
    kind: 'if',
    line,
    test: reader.test(right.argument),
    yes: leaf(left.value - 1),
    no: leaf(left.value),
    at: { pair: spanOf(statement) },
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
