import { isLeaf, nodeDepths, pathTo, type Tree } from '../core/tree.ts';
import { counted, grouped } from './format.ts';
import { leafCounts } from './layout.ts';
import { nearFolds, topOf } from './near.ts';

/** How a tree is drawn: whole, folded at first, or only around one node. */
export type TreeSize = 'whole' | 'folding' | 'near';

const MOST_WHOLE = 64;
const MOST_FOLDING = 256;

export function sizeOf(tree: Tree): TreeSize {
  const leaves = leafCounts(tree)[0]!;
  if (leaves <= MOST_WHOLE) return 'whole';
  return leaves <= MOST_FOLDING ? 'folding' : 'near';
}

/** Leaves from which a drawing is larger than a screen. */
const LEAST_ON_MAP = 8;

/** Whether a map of the tree is of use beside its drawing. */
export function hasMap(tree: Tree): boolean {
  return leafCounts(tree)[0]! >= LEAST_ON_MAP;
}

/** Nodes drawn at most where a tree is drawn around one of its nodes. */
const MOST_NEAR = 48;
/** Elements that a drawing may have: with what stands around it, a page has 1,500 at most. */
export const MOST_ELEMENTS = 1310;

/** What of a tree an address asks to see. */
export interface Asked {
  /** Inner nodes folded by hand; `null` where the address does not say. */
  readonly folded: readonly number[] | null;
  readonly node: number | null;
  /** The node around which a very large tree is drawn. */
  readonly focus: number | null;
}

/** The part of a tree that is drawn. */
export interface Shown {
  /** The node at the left: the root, or one far above the focus. */
  readonly top: number;
  readonly folded: ReadonlySet<number>;
}

/** What an address shows. The server and the browser ask the same question and get the same answer. */
export function shownOf(tree: Tree, { folded, node, focus }: Asked): Shown {
  if (sizeOf(tree) !== 'near') {
    return { top: 0, folded: revealNode(tree, folded ?? initialFolds(tree), node ?? 0) };
  }
  const centre = focus ?? node ?? 0;
  const top = topOf(tree, centre);
  return { top, folded: nearFolds(tree, centre, top, MOST_NEAR, folded ?? []) };
}

/** The same, folded further to so many nodes, for a page that has no script to leave out what is not in view. */
export function servedOf(tree: Tree, asked: Asked, most: number): Shown {
  const shown = shownOf(tree, asked);
  if (shownNodes(tree, shown.folded, shown.top).length <= most) return shown;
  const folded = nearFolds(tree, asked.node ?? 0, 0, most, shown.folded);
  return { top: shown.top, folded };
}

/** Nodes from `top` on that no fold hides, in pre-order. */
export function shownNodes(tree: Tree, folded: ReadonlySet<number>, top = 0): number[] {
  const shown: number[] = [];
  const stack = [top];
  while (stack.length > 0) {
    const node = stack.pop()!;
    shown.push(node);
    if (!isLeaf(tree, node) && !folded.has(node)) stack.push(tree.right[node]!, tree.left[node]!);
  }
  return shown;
}

/** What a drawing shows: "All 23 paths shown", or how many are folded into how many branches. */
export function shownWords(tree: Tree, folded: ReadonlySet<number>, top = 0): string {
  const counts = leafCounts(tree);
  const all = counts[0]!;
  const ends = shownNodes(tree, folded, top).filter((id) => isLeaf(tree, id) || folded.has(id));
  const shown = ends.filter((node) => isLeaf(tree, node)).length;
  if (all === 1) return 'The only path';
  if (shown === all) return `All ${counted(all, 'path')} shown`;
  const branches = counted(ends.length - shown, 'branch', 'branches');
  const here = counts[top]!;
  const beside = here === all ? '' : `, ${grouped(all - here)} beside this part`;
  return shown === 0
    ? `${counted(all, 'path')}, all folded into ${branches}${beside}`
    : `${grouped(shown)} of ${counted(all, 'path')} shown, ${grouped(here - shown)} folded into ${branches}${beside}`;
}

/** Ends of branches that a first look at a large tree can take in. */
const FIRST_LOOK = 24;
const FIRST_QUESTIONS = 5;

/**
 * Inner nodes to fold at first, so that a large tree opens at its first questions: all at one
 * depth, the deepest that keeps the drawing to a first look. None for a tree that is drawn whole.
 * With a `root`, the same for the branch below it.
 */
export function initialFolds(tree: Tree, root = 0): number[] {
  const leaves = leafCounts(tree)[root]!;
  if (leaves <= (root === 0 ? MOST_WHOLE : FIRST_LOOK)) return [];
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
