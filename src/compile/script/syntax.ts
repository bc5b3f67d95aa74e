import { parse, type ParserOptions } from '@babel/parser';
import type { File, Node } from '@babel/types';
import type { Flavour } from './declarer.ts';

/** Where something stands in a text, as offsets: `[start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text and what an independent parser makes of it. */
export interface Syntax {
  readonly text: string;
  readonly file: File;
  /** Whether there may be types in it. */
  readonly typed: boolean;
  /** Without comments. */
  readonly tokens: readonly Span[];
}

/** Something in generated code that the compiler would never have written. */
export class CodeFault extends Error {
  readonly line: number;

  constructor(node: Node, message: string) {
    super(message);
    this.name = 'CodeFault';
    this.line = node.loc?.start.line ?? 1;
  }
}

/** @throws SyntaxError where the text is not a module of that flavour. */
export function parseModule(text: string, flavour: Flavour): Syntax {
  const options: ParserOptions = {
    sourceType: flavour === 'cjs' ? 'script' : 'module',
    tokens: true,
    plugins: flavour === 'ts' ? ['typescript'] : [],
  };
  const file = parse(text, options);
  const tokens = ((file.tokens ?? []) as readonly TokenLike[])
    .filter((token) => typeof token.type === 'object' && token.start < token.end)
    .map(spanOf);
  return { text, file, typed: flavour === 'ts', tokens };
}

/** Comments have a plain string as their type. */
interface TokenLike extends Span {
  readonly type: object | string;
}

/** The nodes right below a node, in no particular order. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const child of Object.values(node) as unknown[]) {
    if (Array.isArray(child)) children.push(...child.filter(isNode));
    else if (isNode(child)) children.push(child);
  }
  return children;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;
}

/** Where a node stands. */
export function spanOf(node: {
  readonly start?: number | null;
  readonly end?: number | null;
}): Span {
  return { start: node.start ?? 0, end: node.end ?? 0 };
}

/** The tokens of a stretch of text, without comments and white space. */
export function tokensIn(syntax: Syntax, span: Span): string[] {
  return spansIn(syntax, span).map(({ start, end }) => syntax.text.slice(start, end));
}

/** Where the tokens of a stretch of text stand. */
export function spansIn({ tokens }: Syntax, { start, end }: Span): readonly Span[] {
  return tokens.slice(firstFrom(tokens, start), firstFrom(tokens, end));
}

/** Index of the first token that starts at `place` or later. */
function firstFrom(tokens: readonly Span[], place: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.start < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
