import { goesLeft, isLeaf, type Tree } from '../core/tree.ts';
import type { Lesson } from './student.ts';

/**
 * The same splits with every node's value, weight and impurity computed anew from the lesson. A node
 * that no row reaches takes its parent's value, with weight 0.
 */
export function refit(tree: Tree, { table, labels, weight }: Lesson): Tree {
  const k = tree.nOutputs;
  const nodes = tree.feature.length;
  const value = new Float64Array(nodes * k);
  const mass = new Float64Array(nodes);
  const squares = new Float64Array(nodes);
  for (let row = 0; row < table.nRows; row++) {
    for (let node = 0; node !== -1; node = childOf(tree, node, row, table.columns)) {
      mass[node]! += weight[row]!;
      for (let c = 0; c < k; c++) {
        const target = labels.soft[row * k + c]!;
        value[node * k + c]! += weight[row]! * target;
        squares[node]! += weight[row]! * target * target;
      }
    }
  }
  const impurity = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++) {
    if (mass[node] === 0) continue;
    let mean2 = 0;
    for (let c = node * k; c < (node + 1) * k; c++) {
      value[c]! /= mass[node]!;
      mean2 += value[c]! * value[c]!;
    }
    impurity[node] = Math.max(0, squares[node]! / mass[node]! - mean2);
  }
  fillEmptyNodes(tree, value, mass);
  return { ...tree, value, weight: mass, impurity };
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
function fillEmptyNodes(tree: Tree, value: Float64Array, mass: Float64Array): void {
  const k = tree.nOutputs;
  for (let node = 0; node < mass.length; node++) {
    if (isLeaf(tree, node)) continue;
    for (const child of [tree.left[node]!, tree.right[node]!]) {
      if (mass[child] === 0) value.copyWithin(child * k, node * k, (node + 1) * k);
    }
  }
}
