import { describe, expect, test } from 'vitest';
import { binTable, learnBins } from '../../src/cart/bins.ts';
import { growTree } from '../../src/cart/grow.ts';
import { makeSample } from '../../src/cart/histogram.ts';
import { Random } from '../../src/core/random.ts';
import { selectRows, type Column, type Feature, type Table } from '../../src/core/table.ts';
import { leafIds, leavesOf, treeDepth, truncate, type Tree } from '../../src/core/tree.ts';
import { categorical, numeric } from '../core/model.ts';
import { allRows, expectClose, expectSameTree, growEngine, sampleOf, splitsOf } from './engine.ts';
import { randomFit, randomStyle } from './random-table.ts';
import { growReference, type Fit } from './reference.ts';

/** Random tables tried; `ESPALIER_TABLES=20000 npx vitest run test/cart` tries more. */
const TABLES = Number(process.env['ESPALIER_TABLES'] ?? 500);

const FULLY = { maxDepth: 20, minLeafRows: 1 };

/** A fit of named columns: numbers, or names (`null` and NaN are missing), and one target. */
function fitOf(
  columns: Readonly<Record<string, ReadonlyArray<number | string | null>>>,
  targets: readonly number[],
  weight: readonly number[] = targets.map(() => 1),
): Fit {
  const drawn = Object.entries(columns).map(([name, values]): [Feature, Column] => {
    if (!values.some((value) => typeof value === 'string')) {
      return [
        numeric(name),
        Float64Array.from(values, (value) => (value === null ? NaN : Number(value))),
      ];
    }
    const names = [...new Set(values.filter((value) => value !== null).map(String))].sort();
    return [
      categorical(name, names),
      Int32Array.from(values, (value) => names.indexOf(String(value))),
    ];
  });
  const table: Table = {
    features: drawn.map(([feature]) => feature),
    columns: drawn.map(([, column]) => column),
    nRows: targets.length,
    sourceRow: new Int32Array(targets.length),
  };
  return { table, targets: targets.map((target) => [target]), weight };
}

/** What the root asks. */
function rootOf(tree: Tree): {
  feature: number;
  threshold: number;
  missingLeft: boolean;
  words: number[];
} {
  return {
    feature: tree.feature[0]!,
    threshold: tree.threshold[0]!,
    missingLeft: tree.missingLeft[0] === 1,
    words: tree.setOffset[0] === -1 ? [] : [tree.setWords[tree.setOffset[0]!]!],
  };
}

/** Continuous columns and targets: no two candidate splits gain the same. */
function smoothFit(random: Random, nRows: number, nFeatures: number): Fit {
  const names = Array.from({ length: nFeatures }, (_, f) => `x${f}`);
  const columns = names.map(() => Array.from({ length: nRows }, () => random.normal()));
  const targets = Array.from({ length: nRows }, (_, row) =>
    columns.reduce((total, column, f) => total + Math.sin(column[row]! * (f + 1)), random.normal()),
  );
  return fitOf(Object.fromEntries(names.map((name, f) => [name, columns[f]!])), targets);
}

