import { decidedClasses, decisions, LARGEST } from '../core/decision.ts';
import { goesLeft, isLeaf, type Tree } from '../core/tree.ts';
import { orderedLeaves, poolViolators } from './monotone.ts';
import type { Labels } from '../core/table.ts';
import { partRows } from './part-rows.ts';
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
  const { labels, weight, table } = lesson;
  const fit = meansOf(tree, lesson, labels.soft, weight);
  const elected = votes === undefined ? null : meansOf(tree, lesson, ballots(labels), votes);
  if (monotone?.some((direction) => direction !== 0) === true) {
    const pairs = orderedLeaves(tree, table.features, monotone);
    keepOrder(fit, tree.nOutputs, pairs);
    if (elected !== null) keepOrder(elected, tree.nOutputs, pairs);
  }
  const decision =
    elected === null
      ? decisions(fit.mean, tree.nOutputs, labels.rule)
      : decisions(elected.mean, tree.nOutputs, LARGEST);
  const impurity = impurities(tree, lesson, fit);
  return { ...tree, value: fit.mean, weight: fit.weight, impurity, decision };
}

/** What each row is decided as, written like soft targets. */
function ballots(labels: Labels): Float64Array {
  const votes = new Float64Array(labels.soft.length);
  for (const [row, k] of decidedClasses(labels)!.entries()) votes[row * labels.nOutputs + k] = 1;
  return votes;
}

/** Weighted means of some targets at every node. */
interface Fit {
  /** Row-major, one an output. */
  readonly mean: Float64Array;
  readonly weight: Float64Array;
}

function meansOf(tree: Tree, lesson: Lesson, targets: Float64Array, weight: Float64Array): Fit {
  const k = tree.nOutputs;
  const n = tree.feature.length;
  const fit = { mean: new Float64Array(n * k), weight: new Float64Array(n) };
  passNodes(tree, lesson, (node, rows) => {
    for (const row of rows) {
      const own = weight[row]!;
      fit.weight[node]! += own;
      for (let c = 0; c < k; c++) fit.mean[node * k + c]! += own * targets[row * k + c]!;
    }
  });
  for (let i = 0; i < fit.mean.length; i++) fit.mean[i]! /= fit.weight[Math.floor(i / k)]! || 1;
  fillEmptyNodes(tree, fit);
  return fit;
}

/** Pre-order guarantees that a parent is filled before its children. */
function fillEmptyNodes(tree: Tree, { mean, weight }: Fit): void {
  const k = tree.nOutputs;
  for (let node = 0; node < weight.length; node++) {
    if (isLeaf(tree, node)) continue;
    for (const child of [tree.left[node]!, tree.right[node]!]) {
      if (weight[child] === 0) mean.copyWithin(child * k, node * k, (node + 1) * k);
    }
  }
}

/** Puts the number, or the second of two classes, in order at the leaves. */
function keepOrder(
  { mean, weight }: Fit,
  k: number,
  pairs: ReturnType<typeof orderedLeaves>,
): void {
  const ordered = weight.map((_, node) => mean[node * k + k - 1]!);
  poolViolators(ordered, weight, pairs);
  for (let node = 0; node < weight.length; node++) {
    mean[node * k + k - 1] = ordered[node]!;
    if (k === 2) mean[node * k] = 1 - ordered[node]!;
  }
}

/** Mean squared distance of the soft targets to each node's value. */
function impurities(tree: Tree, lesson: Lesson, { mean, weight }: Fit): Float64Array {
  const k = tree.nOutputs;
  const { soft } = lesson.labels;
  const impurity = new Float64Array(weight.length);
  passNodes(tree, lesson, (node, rows) => {
    let squares = 0;
    for (const row of rows) {
      for (let c = 0; c < k; c++) {
        const distance = soft[row * k + c]! - mean[node * k + c]!;
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
    const [left, right] = partRows(rows, (row) => Number(goesLeft(tree, node, column[row]!)));
    pass(tree.left[node]!, left);
    pass(tree.right[node]!, right);
  };
  pass(
    0,
    Int32Array.from({ length: table.nRows }, (_, row) => row),
  );
}
