import { divideRows, joinKnots, lossIn, withBranch, type Knot } from './knot.ts';
import { tollOf, type Asked } from './limits.ts';
import type { Problem } from './problem.ts';

/** A tree cut back, and what it loses and pays. */
interface Pruned {
  readonly cost: number;
  readonly knot: Knot;
}

/**
 * The subtrees of one fitted tree that lose least, by their number of leaves: entry `n - 1` has at
 * most n of them. Found for all numbers at once, bottom up (optimal pruning: Bohanec and Bratko 1994).
 * Among equals the smaller one.
 */
export function prunings(
  problem: Problem,
  root: Knot,
  rows: Int32Array,
  maxLeaves: number,
): readonly Pruned[] {
  const prune = (knot: Knot, own: Int32Array, asked: Asked): Pruned[] => {
    const leaf: Knot = knot.branch === null ? knot : withBranch(knot, null);
    const best: Pruned[] = [{ cost: lossIn(problem, own, leaf), knot: leaf }];
    if (knot.branch === null) return best;
    const { split } = knot.branch;
    const below = [...asked, split.feature];
    const [leftRows, rightRows] = divideRows(problem, split, own);
    const left = prune(knot.branch.left, leftRows, below);
    const right = prune(knot.branch.right, rightRows, below);
    const toll = tollOf(problem, split.feature, knot.weight, asked);
    const most = Math.min(maxLeaves, left.length + right.length);
    for (let leaves = 2; leaves <= most; leaves++) {
      best.push(bestPair(knot, left, right, leaves, toll) ?? best.at(-1)!);
      const [smaller, found] = [best[leaves - 2]!, best[leaves - 1]!];
      if (smaller.cost <= found.cost) best[leaves - 1] = smaller;
    }
    return best;
  };
  return prune(root, rows, []);
}

/** The best way to share `leaves` leaves between both sides. */
function bestPair(
  knot: Knot,
  left: readonly Pruned[],
  right: readonly Pruned[],
  leaves: number,
  toll: number,
): Pruned | null {
  let best: Pruned | null = null;
  const first = Math.max(1, leaves - right.length);
  const last = Math.min(left.length, leaves - 1);
  for (let onLeft = first; onLeft <= last; onLeft++) {
    const [l, r] = [left[onLeft - 1]!, right[leaves - onLeft - 1]!];
    const cost = l.cost + r.cost + toll;
    if (best !== null && cost >= best.cost) continue;
    best = { cost, knot: joinKnots(knot, l.knot, r.knot) };
  }
  return best;
}
