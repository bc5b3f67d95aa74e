import { linkHorizontal } from 'd3-shape';

import type { PathRecord } from '../core/run.ts';
import { isLeaf, pathTo, type Tree } from '../core/tree.ts';

export const NODE_WIDTH = 150;
export const NODE_HEIGHT = 44;
const ROW_PITCH = 66;
const COLUMN_PITCH = NODE_WIDTH + 98;
const MARGIN = 16;
const WIDEST_LINK = 22;

/** A node of the drawing: its box has its top left corner at (x, y), in pixels. */
export interface PlacedNode {
  readonly id: number;
  readonly parent: number;
  /** The root of the whole tree has depth 0. */
  readonly depth: number;
  readonly x: number;
  readonly y: number;
  /** Leaves below an inner node that are folded away; 0 where nothing is hidden. */
  readonly folded: number;
}

/** A branch of the drawing, from a parent's right edge to a child's left edge. */
export interface PlacedLink {
  readonly parent: number;
  readonly child: number;
  readonly left: boolean;
  readonly path: string;
  /** Stroke width, in proportion to the share of rows. */
  readonly width: number;
}

/** Where everything goes; nodes are in pre-order. */
export interface TreeLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
}

/** Rows behind each node. */
export interface NodeShare {
  /** Share of the rows counted, in [0, 1]. */
  readonly share: number;
  /** Real select and test rows; `null` where only the share of the fitting weight is known. */
  readonly rows: number | null;
}

/**
 * The tree from `top`, left to right, with some inner nodes folded: a row for every end, a column for
 * every level, and every node in the row of its upper branch. So the root is where reading begins, the
 * nodes are in the order of the outline, and what is around a node in view is near it in the tree. (A
 * tidy tree centres a node beside all that is below it: of fifty paths, the root's own branches were
 * out of sight from it.)
 */
export function layoutTree(
  tree: Tree,
  folded: ReadonlySet<number>,
  shares: readonly NodeShare[],
  top = 0,
): TreeLayout {
  const leavesBelow = leafCounts(tree);
  const above = pathTo(tree, top).length - 1;
  const nodes: PlacedNode[] = [];
  let ends = 0;
  let columns = 0;
  const place = (id: number, parent: number, column: number): void => {
    const isEnd = isLeaf(tree, id) || folded.has(id);
    nodes.push({
      id,
      parent,
      depth: above + column,
      x: MARGIN + column * COLUMN_PITCH,
      y: MARGIN + ends * ROW_PITCH,
      folded: isEnd && !isLeaf(tree, id) ? leavesBelow[id]! : 0,
    });
    columns = Math.max(columns, column);
    if (isEnd) ends++;
    else for (const child of [tree.left[id]!, tree.right[id]!]) place(child, id, column + 1);
  };
  place(top, -1, 0);
  return {
    width: 2 * MARGIN + columns * COLUMN_PITCH + NODE_WIDTH + 26,
    height: 2 * MARGIN + (ends - 1) * ROW_PITCH + NODE_HEIGHT,
    nodes,
    links: linksOf(tree, nodes, shares),
  };
}

function linksOf(
  tree: Tree,
  nodes: readonly PlacedNode[],
  shares: readonly NodeShare[],
): PlacedLink[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const draw = linkHorizontal();
  return nodes.flatMap((node) => {
    const parent = byId.get(node.parent);
    if (parent === undefined) return [];
    const path = draw({
      source: [parent.x + NODE_WIDTH, parent.y + NODE_HEIGHT / 2],
      target: [node.x, node.y + NODE_HEIGHT / 2],
    });
    return [
      {
        parent: parent.id,
        child: node.id,
        left: tree.left[parent.id] === node.id,
        path: path ?? '',
        width: Math.max(1.5, shares[node.id]!.share * WIDEST_LINK),
      },
    ];
  });
}

/** Leaves at or below each node. */
export function leafCounts(tree: Tree): number[] {
  return sumUp(tree, (id) => (isLeaf(tree, id) ? 1 : 0));
}

/** Sums a leaf's figure into every node above it. Children come after parents in pre-order. */
export function sumUp(tree: Tree, ofLeaf: (id: number) => number): number[] {
  const sums = Array.from(tree.feature, (_, id) => ofLeaf(id));
  for (let id = sums.length - 1; id >= 0; id--) {
    if (!isLeaf(tree, id)) sums[id] = sums[tree.left[id]!]! + sums[tree.right[id]!]!;
  }
  return sums;
}

/** What is known of the path that ends at a leaf. */
export type PathEnd = Pick<PathRecord, 'leaf' | 'id' | 'realRows' | 'fidelity'>;

/** Shares from the real rows of each path, or from the fitting weight where there are no paths. */
export function nodeShares(tree: Tree, paths: readonly PathEnd[] | null): NodeShare[] {
  if (paths === null) {
    const total = tree.weight[0]!;
    return Array.from(tree.weight, (weight) => ({
      share: total > 0 ? weight / total : 0,
      rows: null,
    }));
  }
  const ofLeaf = new Map(
    paths.map((path) => [path.leaf, path.realRows.select + path.realRows.test]),
  );
  const rows = sumUp(tree, (id) => ofLeaf.get(id) ?? 0);
  return rows.map((count) => ({ share: rows[0]! > 0 ? count / rows[0]! : 0, rows: count }));
}
