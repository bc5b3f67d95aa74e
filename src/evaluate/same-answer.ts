import { decide, type DecisionRule } from '../core/decision.ts';
import type { Tree } from '../core/tree.ts';
import type { Yardstick } from './yardstick.ts';

/** Whether a leaf answers row `row` as the soft answers `soft` do, which are decided by `rule`. */
export type SameAnswer = (leaf: number, soft: Float64Array, row: number) => boolean;

/** The same class, or a number within the tolerance. A leaf's own decision counts, deferred or not. */
export function sameAnswer(
  tree: Tree,
  { task, nOutputs: k, tolerance }: Yardstick,
  rule: DecisionRule,
): SameAnswer {
  if (task === 'regression') {
    return (leaf, soft, row) => Math.abs(tree.value[leaf]! - soft[row]!) <= tolerance!;
  }
  return (leaf, soft, row) => tree.decision[leaf] === decide(rule, soft, row * k, k);
}
