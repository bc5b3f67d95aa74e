import { joinKnots, withBranch, type Knot } from './knot.ts';

/**
 * Merges sibling leaves of one decision, bottom up: fewer paths, every decision as before. (A mean of
 * values that favour a class favours it too.) Only for classes.
 */
export function mergeSiblings(knot: Knot): Knot {
  if (knot.branch === null) return knot;
  const left = mergeSiblings(knot.branch.left);
  const right = mergeSiblings(knot.branch.right);
  if (left.branch === null && right.branch === null && left.decided === right.decided) {
    return withBranch(knot, null);
  }
  return joinKnots(knot, left, right);
}
