import { hierarchy, partition } from 'd3-hierarchy';

import { isLeaf, parentsOf, pathTo, treeDepth, type Tree } from '../core/tree.ts';
import { leafCounts, type NodeShare } from './layout.ts';

/** A tree as a map: depth downwards, paths side by side, each as wide as its share of rows. */
export interface Icicle {
  readonly tree: Tree;
  /** Ends of each node from left to right, in [0, 1]. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly levels: number;
  readonly depths: Int32Array;
}

/** Part of the width shared evenly, so that a path without rows has a place on the map too. */
const EVEN = 0.2;

export function icicleOf(tree: Tree, shares: readonly NodeShare[]): Icicle {
  const leaves = leafCounts(tree)[0]!;
  const root = hierarchy<number>(0, (id) =>
    isLeaf(tree, id) ? null : [tree.left[id]!, tree.right[id]!],
  ).sum((id) => (isLeaf(tree, id) ? (1 - EVEN) * shares[id]!.share + EVEN / leaves : 0));
  const levels = treeDepth(tree) + 1;
  const left = new Float64Array(tree.feature.length);
  const right = new Float64Array(tree.feature.length);
  const depths = new Int32Array(tree.feature.length);
  partition<number>()
    .size([1, levels])(root)
    .each((node) => {
      left[node.data] = node.x0;
      right[node.data] = node.x1;
      depths[node.data] = node.depth;
    });
  return { tree, left, right, levels, depths };
}

/** A rectangle of the map, in pixels. Where it ends, it reaches down to the bottom. */
export interface IcicleBox {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether nothing is drawn below it: a leaf, or a branch too narrow to tell its parts. */
  readonly ends: boolean;
}

/** What there is to draw in `width` x `height`; what is narrower than `least` stands for all below it. */
export function icicleBoxes(
  icicle: Icicle,
  width: number,
  height: number,
  least = 0.75,
): IcicleBox[] {
  const { tree } = icicle;
  const boxes: IcicleBox[] = [];
  const stack = [0];
  while (stack.length > 0) {
    const node = stack.pop()!;
    const box = boxAt(icicle, node, width, height);
    if (isLeaf(tree, node) || box.width < least) {
      boxes.push({ ...box, height: height - box.y, ends: true });
      continue;
    }
    boxes.push(box);
    stack.push(tree.right[node]!, tree.left[node]!);
  }
  return boxes;
}

/** Where a node lies, as high as its own level. */
export function boxAt(icicle: Icicle, node: number, width: number, height: number): IcicleBox {
  const step = height / icicle.levels;
  return {
    node,
    x: icicle.left[node]! * width,
    y: icicle.depths[node]! * step,
    width: (icicle.right[node]! - icicle.left[node]!) * width,
    height: step,
    ends: false,
  };
}

/** The node under a point of the map, both coordinates in [0, 1]. */
export function nodeUnder({ tree, left, levels }: Icicle, x: number, y: number): number {
  const level = Math.floor(Math.min(0.999999, Math.max(0, y)) * levels);
  let node = 0;
  for (let depth = 0; depth < level && !isLeaf(tree, node); depth++) {
    node = x >= left[tree.right[node]!]! ? tree.right[node]! : tree.left[node]!;
  }
  return node;
}

/** The node an arrow key leads to from `node` on the map. */
export function besideOnMap(icicle: Icicle, node: number, key: string): number | null {
  const { tree, depths } = icicle;
  switch (key) {
    case 'ArrowDown':
      return isLeaf(tree, node) ? node : tree.left[node]!;
    case 'ArrowUp':
      return Math.max(0, parentsOf(tree)[node]!);
    case 'ArrowRight':
      return nextAcross(tree, node, depths[node]!, true);
    case 'ArrowLeft':
      return nextAcross(tree, node, depths[node]!, false);
    case 'Home':
      return 0;
    case 'End':
      return pathTo(tree, tree.feature.length - 1).at(-1)!;
    default:
      return null;
  }
}

/** The next branch to the right (or left), as near to the same level as it goes. */
function nextAcross(tree: Tree, from: number, depth: number, right: boolean): number {
  const path = pathTo(tree, from);
  const near = right ? tree.left : tree.right;
  const far = right ? tree.right : tree.left;
  const turn = path.findLastIndex((id, i) => i < path.length - 1 && near[id] === path[i + 1]);
  if (turn === -1) return from;
  let node = far[path[turn]!]!;
  for (let level = turn + 1; level < depth && !isLeaf(tree, node); level++) node = near[node]!;
  return node;
}
