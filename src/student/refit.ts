import { decidedClasses, decisions, LARGEST } from '../core/decision.ts';
import { goesLeft, isLeaf, type Tree } from '../core/tree.ts';
import { orderedLeaves, poolViolators } from './monotone.ts';
import type { Lesson } from './student.ts';

/** What a refit may be given beyond the lesson. */
interface RefitOptions {
  /**
   * What each row counts when a node decides what most of them are decided as. Left out: a node's
   * mean decides, by the teacher's own rule.
   */
  readonly votes?: Float64Array | undefined;
  /** Directions that the answers must keep, one a feature (see `TreeLimits`). */
  readonly monotone?: readonly number[];
}

/**
 * The same splits with every node's value, decision, weight and impurity computed anew from the
 * lesson. A node that no row reaches takes its parent's value and decision, with weight 0.
 */
export function refit(tree: Tree, lesson: Lesson, { votes, monotone }: RefitOptions = {}): Tree {
  const fit = meansOf(tree, lesson, votes ?? lesson.weight);
  if (monotone?.some((direction) => direction !== 0) === true) {
    const pairs = orderedLeaves(tree, lesson.table.features, monotone);
    keepOrder(fit.value, fit.weight, tree.nOutputs, pairs);
    keepOrder(fit.shares, fit.votes, tree.nOutputs, pairs);
  }
  const k = tree.nOutputs;
  const decision =
    votes === undefined
      ? decisions(fit.value, k, lesson.labels.rule)
      : decisions(fit.shares, k, LARGEST);
  return {
    ...tree,
    value: fit.value,
    weight: fit.weight,
    impurity: impurities(tree, lesson, fit),
    decision,
  };
}

/** Means at every node; row-major where there is one an output. */
interface Fit {
  /** Mean soft target. */
  readonly value: Float64Array;
  readonly weight: Float64Array;
  /** The share of the votes that each class has. */
  readonly shares: Float64Array;
  /** The weight of all votes. */
  readonly votes: Float64Array;
}

function meansOf(tree: Tree, lesson: Lesson, votes: Float64Array): Fit {
  const { labels, weight } = lesson;
  const k = tree.nOutputs;
  const n = tree.feature.length;
  const fit = {
    value: new Float64Array(n * k),
    weight: new Float64Array(n),
    shares: new Float64Array(n * k),
    votes: new Float64Array(n),
  };
  const decided = decidedClasses(labels);
  passNodes(tree, lesson, (node, rows) => {
    for (const row of rows) {
      const own = weight[row]!;
      fit.weight[node]! += own;
      for (let c = 0; c < k; c++) fit.value[node * k + c]! += own * labels.soft[row * k + c]!;
      fit.votes[node]! += votes[row]!;
      if (decided !== null) fit.shares[node * k + decided[row]!]! += votes[row]!;
    }
  });
  for (let i = 0; i < fit.value.length; i++) {
    const node = Math.floor(i / k);
    fit.value[i]! /= fit.weight[node]! || 1;
    fit.shares[i]! /= fit.votes[node]! || 1;
  }
  fillEmptyNodes(tree, fit);
  return fit;
}

/** Pre-order guarantees that a parent is filled before its children. */
function fillEmptyNodes(tree: Tree, { value, weight, shares }: Fit): void {
  const k = tree.nOutputs;
  for (let node = 0; node < weight.length; node++) {
    if (isLeaf(tree, node)) continue;
    for (const child of [tree.left[node]!, tree.right[node]!]) {
      if (weight[child] !== 0) continue;
      value.copyWithin(child * k, node * k, (node + 1) * k);
      shares.copyWithin(child * k, node * k, (node + 1) * k);
    }
  }
}

/** Puts the number, or the second of two classes, in order at the leaves. */
function keepOrder(
  means: Float64Array,
  weight: Float64Array,
  k: number,
  pairs: ReturnType<typeof orderedLeaves>,
): void {
  const ordered = weight.map((_, node) => means[node * k + k - 1]!);
  poolViolators(ordered, weight, pairs);
  for (let node = 0; node < weight.length; node++) {
    means[node * k + k - 1] = ordered[node]!;
    if (k === 2) means[node * k] = 1 - ordered[node]!;
  }
}

/** Mean squared distance of the soft targets to each node's value. */
function impurities(tree: Tree, lesson: Lesson, { value, weight }: Fit): Float64Array {
  const k = tree.nOutputs;
  const { soft } = lesson.labels;
  const impurity = new Float64Array(weight.length);
  passNodes(tree, lesson, (node, rows) => {
    let squares = 0;
    for (const row of rows) {
      for (let c = 0; c < k; c++) {
        const distance = soft[row * k + c]! - value[node * k + c]!;
        squares += lesson.weight[row]! * distance * distance;
      }
    }
    impurity[node] = squares / (weight[node]! || 1);
  });
  return impurity;
}

/** Visits every node with the rows that reach it. */
function passNodes(
  tree: Tree,
  { table }: Lesson,
  visit: (node: number, rows: Int32Array) => void,
): void {
  const pass = (node: number, rows: Int32Array): void => {
    visit(node, rows);
    if (isLeaf(tree, node)) return;
    const column = table.columns[tree.feature[node]!]!;
    const left = new Int32Array(rows.length);
    const right = new Int32Array(rows.length);
    let nLeft = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      left[nLeft] = row;
      right[i - nLeft] = row;
      nLeft += Number(goesLeft(tree, node, column[row]!));
    }
    pass(tree.left[node]!, left.subarray(0, nLeft));
    pass(tree.right[node]!, right.subarray(0, rows.length - nLeft));
  };
  pass(
    0,
    Int32Array.from({ length: table.nRows }, (_, row) => row),
  );
}
