import type { Random } from '../../src/core/random.ts';
import { hostileToken } from './hostile-values.ts';

/*
 * Ways to damage the bytes of a file. Each takes the file, and another one to take parts of.
 */

export type TextMutation = (file: Buffer, random: Random, other: Buffer) => Buffer;

/** Replaces the bytes from `start` to `end`. */
function splice(file: Buffer, start: number, end: number, put: Uint8Array = Buffer.of()): Buffer {
  return Buffer.concat([file.subarray(0, start), put, file.subarray(end)]);
}

/** A place in the file, and one a little further on. */
function span(file: Buffer, random: Random, longest = 40): [start: number, end: number] {
  const start = random.below(file.length + 1);
  return [start, Math.min(file.length, start + 1 + random.below(longest))];
}

/** Strings, numbers, words and punctuation. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[-+.\w]+|[[\]{},:]/g;

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function tokensOf(text: string, wanted: RegExp = /^[^[\]{},:]/): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ 0: token, index }) => ({
    text: token,
    start: index,
    end: index + token.length,
  })).filter((token) => wanted.test(token.text));
}

/** Rewrites one token of those that `wanted` names. */
function rewrite(
  file: Buffer,
  random: Random,
  wanted: RegExp | undefined,
  write: (token: Token, text: string) => string,
): Buffer {
  const text = file.toString();
  const tokens = tokensOf(text, wanted);
  if (tokens.length === 0) return file;
  const token = tokens[random.below(tokens.length)]!;
  return Buffer.from(text.slice(0, token.start) + write(token, text) + text.slice(token.end));
}

/** The same number or string, written in another way. */
function otherSpelling({ text }: Token, random: Random): string {
  if (text.startsWith('"')) {
    const at = 1 + random.below(text.length);
    const [char = ''] = text.slice(at);
    if (!/[a-z]/i.test(char) || text.includes('\\')) return text;
    const hex = char.charCodeAt(0).toString(16).padStart(4, '0');
    return `${text.slice(0, at)}\\u${hex}${text.slice(at + 1)}`;
  }
  return /^-?\d+$/.test(text) ? `${text}${random.below(2) === 0 ? '.0' : '0e-1'}` : ` ${text}\n`;
}

export const TEXT_MUTATIONS: Readonly<Record<string, TextMutation>> = {
  'flip a bit': (file, random) => {
    const [at] = span(file, random);
    const flipped = (file[at] ?? 0) ^ (1 << random.below(8));
    return splice(file, at, at + 1, Buffer.of(flipped));
  },
  'change a digit': (file, random) =>
    rewrite(file, random, /\d/, ({ text }) => text.replace(/\d/, () => `${random.below(10)}`)),
  'delete bytes': (file, random) => splice(file, ...span(file, random)),
  'insert bytes': (file, random) => {
    const [at] = span(file, random);
    return splice(file, at, at, Buffer.from([random.below(256), random.below(256)]));
  },
  'insert a token': (file, random) => {
    const [at] = span(file, random);
    return splice(file, at, at, Buffer.from(hostileToken(random)));
  },
  'repeat bytes': (file, random) => {
    const [start, end] = span(file, random, 400);
    return splice(file, end, end, file.subarray(start, end));
  },
  truncate: (file, random) => file.subarray(0, random.below(file.length)),
  'join two files': (file, random, other) => {
    const [at] = span(file, random);
    return splice(file, at, file.length, other.subarray(Math.min(at, random.below(other.length))));
  },
  'take bytes of another file': (file, random, other) => {
    const [start, end] = span(file, random, 400);
    return splice(file, start, end, other.subarray(...span(other, random, 400)));
  },
  'replace a token': (file, random) => rewrite(file, random, undefined, () => hostileToken(random)),
  'replace a number': (file, random) => rewrite(file, random, /^-?\d/, () => hostileToken(random)),
  'exchange two tokens': (file, random) => {
    const texts = tokensOf(file.toString()).map(({ text }) => text);
    return rewrite(file, random, undefined, () => texts[random.below(texts.length)]!);
  },
  'repeat a key': (file, random) => {
    const value = random.below(2) === 0 ? hostileToken(random) : null;
    return rewrite(file, random, /^"[a-zA-Z]+"$/, ({ text, end }, whole) =>
      whole[end] === ':' ? `${text}:${value ?? whole.slice(end + 1, end + 7)},${text}` : text,
    );
  },
  'spell otherwise': (file, random) =>
    rewrite(file, random, undefined, (token) => otherSpelling(token, random)),
  'add space': (file, random) => rewrite(file, random, /^[[\]{},:]$/, ({ text }) => `\n${text}\t`),
};
