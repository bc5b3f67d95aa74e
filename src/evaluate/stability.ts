import type { Table } from '../core/table.ts';
import { decidedAt, leavesOf, valuesAt, type Tree } from '../core/tree.ts';
import { likenessAt, sameOnTop, splitAt, TOP_PLACES, type Place } from './top-splits.ts';

/** Trees fitted anew, and what they are compared on. */
export interface Redraws {
  /** The tree that is asked about. */
  readonly own: Tree;
  /** At least two. */
  readonly redrawn: readonly Tree[];
  /** Real training rows: whether two splits are nearly the same is counted on them. */
  readonly train: Table;
  /** Real rows that no tree was fitted on. */
  readonly heldOut: Table;
  /** Regression: how far two answers may lie apart and count as the same; `null` for classes. */
  readonly tolerance: number | null;
}

/** How one split of the tree fares in the redraws. */
export interface PlaceStability {
  readonly place: Place;
  /** Shares of the redraws that ask the same feature there, and nearly the same split of it. */
  readonly sameFeature: number;
  readonly sameSplit: number;
  /** Share of the redraws that ask the feature anywhere on the top three levels. */
  readonly featureOnTop: number;
  /** What is asked there, most frequent first; a feature of -1 is a leaf. */
  readonly asked: readonly { readonly feature: number; readonly share: number }[];
}

interface Spread {
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface StabilityFigures {
  /** The splits of the tree's top three levels, from the root down and from left to right. */
  readonly places: readonly PlaceStability[];
  /** Different top three levels among the redraws. */
  readonly structures: {
    /** By the features asked. */
    readonly byFeature: number;
    /** By the splits: each redraw counts with the first one that asks nearly the same everywhere. */
    readonly bySplit: number;
  };
  /** Share of held-out rows on which two trees answer the same. */
  readonly agreement: {
    readonly rows: number;
    readonly pairs: Spread;
    readonly withRun: Spread;
  };
}

/** How far trees fitted anew ask and answer the same, as each other and as the tree itself. */
export function stabilityOf(redraws: Redraws): StabilityFigures {
  const { own, redrawn, train, heldOut, tolerance } = redraws;
  const answers = redrawn.map((tree) => answersFor(tree, heldOut, tolerance));
  const ownAnswers = answersFor(own, heldOut, tolerance);
  const pairs = answers.flatMap((a, i) =>
    answers.slice(i + 1).map((b) => shareAlike(a, b, tolerance)),
  );
  const withRun = answers.map((a) => shareAlike(a, ownAnswers, tolerance));
  return {
    places: askedPlaces(own).map((place) => placeStability(place, redraws)),
    structures: {
      byFeature: new Set(redrawn.map(featuresOnTop)).size,
      bySplit: countDistinct(redrawn, train),
    },
    agreement: { rows: heldOut.nRows, pairs: spreadOf(pairs), withRun: spreadOf(withRun) },
  };
}

/** Mean, lowest and highest of at least one value. */
function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, lowest: Math.min(...values), highest: Math.max(...values) };
}

/** Places where the tree asks something; the root alone for a tree of one leaf. */
function askedPlaces(tree: Tree): Place[] {
  return TOP_PLACES.filter((place) => place === '' || splitAt(tree, place) !== null);
}

function placeStability(place: Place, { own, redrawn, train }: Redraws): PlaceStability {
  const feature = featureAt(own, place);
  const share = (test: (tree: Tree) => boolean): number =>
    redrawn.filter(test).length / redrawn.length;
  const counts = new Map<number, number>();
  for (const tree of redrawn) {
    const found = featureAt(tree, place);
    counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  return {
    place,
    sameFeature: share((tree) => featureAt(tree, place) === feature),
    sameSplit: share((tree) => likenessAt(own, tree, place, train) === 'same'),
    featureOnTop: share((tree) => TOP_PLACES.some((other) => featureAt(tree, other) === feature)),
    asked: Array.from(counts, ([asked, count]) => ({
      feature: asked,
      share: count / redrawn.length,
    })).toSorted((a, b) => b.share - a.share || a.feature - b.feature),
  };
}

/** The feature asked at a place; -1 where nothing is. */
function featureAt(tree: Tree, place: Place): number {
  const node = splitAt(tree, place);
  return node === null ? -1 : tree.feature[node]!;
}

function featuresOnTop(tree: Tree): string {
  return TOP_PLACES.map((place) => featureAt(tree, place)).join();
}

function countDistinct(trees: readonly Tree[], train: Table): number {
  const found: Tree[] = [];
  for (const tree of trees) {
    if (!found.some((other) => sameOnTop(other, tree, train))) found.push(tree);
  }
  return found.length;
}

/** One entry a row: the decided class (of a deferring leaf too), or the number. */
function answersFor(tree: Tree, table: Table, tolerance: number | null): ArrayLike<number> {
  const leaves = leavesOf(tree, table);
  return tolerance === null ? decidedAt(tree, leaves) : valuesAt(tree, leaves);
}

function shareAlike(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number | null): number {
  let alike = 0;
  for (let row = 0; row < a.length; row++) {
    if (Math.abs(a[row]! - b[row]!) <= (tolerance ?? 0)) alike++;
  }
  return alike / a.length;
}
