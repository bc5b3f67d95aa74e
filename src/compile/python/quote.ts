import { commentText, isPlain, numberText } from '../script/quote.ts';

/*
 * The only ways in which a name, a number or a sentence from outside enters Python text.
 */

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A string literal of printable ASCII. Half of a surrogate pair stays what it is. */
export function pyText(text: string): string {
  if (isPlain(text)) return `"${text}"`;
  return `"${Array.from(text, escaped).join('')}"`;
}

function escaped(char: string): string {
  const short = SHORT[char];
  if (short !== undefined) return short;
  const point = char.codePointAt(0)!;
  if (point >= 0x20 && point < 0x7f) return char;
  const hex = (digits: number): string => point.toString(16).padStart(digits, '0');
  if (point < 0x100) return `\\x${hex(2)}`;
  return point < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

/** A float literal that reads back as the very same double; `INFINITY` is a constant of the file. */
export function pyFloat(value: number): string {
  if (Number.isNaN(value)) return 'NAN';
  const text = numberText(value);
  if (!Number.isFinite(value)) return text.replace('Infinity', 'INFINITY');
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Words that tools take for a directive at the start of a comment. */
const DIRECTIVE =
  /^(?=\s*(type|noqa|nosec|mypy|pyright|pylint|pragma|ruff|flake8|isort|fmt|yapf)\s*:)/i;

/** A comment on one line. */
export function pyComment(text: string): string {
  return `# ${commentText(text).replace(DIRECTIVE, '- ')}`;
}
