import type { Labels } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';

/** The target columns the engine counts. */
export interface EngineTargets {
  /** Row-major, `nRows * nTargets`. */
  readonly targets: Float64Array;
  readonly nTargets: number;
  /** What was taken off every target: {@link uncentre} puts it back. */
  readonly centre: number;
}

/**
 * Labels as the engine counts them. Two classes need only the second one's probability: the first
 * is what is left, and its squared distances are the same. Numbers are counted from their median:
 * squares of numbers far from 0 would leave no digits for the differences between them.
 */
export function engineTargets({ task, nOutputs, soft }: Labels): EngineTargets {
  if (task === 'regression') {
    const centre = soft.toSorted()[soft.length >> 1]!;
    return { targets: soft.map((value) => value - centre), nTargets: 1, centre };
  }
  if (nOutputs !== 2) return { targets: soft, nTargets: nOutputs, centre: 0 };
  const targets = new Float64Array(soft.length / 2);
  for (let i = 0; i < targets.length; i++) targets[i] = soft[2 * i + 1]!;
  return { targets, nTargets: 1, centre: 0 };
}

/** A tree grown on centred targets, with values in the labels' own numbers. */
export function uncentre(tree: Tree, centre: number): Tree {
  if (centre === 0) return tree;
  return { ...tree, value: tree.value.map((value) => value + centre) };
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
