import type { Table } from '../core/table.ts';
import { goesLeft, isLeaf, type Tree } from '../core/tree.ts';

/** Levels of splits that are compared: those that a reader's reasons begin with. */
export const TOP_LEVELS = 3;

/** Two splits of one feature are nearly the same when at most this share of rows tells them apart. */
export const NEARLY_SAME = 0.05;

/** Steps from the root, `L` or `R` each: `''` is the root, `LR` the right child of its left child. */
export type Place = string;

/** The places of the top three levels, from the root down and from left to right. */
export const TOP_PLACES: readonly Place[] = ['', 'L', 'R', 'LL', 'LR', 'RL', 'RR'];

/** The split at a place; `null` where the tree has a leaf there or ended above. */
export function splitAt(tree: Tree, place: Place): number | null {
  let node = 0;
  for (const step of place) {
    if (isLeaf(tree, node)) return null;
    node = step === 'L' ? tree.left[node]! : tree.right[node]!;
  }
  return isLeaf(tree, node) ? null : node;
}

/** What two trees have in common at one place. */
export type Likeness = 'same' | 'feature' | 'other';

/**
 * Whether two trees ask the same at a place: `same` when they ask one feature and at most 5 % of the
 * rows of `table` (missing values included) would be sent another way, or when both ask nothing;
 * `feature` when they ask one feature at another threshold or with another set; else `other`.
 */
export function likenessAt(a: Tree, b: Tree, place: Place, table: Table): Likeness {
  const [i, j] = [splitAt(a, place), splitAt(b, place)];
  if (i === null || j === null) return i === j ? 'same' : 'other';
  if (a.feature[i] !== b.feature[j]) return 'other';
  return shareBetween(a, i, b, j, table) <= NEARLY_SAME ? 'same' : 'feature';
}

/** Share of rows that two splits of one feature send different ways. */
function shareBetween(a: Tree, i: number, b: Tree, j: number, table: Table): number {
  const column = table.columns[a.feature[i]!]!;
  let between = 0;
  for (const value of column) if (goesLeft(a, i, value) !== goesLeft(b, j, value)) between++;
  return between / Math.max(1, column.length);
}

/** Whether two trees ask nearly the same at every place of the top three levels. */
export function sameOnTop(a: Tree, b: Tree, table: Table): boolean {
  return TOP_PLACES.every((place) => likenessAt(a, b, place, table) === 'same');
}
