import type { Data } from '../script/print-data.ts';
import { numberText, quoted } from '../script/quote.ts';

const LINE_WIDTH = 100;

/** JSON of ASCII characters, indented; what fits on a line stands on one. */
export function jsonText(value: Data, indent = ''): string {
  const flat = flatText(value);
  if (indent.length + flat.length < LINE_WIDTH || !isCompound(value)) return flat;
  const inner = `${indent}  `;
  const lines = membersOf(value).map(
    ([head, member]) => `${inner}${head}${jsonText(member, inner)}`,
  );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function flatText(value: Data): string {
  if (isCompound(value)) {
    const members = membersOf(value).map(([head, member]) => `${head}${flatText(member)}`);
    return Array.isArray(value) ? `[${members.join(', ')}]` : `{${members.join(', ')}}`;
  }
  if (typeof value === 'number') return numberJson(value);
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** Entries with the text before each; those that are undefined are left out. */
function membersOf(value: Compound): Array<[head: string, member: Data]> {
  if (Array.isArray(value)) return value.map((item: Data) => ['', item]);
  return Object.entries(value).flatMap(([key, member]): Array<[string, Data]> =>
    member === undefined ? [] : [[`${quoted(key)}: `, member]],
  );
}

type Compound = Extract<Data, object>;

function isCompound(value: Data): value is Compound {
  return typeof value === 'object' && value !== null;
}

/** Infinite numbers are only ever in planted faults: what is larger than a double reads as infinite. */
function numberJson(value: number): string {
  if (Number.isNaN(value)) throw new Error('JSON has no NaN');
  return Number.isFinite(value) ? numberText(value) : `${value < 0 ? '-' : ''}1e999`;
}
