import type { Model } from '../../core/tree.ts';
import { partsOf, type Flavour } from './parts.ts';
import { printBranches } from './print.ts';
import { printData } from './print-data.ts';
import { printDoc } from './print-doc.ts';
import { commentText } from './quote.ts';
import type { Content } from '../content.ts';
import { headerLines, leafWords, originLine } from '../header.ts';
import type { CompileMeta } from '../tables.ts';

/** The text of `predict.ts` or `predict.js`. */
export function printModule(content: Content, flavour: Flavour): string {
  const parts = partsOf(content.model, flavour, content.branch.kind === 'if').map((part) => {
    const doc = printDoc(part.doc, '');
    switch (part.kind) {
      case 'fixed':
        return `${doc}${part.code}\n`;
      case 'data': {
        const used = part.code.length + 2;
        return `${doc}${part.code} ${printData(content.tables.get(part.name), '', used)};\n`;
      }
      case 'branches':
        return `${doc}${part.code} {\n${leafBody(content)}\n}\n`;
    }
  });
  return [printHeader(content.model, content.meta, flavour), ...parts].join('\n');
}

function leafBody(content: Content): string {
  const words = (leaf: number): string => leafWords(content, leaf);
  return printBranches(content.branch, words, '  ').join('\n');
}

/** The first line of every generated file. */
export function generatedBy(meta: CompileMeta): string {
  return `// @${commentText(originLine(meta))}`;
}

const TYPEDEFS = ['Features', 'Label', 'Path', 'Meta']
  .map((name) => `/** @typedef {import("./predict.ts").${name}} ${name} */\n`)
  .join('');

function printHeader(model: Model, meta: CompileMeta, flavour: Flavour): string {
  const lines = headerLines(model, meta, 'null, undefined or NaN');
  const comment = lines.map((line) => `// ${commentText(line)}\n`).join('');
  return `${generatedBy(meta)}\n//\n${comment}${flavour === 'js' ? `\n${TYPEDEFS}` : ''}`;
}
