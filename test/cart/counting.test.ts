import { expect, test } from 'vitest';
import { binTable, learnBins } from '../../src/cart/bins.ts';
import { growTree } from '../../src/cart/grow.ts';
import { makeSample } from '../../src/cart/histogram.ts';
import { Random } from '../../src/core/random.ts';
import type { Table } from '../../src/core/table.ts';
import { treeDepth, type Tree } from '../../src/core/tree.ts';
import { numeric } from '../core/model.ts';
import { expectClose, growEngine, splitsOf } from './engine.ts';
import { randomFit } from './random-table.ts';
import type { Fit } from './reference.ts';

/*
 * The engine counts in several ways: whole numbers packed in one, few bins or all of them, records
 * that are carried along or read from the sample. No answer may depend on which.
 */

/** Trees of the same fit with every weight halved: exact, but no longer whole. */
function grownWhole(fit: Fit, seed: number): [whole: Tree, halved: Tree] {
  const grow = (weight: readonly number[]): Tree => {
    const random = new Random(seed);
    const options = { maxDepth: 20, minLeafRows: 1 + (seed % 4), maxFeatures: 2, random };
    return growEngine({ ...fit, weight }, options);
  };
  return [grow(fit.weight), grow(fit.weight.map((weight) => weight / 2))];
}

test('bags of classes give the same forest trees whether they are counted as whole numbers or not', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = new Random(`whole/${seed}`);
    const nRows = seed % 10 === 0 ? 700 : 4 + random.below(150);
    const fit = randomFit(random, { nRows, nFeatures: 4, nTargets: 1, exact: true });
    const classes = fit.targets.map(([target]) => [target! > 0.4 ? 1 : 0]);
    const [whole, halved] = grownWhole({ ...fit, targets: classes }, seed);
    expect(splitsOf(whole)).toEqual(splitsOf(halved));
    expect(whole.value).toEqual(halved.value);
    expect(whole.impurity).toEqual(halved.impurity);
    expect(whole.weight).toEqual(halved.weight.map((weight) => 2 * weight));
  }
});

test('rows whose records are too many to carry give the same tree', () => {
  const random = new Random('carried');
  const [nRows, nFeatures, copies] = [3000, 3, 600];
  const table: Table = {
    features: Array.from({ length: nFeatures }, (_, f) => numeric(`x${f}`)),
    columns: Array.from({ length: nFeatures }, () =>
      Float64Array.from({ length: nRows }, () => random.normal()),
    ),
    nRows,
    sourceRow: new Int32Array(nRows),
  };
  const [a, b] = [table.columns[0]!, table.columns[2]!];
  const target = Float64Array.from(
    { length: nRows },
    (_, row) => Number(a[row]! > 0.3) + Number(b[row]! > -0.5) + random.normal(),
  );
  const weight = Float64Array.from({ length: nRows }, () => 0.5 + random.uniform());
  const binned = binTable(table, learnBins(table));
  const grow = (nTargets: number): Tree => {
    const targets = Float64Array.from(
      { length: nRows * nTargets },
      (_, i) => target[Math.floor(i / nTargets)]!,
    );
    const sample = makeSample(binned, targets, nTargets, weight);
    return growTree(sample, null, { maxDepth: 5, minLeafRows: 20 });
  };
  const [one, many] = [grow(1), grow(copies)];
  expect(treeDepth(one)).toBe(5);
  expect({ ...splitsOf(many), nOutputs: 1 }).toEqual(splitsOf(one));
  expectClose(
    many.value.filter((_, i) => i % copies === 0),
    one.value,
  );
});
