import { decidedClasses, decisions, LARGEST } from '../core/decision.ts';
import { goesLeft, isLeaf, type Tree } from '../core/tree.ts';
import { orderedLeaves, poolViolators } from './monotone.ts';
import type { Column, Labels, Table } from '../core/table.ts';
import { partRows } from './part-rows.ts';
import type { Lesson } from './student.ts';
import { sumRows } from './sum-rows.ts';

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
  const rows = rowsOfNodes(tree, table);
  const fit = meansOf(tree, rows, labels.soft, weight);
  const elected = votes === undefined ? null : meansOf(tree, rows, ballots(labels), votes);
  if (monotone?.some((direction) => direction !== 0) === true) {
    const pairs = orderedLeaves(tree, table.features, monotone);
    keepOrder(fit, tree.nOutputs, pairs);
    if (elected !== null) keepOrder(elected, tree.nOutputs, pairs);
  }
  const decision =
    elected === null
      ? decisions(fit.mean, tree.nOutputs, labels.rule)
      : decisions(elected.mean, tree.nOutputs, LARGEST);
  const impurity = impurities(rows, lesson, fit);
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

function meansOf(
  tree: Tree,
  rows: readonly Int32Array[],
  targets: Float64Array,
  weight: Float64Array,
): Fit {
  const k = tree.nOutputs;
  const fit = { mean: new Float64Array(rows.length * k), weight: new Float64Array(rows.length) };
  for (const [node, own] of rows.entries()) {
    const sums = fit.mean.subarray(node * k, (node + 1) * k);
    fit.weight[node] = sumRows(own, weight, targets, sums);
  }
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
function impurities(
  rows: readonly Int32Array[],
  { labels, weight }: Lesson,
  fit: Fit,
): Float64Array {
  const k = labels.nOutputs;
  return fit.weight.map((mass, node) => {
    const mean = fit.mean.subarray(node * k, (node + 1) * k);
    return squaresAround(mean, rows[node]!, labels.soft, weight) / (mass || 1);
  });
}

function squaresAround(
  mean: Float64Array,
  rows: Int32Array,
  soft: Float64Array,
  weight: Float64Array,
): number {
  const k = mean.length;
  let squares = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const own = weight[row]!;
    for (let c = 0; c < k; c++) {
      const distance = soft[row * k + c]! - mean[c]!;
      squares += own * distance * distance;
    }
  }
  return squares;
}

/** Sides told like bins: 1 is left. */
const GOES_LEFT = Uint8Array.of(0, 1);

/** The rows that reach each node. */
function rowsOfNodes(tree: Tree, { columns, nRows }: Table): Int32Array[] {
  const rows: Int32Array[] = [Int32Array.from({ length: nRows }, (_, row) => row)];
  const sides = new Uint8Array(nRows);
  for (let node = 0; node < tree.feature.length; node++) {
    if (isLeaf(tree, node)) continue;
    const own = rows[node]!;
    writeSides(sides, own, tree, node, columns[tree.feature[node]!]!);
    [rows[tree.left[node]!], rows[tree.right[node]!]] = partRows(own, sides, GOES_LEFT);
  }
  return rows;
}

/** Writes which side some rows go to at a node, by row number: as `goesLeft` says. */
function writeSides(
  sides: Uint8Array,
  rows: Int32Array,
  tree: Tree,
  node: number,
  column: Column,
): void {
  if (column instanceof Float64Array) {
    writeNumericSides(sides, rows, column, tree.threshold[node]!, tree.missingLeft[node]!);
    return;
  }
  for (const row of rows) sides[row] = Number(goesLeft(tree, node, column[row]!));
}

function writeNumericSides(
  sides: Uint8Array,
  rows: Int32Array,
  column: Float64Array,
  threshold: number,
  missingLeft: number,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const value = column[row]!;
    // Without a branch to be guessed wrong; no comparison holds for a missing value.
    sides[row] = Number(value <= threshold) | (missingLeft & Number(Number.isNaN(value)));
  }
}
