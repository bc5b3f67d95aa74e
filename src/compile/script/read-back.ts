import type { Expression, Node, Statement } from '@babel/types';
import { shorten } from '../../core/text.ts';
import type { Data } from './print-data.ts';
import { readerOf } from './body.ts';
import type { BranchesPart, Flavour, Part } from './declarer.ts';
import { partsOf } from './parts.ts';
import type { Plan } from './plan.ts';
import { readBranch, type FoundBranch } from './read-branches.ts';
import { readNumber } from './read-test.ts';
import {
  childrenOf,
  CodeFault,
  spanOf,
  parseModule,
  spansIn,
  tokensIn,
  type Span,
  type Syntax,
} from './syntax.ts';

/** What stands in a generated file, read by a parser that knows nothing of the printer. */
export interface FoundModule {
  /** The functions that hold the tree as branches. */
  readonly functions: readonly FoundFunction[];
  /** The data of every table, by name. */
  readonly tables: ReadonlyMap<string, Data>;
  /** Where each part stands, by name. */
  readonly spans: ReadonlyMap<string, Span>;
}

/** A function that holds the tree as branches. */
export interface FoundFunction {
  readonly part: BranchesPart;
  readonly branch: FoundBranch;
}

/**
 * Reads a generated file back. Every statement must be the one that the plan expects at its place:
 * token for token where it is fixed, nothing but literals where it is data, nothing but branches
 * where it is the tree.
 * @throws CodeFault on anything else.
 */
export function readModule(syntax: Syntax, plan: Plan, flavour: Flavour): FoundModule {
  const { program } = syntax.file;
  const statements = program.body;
  if (program.directives.length > 0 || program.interpreter) {
    throw new CodeFault(program, 'the file starts with a directive');
  }
  const parts = partsOf(plan, flavour);
  const tables = new Map<string, Data>();
  const functions: FoundFunction[] = [];
  const spans = new Map<string, Span>();
  for (const [i, part] of parts.entries()) {
    const statement = statements[i];
    if (statement === undefined) throw new CodeFault(program, `"${part.name}" is not there`);
    spans.set(part.name, spanOf(statement));
    switch (part.kind) {
      case 'fixed':
        compareTokens(syntax, statement, spanOf(statement), tokensOf(part.code, '', flavour), part);
        break;
      case 'data':
        tables.set(part.name, readTable(syntax, statement, part, flavour));
        break;
      case 'branches': {
        functions.push({ part, branch: readTree(syntax, statement, part, plan, flavour) });
        break;
      }
    }
  }
  const extra = statements[parts.length];
  if (extra !== undefined) throw new CodeFault(extra, 'a statement too many');
  return { functions, tables, spans };
}

/**
 * Tokens by flavour and text: most statements of a module are the same for every model, and parsing
 * them anew was half of the time of a proof. Cleared when it grows, as names stand in some.
 */
const knownTokens = new Map<string, readonly string[]>();
const MOST_KNOWN = 500;

/** The tokens of a text, which parses when `rest` follows it. */
function tokensOf(text: string, rest: string, flavour: Flavour): readonly string[] {
  const key = `${flavour}:${text.length}:${text}${rest}`;
  let tokens = knownTokens.get(key);
  if (tokens === undefined) {
    tokens = tokensIn(parseModule(text + rest, flavour), { start: 0, end: text.length });
    if (knownTokens.size >= MOST_KNOWN) knownTokens.clear();
    knownTokens.set(key, tokens);
  }
  return tokens;
}

/** Compares a stretch of a file, token for token, with what belongs there. */
function compareTokens(
  syntax: Syntax,
  node: Node,
  at: Span,
  expected: readonly string[],
  { name }: Part,
): void {
  const found = tokensIn(syntax, at);
  const differs = expected.findIndex((token, i) => token !== found[i]);
  if (differs === -1 && expected.length === found.length) return;
  const place = differs === -1 ? expected.length : differs;
  const [has, belongs] = [found, expected].map((tokens) => shorten(tokens[place] ?? 'its end', 80));
  throw new CodeFault(node, `"${name}" has ${has} where ${belongs} belongs`);
}

function readTable(syntax: Syntax, statement: Statement, part: Part, flavour: Flavour): Data {
  const inner =
    statement.type === 'ExportNamedDeclaration' && statement.declaration
      ? statement.declaration
      : statement;
  const init = inner.type === 'VariableDeclaration' ? inner.declarations[0]?.init : null;
  if (!init || (inner.type === 'VariableDeclaration' && inner.declarations.length !== 1)) {
    throw new CodeFault(statement, `"${part.name}" is not one constant`);
  }
  const head = { start: spanOf(statement).start, end: spanOf(init).start };
  compareTokens(syntax, statement, head, tokensOf(part.code, ' 0;', flavour), part);
  return readData(init);
}

/**
 * The branches of a function: the one statement between the tokens of its head and those of its tail.
 */
function readTree(
  syntax: Syntax,
  statement: Statement,
  part: BranchesPart,
  plan: Plan,
  flavour: Flavour,
): FoundBranch {
  const whole = spanOf(statement);
  const tokens = spansIn(syntax, whole);
  const before = tokensOf(part.code, part.tail, flavour);
  const after = tokensOf(part.code + part.tail, '', flavour).slice(before.length);
  const [first, last] = [tokens[before.length], tokens[tokens.length - after.length - 1]];
  const tree = first && last && statementAt(statement, first.start, last.end);
  if (!tree) throw new CodeFault(statement, `"${part.name}" does not hold one tree`);
  const { start, end } = spanOf(tree);
  const [head, tail] = [
    { start: whole.start, end: start },
    { start: end, end: whole.end },
  ];
  compareTokens(syntax, statement, head, before, part);
  compareTokens(syntax, statement, tail, after, part);
  return readBranch(tree, readerOf(part.body, plan));
}

/** The statement that fills a stretch of the text. */
function statementAt(node: Node, start: number, end: number): Statement | undefined {
  const own = spanOf(node);
  if (own.start === start && own.end === end && isStatement(node)) return node;
  if (own.start > start || own.end < end) return undefined;
  for (const child of childrenOf(node)) {
    const found = statementAt(child, start, end);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isStatement(node: Node): node is Statement {
  return node.type.endsWith('Statement');
}

/** A literal, without evaluating anything. */
function readData(node: Expression): Data {
  switch (node.type) {
    case 'StringLiteral':
    case 'BooleanLiteral':
      return node.value;
    case 'NullLiteral':
      return null;
    case 'NumericLiteral':
    case 'UnaryExpression':
      return readNumber(node);
    case 'Identifier':
      if (node.name === 'NaN') return NaN;
      return readNumber(node);
    case 'ArrayExpression':
      return node.elements.map((item) => {
        if (item === null || item.type === 'SpreadElement') throw new CodeFault(node, NOT_DATA);
        return readData(item);
      });
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.map((property) => {
          if (property.type !== 'ObjectProperty' || property.computed || property.shorthand) {
            throw new CodeFault(property, NOT_DATA);
          }
          const { key } = property;
          if (key.type !== 'Identifier' || key.name === '__proto__') {
            throw new CodeFault(property, NOT_DATA);
          }
          return [key.name, readData(property.value as Expression)];
        }),
      );
    default:
      throw new CodeFault(node, NOT_DATA);
  }
}

const NOT_DATA = 'a table holds something other than plain data';
