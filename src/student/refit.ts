import { argmax, decidedClasses } from '../core/decision.ts';
import { goesLeft, isLeaf, type Tree } from '../core/tree.ts';
import type { Lesson } from './student.ts';

/**
 * The same splits with every node's value, decision, weight and impurity computed anew from the
 * lesson. A node that no row reaches takes its parent's value and decision, with weight 0.
 */
export function refit(tree: Tree, lesson: Lesson): Tree {
  const { labels, weight } = lesson;
  const k = tree.nOutputs;
  const mass = new Float64Array(tree.feature.length);
  const value = new Float64Array(mass.length * k);
  const votes = new Float64Array(mass.length * k);
  const decided = decidedClasses(labels);
  passNodes(tree, lesson, (node, row) => {
    mass[node]! += weight[row]!;
    for (let c = 0; c < k; c++) value[node * k + c]! += weight[row]! * labels.soft[row * k + c]!;
    if (decided !== null) votes[node * k + decided[row]!]! += weight[row]!;
  });
  const decision = Int32Array.from(mass, (_, node) => argmax(votes, node * k, k));
  for (let i = 0; i < value.length; i++) value[i]! /= mass[Math.floor(i / k)]! || 1;
  const impurity = new Float64Array(mass.length);
  passNodes(tree, lesson, (node, row) => {
    const share = weight[row]! / mass[node]!;
    for (let c = 0; c < k; c++) {
      const distance = labels.soft[row * k + c]! - value[node * k + c]!;
      impurity[node]! += share * distance * distance;
    }
  });
  fillEmptyNodes(tree, value, decision, mass);
  return { ...tree, value, weight: mass, impurity, decision };
}

/** Visits every node on the way of every row. */
function passNodes(
  tree: Tree,
  { table }: Lesson,
  visit: (node: number, row: number) => void,
): void {
  for (let row = 0; row < table.nRows; row++) {
    for (let node = 0; node !== -1; node = childOf(tree, node, row, table.columns)) {
      visit(node, row);
    }
  }
}

function childOf(
  tree: Tree,
  node: number,
  row: number,
  columns: readonly ArrayLike<number>[],
): number {
  if (isLeaf(tree, node)) return -1;
  const left = goesLeft(tree, node, columns[tree.feature[node]!]![row]!);
  return left ? tree.left[node]! : tree.right[node]!;
}

/** Pre-order guarantees that a parent is filled before its children. */
function fillEmptyNodes(
  tree: Tree,
  value: Float64Array,
  decision: Int32Array,
  mass: Float64Array,
): void {
  const k = tree.nOutputs;
  for (let node = 0; node < mass.length; node++) {
    if (isLeaf(tree, node)) continue;
    for (const child of [tree.left[node]!, tree.right[node]!]) {
      if (mass[child] !== 0) continue;
      value.copyWithin(child * k, node * k, (node + 1) * k);
      decision[child] = decision[node]!;
    }
  }
}
