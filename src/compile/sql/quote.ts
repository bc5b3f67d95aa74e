import { shorten } from '../../core/text.ts';

/*
 * The ways in which a name or a sentence from outside enters the SQL. Names are checked before
 * (`refuseNames`): what no text of SQL can hold does not get here.
 */

const LONGEST_COMMENT = 200;

/** A quoted name of a column. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text, where a backslash is a character like any other. */
export function plainText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A text, where a backslash may or may not be an escape: there it is said. */
export function escapedText(text: string): string {
  if (!text.includes('\\')) return plainText(text);
  return `E${plainText(text.replaceAll('\\', '\\\\'))}`;
}

/** A comment to the end of its line: nothing hidden in it. */
export function comment(text: string): string {
  return `-- ${shorten(text, LONGEST_COMMENT)}`;
}
