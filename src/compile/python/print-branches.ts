import {
  isCategoryTest,
  passesOf,
  type CategoryTest,
  type Test,
  type WordedBranch,
} from '../branches.ts';
import { LINE_WIDTH } from '../script/print.ts';
import { pyComment, pyFloat, pyText } from './quote.ts';

export const STEP = '    ';

/** The statements of a function body; `leafWords` tells each leaf in words, for its comment. */
export function printBranches(
  branch: WordedBranch,
  leafWords: (leaf: number) => string,
  indent: string,
): string[] {
  if (branch.kind === 'return') {
    return [`${indent}return ${branch.leaf}  ${pyComment(leafWords(branch.leaf))}`];
  }
  const inner = indent + STEP;
  return [
    ...printHead(branch.test, indent),
    `${inner}${pyComment(branch.words.yes)}`,
    ...printBranches(branch.yes, leafWords, inner),
    `${indent}else:`,
    `${inner}${pyComment(branch.words.no)}`,
    ...printBranches(branch.no, leafWords, inner),
  ];
}

function printHead(test: Test, indent: string): string[] {
  const line = `${indent}if ${printTest(test)}:`;
  if (line.length <= LINE_WIDTH || !isCategoryTest(test)) return [line];
  const { head, members } = membership(test);
  if (members.length === 1) return [line];
  return [
    `${indent}if ${head} (`,
    ...members.map((member) => `${indent}${STEP}${member},`),
    `${indent}):`,
  ];
}

/** A test as an expression on one line. */
function printTest(test: Test): string {
  if (isCategoryTest(test)) {
    const { head, members } = membership(test);
    return members.length === 1 ? `${head} ${members[0]}` : `${head} (${members.join(', ')})`;
  }
  const { kind, feature, threshold, strict = false } = test;
  const value = `_number(row, ${pyText(feature)})`;
  if (kind === 'at-most') return `${value} ${strict ? '<' : '<='} ${pyFloat(threshold)}`;
  return `not ${value} ${strict ? '>=' : '>'} ${pyFloat(threshold)}`;
}

/** A list of categories; a missing value is None, and listed like a name. */
function membership(test: CategoryTest): { head: string; members: readonly string[] } {
  const { listed, missing } = passesOf(test);
  const names = test.names.map(pyText);
  const members = listed === missing ? ['None', ...names] : names;
  const [one, many] = listed ? ['==', 'in'] : ['!=', 'not in'];
  const isNone = listed ? 'is' : 'is not';
  const operator = members.length > 1 ? many : names.length === 1 ? one : isNone;
  return { head: `_text(row, ${pyText(test.feature)}) ${operator}`, members };
}
