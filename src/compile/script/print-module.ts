import type { Model } from '../../core/tree.ts';
import { styleOf } from './body.ts';
import type { BranchesPart, Flavour } from './declarer.ts';
import { nodeTable } from './node-table.ts';
import { partsOf } from './parts.ts';
import { hasTable, type Plan } from './plan.ts';
import { printBranches } from './print.ts';
import { printData, type Data } from './print-data.ts';
import { printDoc } from './print-doc.ts';
import { commentText } from './quote.ts';
import type { Content } from '../content.ts';
import { headerLines, leafWords, originLine } from '../header.ts';
import type { CompileMeta } from '../tables.ts';

/** The text of `predict.ts`, `predict.js` or `predict.cjs`. */
export function printModule(content: Content, plan: Plan, flavour: Flavour): string {
  const tables = new Map([...content.tables, ...plannedTables(content, plan)]);
  const parts = partsOf(plan, flavour).map((part) => {
    const doc = printDoc(part.doc, '');
    switch (part.kind) {
      case 'fixed':
        return `${doc}${part.code}\n`;
      case 'data': {
        const used = part.code.length + 2;
        return `${doc}${part.code} ${printData(tables.get(part.name), '', used)};\n`;
      }
      case 'branches':
        return `${doc}${part.code}\n${printTree(content, plan, part, flavour)}\n${part.tail}\n`;
    }
  });
  return [printHeader(content.model, content.meta, flavour), ...parts].join('\n');
}

/** Tables that only some modules have. */
function plannedTables({ branch }: Content, plan: Plan): [string, Data][] {
  return hasTable(plan) ? Object.entries(nodeTable(branch, plan.layout)) : [];
}

function printTree(
  content: Content,
  plan: Plan,
  { body, levels }: BranchesPart,
  flavour: Flavour,
): string {
  const style = {
    ...styleOf(body, plan, flavour === 'ts' ? '!' : ''),
    words: body.access === 'object' ? (leaf: number) => leafWords(content, leaf) : null,
  };
  return printBranches(content.branch, style, '  '.repeat(levels)).join('\n');
}

/** The first line of every generated file. */
export function generatedBy(meta: CompileMeta): string {
  return `// @${commentText(originLine(meta))}`;
}

const TYPEDEFS = ['Features', 'Label', 'Path', 'Meta', 'FeatureInfo', 'Problem', 'Parsed']
  .map((name) => `/** @typedef {import("./predict.ts").${name}} ${name} */\n`)
  .join('');

function printHeader(model: Model, meta: CompileMeta, flavour: Flavour): string {
  const lines = headerLines(model, meta, 'null, undefined or NaN');
  const comment = lines.map((line) => `// ${commentText(line)}\n`).join('');
  return `${generatedBy(meta)}\n//\n${comment}${flavour === 'ts' ? '' : `\n${TYPEDEFS}`}`;
}
