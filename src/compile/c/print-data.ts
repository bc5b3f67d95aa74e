import { LINE_WIDTH } from '../script/print.ts';
import { fill, type Data } from '../script/print-data.ts';
import { cText } from './quote.ts';

/** An initialiser; `number` writes the numbers in it, `used` counts the characters before it. */
export function cData(
  value: Data,
  number: (value: number) => string,
  used: number,
  indent = '',
): string {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return cText(value);
  const items = value as readonly Data[];
  const inner = `${indent}  `;
  const texts = items.map((item) => cData(item, number, inner.length, inner));
  const flat = `{${texts.join(', ')}}`;
  const isMatrix = items.length > 1 && items.every((item) => typeof item === 'object');
  if (!isMatrix && used + flat.length < LINE_WIDTH) return flat;
  const lines = items.every((item) => typeof item === 'number') ? fill(texts, inner) : texts;
  return `{\n${inner}${lines.join(`,\n${inner}`)}\n${indent}}`;
}
