/** `--name value` pairs after the folders of a command line. */
export interface Options {
  readonly folders: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
}

/** Reads the command line. @throws with `usage` when there are not `folders` folders. */
export function optionsOf(usage: string, folders: number): Options {
  const [...words] = process.argv.slice(2);
  const flags = new Map<string, string>();
  const plain: string[] = [];
  while (words.length > 0) {
    const word = words.shift()!;
    if (word.startsWith('--')) flags.set(word.slice(2), words.shift() ?? '');
    else plain.push(word);
  }
  if (plain.length !== folders) throw new Error(`usage: ${usage}`);
  return { folders: plain, flags };
}

/** The names after `--flag`, all of them where it is not given. @throws on a name that is not known. */
export function chosen<T extends string>(
  { flags }: Options,
  flag: string,
  all: readonly T[],
  fallback: readonly T[] = all,
): readonly T[] {
  const given = flags.get(flag);
  if (given === undefined) return fallback;
  const names = given.split(',');
  const odd = names.find((name) => !(all as readonly string[]).includes(name));
  if (odd !== undefined) throw new Error(`--${flag} ${odd}: use ${all.join(', ')}`);
  return names as unknown as readonly T[];
}

/** `--flag 1-10` or `--flag 3,5`: whole numbers. */
export function numbersOf({ flags }: Options, flag: string, fallback: string): readonly number[] {
  return (flags.get(flag) ?? fallback).split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number) as [number, number?];
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}
