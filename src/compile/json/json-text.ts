import type { Data } from '../script/print-data.ts';
import { numberText, quoted } from '../script/quote.ts';

const LINE_WIDTH = 100;

/**
 * JSON of ASCII characters, laid out as Prettier would. `used` counts the characters around it on its
 * first line, what stands before it and the comma after it.
 */
export function jsonText(value: Data, indent = '', used = 0): string {
  if (!isCompound(value)) return flatText(value);
  const flat = cannotFit(value) || isMatrix(value) ? null : flatText(value);
  if (flat !== null && used + flat.length <= LINE_WIDTH) return flat;
  const inner = `${indent}  `;
  const lines = membersOf(value).map(
    ([head, member]) => `${head}${jsonText(member, inner, inner.length + head.length + 1)}`,
  );
  const isNumbers = isList(value) && value.every((item) => typeof item === 'number');
  const filled = isNumbers ? fill(lines, inner.length) : lines;
  const [open, close] = isList(value) ? '[]' : '{}';
  return `${open}\n${filled.map((line) => `${inner}${line}`).join(',\n')}\n${indent}${close}`;
}

/** Whether so much stands in a value that it takes more than a line, without writing it. */
function cannotFit(value: Compound): boolean {
  let left = LINE_WIDTH / 3;
  const count = (item: Data): boolean =>
    isCompound(item) ? Object.values(item).every(count) : item === undefined || left-- > 0;
  return !count(value);
}

function flatText(value: Data): string {
  if (isCompound(value)) {
    const members = membersOf(value).map(([head, member]) => `${head}${flatText(member)}`);
    if (isList(value)) return `[${members.join(', ')}]`;
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  if (typeof value === 'number') return numberJson(value);
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** Entries with the text before each; those that are undefined are left out. */
function membersOf(value: Compound): Array<[head: string, member: Data]> {
  if (isList(value)) return value.map((item) => ['', item]);
  return Object.entries(value).flatMap(([key, member]): Array<[string, Data]> =>
    member === undefined ? [] : [[`${quoted(key)}: `, member]],
  );
}

/** Lists of lists or of records take a line an item, unless these hold no more than one thing each. */
function isMatrix(value: Compound): boolean {
  if (!isList(value) || value.length < 2) return false;
  const isRow = (item: Data): boolean =>
    isCompound(item) && Object.values(item).filter((member) => member !== undefined).length > 1;
  return value.every((item) => isRow(item) && isList(item) === isList(value[0]));
}

/** Numbers take as few lines as they fit on. */
function fill(items: readonly string[], indent: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const longer = `${lines.at(-1)}, ${item}`;
    if (lines.length > 0 && indent + longer.length + 1 <= LINE_WIDTH)
      lines[lines.length - 1] = longer;
    else lines.push(item);
  }
  return lines;
}

type Compound = Extract<Data, object>;

function isCompound(value: Data): value is Compound {
  return typeof value === 'object' && value !== null;
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

/** Infinite numbers are only ever in planted faults: what is larger than a double reads as infinite. */
function numberJson(value: number): string {
  if (Number.isNaN(value)) throw new Error('JSON has no NaN');
  return Number.isFinite(value) ? numberText(value) : `${value < 0 ? '-' : ''}1e999`;
}
