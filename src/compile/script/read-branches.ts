import type { Expression, Statement } from '@babel/types';
import type { If, Return, Test } from '../branches.ts';
import { CodeFault, spanOf, type Span } from './syntax.ts';

/*
 * The independent reader of the tree function: it takes nothing but nested if/else, return of a
 * leaf number, and tests that a reader of its own reads. Anything else is a fault.
 */

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

type ReadTest = (test: Expression) => Test;

/** The one statement of a block. */
export function readBranch(statement: Statement, readTest: ReadTest): FoundBranch {
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
  return {
    kind: 'if',
    line,
    test: readTest(statement.test),
    yes: readBranch(onlyStatement(consequent), readTest),
    no: readBranch(onlyStatement(alternate), readTest),
    at: {
      test: spanOf(statement.test),
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
