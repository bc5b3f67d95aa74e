import type { Expression, FunctionDeclaration, Node, Statement } from '@babel/types';
import { shorten } from '../../core/text.ts';
import type { Data } from './print-data.ts';
import type { Flavour, Part } from './parts.ts';
import { onlyStatement, readBranch, type FoundBranch } from './read-branches.ts';
import { readNumber, readTest } from './read-test.ts';
import { CodeFault, parseModule, spanOf, tokensIn, type Span, type Syntax } from './syntax.ts';

/** What stands in a generated file, read by a parser that knows nothing of the printer. */
export interface FoundModule {
  readonly branch: FoundBranch;
  /** Where the function that holds the branches stands. */
  readonly at: Span;
  /** The data of every table, by name. */
  readonly tables: ReadonlyMap<string, Data>;
}

/**
 * Reads a generated file back. Every statement must be the one that `parts` expects at its place:
 * token for token where it is fixed, nothing but literals where it is data, nothing but branches
 * where it is the tree.
 * @throws CodeFault on anything else.
 */
export function readModule(syntax: Syntax, parts: readonly Part[], flavour: Flavour): FoundModule {
  const { program } = syntax.file;
  const statements = program.body;
  if (program.directives.length > 0 || program.interpreter) {
    throw new CodeFault(program, 'the file starts with a directive');
  }
  const tables = new Map<string, Data>();
  let tree: Pick<FoundModule, 'branch' | 'at'> | null = null;
  for (const [i, part] of parts.entries()) {
    const statement = statements[i];
    if (statement === undefined) throw new CodeFault(program, `"${part.name}" is not there`);
    switch (part.kind) {
      case 'fixed':
        compareTokens(syntax, statement, spanOf(statement), part, flavour);
        break;
      case 'data':
        tables.set(part.name, readTable(syntax, statement, part, flavour));
        break;
      case 'branches':
        tree = { branch: readTree(syntax, statement, part, flavour), at: spanOf(statement) };
        break;
    }
  }
  const extra = statements[parts.length];
  if (extra !== undefined) throw new CodeFault(extra, 'a statement too many');
  if (tree === null) throw new CodeFault(program, 'the tree is not there');
  return { ...tree, tables };
}

/** What makes the head of a part a whole statement. */
const COMPLETION = { fixed: '', data: ' 0;', branches: ' {}' } as const;

function compareTokens(syntax: Syntax, node: Node, at: Span, part: Part, flavour: Flavour): void {
  const whole = parseModule(part.code + COMPLETION[part.kind], flavour);
  const expected = tokensIn(whole, { start: 0, end: part.code.length });
  const found = tokensIn(syntax, at);
  const differs = expected.findIndex((token, i) => token !== found[i]);
  if (differs === -1 && expected.length === found.length) return;
  const place = differs === -1 ? expected.length : differs;
  const [has, belongs] = [found, expected].map((tokens) => shorten(tokens[place] ?? 'its end', 80));
  throw new CodeFault(node, `"${part.name}" has ${has} where ${belongs} belongs`);
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
  compareTokens(syntax, statement, head, part, flavour);
  return readData(init);
}

function readTree(syntax: Syntax, statement: Statement, part: Part, flavour: Flavour): FoundBranch {
  if (statement.type !== 'FunctionDeclaration') {
    throw new CodeFault(statement, `"${part.name}" is not a function`);
  }
  const head = { start: spanOf(statement).start, end: spanOf(statement.body).start };
  compareTokens(syntax, statement, head, part, flavour);
  const row = rowName(statement);
  return readBranch(onlyStatement(statement.body), (test) => readTest(test, row));
}

function rowName({ params }: FunctionDeclaration): string {
  return params[0]?.type === 'Identifier' ? params[0].name : '';
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
