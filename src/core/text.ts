/**
 * Characters that can hide or reorder text: C0/C1 controls, zero-width and bidirectional marks,
 * line and paragraph separators, byte order mark, lone surrogates.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Untrusted text made safe to read: every hidden character shows as `\u202e`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `visible` text cut to at most `length` characters with an ellipsis. */
export function shorten(text: string, length: number): string {
  const shown = visible(text);
  return shown.length <= length ? shown : `${shown.slice(0, length - 1)}…`;
}

/** "a", "a or b", "a, b or c". */
export function listWords(words: readonly string[], conjunction: string): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

/** Orders strings by UTF-16 code unit: the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
