import type { WordedBranch } from '../branches.ts';
import { printFlatTest, type FlatStyle } from '../flat.ts';
import { leafWords } from '../header.ts';
import { LINE_WIDTH } from '../script/print.ts';
import { C_KINDS } from './kinds.ts';
import { cData } from './print-data.ts';
import { cOrigin, leafHead } from './print-header.ts';
import { cStyle, type CProgram } from './program.ts';
import { cComment } from './quote.ts';
import { cAnswers } from './tables.ts';

const STEP = '  ';

/** The text of `predict.c` around its leaf function, which {@link printCLeaf} prints. */
export function printSource(program: CProgram, leaf: string): string {
  const { kind, content } = program;
  const { tables, functions } = cAnswers(program);
  const definitions = tables.map(
    ({ declaration, data }) =>
      `${declaration} = ${cData(data, numberOf(declaration), declaration.length + 4)};\n`,
  );
  const answers = functions.map(
    ({ type, name, from }) =>
      `${type}${name}(const ${kind.type} *x) {\n  return ${from}[espalier_leaf(x)];\n}\n`,
  );
  return [
    `${cOrigin(content.meta)}\n`,
    '#include "predict.h"\n',
    ...definitions,
    leaf,
    ...answers,
  ].join('\n');
}

/** How the numbers of a table are written. */
export function numberOf(declaration: string): (value: number) => string {
  return declaration.startsWith('const int') ? String : C_KINDS.float64.literal;
}

/** The function that holds the tree. */
export function printCLeaf(program: CProgram, branch: WordedBranch): string {
  const words = (leaf: number): string => leafWords(program.content, leaf);
  const print: PrintBranches = { program, style: cStyle(program), words };
  const unused = branch.kind === 'return' ? UNUSED : '';
  return `${leafHead(program.kind)} {\n${unused}${linesOf(branch, print, STEP).join('\n')}\n}\n`;
}

/** Said of a row that a tree of one leaf does not look at. */
export const UNUSED = `${STEP}(void)x;\n`;

interface PrintBranches {
  readonly program: CProgram;
  readonly style: FlatStyle;
  readonly words: (leaf: number) => string;
}

function linesOf(branch: WordedBranch, print: PrintBranches, indent: string): string[] {
  if (branch.kind === 'return') {
    return [`${indent}return ${branch.leaf}; ${cComment(print.words(branch.leaf))}`];
  }
  const inner = indent + STEP;
  return [
    ...headOf(printFlatTest(branch.test, print.program.layout, print.style), indent),
    `${inner}${cComment(branch.words.yes)}`,
    ...linesOf(branch.yes, print, inner),
    `${indent}} else {`,
    `${inner}${cComment(branch.words.no)}`,
    ...linesOf(branch.no, print, inner),
    `${indent}}`,
  ];
}

/** A test that is too long for a line is broken behind its operators. */
function headOf(test: string, indent: string): string[] {
  const line = `${indent}if (${test}) {`;
  if (line.length <= LINE_WIDTH) return [line];
  const parts = test.split(/(?<= (?:\|\||&&)) /);
  if (parts.length === 1) return [line];
  return [`${indent}if (`, ...parts.map((part) => `${indent}${STEP}${part}`), `${indent}) {`];
}
