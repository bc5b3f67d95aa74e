import type { Branch, CategoryTest, Test } from './branches.ts';
import { accessTo, commentText, numberText, quoted } from './quote.ts';

/** Longest line that is not broken. */
export const LINE_WIDTH = 100;
const STEP = '  ';

/**
 * The statements of a function body. `leafWords` tells each leaf in words, for its comment; user
 * text in it is made safe here.
 */
export function printBranches(
  branch: Branch,
  leafWords: (leaf: number) => string,
  indent: string,
): string[] {
  switch (branch.kind) {
    case 'return':
      return [`${indent}return ${branch.leaf}; // ${commentText(leafWords(branch.leaf))}`];
    case 'if':
      return [
        ...printHead(branch.test, indent),
        `${indent}${STEP}// ${commentText(branch.words.yes)}`,
        ...printBranches(branch.yes, leafWords, indent + STEP),
        `${indent}} else {`,
        `${indent}${STEP}// ${commentText(branch.words.no)}`,
        ...printBranches(branch.no, leafWords, indent + STEP),
        `${indent}}`,
      ];
  }
}

function printHead(test: Test, indent: string): string[] {
  const line = `${indent}if (${printTest(test)}) {`;
  if (line.length <= LINE_WIDTH || !isList(test) || test.names.length === 1) return [line];
  const parts = comparisons(test);
  const last = parts.length - 1;
  return [
    `${indent}if (`,
    ...parts.map((part, i) => `${indent}${STEP}${part}${i < last ? ` ${joiner(test)}` : ''}`),
    `${indent}) {`,
  ];
}

/** A test as an expression on one line. */
export function printTest(test: Test): string {
  switch (test.kind) {
    case 'at-most':
      return `(${accessTo(test.feature)} ?? NaN) <= ${numberText(test.threshold)}`;
    case 'not-over':
      return `!((${accessTo(test.feature)} ?? NaN) > ${numberText(test.threshold)})`;
    case 'one-of':
    case 'none-of':
      return comparisons(test).join(` ${joiner(test)} `);
  }
}

function isList(test: Test): test is CategoryTest {
  return test.kind === 'one-of' || test.kind === 'none-of';
}

function comparisons(test: CategoryTest): string[] {
  const operator = test.kind === 'one-of' ? '===' : '!==';
  return test.names.map((name) => `${accessTo(test.feature)} ${operator} ${quoted(name)}`);
}

function joiner(test: CategoryTest): string {
  return test.kind === 'one-of' ? '||' : '&&';
}
