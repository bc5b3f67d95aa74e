import {
  isCategoryTest,
  passesOf,
  type CategoryTest,
  type Test,
  type WordedBranch,
} from '../branches.ts';
import { isPair, type Pair } from './pairs.ts';
import { accessTo, commentText, numberText, quoted } from './quote.ts';

/** Longest line that is not broken. */
export const LINE_WIDTH = 100;
const STEP = '  ';

/** How the branches of one function are written. */
export interface BranchStyle {
  /** A test as expressions that are joined by {@link joinerOf}: one, but for a list of categories. */
  readonly comparisons: (test: Test) => readonly string[];
  /** The statement of a leaf, by its number as an expression. */
  readonly leaf: (number: number | string) => string;
  /** Whether two leaves side by side are one statement: see {@link Pair}. */
  readonly pairs: boolean;
  /** What a leaf says in its comment; `null` for branches without comments. Made safe here. */
  readonly words: ((leaf: number) => string) | null;
}

/** The statements of a function body. */
export function printBranches(branch: WordedBranch, style: BranchStyle, indent: string): string[] {
  if (branch.kind === 'return') {
    const words = style.words === null ? '' : ` // ${commentText(style.words(branch.leaf))}`;
    return [`${indent}${style.leaf(branch.leaf)}${words}`];
  }
  if (style.pairs && isPair(branch)) return [`${indent}${pairText(branch, style)}`];
  const inner = indent + STEP;
  const remark = (words: string): string[] =>
    style.words === null ? [] : [`${inner}// ${commentText(words)}`];
  return [
    ...printHead(branch.test, style, indent),
    ...remark(branch.words.yes),
    ...printBranches(branch.yes, style, inner),
    `${indent}} else {`,
    ...remark(branch.words.no),
    ...printBranches(branch.no, style, inner),
    `${indent}}`,
  ];
}

/** `5 - +(test)` as a leaf. */
function pairText({ test, no }: Pair, style: BranchStyle): string {
  const comparison = printTest(test, style);
  const value = comparison.startsWith('!(') ? comparison : `(${comparison})`;
  return style.leaf(`${no.leaf} - +${value}`);
}

function printHead(test: Test, style: BranchStyle, indent: string): string[] {
  const line = `${indent}if (${printTest(test, style)}) {`;
  const parts = style.comparisons(test);
  if (line.length <= LINE_WIDTH || parts.length === 1) return [line];
  const last = parts.length - 1;
  return [
    `${indent}if (`,
    ...parts.map((part, i) => `${indent}${STEP}${part}${i < last ? ` ${joinerOf(test)}` : ''}`),
    `${indent}) {`,
  ];
}

/** A test as an expression on one line. */
export function printTest(test: Test, { comparisons }: Pick<BranchStyle, 'comparisons'>): string {
  return comparisons(test).join(` ${joinerOf(test)} `);
}

function joinerOf(test: Test): string {
  return isCategoryTest(test) && !passesOf(test).listed ? '&&' : '||';
}

/** The comparisons of a row as people write it. */
export function objectComparisons(test: Test): readonly string[] {
  switch (test.kind) {
    case 'at-most':
      return [
        `${numberOf(test.feature)} ${test.strict ? '<' : '<='} ${numberText(test.threshold)}`,
      ];
    case 'not-over':
      return [
        `!(${numberOf(test.feature)} ${test.strict ? '>=' : '>'} ${numberText(test.threshold)})`,
      ];
    case 'one-of':
    case 'none-of':
    case 'one-of-or-missing':
    case 'known-none-of':
      return categoryComparisons(test);
  }
}

function numberOf(feature: string): string {
  return `(${accessTo(feature)} ?? NaN)`;
}

function categoryComparisons(test: CategoryTest): string[] {
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
