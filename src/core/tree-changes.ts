import { wholeSpace } from './box.ts';
import { sideAt, type Aligned, type TreePair } from './compare-trees.ts';
import { answerOf, isLeaf } from './tree.ts';

/** A place where two trees begin to differ, walked together from the root. */
export interface Change {
  readonly nodeA: number;
  readonly nodeB: number;
  /**
   * `split`: both ask one feature, elsewhere; `question`: they ask different features; `grown`: the
   * second asks where the first ends; `cut`: the other way round; `decision`: both end, with
   * different decisions.
   */
  readonly kind: 'split' | 'question' | 'grown' | 'cut' | 'decision';
}

/**
 * How two trees differ from the root down, in pre-order. A split that moved is followed further; where
 * the one asks something else, or asks where the other ends, the walk stops.
 */
export function changesOf({ a, b, features }: TreePair): Change[] {
  const changes: Change[] = [];
  const whole = wholeSpace(features);
  const split = (tree: Aligned, node: number): string => {
    const f = tree.place[tree.model.tree.feature[node]!]!;
    return JSON.stringify(sideAt(tree, node, whole, true)[f]);
  };
  const visit = (nodeA: number, nodeB: number): void => {
    const kind = kindOf(a, nodeA, b, nodeB, split);
    if (kind !== null) changes.push({ nodeA, nodeB, kind });
    if (isLeaf(a.model.tree, nodeA) || isLeaf(b.model.tree, nodeB) || kind === 'question') return;
    visit(a.model.tree.left[nodeA]!, b.model.tree.left[nodeB]!);
    visit(a.model.tree.right[nodeA]!, b.model.tree.right[nodeB]!);
  };
  visit(0, 0);
  return changes;
}

function kindOf(
  a: Aligned,
  nodeA: number,
  b: Aligned,
  nodeB: number,
  split: (tree: Aligned, node: number) => string,
): Change['kind'] | null {
  const [endA, endB] = [isLeaf(a.model.tree, nodeA), isLeaf(b.model.tree, nodeB)];
  if (endA && endB)
    return answerOf(a.model, nodeA) === answerOf(b.model, nodeB) ? null : 'decision';
  if (endA) return 'grown';
  if (endB) return 'cut';
  const asks = (tree: Aligned, node: number): number => tree.place[tree.model.tree.feature[node]!]!;
  if (asks(a, nodeA) !== asks(b, nodeB)) return 'question';
  return split(a, nodeA) === split(b, nodeB) ? null : 'split';
}
