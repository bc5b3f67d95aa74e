import type { Random } from '../../src/core/random.ts';
import { hostileValue, KEYS } from './hostile-values.ts';

/*
 * Ways to damage a parsed document at a random place, knowing nothing of what it says.
 */

export type Loose = Record<string, unknown>;

/** Damages a document in place, with parts of another one where it likes. */
export type DocumentMutation = (document: Loose, random: Random, other: () => Loose) => void;

/** A place in a document: a key of an object or an index of a list. */
interface Place {
  readonly holder: Loose;
  readonly key: string;
}

const isHolder = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** A random place, each level as likely to be the last as the next one. */
function placeIn(
  document: Loose,
  random: Random,
  accept: (holder: Loose) => boolean = Boolean,
): Place | null {
  let found: Place | null = null;
  let holder: unknown = document;
  while (isHolder(holder)) {
    const keys = Object.keys(holder);
    if (keys.length === 0) break;
    const key = keys[random.below(keys.length)]!;
    if (accept(holder)) found = { holder, key };
    if (found !== null && random.below(4) === 0) break;
    holder = holder[key];
  }
  return found;
}

/** Sets an own key, `__proto__` too. */
function setKey(holder: Loose, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** A mutation of one place, of any kind or in lists or objects alone. */
function at(
  change: (place: Place, random: Random) => void,
  accept?: (holder: Loose) => boolean,
): DocumentMutation {
  return (document, random) => {
    const place = placeIn(document, random, accept);
    if (place !== null) change(place, random);
  };
}

const isList = (holder: Loose): boolean => Array.isArray(holder);
const isObject = (holder: Loose): boolean => !Array.isArray(holder);

export const DOCUMENT_MUTATIONS: Readonly<Record<string, DocumentMutation>> = {
  'replace a value': at(({ holder, key }, random) => setKey(holder, key, hostileValue(random))),
  'remove a value': at(remove),
  'remove a key': at(remove, isObject),
  'add a key': at(
    ({ holder }, random) => setKey(holder, KEYS[random.below(KEYS.length)]!, hostileValue(random)),
    isObject,
  ),
  'rename a key': at((place, random) => {
    const value = place.holder[place.key];
    remove(place);
    setKey(place.holder, KEYS[random.below(KEYS.length)]!, value);
  }, isObject),
  'swap entries': at(({ holder, key }, random) => {
    const list = holder as unknown as unknown[];
    const j = random.below(list.length);
    [list[Number(key)], list[j]] = [list[j], list[Number(key)]];
  }, isList),
  'repeat an entry': at(({ holder, key }) => {
    const list = holder as unknown as unknown[];
    list.splice(Number(key), 0, list[Number(key)]);
  }, isList),
  'shorten a list': at(({ holder }, random) => {
    const list = holder as unknown as unknown[];
    list.length = random.below(list.length + 1);
  }, isList),
  'lengthen a list': at(({ holder }, random) => {
    const list = holder as unknown as unknown[];
    if (random.below(4) === 0) list.length += 2;
    else list.push(random.below(2) === 0 ? list.at(-1) : hostileValue(random));
  }, isList),
  'wrap a value': at(({ holder, key }) => setKey(holder, key, [holder[key]])),
  'move a value': (document, random) => {
    const from = placeIn(document, random);
    const to = placeIn(document, random);
    if (from === null || to === null) return;
    // A copy, so that no mutant holds itself.
    setKey(to.holder, to.key, structuredClone(from.holder[from.key]));
  },
  'take from another document': (document, random, other) => {
    const place = placeIn(document, random, isObject);
    const foreign = placeIn(other(), random, (holder) => Object.hasOwn(holder, place?.key ?? ''));
    if (place === null || foreign === null) return;
    setKey(place.holder, place.key, foreign.holder[place.key]);
  },
};
