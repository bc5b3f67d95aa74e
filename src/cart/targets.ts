import type { Labels } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';

/**
 * The target columns the engine counts. Two classes need only the second one's probability: the
 * first is what is left, and its squared distances are the same.
 */
export function engineTargets(labels: Labels): { targets: Float64Array; nTargets: number } {
  if (labels.nOutputs !== 2) return { targets: labels.soft, nTargets: labels.nOutputs };
  const targets = new Float64Array(labels.soft.length / 2);
  for (let i = 0; i < targets.length; i++) targets[i] = labels.soft[2 * i + 1]!;
  return { targets, nTargets: 1 };
}

/** Engine values as soft answers: the inverse of {@link engineTargets}. */
export function softAnswers(targets: Float64Array, nOutputs: number): Float64Array {
  if (nOutputs !== 2) return targets;
  const soft = new Float64Array(targets.length * 2);
  for (let i = 0; i < targets.length; i++) {
    soft[2 * i] = 1 - targets[i]!;
    soft[2 * i + 1] = targets[i]!;
  }
  return soft;
}

/** A tree grown by the engine with one value an output. */
export function withOutputs(tree: Tree, nOutputs: number): Tree {
  if (tree.nOutputs === nOutputs) return tree;
  return {
    ...tree,
    nOutputs,
    value: softAnswers(tree.value, nOutputs),
    impurity: tree.impurity.map((impurity) => 2 * impurity),
  };
}
