import type { Tree } from '../../../src/core/tree.ts';
import { leafIds, prefixesOf } from '../../../src/core/tree.ts';
import { cartStudent } from '../../../src/student/cart-student.ts';
import { searchStudent } from '../../../src/student/search-student.ts';
import type { Lesson } from '../../../src/student/student.ts';

const DEEPEST = 8;
/** As in `distill`: rows a leaf of the student must keep, real or synthetic. */
const OPTIONS = { maxDepth: DEEPEST, minLeafRows: 5 };

/** What a tree may be: at most so many levels, or at most so many leaves. */
export type Size = `depth ${number}` | `leaves ${number}`;

export interface SizedTree {
  readonly size: Size;
  readonly tree: Tree;
}

/** Most leaves of the trees by leaf count. Empty until there is a student that grows them. */
const LEAF_LIMITS: readonly number[] = [];

/** The default student at every size. */
export async function searchedTrees(lesson: Lesson): Promise<SizedTree[]> {
  const { trees } = await searchStudent(lesson, OPTIONS, 'fast');
  return [...byDepth(trees), ...(await searchedByLeaves(lesson))];
}

/** Greedy growth at every size. */
export async function greedyTrees(lesson: Lesson): Promise<SizedTree[]> {
  const { tree } = await cartStudent(lesson, OPTIONS);
  return [...byDepth(prefixesOf(tree)), ...greedyByLeaves(tree)];
}

/** PLUG IN HERE: the searched trees of at most {@link LEAF_LIMITS} leaves. */
async function searchedByLeaves(_lesson: Lesson): Promise<SizedTree[]> {
  return Promise.resolve(LEAF_LIMITS.flatMap(() => []));
}

/** PLUG IN HERE: the deep greedy tree cut back to {@link LEAF_LIMITS} leaves, weakest links first. */
function greedyByLeaves(_deep: Tree): SizedTree[] {
  return LEAF_LIMITS.flatMap(() => []);
}

/** `trees[d - 1]` is the tree of depth d; growth may have stopped before the deepest. */
function byDepth(trees: readonly Tree[]): SizedTree[] {
  return Array.from({ length: DEEPEST }, (_, i) => ({
    size: `depth ${i + 1}` as const,
    tree: trees[Math.min(i, trees.length - 1)]!,
  }));
}

export function leafCount(tree: Tree): number {
  return leafIds(tree).length;
}
