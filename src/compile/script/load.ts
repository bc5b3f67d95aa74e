import type { Node } from '@babel/types';
import { spanOf, type Span, type Syntax } from './syntax.ts';

/*
 * The only file that turns text into a function. It is handed nothing but text that has been read
 * back first (or a seeded fault of it), so what runs is literals, comparisons and returns.
 */

/** A row as the generated function takes it. */
export type Row = Readonly<Record<string, number | string | null | undefined>>;

/** The functions of a generated file, the private one included. */
export interface LoadedModule {
  readonly leaf: (row: Row) => number;
  readonly predict: (row: Row) => string | number;
  readonly score: (row: Row) => readonly number[] | number;
  readonly explain: (row: Row) => { readonly id: string };
}

/** Runs the text that {@link runnable} made. */
export function loadModule(code: string): LoadedModule {
  return evaluate(code, '{ leaf, predict, score, explain }') as LoadedModule;
}

/** Runs the text of the leaf function alone. */
export function loadLeaf(code: string): LoadedModule['leaf'] {
  return evaluate(code, 'leaf') as LoadedModule['leaf'];
}

function evaluate(code: string, result: string): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
  const body = new Function(`"use strict";${code}\nreturn ${result};`) as () => unknown;
  return body();
}

/**
 * The text of a module as the body of a function: types and the word `export` are blanked out, so
 * that everything else keeps its place.
 */
export function runnable({ text, file }: Syntax): string {
  const blanks = file.program.body.flatMap((statement): Span[] => {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) {
      return typesIn(statement);
    }
    const { declaration } = statement;
    if (declaration.type.startsWith('TS')) return [spanOf(statement)];
    const word = { start: spanOf(statement).start, end: spanOf(declaration).start };
    return [word, ...typesIn(declaration)];
  });
  let code = '';
  let from = 0;
  for (const { start, end } of blanks) {
    code += text.slice(from, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    from = end;
  }
  return code + text.slice(from);
}

/** Type annotations and non-null marks below a node, in the order of the text. */
function typesIn(node: Node): Span[] {
  if (node.type === 'TSTypeAnnotation') return [spanOf(node)];
  const mark =
    node.type === 'TSNonNullExpression'
      ? [{ start: spanOf(node.expression).end, end: spanOf(node).end }]
      : [];
  const below = Object.values(node).flatMap((child: unknown) =>
    (Array.isArray(child) ? child : [child]).filter(isNode).flatMap(typesIn),
  );
  return [...below, ...mark].sort((a, b) => a.start - b.start);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;
}
