import type { Feature } from './table.ts';
import { isLeaf, type Model } from './tree.ts';

/** Indices of the features that a tree asks, from the lowest up. */
export function askedIndices({ tree }: Pick<Model, 'tree'>): ReadonlySet<number> {
  const asked = Array.from(tree.feature).filter((feature) => feature !== -1);
  return new Set(asked.toSorted((a, b) => a - b));
}

/** The features that a tree asks, in the order of its list. */
export function askedFeatures(model: Pick<Model, 'tree' | 'features'>): Feature[] {
  const asked = askedIndices(model);
  return model.features.filter((_, f) => asked.has(f));
}

/** Whether a node asks a feature that the run declares protected. */
export function asksProtected({ tree, features }: Model, node: number): boolean {
  return !isLeaf(tree, node) && features[tree.feature[node]!]!.protected === true;
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
