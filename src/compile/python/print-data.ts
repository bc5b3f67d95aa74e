import { LINE_WIDTH } from '../script/print.ts';
import { fill, type Data } from '../script/print-data.ts';
import { STEP } from './print-branches.ts';
import { pyFloat, pyText } from './quote.ts';

/** Members that are counts; every other number is a float. */
const COUNTS: readonly string[] = ['rows', 'n', 'seed', 'depth', 'leaves'];

/**
 * A literal: tuples for lists, dictionaries for records. `used` counts the characters around it on
 * its first line, `key` is that of the member it stands at.
 */
export function pyData(value: Data, indent: string, used: number, key = ''): string {
  const flat = pyFlat(value, key);
  if (!isCompound(value) || (!isBroken(value) && used + flat.length <= LINE_WIDTH)) return flat;
  const inner = indent + STEP;
  if (isList(value)) {
    const items = value.map((item) => pyData(item, inner, inner.length + 1, key));
    const lines = value.every((item) => typeof item === 'number') ? fill(items, inner) : items;
    return `(\n${lines.map((line) => `${inner}${line},\n`).join('')}${indent})`;
  }
  const lines = Object.entries(value).map(([name, item]) => {
    const head = `${inner}${pyText(name)}: `;
    return `${head}${pyData(item, inner, head.length + 1, name)},\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

/** A literal on one line. */
export function pyFlat(value: Data, key = ''): string {
  if (isList(value)) {
    const items = value.map((item) => pyFlat(item, key));
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
  }
  if (isCompound(value)) {
    const members = Object.entries(value).map(([k, v]) => `${pyText(k)}: ${pyFlat(v, k)}`);
    return `{${members.join(', ')}}`;
  }
  if (typeof value === 'number') return COUNTS.includes(key) ? String(value) : pyFloat(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? pyText(value) : 'None';
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

function isCompound(value: Data): value is Data & object {
  return typeof value === 'object' && value !== null;
}

/** Records of records, and lists of more than one list or record, take a line an item. */
function isBroken(value: Data & object): boolean {
  const items: Data[] = Object.values(value);
  if (!isList(value)) return items.some(isCompound);
  return items.length > 1 && items.every(isCompound);
}
