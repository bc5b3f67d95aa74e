import { splitDraft } from '../../cart/nodes.ts';
import type { SplitRecord } from '../../cart/splitter.ts';
import { argmax, decide } from '../../core/decision.ts';
import { buildTree, type NodeDraft, type Tree } from '../../core/tree.ts';
import { partRows } from '../part-rows.ts';
import { sumRows } from '../sum-rows.ts';
import type { Problem } from './problem.ts';

/** A node of a tree that is still being tied: splits may move, values are refitted. */
export interface Knot {
  branch: Branch | null;
  /** Mean soft target, of length `nOutputs`. */
  value: Float64Array;
  /** The class it decides; 0 for regression. */
  decided: number;
  /** Weight that reached it when it was last fitted. */
  weight: number;
  /** Refinement found nothing to move here, and nothing that matters here has changed since. */
  settled: boolean;
}

export interface Branch {
  split: SplitRecord;
  left: Knot;
  right: Knot;
}

/** A leaf fitted to some rows (at least one). */
export function leafKnot(problem: Problem, rows: Int32Array): Knot {
  const value = new Float64Array(problem.nOutputs);
  const knot = { branch: null, value, decided: 0, weight: 0, settled: false };
  fitKnot(problem, knot, rows);
  return knot;
}

/** Fits the answer of one node to the rows that reach it; without rows it keeps its answer. */
function fitKnot(problem: Problem, knot: Knot, rows: Int32Array): void {
  const { soft, nOutputs, weight, rule } = problem;
  const value = new Float64Array(nOutputs);
  const total = sumRows(rows, weight, soft, value);
  knot.weight = total;
  if (total === 0) return;
  for (let k = 0; k < nOutputs; k++) value[k]! /= total;
  knot.value = value;
  knot.decided = rule === 'votes' ? mostVoted(problem, rows) : decide(rule, value, 0, nOutputs);
}

/** The class that most of the weight is decided as. */
function mostVoted({ nOutputs, weight, decided }: Problem, rows: Int32Array): number {
  const votes = new Float64Array(nOutputs);
  for (const row of rows) votes[decided![row]!]! += weight[row]!;
  return argmax(votes, 0, nOutputs);
}

/** Fits every node at and below `knot`; returns what the leaves lose then. */
export function fitKnots(problem: Problem, knot: Knot, rows: Int32Array): number {
  fitKnot(problem, knot, rows);
  if (knot.branch === null) return lossIn(problem, rows, knot);
  const [left, right] = divideRows(problem, knot.branch.split, rows);
  const ofLeft = fitKnots(problem, knot.branch.left, left);
  return ofLeft + fitKnots(problem, knot.branch.right, right);
}

/** What rows lose in one leaf. */
export function lossIn(problem: Problem, rows: Int32Array, leaf: Knot): number {
  let loss = 0;
  for (const row of rows) loss += rowLoss(problem, row, leaf);
  return loss;
}

/** The rows on each side of a split, in their order. */
export function divideRows(
  { table }: Problem,
  { feature, leftBins }: SplitRecord,
  rows: Int32Array,
): [left: Int32Array, right: Int32Array] {
  return partRows(rows, table.columns[feature]!, leftBins);
}

/** The leaf a row reaches. */
export function leafAt({ table }: Problem, knot: Knot, row: number): Knot {
  let at = knot;
  while (at.branch !== null) {
    const { split, left, right } = at.branch;
    at = split.leftBins[table.columns[split.feature]![row]!] === 1 ? left : right;
  }
  return at;
}

/**
 * What a row loses in a leaf: 1 if the decisions differ, plus the squared distance, weighted. Two
 * classes, of which one probability tells the other, have lines of their own: half the time.
 */
function rowLoss({ soft, nOutputs, weight, decided }: Problem, row: number, leaf: Knot): number {
  if (nOutputs === 2) {
    // A number and not a branch, which would often be guessed wrong.
    const isWrong = Number(decided![row] !== leaf.decided);
    const distance = soft[2 * row + 1]! - leaf.value[1]!;
    return (isWrong + 2 * distance * distance) * weight[row]!;
  }
  let loss = decided !== null && decided[row] !== leaf.decided ? 1 : 0;
  for (let k = 0; k < nOutputs; k++) {
    const distance = soft[row * nOutputs + k]! - leaf.value[k]!;
    loss += distance * distance;
  }
  return loss * weight[row]!;
}

/** Writes what each row loses in the leaf it reaches to `losses`, by row number. */
export function writeLosses(
  problem: Problem,
  knot: Knot,
  rows: Int32Array,
  losses: Float64Array,
): void {
  if (knot.branch === null) {
    for (let i = 0; i < rows.length; i++) losses[rows[i]!] = rowLoss(problem, rows[i]!, knot);
    return;
  }
  const [left, right] = divideRows(problem, knot.branch.split, rows);
  writeLosses(problem, knot.branch.left, left, losses);
  writeLosses(problem, knot.branch.right, right, losses);
}

/** What a tree loses in all. */
export function totalLoss(problem: Problem, root: Knot, rows: Int32Array): number {
  if (root.branch === null) return lossIn(problem, rows, root);
  const [left, right] = divideRows(problem, root.branch.split, rows);
  return totalLoss(problem, root.branch.left, left) + totalLoss(problem, root.branch.right, right);
}

/** The leaves at and below a knot, left to right. */
export function leavesBelow(knot: Knot): Knot[] {
  if (knot.branch === null) return [knot];
  return [...leavesBelow(knot.branch.left), ...leavesBelow(knot.branch.right)];
}

/** A branching knot with these two below it; as it is where they are its own. */
export function joinKnots(knot: Knot, left: Knot, right: Knot): Knot {
  const branch = knot.branch!;
  if (branch.left === left && branch.right === right) return knot;
  const joined = withBranch(knot, { split: branch.split, left, right });
  joined.settled = false;
  return joined;
}

/** A copy whose splits can be moved without touching the original. */
export function copyKnot(knot: Knot): Knot {
  if (knot.branch === null) return withBranch(knot, null);
  const { split, left, right } = knot.branch;
  return withBranch(knot, { split, left: copyKnot(left), right: copyKnot(right) });
}

/** The same knot with this below it. Written out: all knots keep one shape, which is faster to read. */
export function withBranch({ value, decided, weight, settled }: Knot, branch: Branch | null): Knot {
  return { branch, value, decided, weight, settled };
}

/** The finished tree, on the lesson's features; impurities are left for a refit. */
export function treeOf({ sample, features, nOutputs }: Problem, root: Knot): Tree {
  const draft = ({ branch, value, decided, weight }: Knot): NodeDraft => ({
    value: Array.from(value),
    decision: decided,
    weight,
    impurity: 0,
    split:
      branch === null
        ? null
        : {
            ...splitDraft(sample, branch.split),
            feature: features[branch.split.feature]!,
            left: draft(branch.left),
            right: draft(branch.right),
          },
  });
  return buildTree(draft(root), nOutputs);
}
