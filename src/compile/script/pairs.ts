import {
  isCategoryTest,
  passesOf,
  type Branch,
  type If,
  type Return,
  type Test,
} from '../branches.ts';

/**
 * Two leaves side by side that one comparison tells apart. Functions of plain numbers write them as
 * one statement, `5 - +(test)` for leaf 4 where the test holds and else leaf 5: half of the rows
 * would be guessed wrong at such a branch, which costs more than all the rest of the level.
 */
export interface Pair extends If {
  readonly yes: Return;
  readonly no: Return;
}

export function isPair(branch: Branch): branch is Pair {
  if (branch.kind === 'return') return false;
  const { test, yes, no } = branch;
  if (yes.kind !== 'return' || no.kind !== 'return') return false;
  return no.leaf === yes.leaf + 1 && comparisonsOf(test) === 1;
}

/** How many comparisons a test is made of. */
function comparisonsOf(test: Test): number {
  if (!isCategoryTest(test)) return 1;
  const { listed, missing } = passesOf(test);
  return test.names.length + (listed === missing ? 1 : 0);
}
