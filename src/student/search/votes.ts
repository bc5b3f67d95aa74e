import type { RowRange } from '../../cart/records.ts';
import { argmax } from '../../core/decision.ts';

/** Rows with the class that each is decided as. */
export interface Voters {
  readonly decided: Int32Array;
  readonly weight: Float64Array;
  readonly nClasses: number;
}

/**
 * The most weight that is decided alike among the rows `order[start..end)`. Two classes have a loop
 * of their own, here and below: their sums need not wait for memory.
 */
export function mostVotes(voters: Voters, order: Int32Array, { start, end }: RowRange): number {
  const { decided, weight, nClasses } = voters;
  if (nClasses === 2) return mostOfTwo(voters, order, start, end);
  const votes = new Float64Array(nClasses);
  for (let i = start; i < end; i++) votes[decided[order[i]!]!]! += weight[order[i]!]!;
  return votes[argmax(votes, 0, nClasses)]!;
}

function mostOfTwo(
  { decided, weight }: Voters,
  order: Int32Array,
  start: number,
  end: number,
): number {
  let [first, second] = [0, 0];
  for (let i = start; i < end; i++) {
    const row = order[i]!;
    const own = weight[row]!;
    const vote = decided[row]! * own;
    first += own - vote;
    second += vote;
  }
  return Math.max(first, second);
}

/**
 * The same on each side of a split, whose rows stay where they are.
 *
 * @param bins a bin of each row
 * @param leftBins 1 for bins that go left, else 0
 */
export function mostSideVotes(
  voters: Voters,
  order: Int32Array,
  { start, end }: RowRange,
  bins: Uint8Array,
  leftBins: Uint8Array,
): [left: number, right: number] {
  const { decided, weight, nClasses } = voters;
  if (nClasses === 2) return mostOfTwoSides(voters, order, start, end, bins, leftBins);
  const votes = new Float64Array(2 * nClasses);
  for (let i = start; i < end; i++) {
    const row = order[i]!;
    const side = 1 - leftBins[bins[row]!]!;
    votes[side * nClasses + decided[row]!]! += weight[row]!;
  }
  const right = argmax(votes, nClasses, nClasses);
  return [votes[argmax(votes, 0, nClasses)]!, votes[nClasses + right]!];
}

function mostOfTwoSides(
  { decided, weight }: Voters,
  order: Int32Array,
  start: number,
  end: number,
  bins: Uint8Array,
  leftBins: Uint8Array,
): [left: number, right: number] {
  let [leftFirst, leftSecond, rightFirst, rightSecond] = [0, 0, 0, 0];
  for (let i = start; i < end; i++) {
    const row = order[i]!;
    const own = weight[row]!;
    const onLeft = leftBins[bins[row]!]! * own;
    const onRight = own - onLeft;
    const second = decided[row]!;
    leftFirst += (1 - second) * onLeft;
    leftSecond += second * onLeft;
    rightFirst += (1 - second) * onRight;
    rightSecond += second * onRight;
  }
  return [Math.max(leftFirst, leftSecond), Math.max(rightFirst, rightSecond)];
}
