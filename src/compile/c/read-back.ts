import type { Expression } from '@babel/types';
import { compareData } from '../compare.ts';
import type { Branch } from '../branches.ts';
import type { FlatSyntax } from '../flat-read.ts';
import { readFlatTest } from '../flat-read.ts';
import type { Data } from '../script/print-data.ts';
import { onlyStatement, readBranch, returnedNumber } from '../script/read-branches.ts';
import { CodeFault, parseModule } from '../script/syntax.ts';
import { MISSING } from './kinds.ts';
import { leafHead } from './print-header.ts';
import { UNUSED } from './print-source.ts';
import type { CProgram } from './program.ts';
import { utf8 } from './quote.ts';
import { cAnswers } from './tables.ts';

/*
 * The independent reader of C. What it is asked to read is at the same time JavaScript, but for the
 * head of the function and the suffix of a float, so that a parser of that can read it.
 */

/**
 * Reads a leaf function back, with the constants that `header` defines.
 * @throws Error for anything that the printer would never have written.
 */
export function readCLeaf(program: CProgram, header: string, leaf: string): Branch {
  const head = `${leafHead(program.kind)} {\n`;
  if (!leaf.startsWith(head)) throw new Error('the leaf function starts in another way');
  const body = leaf.slice(head.length).replace(UNUSED, '').replace(FLOAT_SUFFIX, '$1');
  const { file } = parseModule(`function leaf(x) {\n${body}`, 'js');
  const [statement, ...more] = file.program.body;
  if (statement?.type !== 'FunctionDeclaration' || more.length > 0) {
    throw new CodeFault(file.program, 'there is more, or less, than the leaf function');
  }
  const syntax = syntaxOf(program, constantsIn(header));
  return readBranch(onlyStatement(statement.body), {
    test: (test) => readFlatTest(test, program.layout, syntax),
    leaf: returnedNumber,
    pairs: false,
  });
}

const FLOAT_SUFFIX = /(?<![\w.])(\d+\.\d+(?:e-?\d+)?|\d+e-?\d+)f\b/g;

function syntaxOf({ kind }: CProgram, own: ReadonlyMap<string, number>): FlatSyntax {
  const isFloating = kind.missing === 'NAN';
  return {
    position: (node) => positionOf(node, own),
    constants: isFloating ? new Map([...own, [kind.literal(Infinity), Infinity]]) : own,
    missing: isFloating ? null : MISSING,
    equal: '==',
    unequal: '!=',
  };
}

/** `x[ESPALIER_X_INCOME]`. */
function positionOf(node: Expression, constants: ReadonlyMap<string, number>): number | null {
  if (node.type !== 'MemberExpression' || !node.computed) return null;
  const { object, property } = node;
  if (object.type !== 'Identifier' || object.name !== 'x') return null;
  return property.type === 'Identifier' ? (constants.get(property.name) ?? null) : null;
}

/** The numbers that a header names, by `#define` or in an enumeration. */
function constantsIn(header: string): ReadonlyMap<string, number> {
  const lines = header.matchAll(/^(?:#define |  )(ESPALIER_\w+)(?: = | )(\d+)(?=[, \n])/gm);
  return new Map(Array.from(lines, ([, name, value]) => [name!, Number(value)]));
}

/** Compares the tables of `predict.c` with what they should hold; the differences in words. */
export function compareTables(program: CProgram, source: string): string[] {
  return cAnswers(program).tables.flatMap(({ declaration, name, data }) => {
    const start = source.indexOf(`\n${declaration} = `);
    const end = source.indexOf(';\n', start);
    if (start === -1) return [`there is no ${name}`];
    const text = source.slice(start + declaration.length + 4, end);
    return compareData(bytesIn(data), initialiser(text), name);
  });
}

/** An initialiser as data: a text is its bytes, each as a character. */
function initialiser(text: string): Data {
  const array = text.replace(/"(?:[^"\\]|\\.)*"|[{}]/g, (token) => {
    if (token === '{') return '[';
    return token === '}' ? ']' : JSON.stringify(bytesOfLiteral(token));
  });
  return JSON.parse(array) as Data;
}

function bytesOfLiteral(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code,
    );
}

/** The same data with the bytes of each text in its place. */
function bytesIn(data: Data): Data {
  if (typeof data === 'string') return String.fromCharCode(...utf8(data));
  return Array.isArray(data) ? data.map((item: Data) => bytesIn(item)) : data;
}