describe('the engine and the reference', () => {
  test('agree split for split', () => {
    let splits = 0;
    for (let seed = 0; seed < TABLES; seed++) {
      const random = new Random(`table/${seed}`);
      const fit = randomFit(random, randomStyle(random));
      const options = { maxDepth: random.below(7), minLeafRows: 1 + random.below(4) };
      // Some trees are grown on a part of the rows, as those of a forest are.
      const part = random.below(3) === 0 ? 0.3 : 0;
      const rows = [...fit.weight.keys()].filter(() => random.uniform() >= part);
      if (rows.length === 0) continue;
      const found = growEngine(fit, options, Int32Array.from(rows));
      try {
        expectSameTree(found, growReference(fit, rows, options));
      } catch (error) {
        throw new Error(`table ${seed} is grown otherwise`, { cause: error });
      }
      splits += found.left.filter((child) => child !== -1).length;
      expect(treeDepth(found)).toBeLessThanOrEqual(options.maxDepth);
    }
    expect(splits).toBeGreaterThan(2 * TABLES);
  });

  test('agree on more values than bins, once the values are replaced by their bins', () => {
    const random = new Random('coarse');
    for (let i = 0; i < 6; i++) {
      const fit = smoothFit(random, 400, 2);
      const [bins] = learnBins(fit.table, 24);
      const binned = binTable(fit.table, learnBins(fit.table, 24));
      const coarse: Fit = {
        ...fit,
        table: { ...fit.table, columns: binned.columns.map((column) => Float64Array.from(column)) },
      };
      const options = { maxDepth: 4, minLeafRows: 5 };
      const wanted = growReference(coarse, [...allRows(fit)], options);
      const found = growTree(sampleOf(fit, 24), allRows(fit), options);
      expect(bins!.nBins).toBe(24);
      const threshold = wanted.threshold.map((cut, id) =>
        wanted.feature[id] === -1 ? 0 : binned.binning[wanted.feature[id]!]!.cuts[Math.floor(cut)]!,
      );
      expectSameTree(found, { ...wanted, threshold });
    }
  });
});

describe('the tie rule', () => {
  test('the lowest feature wins among equals', () => {
    const x = [1, 2, 3, 4];
    const fit = fitOf(
      { constant: [5, 5, 5, 5], a: x, b: x, c: ['p', 'p', 'q', 'q'] },
      [0, 0, 1, 1],
    );
    expect(rootOf(growEngine(fit, FULLY))).toMatchObject({ feature: 1, threshold: 2.5 });
  });

  test('then the lowest cut', () => {
    const fit = fitOf({ x: [1, 2, 3, 4] }, [1, 0, 0, 1]);
    expect(rootOf(growEngine(fit, FULLY)).threshold).toBe(1.5);
    expect(rootOf(growEngine(fitOf({ x: [1, 2, 3, 4] }, [0, 1, 1, 0]), FULLY)).threshold).toBe(1.5);
  });

  test('then missing values on the right', () => {
    const fit = fitOf({ x: [1, 1, 2, 2, null, null] }, [0, 0, 1, 1, 0, 1]);
    expect(rootOf(growEngine(fit, FULLY))).toMatchObject({ threshold: 1.5, missingLeft: false });
  });

  test('then the lowest category', () => {
    const fit = fitOf({ c: ['a', 'b', 'c', 'c'] }, [1, 1, 0, 0]);
    expect(rootOf(growEngine(fit, FULLY)).words).toEqual([0b100]);
    const tied = fitOf({ c: ['a', 'b', 'c'] }, [0, 0.5, 1]);
    expect(rootOf(growEngine(tied, { maxDepth: 1, minLeafRows: 1 })).words).toEqual([0b001]);
  });

  test('a gain that is larger by less than rounding is a tie', () => {
    const fit = fitOf({ x: [1, 2, 3, 4] }, [1, 0, 0, 1 + 1e-13]);
    expect(rootOf(growEngine(fit, FULLY)).threshold).toBe(1.5);
    const larger = fitOf({ x: [1, 2, 3, 4] }, [1, 0, 0, 1 + 1e-6]);
    expect(rootOf(growEngine(larger, FULLY)).threshold).toBe(3.5);
  });

  test('exclusive or gains nothing at the root: one leaf', () => {
    const fit = fitOf({ a: [0, 0, 1, 1], b: [0, 1, 0, 1] }, [0, 1, 1, 0]);
    expect(leafIds(growEngine(fit, FULLY))).toEqual([0]);
  });

  test('does not depend on the order in which rows are added', () => {
    const random = new Random('rows');
    for (let i = 0; i < 100; i++) {
      const fit = randomFit(random, { ...randomStyle(random), nRows: 40 });
      const turned = [...allRows(fit)];
      random.shuffle(turned);
      const options = { maxDepth: 5, minLeafRows: 1 };
      const found = growEngine(
        {
          table: selectRows(fit.table, turned),
          targets: turned.map((row) => fit.targets[row]!),
          weight: turned.map((row) => fit.weight[row]!),
        },
        options,
      );
      expect(splitsOf(found)).toEqual(splitsOf(growEngine(fit, options)));
    }
  });
});

