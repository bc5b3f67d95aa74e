import type { Node } from '@babel/types';
import { childrenOf, spanOf, type Span, type Syntax } from './syntax.ts';

/*
 * The only file that turns text into a function. It is handed nothing but text that has been read
 * back first (or a seeded fault of it), so what runs is literals, comparisons and returns.
 */

/** A row as the generated function takes it. */
export type Row = Readonly<Record<string, number | string | null | undefined>>;

/** The functions of a generated file. */
export interface LoadedModule {
  readonly leaf: (row: Row) => number;
  readonly predict: (row: Row) => string | number;
  readonly score: (row: Row) => readonly number[] | number;
  readonly explain: (row: Row) => { readonly id: string };
  readonly parse: (value: unknown) => Parsed;
  readonly outOfRange: (row: Row) => readonly Problem[];
  readonly encode: (row: Row, buffer: Float64Array, offset: number) => void;
  readonly leafAt: (buffer: Float64Array, offset: number) => number;
  readonly predictAt: (buffer: Float64Array, offset: number) => number;
  readonly predictBatch: PredictBatch;
}

export type PredictBatch = (
  buffer: Float64Array,
  nRows: number,
  out: Float64Array | Int32Array,
) => void;

interface Problem {
  readonly feature: string | null;
  readonly problem: string;
}

type Parsed =
  | { readonly ok: true; readonly features: Row }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const FUNCTIONS =
  'leaf, predict, score, explain, parse, outOfRange, encode, leafAt, predictAt, predictBatch';

/** Runs the text that {@link runnable} made. */
export function loadModule(code: string): LoadedModule {
  return evaluate(code, `{ ${FUNCTIONS} }`) as LoadedModule;
}

/** Runs the text of one function alone; `before` declares what it needs. */
export function loadFunction(name: 'leaf', before: string, code: string): LoadedModule['leaf'];
export function loadFunction(name: 'leafAt', before: string, code: string): LoadedModule['leafAt'];
export function loadFunction(name: 'predictBatch', before: string, code: string): PredictBatch;
export function loadFunction(name: string, before: string, code: string): unknown {
  return evaluate(`${before}\n${code}`, name);
}

function evaluate(code: string, result: string): unknown {
  // The one place where text becomes a function: what was emitted is run before it is written.
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
  const body = new Function('module', `"use strict";${code}\nreturn ${result};`) as (
    module: object,
  ) => unknown;
  return body({});
}

/**
 * The text of a module as the body of a function: types and the word `export` are blanked out, so
 * that everything else keeps its place.
 */
export function runnable({ text, file, typed }: Syntax): string {
  const typesOf = typed ? typesIn : (): Span[] => [];
  const blanks = file.program.body.flatMap((statement): Span[] => {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) {
      return typesOf(statement);
    }
    const { declaration } = statement;
    if (declaration.type.startsWith('TS')) return [spanOf(statement)];
    const word = { start: spanOf(statement).start, end: spanOf(declaration).start };
    return [word, ...typesOf(declaration)];
  });
  let code = '';
  let from = 0;
  for (const { start, end } of blanks) {
    code += text.slice(from, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    from = end;
  }
  return code + text.slice(from);
}

/** Type annotations, casts and non-null marks below a node, in the order of the text. */
function typesIn(node: Node): Span[] {
  if (node.type === 'TSTypeAnnotation') return [spanOf(node)];
  const below = childrenOf(node).flatMap(typesIn);
  const isMark = node.type === 'TSNonNullExpression' || node.type === 'TSAsExpression';
  if (!isMark) return below.sort((a, b) => a.start - b.start);
  const inner = spanOf(node.expression).end;
  const kept = below.filter(({ start }) => start < inner);
  return [...kept, { start: inner, end: spanOf(node).end }].sort((a, b) => a.start - b.start);
}
