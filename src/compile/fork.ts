import { isEmptyBound, sideOf, type Bound, type Box } from '../core/box.ts';
import { unlistedCode } from '../core/table.ts';
import { isLeaf, type Model } from '../core/tree.ts';

/** An inner node within the box of rows that reach it. */
export interface Fork {
  readonly node: number;
  readonly feature: number;
  readonly box: Box;
  /** What the box allows for the feature asked. */
  readonly bound: Bound;
  /** The boxes of the two children; `null` for a child that no row can reach. */
  readonly left: Box | null;
  readonly right: Box | null;
}

/** How `box`, the rows that reach an inner node, is divided there. */
export function forkAt(model: Model, node: number, box: Box): Fork {
  const feature = model.tree.feature[node]!;
  const side = (left: boolean): Box | null => {
    const part = sideOf(model.tree, node, box, left);
    return isEmptyBound(part[feature]!) ? null : part;
  };
  return { node, feature, box, bound: box[feature]!, left: side(true), right: side(false) };
}

/**
 * The code of the rest of the feature asked, where a row with it can arrive: there, and only there,
 * a text that is not listed is something else than a missing value. `null` elsewhere.
 */
export function restAt(model: Model, { feature: f, bound }: Fork): number | null {
  const feature = model.features[f]!;
  if (feature.kind === 'numeric' || bound.kind === 'numeric') return null;
  const code = unlistedCode(feature);
  return bound.codes.includes(code) ? code : null;
}

/**
 * Every fork whose two sides can both be reached, in pre-order: exactly the branches of the code.
 * A split that sends all its rows one way is no branch.
 */
export function forksOf(model: Model, node: number, box: Box): Fork[] {
  if (isLeaf(model.tree, node)) return [];
  const fork = forkAt(model, node, box);
  const left = fork.left === null ? [] : forksOf(model, model.tree.left[node]!, fork.left);
  const right = fork.right === null ? [] : forksOf(model, model.tree.right[node]!, fork.right);
  const both = fork.left !== null && fork.right !== null;
  return both ? [fork, ...left, ...right] : [...left, ...right];
}
