import { listWords, shorten } from './text.ts';

/** The form in which names are compared: outer white space removed, Unicode NFC. */
export function normalName(name: string): string {
  return name.normalize('NFC').trim();
}

/** What to do about a name that is not there: the nearest ones, or the first of `all`. */
export function adviceOf(all: readonly string[], wanted: string, what: string): string {
  const quoted = (names: readonly string[]): string[] =>
    names.map((name) => `"${shorten(name, 40)}"`);
  const near = nearNames(all, normalName(wanted));
  if (near.length > 0) return `did you mean ${listWords(quoted(near), 'or')}?`;
  const more = all.length > 8 ? ` and ${all.length - 8} more` : '';
  return `${what} are ${listWords(quoted(all.slice(0, 8)), 'and')}${more}.`;
}

/** Up to three names within two edits, or that contain the wanted one, letter case aside. */
function nearNames(names: readonly string[], wanted: string): string[] {
  const low = wanted.toLowerCase();
  return names
    .map((name) => ({ name, distance: nameDistance(name.toLowerCase(), low) }))
    .filter(({ distance }) => distance <= 2)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

function nameDistance(a: string, b: string): number {
  if (b.length >= 3 && a.includes(b)) return 1;
  return Math.abs(a.length - b.length) > 2 || b.length < 3 ? (a === b ? 0 : 3) : editDistance(a, b);
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
