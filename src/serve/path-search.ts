/** What stands inside a word or a number just before it goes on. */
const INSIDE = /[\p{L}\p{N}]$|\d\.$/u;

/** The terms of a search: words, and phrases in quotes (the last one may still be open). */
const TERM = /"([^"]*)"?|[^\s"]+/g;

/**
 * Whether a text holds all words of a search, in any order and any case: each begins a word or a
 * number of the text, so that `5` finds 52 and not 83.5. What is in quotes is found as it stands.
 */
export function matchesSearch(text: string, search: string): boolean {
  const within = text.toLowerCase();
  const wanted = search.toLowerCase().replace(/[“”„]/g, '"');
  return Array.from(wanted.matchAll(TERM)).every(([term, phrase]) =>
    phrase === undefined ? hasWord(within, term) : within.includes(phrase),
  );
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!INSIDE.test(text.slice(Math.max(0, at - 2), at))) return true;
  }
  return false;
}
