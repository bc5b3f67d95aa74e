import { buildTree, draftOf, type NodeDraft, type Tree } from '../core/tree.ts';
import type { Task } from '../core/workers.ts';
import { refit } from './refit.ts';
import type { Lesson } from './student.ts';

/** What all trees of one student are settled on. */
interface SettleData {
  readonly lesson: Lesson;
  readonly votes: Float64Array | undefined;
  readonly monotone: readonly number[];
}

/** Settles one tree; see {@link settle}. */
export const SETTLE: Task<SettleData, Tree, Tree> = {
  name: 'settle',
  run: ({ lesson, votes, monotone }, tree) => settle(tree, lesson, votes, monotone),
};

/**
 * A tree fitted to the whole lesson in which no two sibling leaves answer alike: such leaves are
 * joined, which changes no decision, and the tree is fitted again.
 */
export function settle(
  tree: Tree,
  lesson: Lesson,
  votes: Float64Array | undefined,
  monotone: readonly number[],
): Tree {
  let settled = refit(tree, lesson, { votes, monotone });
  for (;;) {
    const joined = joinSiblings(settled);
    if (joined.feature.length === settled.feature.length) return settled;
    settled = refit(joined, lesson, { votes, monotone });
  }
}

/** Joins sibling leaves of the same decision (for numbers: of the same value), bottom up. */
function joinSiblings(tree: Tree): Tree {
  const isClass = tree.nOutputs > 1;
  const join = (draft: NodeDraft): NodeDraft => {
    if (draft.split === null) return draft;
    const left = join(draft.split.left);
    const right = join(draft.split.right);
    if (left.split === null && right.split === null) {
      const alike = isClass ? left.decision === right.decision : left.value[0] === right.value[0];
      if (alike) return { ...draft, decision: left.decision!, split: null };
    }
    return { ...draft, split: { ...draft.split, left, right } };
  };
  return buildTree(join(draftOf(tree, 0, Infinity)), tree.nOutputs);
}
