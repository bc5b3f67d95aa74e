import type { Expression, Statement } from '@babel/types';
import type { If, Return, Test } from '../branches.ts';
import { CodeFault, spanOf, type Span } from './syntax.ts';

/*
 * The independent reader of the branches of a function: it takes nothing but nested if/else, leaf
 * numbers and tests of known shapes. Anything else is a fault.
 */

/** What tests and leaves look like in the function that is read. */
export interface BranchReader {
  /** @throws CodeFault for a test of no known shape. */
  readonly test: (node: Expression) => Test;
  /** The number of a leaf in its statement; `null` where the statement is no leaf. */
  readonly leaf: (statement: Statement) => Expression | null;
}

/** A branch found in a text, and where. */
export type FoundBranch = FoundIf | FoundReturn;

export interface FoundIf extends If {
  readonly yes: FoundBranch;
  readonly no: FoundBranch;
  /** Where the test and the two blocks stand. */
  readonly at: {
    readonly test: Span;
    readonly yes: Span;
    readonly no: Span;
  };
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

function readLeaf(statement: Statement, reader: BranchReader, line: number): FoundReturn {
  const number = reader.leaf(statement);
  if (number === null) throw new CodeFault(statement, `${statement.type} is neither if nor leaf`);
  if (number.type !== 'NumericLiteral' || !Number.isInteger(number.value)) {
    throw new CodeFault(statement, 'a leaf is something other than its number');
  }
  return { kind: 'return', line, leaf: number.value, at: spanOf(number) };
}

/** The one statement of a block. */
export function onlyStatement(block: Statement): Statement {
  const [statement, ...more] = block.type === 'BlockStatement' ? block.body : [];
  const directives = block.type === 'BlockStatement' ? block.directives.length : 0;
  if (statement === undefined || more.length > 0 || directives > 0) {
    throw new CodeFault(block, 'a block does not hold exactly one statement');
  }
  return statement;
}