describe('missing values', () => {
  test('are sent the better way', () => {
    const x = [1, 1, 2, 2, null, null];
    expect(rootOf(growEngine(fitOf({ x }, [0, 0, 1, 1, 0, 0]), FULLY)).missingLeft).toBe(true);
    expect(rootOf(growEngine(fitOf({ x }, [0, 0, 1, 1, 1, 1]), FULLY)).missingLeft).toBe(false);
  });

  test('are split from the present ones where only presence matters', () => {
    const number = growEngine(fitOf({ x: [1, 2, 3, null, null] }, [0, 0, 0, 1, 1]), FULLY);
    expect(rootOf(number)).toMatchObject({ threshold: Infinity, missingLeft: false });
    const category = growEngine(fitOf({ c: ['a', 'b', 'a', null, null] }, [0, 0, 0, 1, 1]), FULLY);
    expect(rootOf(category)).toMatchObject({ words: [0b11], missingLeft: false });
    const lone = growEngine(fitOf({ x: [7, 7, null] }, [0, 0, 1]), FULLY);
    expect(rootOf(lone)).toMatchObject({ threshold: Infinity, missingLeft: false });
  });

  test('that did not occur follow the heavier side, the left one on a tie', () => {
    const x = [1, 2, 3, 4];
    const heavy = (weight: number[]): boolean =>
      rootOf(growEngine(fitOf({ x }, [0, 0, 0, 1], weight), FULLY)).missingLeft;
    expect(heavy([1, 1, 1, 1])).toBe(true);
    expect(heavy([1, 1, 1, 3])).toBe(true);
    expect(heavy([1, 1, 1, 4])).toBe(false);
    // 0.1 + 0.2 is not 0.3 in doubles; the sides still weigh the same.
    expect(heavy([0.1, 0.1, 0.1, 0.3])).toBe(true);
    expect(heavy([0.3, 0.3, 0.1, 0.7])).toBe(true);
  });

  test('categories that did not occur do so too', () => {
    const c = ['a', 'a', 'b', 'x', 'x'];
    const fit = fitOf({ x: [1, 1, 1, 2, 2], c }, [0, 0, 1, 9, 9]);
    // The left child has no x; b is the lighter side there.
    const tree = growEngine(fit, FULLY);
    expect([...tree.feature]).toEqual([0, 1, -1, -1, -1]);
    expect([...tree.setWords]).toEqual([0b101]);
    expect(tree.missingLeft[1]).toBe(1);
  });

  test('a column without any value is never split', () => {
    const nothing = [null, null, null, null];
    expect(leafIds(growEngine(fitOf({ nothing }, [0, 1, 0, 1]), FULLY))).toEqual([0]);
  });
});

test('a cut lies in the middle of the bins that are empty in the node', () => {
  const x = [1, 2, 3, 4, 5, 6, 1, 6];
  const side = ['l', 'r', 'r', 'r', 'r', 'l', 'l', 'l'];
  const tree = growEngine(fitOf({ side, x }, [0, 50, 50, 50, 50, 10, 0, 10]), FULLY);
  // On the left side only 1 and 6 occur: five cuts lie between, the third is at 3.5.
  expect(rootOf(tree)).toMatchObject({ feature: 0, words: [0b01] });
  expect([tree.feature[1], tree.threshold[1]]).toEqual([1, 3.5]);
});

describe('a smaller depth', () => {
  test('gives a prefix of the same tree, for every depth', () => {
    const random = new Random('prefix');
    for (let i = 0; i < 25; i++) {
      const fit = randomFit(random, { ...randomStyle(random), nRows: 60 });
      const minLeafRows = 1 + random.below(3);
      const deepest = growEngine(fit, { maxDepth: 12, minLeafRows });
      for (let maxDepth = 0; maxDepth <= 12; maxDepth++) {
        const found = growEngine(fit, { maxDepth, minLeafRows });
        expect(found).toEqual(truncate(deepest, maxDepth));
      }
    }
  });
});

