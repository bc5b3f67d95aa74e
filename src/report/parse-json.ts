import { isUtf8 } from 'node:buffer';
import { shorten } from '../core/text.ts';

/**
 * The document in the bytes of a file. Refuses bytes that are no UTF-8, text that is no JSON, and a key
 * that stands twice in one object: one reader takes the first, another the last.
 * @param refuse Is told what the file is or has.
 */
export function parseJson(bytes: Buffer, refuse: (what: string) => never): unknown {
  if (!isUtf8(bytes)) refuse('is not UTF-8');
  const text = bytes.toString();
  const document = parseOr(text, () => refuse('is not JSON'));
  const key = repeatedKey(text);
  if (key !== null) refuse(`has the key "${shorten(key, 60)}" twice in one object`);
  return document;
}

function parseOr(text: string, otherwise: () => never): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise();
  }
}

/** The first key of a JSON text that its object has already. */
function repeatedKey(text: string): string | null {
  const open: Set<string>[] = [];
  let latest = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '[') open.push(new Set());
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfString(text, at);
      latest = text.slice(at, end);
      at = end - 1;
    } else if (char === ':') {
      const key = JSON.parse(latest) as string;
      const keys = open.at(-1)!;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return null;
}

/** Where a JSON string that begins at `start` is over. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
