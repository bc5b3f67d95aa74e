import { literalKey, numberText, quoted } from './quote.ts';
import { LINE_WIDTH } from './print.ts';

/** What may stand in the tables of a generated file. */
export type Data =
  string | number | boolean | null | undefined | readonly Data[] | { readonly [key: string]: Data };

/**
 * A literal, laid out as Prettier would. `used` counts the characters around it on its first line,
 * what stands before it and the comma or semicolon after it.
 */
export function printData(value: Data, indent: string, used: number): string {
  const flat = printFlat(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    if (!isMatrix(value) && used + flat.length <= LINE_WIDTH) return flat;
    const items = value.map((item) => printData(item, inner, inner.length + 1));
    const lines = value.every((item) => typeof item === 'number') ? fill(items, inner) : items;
    return `[\n${lines.map((line) => `${inner}${line},\n`).join('')}${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    if (isFlat(value) && used + flat.length <= LINE_WIDTH) return flat;
    const lines = Object.entries(value).map(([key, item]) => {
      const head = `${inner}${literalKey(key)}: `;
      return `${head}${printData(item, inner, head.length + 1)},\n`;
    });
    return `{\n${lines.join('')}${indent}}`;
  }
  return flat;
}

/** A literal on one line. */
export function printFlat(value: Data): string {
  if (isList(value)) return `[${value.map(printFlat).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([k, v]) => `${literalKey(k)}: ${printFlat(v)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'string' ? quoted(value) : String(value);
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

/** Lists of lists and lists of records take a line an item. */
function isMatrix(items: readonly Data[]): boolean {
  return items.length > 1 && items.every((item) => typeof item === 'object' && item !== null);
}

function isFlat(record: object): boolean {
  return Object.values(record).every((item) => typeof item !== 'object' || item === null);
}

/** Numbers take as few lines as they fit on. */
export function fill(items: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    const longer = line === '' ? item : `${line}, ${item}`;
    if (indent.length + longer.length + 1 <= LINE_WIDTH) {
      line = longer;
    } else {
      lines.push(line);
      line = item;
    }
  }
  return [...lines, line];
}