describe('leaves', () => {
  test('keep the minimum of rows', () => {
    const random = new Random('leaves');
    for (let i = 0; i < 100; i++) {
      const fit = randomFit(random, { ...randomStyle(random), nRows: 50 });
      const minLeafRows = 1 + random.below(8);
      const tree = growEngine(fit, { maxDepth: 30, minLeafRows });
      const reached = leavesOf(tree, fit.table);
      const leaves = leafIds(tree);
      for (const leaf of leaves.length > 1 ? leaves : []) {
        const held = reached.filter((at) => at === leaf).length;
        expect(held).toBeGreaterThanOrEqual(minLeafRows);
      }
    }
  });

  test('a distinct value a row is fitted to the last', () => {
    const random = new Random('memory');
    const x = Array.from({ length: 200 }, (_, i) => i);
    random.shuffle(x);
    const targets = x.map(() => random.below(1000));
    const fit = fitOf({ x }, targets);
    const tree = growEngine(fit, { maxDepth: 60, minLeafRows: 1 });
    expect(Array.from(leavesOf(tree, fit.table), (leaf) => tree.value[leaf])).toEqual(targets);
  });
});

test('a row of weight n is n rows', () => {
  const random = new Random('weights');
  for (let i = 0; i < 100; i++) {
    const fit = randomFit(random, { ...randomStyle(random), exact: true });
    const copies = fit.weight.flatMap((times, row) => Array.from({ length: times }, () => row));
    const copied: Fit = {
      table: selectRows(fit.table, copies),
      targets: copies.map((row) => fit.targets[row]!),
      weight: copies.map(() => 1),
    };
    const options = { maxDepth: 6, minLeafRows: 1 };
    expectSameTree(growEngine(copied, options), growEngine(fit, options));
  }
});

describe('columns', () => {
  test('their names mean nothing, their order only breaks ties', () => {
    const random = new Random('columns');
    for (let i = 0; i < 20; i++) {
      const fit = smoothFit(random, 300, 5);
      const options = { maxDepth: 4, minLeafRows: 15 };
      const tree = growEngine(fit, options);
      const places = [0, 1, 2, 3, 4];
      random.shuffle(places);
      const turned: Table = {
        ...fit.table,
        features: places.map((_, f) => numeric(`__proto__${f}`)),
        columns: places.map((from) => fit.table.columns[from]!),
      };
      const found = growEngine({ ...fit, table: turned }, options);
      const feature = found.feature.map((f) => (f === -1 ? -1 : places[f]!));
      expectSameTree({ ...found, feature }, tree);
    }
  });

  test('stretching the values of a column leaves every row in its leaf', () => {
    const random = new Random('stretch');
    const fit = smoothFit(random, 200, 3);
    const stretched: Table = {
      ...fit.table,
      columns: fit.table.columns.map((column) =>
        (column as Float64Array).map((x) => Math.exp(x) * 1e6),
      ),
    };
    const options = { maxDepth: 6, minLeafRows: 3 };
    const [tree, other] = [fit.table, stretched].map((table) =>
      growEngine({ ...fit, table }, options),
    );
    expect(leavesOf(other!, stretched)).toEqual(leavesOf(tree!, fit.table));
  });
});

