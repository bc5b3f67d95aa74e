import { describe, expect, test } from 'vitest';
import { growTree } from '../../src/cart/grow.ts';
import { binTable, learnBins } from '../../src/cart/bins.ts';
import { makeSample } from '../../src/cart/histogram.ts';
import { engineTargets, softAnswers, uncentre, withOutputs } from '../../src/cart/targets.ts';
import { Random } from '../../src/core/random.ts';
import type { Labels } from '../../src/core/table.ts';
import type { Tree } from '../../src/core/tree.ts';
import { allRows, expectClose, expectSameTree, growEngine } from './engine.ts';
import { randomFit, randomStyle } from './random-table.ts';
import type { Fit } from './reference.ts';

const OPTIONS = { maxDepth: 6, minLeafRows: 1 };

/** Labels as a student gets them: class probabilities, or numbers. */
function labelsOf(soft: readonly (readonly number[])[]): Labels {
  const nOutputs = soft[0]!.length;
  const isNumber = nOutputs === 1;
  return {
    task: isNumber ? 'regression' : 'classification',
    nOutputs,
    classNames: isNumber ? [] : soft[0]!.map((_, k) => `class ${k}`),
    soft: Float64Array.from(soft.flat()),
  };
}

/** A tree grown on labels the way teachers and students do it. */
function growOn(labels: Labels, { table, weight }: Fit): Tree {
  const { targets, nTargets, centre } = engineTargets(labels);
  const binned = binTable(table, learnBins(table));
  const sample = makeSample(binned, targets, nTargets, Float64Array.from(weight));
  const rows = Int32Array.from(weight.keys());
  return withOutputs(uncentre(growTree(sample, rows, OPTIONS), centre), labels.nOutputs);
}

describe('two classes', () => {
  test('are counted as one target, and give the tree of both', () => {
    const random = new Random('binary');
    for (let i = 0; i < 150; i++) {
      const fit = randomFit(random, { ...randomStyle(random), nTargets: 1 });
      const soft = fit.targets.map(([p]) => [1 - p! / 2, p! / 2]);
      const labels = labelsOf(soft);
      expect(engineTargets(labels).nTargets).toBe(1);
      expectSameTree(growOn(labels, fit), growEngine({ ...fit, targets: soft }, OPTIONS));
    }
  });

  test('come back as two outputs', () => {
    const labels = labelsOf([
      [1, 0],
      [0.25, 0.75],
    ]);
    const { targets } = engineTargets(labels);
    expect(targets).toEqual(Float64Array.of(0, 0.75));
    expect(softAnswers(targets, 2)).toEqual(labels.soft);
  });
});

test('many classes are counted as they are', () => {
  const labels = labelsOf([
    [1, 0, 0],
    [0.25, 0.5, 0.25],
  ]);
  const { targets, nTargets, centre } = engineTargets(labels);
  expect([targets, nTargets, centre]).toEqual([labels.soft, 3, 0]);
  expect(softAnswers(targets, 3)).toBe(targets);
});

describe('numbers', () => {
  test('far from 0 give the same splits as near it', () => {
    const random = new Random('far');
    for (const offset of [1e6, -1e9, 2 ** 40]) {
      for (let i = 0; i < 20; i++) {
        const fit = randomFit(random, { ...randomStyle(random), nTargets: 1, exact: true });
        const near = growOn(labelsOf(fit.targets), fit);
        const far = growOn(labelsOf(fit.targets.map(([y]) => [y! + offset])), fit);
        const value = far.value.map((y) => y - offset);
        const apart = value.map((y, node) => Math.abs(y - near.value[node]!));
        expect(Math.max(...apart)).toBeLessThan(1e-3);
        expectSameTree({ ...far, value: near.value }, near);
      }
    }
  });

  test('near 0 give the tree of the numbers themselves', () => {
    const random = new Random('near');
    for (let i = 0; i < 50; i++) {
      const fit = randomFit(random, { ...randomStyle(random), nTargets: 1 });
      expectSameTree(growOn(labelsOf(fit.targets), fit), growEngine(fit, OPTIONS));
    }
  });

  test('that are all the same give one leaf, with that number to the digit', () => {
    const fit = randomFit(new Random('same'), {
      nRows: 9,
      nFeatures: 3,
      nTargets: 1,
      exact: false,
    });
    for (const y of [0, 0.1, 1e300, -123456.789]) {
      const tree = growOn(labelsOf(fit.weight.map(() => [y])), fit);
      expect([...tree.value]).toEqual([y]);
      expect([...tree.impurity]).toEqual([0]);
    }
  });

  test('count from their median, whatever the task sends', () => {
    const { targets, centre } = engineTargets(labelsOf([[10], [30], [20]]));
    expect([[...targets], centre]).toEqual([[-10, 10, 0], 20]);
  });
});

test('a tree of one value a class needs no second one', () => {
  const fit = randomFit(new Random('three'), { nRows: 30, nFeatures: 2, nTargets: 3, exact: true });
  const tree = growEngine(fit, OPTIONS, allRows(fit));
  expect(withOutputs(tree, 3)).toBe(tree);
  expect(uncentre(tree, 0)).toBe(tree);
  expectClose(
    uncentre(tree, 2).value,
    tree.value.map((value) => value + 2),
  );
});
