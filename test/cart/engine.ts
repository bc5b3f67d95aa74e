import { expect } from 'vitest';
import { binTable, learnBins } from '../../src/cart/bins.ts';
import { growTree, type GrowOptions } from '../../src/cart/grow.ts';
import { makeSample, type Sample } from '../../src/cart/histogram.ts';
import type { Tree } from '../../src/core/tree.ts';
import type { Fit } from './reference.ts';

export function sampleOf({ table, targets, weight }: Fit, maxBins?: number): Sample {
  const binned = binTable(table, learnBins(table, maxBins));
  const nTargets = targets[0]!.length;
  return makeSample(binned, Float64Array.from(targets.flat()), nTargets, Float64Array.from(weight));
}

export const allRows = ({ table }: Fit): Int32Array => Int32Array.from(Array(table.nRows).keys());

/** The engine's tree on all rows of a fit. */
export function growEngine(fit: Fit, options: GrowOptions, rows = allRows(fit)): Tree {
  return growTree(sampleOf(fit), rows, options);
}

/** The same splits to the bit, the same numbers at the nodes up to rounding. */
export function expectSameTree(found: Tree, wanted: Tree): void {
  expect(splitsOf(found)).toEqual(splitsOf(wanted));
  expectClose(found.value, wanted.value);
  expectClose(found.weight, wanted.weight);
  expectClose(found.impurity, wanted.impurity);
}

/** All that decides where a row goes. */
export function splitsOf(tree: Tree): Partial<Tree> {
  const { nOutputs, feature, threshold, left, right, missingLeft, setOffset, setWords } = tree;
  return { nOutputs, feature, threshold, left, right, missingLeft, setOffset, setWords };
}

export function expectClose(found: Float64Array, wanted: Float64Array): void {
  const apart = wanted.map((value, i) => Math.abs(value - found[i]!) / (1 + Math.abs(value)));
  expect(found).toHaveLength(wanted.length);
  expect(Math.max(0, ...apart)).toBeLessThan(1e-9);
}
