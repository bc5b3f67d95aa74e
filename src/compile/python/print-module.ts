import type { Content } from '../content.ts';
import { headerLines, leafWords, originLine } from '../header.ts';
import type { WordedBranch } from '../branches.ts';
import type { Data } from '../script/print-data.ts';
import type { CompileMeta } from '../tables.ts';
import { LEAF } from './fixed.ts';
import { pythonParts, type PythonPart } from './parts.ts';
import { printBranches, STEP } from './print-branches.ts';
import { pyData } from './print-data.ts';
import { pyComment } from './quote.ts';

/** The text of `predict.py` around its leaf function, which {@link printLeaf} prints. */
export function printPythonModule(content: Content, leaf: string): string {
  const { model, meta, branch } = content;
  const tables = pythonTables(content);
  const parts = pythonParts(model, branch);
  const texts = parts.map((part, i) => {
    const comment = part.comment.map((line) => `${line}\n`).join('');
    const gap = blankLines(parts[i - 1], part);
    return `${gap}${comment}${codeOf(part, tables, leaf)}`;
  });
  const header = headerLines(model, meta, 'None, NaN or a name left out');
  return `${pythonOrigin(meta)}\n#\n${header.map((line) => `${pyComment(line)}\n`).join('')}${texts.join('')}`;
}

/** The first line of every generated file. */
export function pythonOrigin(meta: CompileMeta): string {
  return pyComment(originLine(meta)).replace('# ', '# @');
}

/** The function that holds the tree. */
export function printLeaf(content: Content, branch: WordedBranch): string {
  const words = (leaf: number): string => leafWords(content, leaf);
  return `${LEAF}\n${printBranches(branch, words, STEP).join('\n')}\n`;
}

/** Tables of rows of plain numbers, which Python has none of. */
const FLAT_TABLES = ['schema', 'codes'];

/** The tables as Python has them. */
export function pythonTables({ tables }: Content): ReadonlyMap<string, Data> {
  const { reads: _, ...meta } = tables.get('meta') as { readonly [key: string]: Data };
  const missing =
    'None, NaN and a name left out are missing; they follow the branch whose comment says so';
  const own = [...tables].filter(([name]) => !FLAT_TABLES.includes(name));
  return new Map([...own, ['meta', { ...meta, missing }]]);
}

function codeOf(part: PythonPart, tables: ReadonlyMap<string, Data>, leaf: string): string {
  switch (part.kind) {
    case 'fixed':
      return `${part.code}\n`;
    case 'data':
      return `${part.code} ${pyData(tables.get(part.name), '', part.code.length + 1)}\n`;
    case 'branches':
      return leaf;
  }
}

/** Two lines around functions and classes, one between all else. */
function blankLines(before: PythonPart | undefined, part: PythonPart): string {
  const isBlock = (one: PythonPart | undefined): boolean => /^(def|class) /.test(one?.code ?? '');
  return isBlock(before) || isBlock(part) ? '\n\n' : '\n';
}
