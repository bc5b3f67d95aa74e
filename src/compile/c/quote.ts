import { commentText } from '../script/quote.ts';

/*
 * The only ways in which a name or a sentence from outside enters C text, numbers apart.
 */

/** A string literal of printable ASCII: the UTF-8 bytes of a text, without trigraphs. */
export function cText(text: string): string {
  return `"${Array.from(utf8(text), escaped).join('')}"`;
}

function escaped(byte: number): string {
  const char = String.fromCharCode(byte);
  if (byte < 0x20 || byte > 0x7e) return `\\${byte.toString(8).padStart(3, '0')}`;
  return /["\\?]/.test(char) ? `\\${char}` : char;
}

/** The UTF-8 bytes of a text; half of a surrogate pair is written as if it were a character. */
export function utf8(text: string): number[] {
  return Array.from(text).flatMap((char) => {
    const point = char.codePointAt(0)!;
    const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f);
    if (point < 0x80) return [point];
    if (point < 0x800) return [0xc0 | (point >> 6), tail(0)];
    if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)];
    return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)];
  });
}

/** A comment on one line: nothing in it ends it, opens another or is a trigraph. */
export function cComment(text: string): string {
  const safe = commentText(text)
    .replaceAll('/*', '/ *')
    .replace(/\?(?=\?)/g, '? ');
  return `/* ${safe} */`;
}
