import type { SearchMethod } from '../../../src/core/run.ts';
import { leafIds, type Tree } from '../../../src/core/tree.ts';
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

const LEAF_LIMITS = [8, 16, 32];

/** The default student at every size. */
export function searchedTrees(lesson: Lesson): Promise<SizedTree[]> {
  return sizedTrees(lesson, 'fast');
}

/**
 * Greedy growth at every size, sibling leaves of one decision joined; by number of leaves the deepest
 * tree cut back in the best way.
 */
export function greedyTrees(lesson: Lesson): Promise<SizedTree[]> {
  return sizedTrees(lesson, 'greedy');
}

/** A size that growth did not reach has the largest tree there is. */
async function sizedTrees(lesson: Lesson, search: SearchMethod): Promise<SizedTree[]> {
  const { trees, byLeaves } = await searchStudent(lesson, OPTIONS, search);
  const deepest = trees.at(-1)!;
  return [
    ...Array.from({ length: DEEPEST }, (_, i) => ({
      size: `depth ${i + 1}` as const,
      tree: trees[i] ?? deepest,
    })),
    ...LEAF_LIMITS.map((limit) => ({
      size: `leaves ${limit}` as const,
      tree: byLeaves.find(({ leaves }) => leaves === limit)?.tree ?? deepest,
    })),
  ];
}

export function leafCount(tree: Tree): number {
  return leafIds(tree).length;
}
