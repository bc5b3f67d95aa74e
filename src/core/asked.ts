import type { Feature } from './table.ts';
import type { Model } from './tree.ts';

/** The features that a tree asks, in the order of its list. */
export function askedFeatures({ tree, features }: Pick<Model, 'tree' | 'features'>): Feature[] {
  const asked = new Set(tree.feature);
  return features.filter((_, f) => asked.has(f));
}

/** The features that one tree asks and another does not, by name. */
export function askedBeyond(model: Model, other: Model): Feature[] {
  const known = new Set(askedFeatures(other).map(({ name }) => name));
  return askedFeatures(model).filter(({ name }) => !known.has(name));
}

/** The protected features that one tree asks and another does not. */
export function protectedBeyond(model: Model, other: Model): string[] {
  return askedBeyond(model, other).flatMap((one) => (one.protected === true ? [one.name] : []));
}
