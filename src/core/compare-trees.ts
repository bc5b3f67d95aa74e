import { wholeSpace, type Bound, type Box } from './box.ts';
import { inputError } from './errors.ts';
import { holdsNone } from './region.ts';
import { categoryCode, type Feature } from './table.ts';
import { visible } from './text.ts';
import { goesLeft, isLeaf, type Model } from './tree.ts';

/** A region in which every case reaches one leaf of each of two trees. */
export interface Overlap {
  readonly leafA: number;
  readonly leafB: number;
  /** Over {@link TreePair.features}. */
  readonly box: Box;
}

/** Two trees over one list of features, ready to be compared case by case. */
export interface TreePair {
  /** The features of both, those of the first tree first; categories of both. */
  readonly features: readonly Feature[];
  readonly a: Aligned;
  readonly b: Aligned;
}

/** A tree read over a list of features that holds its own. */
export interface Aligned {
  readonly model: Model;
  /** The place in the list of each own feature. */
  readonly place: readonly number[];
  /** The own code of each code of the list, for categories: the rule for what is not known applies. */
  readonly codes: readonly (readonly number[] | null)[];
}

/** Regions of two trees are listed up to this many. */
const MOST_OVERLAPS = 100_000;

/**
 * Puts two trees over one list of features, by name.
 * @throws EspalierError `E_COMPARE` where a feature is a number in one and a category in the other.
 */
export function pairTrees(a: Model, b: Model): TreePair {
  const features = joinFeatures(a.features, b.features);
  return { features, a: alignTo(features, a), b: alignTo(features, b) };
}

/** The features of both, one list: those of one name are one, with what either knows of it. */
export function joinFeatures(a: readonly Feature[], b: readonly Feature[]): Feature[] {
  const byName = new Map(b.map((feature) => [feature.name, feature]));
  const own = new Set(a.map((feature) => feature.name));
  const joined = a.map((feature) => {
    const other = byName.get(feature.name);
    return other === undefined ? feature : joinFeature(feature, other);
  });
  return [...joined, ...b.filter((feature) => !own.has(feature.name))];
}

function joinFeature(one: Feature, b: Feature): Feature {
  const a = b.protected === true ? { ...one, protected: true } : one;
  if (a.kind === 'numeric' && b.kind === 'numeric') {
    const [min, max] = [Math.min(a.min, b.min), Math.max(a.max, b.max)];
    return { ...a, integer: a.integer && b.integer, min, max };
  }
  if (a.kind === 'numeric' || b.kind === 'numeric') {
    throw inputError(
      'E_COMPARE',
      `"${visible(a.name)}" is a number in one run and a category in the other: their decisions cannot be laid side by side.`,
    );
  }
  const added = b.categories.filter((name) => !a.categories.includes(name));
  return { ...a, rest: null, categories: [...a.categories, ...added] };
}

function alignTo(features: readonly Feature[], model: Model): Aligned {
  const place = model.features.map(({ name }) => features.findIndex((one) => one.name === name));
  const codes = model.features.map((own, f) => {
    const joined = features[place[f]!]!;
    if (own.kind === 'numeric' || joined.kind === 'numeric') return null;
    return joined.categories.map((name) => categoryCode(own, name));
  });
  return { model, place, codes };
}

/** The part of a box (over the list of features) that goes one way at a node. A missing value is one that is missing. */
export function sideAt(
  { model: { tree }, place, codes }: Aligned,
  node: number,
  box: Box,
  left: boolean,
): Box {
  const own = tree.feature[node]!;
  const f = place[own]!;
  const bound = box[f]!;
  const missing = bound.missing && (tree.missingLeft[node] === 1) === left;
  const threshold = tree.threshold[node]!;
  const side: Bound =
    bound.kind === 'numeric'
      ? {
          kind: 'numeric',
          low: left ? bound.low : Math.max(bound.low, threshold),
          high: left ? Math.min(bound.high, threshold) : bound.high,
          missing,
        }
      : {
          kind: 'categorical',
          codes: bound.codes.filter((code) => goesLeft(tree, node, codes[own]![code]!) === left),
          missing,
        };
  return box.with(f, side);
}

/**
 * Every region in which the two trees answer each with one leaf: together they hold every case once.
 * `null` where there are more than a page can say.
 */
export function overlapsOf({ features, a, b }: TreePair): Overlap[] | null {
  const found: Overlap[] = [];
  const holds = (box: Box): boolean => !box.some((bound, f) => holdsNone(features[f]!, bound));
  const walk = (
    tree: Aligned,
    node: number,
    box: Box,
    then: (leaf: number, box: Box) => void,
  ): void => {
    if (found.length > MOST_OVERLAPS || !holds(box)) return;
    if (isLeaf(tree.model.tree, node)) return then(node, box);
    walk(tree, tree.model.tree.left[node]!, sideAt(tree, node, box, true), then);
    walk(tree, tree.model.tree.right[node]!, sideAt(tree, node, box, false), then);
  };
  walk(a, 0, wholeSpace(features), (leafA, boxA) => {
    walk(b, 0, boxA, (leafB, box) => found.push({ leafA, leafB, box }));
  });
  return found.length > MOST_OVERLAPS ? null : found;
}

/** The leaf of a tree for a row over the list of features. */
export function alignedLeaf(
  { model: { tree }, place, codes }: Aligned,
  row: readonly number[],
): number {
  let node = 0;
  while (!isLeaf(tree, node)) {
    const own = tree.feature[node]!;
    const value = row[place[own]!]!;
    const known = codes[own];
    const asked = known === null || known === undefined || value < 0 ? value : known[value]!;
    node = goesLeft(tree, node, asked) ? tree.left[node]! : tree.right[node]!;
  }
  return node;
}
