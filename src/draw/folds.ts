import { isLeaf, nodeDepths, pathTo, type Tree } from '../core/tree.ts';
import { counted, grouped } from './format.ts';
import { leafCounts } from './layout.ts';

/** Nodes that no fold hides, in pre-order. */
export function shownNodes(tree: Tree, folded: ReadonlySet<number>): number[] {
  const shown: number[] = [];
  const stack = [0];
  while (stack.length > 0) {
    const node = stack.pop()!;
    shown.push(node);
    if (!isLeaf(tree, node) && !folded.has(node)) stack.push(tree.right[node]!, tree.left[node]!);
  }
  return shown;
}

/** What a drawing shows: "All 23 paths shown", or how many are folded into how many branches. */
export function shownWords(tree: Tree, folded: ReadonlySet<number>): string {
  const all = leafCounts(tree)[0]!;
  const ends = shownNodes(tree, folded).filter((node) => isLeaf(tree, node) || folded.has(node));
  const shown = ends.filter((node) => isLeaf(tree, node)).length;
  if (shown === all) return `All ${counted(all, 'path')} shown`;
  const branches = counted(ends.length - shown, 'branch', 'branches');
  return shown === 0
    ? `${counted(all, 'path')}, all folded into ${branches}`
    : `${grouped(shown)} of ${counted(all, 'path')} shown, ${grouped(all - shown)} folded into ${branches}`;
}

/** What a first look can take in: so many rows, and so many questions one after the other. */
const FIRST_LOOK = 12;
const FIRST_QUESTIONS = 3;

/**
 * Inner nodes to fold at first, so that a large tree opens at its first questions: all at one
 * depth, the deepest that keeps the drawing to a first look. None for a tree of few paths. With a
 * `root`, the same for the branch below it.
 */
export function initialFolds(tree: Tree, root = 0): number[] {
  const leaves = leafCounts(tree)[root]!;
  if (leaves <= FIRST_LOOK) return [];
  const depths = nodeDepths(tree);
  // A branch is a run of ids, as nodes are in pre-order.
  const branch = Array.from({ length: 2 * leaves - 1 }, (_, i) => root + i);
  const below = (id: number): number => depths[id]! - depths[root]!;
  const ends = (depth: number): number =>
    branch.filter((id) => below(id) === depth || (below(id) < depth && isLeaf(tree, id))).length;
  let depth = 1;
  while (depth < FIRST_QUESTIONS && ends(depth + 1) <= FIRST_LOOK) depth++;
  return branch.filter((id) => below(id) === depth && !isLeaf(tree, id));
}

/** The folds after `node` is folded or unfolded; a large branch opens at its own first questions. */
export function toggleFold(tree: Tree, folds: ReadonlySet<number>, node: number): Set<number> {
  const folded = new Set(folds);
  if (!folded.delete(node)) return folded.add(node);
  const end = node + 2 * leafCounts(tree)[node]! - 1;
  const remembered = Array.from(folded).some((id) => id > node && id < end);
  if (!remembered) for (const id of initialFolds(tree, node)) folded.add(id);
  return folded;
}

/** The folds with `node` in sight: its path opened, and folded whatever that would open beside it. */
export function revealNode(tree: Tree, folds: readonly number[], node: number): Set<number> {
  const folded = new Set(folds.filter((id) => id < tree.feature.length && !isLeaf(tree, id)));
  const path = pathTo(tree, node);
  const first = path.findIndex((id) => id !== node && folded.has(id));
  if (first === -1) return folded;
  for (const [i, id] of path.entries()) {
    const next = path[i + 1];
    if (i < first || next === undefined) continue;
    folded.delete(id);
    for (const child of [tree.left[id]!, tree.right[id]!]) {
      if (!isLeaf(tree, child)) folded.add(child);
    }
  }
  return folded;
}
