import { finite, names, refuse, shown } from './checks.ts';
import type { Feature } from './table.ts';
import type { Tree } from './tree.ts';

/** Words of all category sets together: 254 categories at each of two million nodes. */
const MAX_SET_WORDS = 16_000_000;

type Splits = Pick<Tree, 'threshold' | 'setOffset' | 'setWords'>;

/**
 * Reads what the nodes ask of their features: a threshold at numeric splits, a set of categories at
 * categorical ones, neither at leaves.
 */
export function decodeSplits(
  feature: Int32Array,
  thresholds: readonly unknown[],
  sets: readonly unknown[],
  features: readonly Feature[],
  where: string,
): Splits {
  const threshold = Float64Array.from(thresholds, (value, id) =>
    decodeThreshold(value, features[feature[id]!], `${where}.threshold[${id}]`),
  );
  const { setOffset, nWords } = layOutSets(feature, features);
  if (nWords > MAX_SET_WORDS) refuse(`${where}.leftCategories has too many categories to keep`);
  const setWords = new Uint32Array(nWords);
  const codes = features.map(codesOf);
  for (let id = 0; id < feature.length; id++) {
    const at = `${where}.leftCategories[${id}]`;
    const known = codes[feature[id]!];
    if (known !== undefined && known !== null)
      addSet(setWords, setOffset[id]!, sets[id], known, at);
    else if (sets[id] !== null) refuse(`${at} should be null`);
  }
  return { threshold, setOffset, setWords };
}

function decodeThreshold(value: unknown, asked: Feature | undefined, at: string): number {
  if (asked?.kind === 'numeric') return value === 'present' ? Infinity : finite(value, at);
  return value === null ? 0 : refuse(`${at} should be null`);
}

function layOutSets(
  feature: Int32Array,
  features: readonly Feature[],
): { setOffset: Int32Array; nWords: number } {
  let nWords = 0;
  const setOffset = feature.map((f) => {
    const asked = features[f];
    if (asked?.kind !== 'categorical') return -1;
    const offset = nWords;
    nWords += Math.max(1, Math.ceil(asked.categories.length / 32));
    return offset;
  });
  return { setOffset, nWords };
}

/** The code of each category by its name; `null` for a numeric feature. */
function codesOf(feature: Feature): ReadonlyMap<string, number> | null {
  if (feature.kind === 'numeric') return null;
  return new Map(feature.categories.map((name, code) => [name, code]));
}

function addSet(
  words: Uint32Array,
  offset: number,
  left: unknown,
  codes: ReadonlyMap<string, number>,
  at: string,
): void {
  for (const name of names(left, at)) {
    const code = codes.get(name);
    if (code === undefined) refuse(`${at}: category ${shown(name)} is not one of its feature's`);
    words[offset + (code >> 5)]! |= 1 << (code & 31);
  }
}
