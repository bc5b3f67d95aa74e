/**
 * Characters that can hide or reorder text: C0/C1 controls, zero-width and bidirectional marks,
 * fillers that show nothing, line and paragraph separators, annotation marks, byte order mark, tags,
 * lone surrogates. Listed one by one, because Unicode's own classes differ between engines.
 */
const HIDDEN =
  /[\u034f\u17b4\u17b5\u180b-\u180f\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Untrusted text made safe to read: every hidden character shows as an escape such as `\u202e`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (char) => {
    const hex = char.codePointAt(0)!.toString(16);
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
  });
}

/** `visible` text cut to at most `length` UTF-16 code units, an ellipsis included. */
export function shorten(text: string, length: number): string {
  // Making text visible never shortens it: what follows does not matter, however long it is.
  const shown = visible(text.slice(0, length + 1));
  if (shown.length <= length) return shown;
  // Half of a surrogate pair is no character.
  return `${shown.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
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