describe('drawing features at each split', () => {
  const draw = (fit: Fit, seed: number, maxFeatures: number, minLeafRows = 5): Tree =>
    growEngine(fit, { maxDepth: 8, minLeafRows, maxFeatures, random: new Random(seed) });

  test('is seeded: the same seed gives the same tree, another one another', () => {
    const fit = smoothFit(new Random('drawn'), 300, 6);
    const trees = Array.from({ length: 20 }, (_, seed) => draw(fit, seed, 2));
    for (const [seed, tree] of trees.entries()) expect(draw(fit, seed, 2)).toEqual(tree);
    expect(new Set(trees.map((tree) => tree.threshold.join(' '))).size).toBe(20);
    // Every feature is somebody's root; the best of two is not always the best of all.
    expect(new Set(trees.map((tree) => tree.feature[0])).size).toBeGreaterThan(3);
  });

  test('of all features gives the tree without drawing, where nothing ties', () => {
    const random = new Random('all');
    for (let i = 0; i < 10; i++) {
      const fit = smoothFit(random, 200, 4);
      const wanted = growEngine(fit, { maxDepth: 5, minLeafRows: 10 });
      for (const maxFeatures of [4, 99]) {
        const options = { maxDepth: 5, minLeafRows: 10, maxFeatures, random };
        expectSameTree(growEngine(fit, options), wanted);
      }
    }
  });

  const x = Array.from({ length: 12 }, (_, i) => i);
  const one = x.map(() => 1);
  const step = x.map((i) => (i < 6 ? 0 : 1));

  test('goes on past features that are constant in the node until one varies', () => {
    const constants = Object.fromEntries(
      Array.from({ length: 20 }, (_, f) => [`c${f}`, one] as const),
    );
    const fit = fitOf({ ...constants, x }, step);
    for (let seed = 0; seed < 30; seed++) {
      expect(rootOf(draw(fit, seed, 1, 2))).toMatchObject({ feature: 20, threshold: 5.5 });
    }
  });

  test('counts a constant feature as drawn', () => {
    const weak = x.map((i) => (i < 9 ? 0 : 1));
    const fit = fitOf({ one, weak, strong: step }, step);
    const roots = Array.from({ length: 300 }, (_, seed) => rootOf(draw(fit, seed, 2, 1)).feature);
    // The weak feature is the best of two whenever it comes with the constant one: a third.
    const weakRoots = roots.filter((f) => f === 1).length;
    expect(weakRoots).toBeGreaterThan(70);
    expect(weakRoots).toBeLessThan(130);
  });

  test('stops where the features that were drawn cannot split', () => {
    // A value that only one row has cannot leave two rows on each side.
    const lone = x.map((i) => (i === 0 ? 1 : 0));
    const fit = fitOf({ lone, x }, step);
    const leaves = Array.from({ length: 300 }, (_, seed) => draw(fit, seed, 1, 2)).filter(
      (tree) => tree.feature[0] === -1,
    ).length;
    expect(leaves).toBeGreaterThan(110);
    expect(leaves).toBeLessThan(190);
  });

  test('tries each feature equally often', () => {
    const random = new Random('fair');
    const counts = [0, 0, 0, 0];
    const column = Array.from({ length: 40 }, (_, i) => i % 2);
    const fit = fitOf({ a: column, b: column, c: column, d: column }, column);
    const options = { maxDepth: 1, minLeafRows: 1, maxFeatures: 1, random };
    const sample = sampleOf(fit);
    for (let i = 0; i < 4000; i++)
      counts[growTree(sample, allRows(fit), options).feature[0]!]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});

describe('a sample', () => {
  test('holds weighted targets, and none twice where every row weighs 1', () => {
    const fit = fitOf({ x: [1, 2] }, [0, 0]);
    const binned = binTable(fit.table, learnBins(fit.table));
    const sample = makeSample(binned, Float64Array.of(1, 2, 3, 0.5), 2, Float64Array.of(2, 4));
    expect([...sample.sums]).toEqual([2, 4, 12, 2]);
    const targets = Float64Array.of(1, 2, 3, 0.5);
    expect(makeSample(binned, targets, 2, Float64Array.of(1, 1)).sums).toBe(targets);
  });

  test('is grown on whole where no rows are given', () => {
    const fit = randomFit(new Random('all'), {
      nRows: 60,
      nFeatures: 3,
      nTargets: 2,
      exact: false,
    });
    const sample = sampleOf(fit);
    expect(growTree(sample, null, FULLY)).toEqual(growTree(sample, allRows(fit), FULLY));
  });

  test('of one row is a leaf that answers its target', () => {
    const tree = growEngine(fitOf({ x: [1] }, [0.25]), FULLY);
    expect([tree.feature.length, tree.value[0], tree.weight[0]]).toEqual([1, 0.25, 1]);
    expectClose(tree.impurity, Float64Array.of(0));
  });
});
