import { eachLeafBox, isEmptyBound, meetOf, wholeSpace, type Box } from '../core/box.ts';
import type { Feature } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';

/** Two leaves of which the answer of the second may not be below that of the first. */
type Ordered = readonly [low: number, high: number];

/**
 * The pairs of leaves that a direction puts in order: some row of the one becomes a row of the other
 * when that feature alone rises. Missing values have no order.
 *
 * @param monotone 1, -1 or 0 a feature
 */
export function orderedLeaves(
  tree: Tree,
  features: readonly Feature[],
  monotone: readonly number[],
): Ordered[] {
  const boxes = leafBoxes(tree, features);
  const directed = [...monotone.keys()].filter((f) => monotone[f] !== 0);
  const pairs: Ordered[] = [];
  for (const [a, boxA] of boxes) {
    for (const [b, boxB] of boxes) {
      if (a === b) continue;
      const f = directed.find((feature) => liesBelow(boxA, boxB, feature));
      if (f !== undefined) pairs.push(monotone[f] === 1 ? [a, b] : [b, a]);
    }
  }
  return pairs;
}

function leafBoxes(tree: Tree, features: readonly Feature[]): (readonly [number, Box])[] {
  const boxes: (readonly [number, Box])[] = [];
  eachLeafBox(tree, wholeSpace(features), (leaf, box) => boxes.push([leaf, box]));
  return boxes;
}

/** Whether raising feature `f` alone can take a row from box `a` to box `b`. */
function liesBelow(a: Box, b: Box, f: number): boolean {
  const [low, high] = [a[f]!, b[f]!];
  if (low.kind !== 'numeric' || high.kind !== 'numeric') return false;
  if (!(low.low < low.high) || !(high.low < high.high) || low.high > high.low) return false;
  return a.every((bound, g) => g === f || !isEmptyBound(meetOf(bound, b[g]!)));
}

/**
 * Values at the leaves, changed as little as pooling does until every pair is in order: leaves that
 * violate it most are given their common weighted mean, again and again (pool adjacent violators on
 * a partial order; never fewer violations than none are left).
 *
 * @param values one a node, changed in place
 */
export function poolViolators(
  values: Float64Array,
  weight: Float64Array,
  pairs: readonly Ordered[],
): void {
  const block = new Map<number, number[]>();
  for (const leaf of pairs.flat()) block.set(leaf, [leaf]);
  for (;;) {
    const worst = worstPair(values, pairs);
    if (worst === null) return;
    const joined = [...block.get(worst[0])!, ...block.get(worst[1])!];
    const mass = joined.reduce((sum, leaf) => sum + weight[leaf]!, 0);
    const total = joined.reduce((sum, leaf) => sum + weight[leaf]! * values[leaf]!, 0);
    for (const leaf of joined) {
      values[leaf] = mass === 0 ? values[worst[0]]! : total / mass;
      block.set(leaf, joined);
    }
  }
}

function worstPair(values: Float64Array, pairs: readonly Ordered[]): Ordered | null {
  let worst: Ordered | null = null;
  let excess = 0;
  for (const pair of pairs) {
    const over = values[pair[0]]! - values[pair[1]]!;
    if (over > excess) {
      worst = pair;
      excess = over;
    }
  }
  return worst;
}
