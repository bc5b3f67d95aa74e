import type { Layout } from '../flat.ts';

/** Constants for the positions of a row and for the places of categories. */
export interface CNames {
  /** By position. */
  readonly features: readonly string[];
  /** By position and place; none for a number. */
  readonly categories: readonly (readonly string[])[];
}

/** What the generated files call something else. */
const TAKEN = ['CLASSES', 'DEFER', 'FEATURES', 'LEAVES', 'MISSING', 'MODEL_HASH', 'PREDICT_H'];

/** Longest part of a constant that comes from a name. */
const LONGEST = 24;

/**
 * Names of constants: made of the letters and digits of the names they stand for, and of numbers
 * where that leaves nothing or the same twice.
 */
export function cNames({ features }: Layout): CNames {
  const taken = new Set(TAKEN.map((name) => `ESPALIER_${name}`));
  const unique = (name: string, number: number): string => {
    const free = taken.has(name) ? unique(`${name}_${number}`, number) : name;
    taken.add(free);
    return free;
  };
  const words = features.map(({ name }, position) => wordOf(name) ?? `FEATURE_${position}`);
  return {
    features: words.map((word, position) => unique(`ESPALIER_X_${word}`, position)),
    categories: features.map((feature, position) =>
      feature.kind === 'numeric'
        ? []
        : feature.categories.map((name, place) =>
            unique(`ESPALIER_${words[position]}_${wordOf(name) ?? `CATEGORY_${place}`}`, place),
          ),
    ),
  };
}

/** A name in capitals, digits and underscores; `null` where it has no letter or digit of its own. */
function wordOf(name: string): string | null {
  const word = name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .slice(0, LONGEST)
    .replace(/^_+|_+$/g, '');
  return word === '' ? null : word.toUpperCase();
}
