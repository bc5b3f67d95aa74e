import { meetOf, sideOf, wholeSpace, type Bound, type Box } from './box.ts';
import { shortestIn } from './doubles.ts';
import { caseIn, holdsNone, isWhole } from './region.ts';
import type { Feature } from './table.ts';
import { isLeaf, type Model, type Tree } from './tree.ts';

/** Two cases that differ in one feature alone, which is greater in the second. */
export interface Rise {
  readonly from: number;
  readonly to: number;
  /** Leaves they reach. */
  readonly leaves: readonly [from: number, to: number];
  /** The values of the first case; the second has `to` in the place of `from`. */
  readonly values: readonly number[];
}

/** What happens to a score when a numeric feature alone rises. */
export interface Direction {
  /** A rise that lowers the score; `null` where there is none, for any case at all. */
  readonly lowers: Rise | null;
  /** A rise that raises it. */
  readonly raises: Rise | null;
  /** False where the tree was too large to try all of it: `null` then only means "not found". */
  readonly settled: boolean;
}

/** Pairs of nodes looked at before it is given up. */
const MOST_PAIRS = 2_000_000;

/**
 * Whether a score of the leaves can fall, and whether it can rise, when one numeric feature rises and
 * all else stays: exact, over the boxes of the leaves. A missing value has no order.
 *
 * @param score one a node; NaN at leaves that count for nothing
 */
export function directionOf(model: Model, feature: number, score: ArrayLike<number>): Direction {
  const search = (sign: 1 | -1): { rise: Rise | null; settled: boolean } => {
    const signed = Float64Array.from(score, (value) => sign * value);
    return new FallSearch(model, feature, signed).run();
  };
  const [lowers, raises] = [search(1), search(-1)];
  return {
    lowers: lowers.rise,
    raises: raises.rise,
    settled: lowers.settled && raises.settled,
  };
}

/** Looks for two leaves of which the upper one scores less. */
class FallSearch {
  readonly #model: Model;
  readonly #feature: number;
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  #left = MOST_PAIRS;

  constructor(model: Model, feature: number, score: ArrayLike<number>) {
    this.#model = model;
    this.#feature = feature;
    this.#least = extremes(model.tree, score, Math.min, Infinity);
    this.#most = extremes(model.tree, score, Math.max, -Infinity);
  }

  run(): { rise: Rise | null; settled: boolean } {
    const whole = wholeSpace(this.#model.features);
    const rise = this.#find(0, whole, 0, whole);
    return { rise, settled: rise !== null || this.#left > 0 };
  }

  /** A fall from a leaf under `a` to one under `b`, at a higher value of the feature. */
  #find(a: number, boxA: Box, b: number, boxB: Box): Rise | null {
    const { tree } = this.#model;
    if (!(this.#most[a]! > this.#least[b]!) || --this.#left <= 0) return null;
    if (!this.#canRise(boxA, boxB)) return null;
    const endA = isLeaf(tree, a);
    if (endA && isLeaf(tree, b)) return this.#rise(a, boxA, b, boxB);
    const split = endA ? b : a;
    for (const left of [true, false]) {
      const child = left ? tree.left[split]! : tree.right[split]!;
      const found = endA
        ? this.#find(a, boxA, child, sideOf(tree, b, boxB, left))
        : this.#find(child, sideOf(tree, a, boxA, left), b, boxB);
      if (found !== null) return found;
    }
    return null;
  }

  /** Whether raising the feature alone can take some case from one box to the other. */
  #canRise(boxA: Box, boxB: Box): boolean {
    const { features } = this.#model;
    return boxA.every((bound, f) =>
      f === this.#feature
        ? lowestOf(features[f]!, bound) < highestOf(features[f]!, boxB[f]!)
        : !holdsNone(features[f]!, meetOf(bound, boxB[f]!)),
    );
  }

  /** The nearest such cases: two leaves that differ in nothing else have no value in common. */
  #rise(a: number, boxA: Box, b: number, boxB: Box): Rise | null {
    const { features } = this.#model;
    const f = this.#feature;
    const upper = boxB[f]!;
    if (upper.kind !== 'numeric') return null;
    const meet = boxA.map((bound, g) => (g === f ? bound : meetOf(bound, boxB[g]!)));
    const from = highestOf(features[f]!, boxA[f]!);
    const to = isWhole(features[f]!)
      ? lowestOf(features[f]!, upper)
      : shortestIn(upper.low, upper.high);
    return { from, to, leaves: [a, b], values: caseIn(features, meet).with(f, from) };
  }
}

const present = (bound: Bound): Bound => ({ ...bound, missing: false });

/** What every number that the bound allows is over, or at least for whole numbers. */
function lowestOf(feature: Feature, bound: Bound): number {
  if (bound.kind !== 'numeric' || holdsNone(feature, present(bound))) return Infinity;
  return isWhole(feature) ? Math.floor(bound.low) + 1 : bound.low;
}

function highestOf(feature: Feature, bound: Bound): number {
  if (bound.kind !== 'numeric' || holdsNone(feature, present(bound))) return -Infinity;
  return isWhole(feature) ? Math.floor(bound.high) : bound.high;
}

/** The least (or most) of the scores at or below each node. */
function extremes(
  tree: Tree,
  score: ArrayLike<number>,
  better: (a: number, b: number) => number,
  none: number,
): Float64Array {
  const out = new Float64Array(tree.feature.length).fill(none);
  for (let id = out.length - 1; id >= 0; id--) {
    if (!isLeaf(tree, id)) out[id] = better(out[tree.left[id]!]!, out[tree.right[id]!]!);
    else if (!Number.isNaN(score[id]!)) out[id] = score[id]!;
  }
  return out;
}
