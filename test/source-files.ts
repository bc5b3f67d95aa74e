import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@babel/parser';
import type { File, Node } from '@babel/types';

/*
 * The source as the architecture test sees it: what each file imports and which risky things it
 * uses, read from its syntax tree, so that words in comments and printed code do not count.
 */

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Import {
  /** A path from the repository's root (`src/core/tree.ts`), or a package (`node:path`). */
  readonly target: string;
  readonly isFile: boolean;
  /** Erased when compiled: `import type`, `export type`. */
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** What {@link usesOf} finds, as `<use> in <enclosing function>`. */
  readonly uses: readonly string[];
}

/** Every TypeScript file below the folders, declarations left out, in a fixed order. */
export function readSources(folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.posix.join(folder, name.split(path.sep).join('/')),
      ),
    )
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => readSource(name, readFileSync(path.join(ROOT, name), 'utf8')));
}

export function readSource(name: string, text: string): SourceFile {
  const file = parse(text, { sourceType: 'module', plugins: ['typescript'] });
  return { path: name, imports: importsOf(name, file), uses: usesOf(file) };
}

function importsOf(from: string, file: File): Import[] {
  const imports: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    const isFile = specifier.startsWith('.');
    const target = isFile ? path.posix.join(path.posix.dirname(from), specifier) : specifier;
    imports.push({ target, isFile, typeOnly });
  };
  walk(file.program, '', (node) => {
    if (node.type === 'ImportDeclaration') add(node.source.value, node.importKind === 'type');
    if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') {
      if (node.source) add(node.source.value, node.exportKind === 'type');
    }
    if (node.type === 'CallExpression' && node.callee.type === 'Import') {
      const [argument] = node.arguments;
      add(argument?.type === 'StringLiteral' ? argument.value : '(computed import)', false);
    }
    if (node.type === 'TSImportType') add(node.argument.value, true);
  });
  return imports;
}

/** The uses of things whose results differ from run to run, place to place or engine to engine. */
function usesOf(file: File): string[] {
  const uses: string[] = [];
  walk(file.program, '', (node, within) => {
    const use = useOf(node);
    if (use !== null) uses.push(`${use} in ${within || 'the module'}`);
  });
  return uses;
}

function useOf(node: Node): string | null {
  if (node.type === 'BinaryExpression' && node.operator === '**') return '**';
  if (node.type === 'AssignmentExpression' && node.operator === '**=') return '**';
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') {
    const name = memberName(node.property);
    const object = node.object.type === 'Identifier' ? node.object.name : '';
    if (object === 'Math' && (name === 'random' || name === 'pow')) return `Math.${name}`;
    if (object === 'Date' && name === 'now') return 'Date.now';
    if (name === 'localeCompare' || name.startsWith('toLocale')) return name;
  }
  if (node.type === 'VariableDeclarator' && node.init?.type === 'Identifier') {
    if (['Math', 'Date', 'Intl'].includes(node.init.name))
      return `${node.init.name} by another name`;
  }
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const callee = node.callee.type === 'Identifier' ? node.callee.name : '';
    if (callee === 'Date' || callee === 'Function' || callee === 'eval') return callee;
  }
  return node.type === 'Identifier' && node.name === 'Intl' ? 'Intl' : null;
}

function memberName(property: Node): string {
  if (property.type === 'Identifier' || property.type === 'PrivateName') {
    return property.type === 'Identifier' ? property.name : '';
  }
  return property.type === 'StringLiteral' ? property.value : '';
}

/** Visits a node and all below it with the name of the function declaration around each. */
function walk(node: Node, within: string, visit: (node: Node, within: string) => void): void {
  visit(node, within);
  const inside = node.type === 'FunctionDeclaration' ? (node.id?.name ?? within) : within;
  for (const child of Object.values(node) as unknown[]) {
    for (const item of Array.isArray(child) ? (child as unknown[]) : [child]) {
      if (isNode(item)) walk(item, inside, visit);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;
}
