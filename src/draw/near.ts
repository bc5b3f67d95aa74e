import { isLeaf, pathTo, type Tree } from '../core/tree.ts';

/** Questions drawn above the focus at most; what is further up is told in words. */
const MOST_ABOVE = 16;

/** The node at the left of a drawing around `focus`: the root, unless that is too far away. */
export function topOf(tree: Tree, focus: number): number {
  return pathTo(tree, focus).at(-1 - MOST_ABOVE) ?? 0;
}

/**
 * Folds that leave at most `most` nodes in sight (and always the way from `top` to `focus`): what is
 * nearest to the focus is open, counted in branches up and down, whole rings of one distance at a
 * time. Nodes in `closed` stay folded unless the way leads through them.
 */
export function nearFolds(
  tree: Tree,
  focus: number,
  top: number,
  most: number,
  closed: Iterable<number>,
): Set<number> {
  const path = pathTo(tree, focus);
  const way = path.slice(path.indexOf(top));
  const open = new Set(way.slice(0, -1));
  const barred = new Set(closed);
  const parents = new Map(way.slice(1).map((id, i) => [id, way[i]!]));
  const seen = new Set([focus]);
  let ring = [focus];
  let shown = 2 * way.length - 1;
  while (ring.length > 0) {
    const fresh = ring.filter((id) => !isLeaf(tree, id) && !open.has(id) && !barred.has(id));
    if (shown + 2 * fresh.length > most) break;
    for (const id of fresh) open.add(id);
    shown += 2 * fresh.length;
    ring = ring.flatMap((id) => neighbours(tree, id, open, parents)).filter((id) => !seen.has(id));
    for (const id of ring) seen.add(id);
  }
  return closedBelow(tree, top, open);
}

function neighbours(
  tree: Tree,
  node: number,
  open: ReadonlySet<number>,
  parents: ReadonlyMap<number, number>,
): number[] {
  const parent = parents.get(node);
  const below = open.has(node) ? [tree.left[node]!, tree.right[node]!] : [];
  return parent === undefined ? below : [parent, ...below];
}

/** Inner nodes in sight that are not open. */
function closedBelow(tree: Tree, top: number, open: ReadonlySet<number>): Set<number> {
  const closed = new Set<number>();
  const stack = [top];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (isLeaf(tree, node)) continue;
    if (open.has(node)) stack.push(tree.left[node]!, tree.right[node]!);
    else closed.add(node);
  }
  return closed;
}
