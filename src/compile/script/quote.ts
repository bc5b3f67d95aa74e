import { shorten } from '../../core/text.ts';

/*
 * The only ways in which a name, a number or a sentence from outside enters the emitted text.
 */

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const LONGEST_COMMENT = 200;

/** A string literal: ASCII only, and no `</script>` or end of comment inside. */
export function quoted(text: string): string {
  if (isPlain(text)) return `"${text}"`;
  return JSON.stringify(text).replace(
    /[<\u007f-\uffff]|(?<=\*)\//g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether a text may stand between quotes as it is, in any language: nearly all do. */
export function isPlain(text: string): boolean {
  return /^[\w .,:;()%=+-]*$/.test(text);
}

function isPlainName(name: string): boolean {
  return IDENTIFIER.test(name) && name !== '__proto__';
}

/** A feature of the row: `x.Income`, or `x["years at address"]`. */
export function accessTo(name: string): string {
  return isPlainName(name) ? `x.${name}` : `x[${quoted(name)}]`;
}

/** A key of an interface. */
export function memberKey(name: string): string {
  return isPlainName(name) ? name : quoted(name);
}

/** A key of an object literal: a plain `"__proto__"` there would set the prototype. */
export function literalKey(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : memberKey(name);
}

/** A number literal that reads back as the very same double. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
}

/** Text for a comment: one line, nothing hidden, no end of comment, no directive. */
export function commentText(text: string): string {
  return shorten(text.replaceAll('*/', '* /'), LONGEST_COMMENT).replace(/^\s*@/, '(at) ');
}
