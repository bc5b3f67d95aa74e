import { inputError } from '../core/errors.ts';
import { listWords, shorten, visible } from '../core/text.ts';
import type { Source } from '../store/source.ts';

/** The form in which names are compared: outer white space removed, Unicode NFC. */
export function normalName(name: string): string {
  return name.normalize('NFC').trim();
}

/** The names of a file's columns, checked. @throws EspalierError `E_EMPTY_HEADER`, `E_DUP_COLUMN`. */
export function checkHeaders(source: Source): string[] {
  const names = source.columns.map((column) => normalName(column.name));
  const seen = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    if (name === '') {
      throw inputError(
        'E_EMPTY_HEADER',
        `${source.file} has no name for column ${at + 1}: give every column a name in the header.`,
      );
    }
    const before = seen.get(name);
    if (before !== undefined) {
      throw inputError(
        'E_DUP_COLUMN',
        `${source.file} names columns ${before + 1} and ${at + 1} both "${shorten(name, 60)}": rename one.`,
      );
    }
    seen.set(name, at);
  }
  return names;
}

/** The position of a column that the user named. @throws EspalierError with near names. */
export function findColumn(
  names: readonly string[],
  wanted: string,
  code: string,
  file: string,
): number {
  const at = names.indexOf(normalName(wanted));
  if (at !== -1) return at;
  const near = nearNames(names, normalName(wanted)).map((name) => `"${shorten(name, 40)}"`);
  const advice =
    near.length > 0
      ? `did you mean ${listWords(near, 'or')}?`
      : `its columns are ${listWords(
          names.slice(0, 8).map((name) => `"${shorten(name, 40)}"`),
          'and',
        )}${names.length > 8 ? ` and ${names.length - 8} more` : ''}.`;
  throw inputError(code, `${file} has no column "${visible(wanted)}": ${advice}`);
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
