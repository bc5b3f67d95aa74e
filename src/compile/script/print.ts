import {
  isCategoryTest,
  passesOf,
  type WordedBranch,
  type CategoryTest,
  type Test,
} from '../branches.ts';
import { accessTo, commentText, numberText, quoted } from './quote.ts';

/** Longest line that is not broken. */
export const LINE_WIDTH = 100;
const STEP = '  ';

/**
 * The statements of a function body. `leafWords` tells each leaf in words, for its comment; user
 * text in it is made safe here.
 */
export function printBranches(
  branch: WordedBranch,
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
  if (line.length <= LINE_WIDTH || !isCategoryTest(test)) return [line];
  const parts = comparisons(test);
  if (parts.length === 1) return [line];
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
      return `(${accessTo(test.feature)} ?? NaN) ${test.strict ? '<' : '<='} ${numberText(test.threshold)}`;
    case 'not-over':
      return `!((${accessTo(test.feature)} ?? NaN) ${test.strict ? '>=' : '>'} ${numberText(test.threshold)})`;
    case 'one-of':
    case 'none-of':
    case 'one-of-or-missing':
    case 'known-none-of':
      return comparisons(test).join(` ${joiner(test)} `);
  }
}

function comparisons(test: CategoryTest): string[] {
  const row = accessTo(test.feature);
  const operator = passesOf(test).listed ? '===' : '!==';
  const names = test.names.map((name) => `${row} ${operator} ${quoted(name)}`);
  switch (test.kind) {
    case 'known-none-of':
      return [`typeof ${row} === "string"`, ...names];
    case 'one-of-or-missing':
      return [...names, `typeof ${row} !== "string"`];
    default:
      return names;
  }
}

function joiner(test: CategoryTest): string {
  return passesOf(test).listed ? '||' : '&&';
}
