import { describe, expect, test } from 'vitest';

import { allows, boxOf } from '../../src/core/box.ts';
import { nextDown, nextUp } from '../../src/core/doubles.ts';
import { entersWhole, nearestEntry } from '../../src/core/entry.ts';
import { fixedFeatures, flipsOf, type Flip, type FlipWishes } from '../../src/core/flips.ts';
import { Random } from '../../src/core/random.ts';
import { outcomesFrom, slackOf } from '../../src/core/slack.ts';
import { spreadsOf } from '../../src/core/spread.ts';
import { MISSING, type Feature, type NumericFeature } from '../../src/core/table.ts';
import { buildTree, leafIds, leafOf, type Model } from '../../src/core/tree.ts';
import { randomModel } from '../compile/random-model.ts';
import { categorical, inner, leaf, numeric, twoClasses } from './model.ts';
import { randomRow } from './random-row.ts';

/** Small enough that every corner of every box can be tried. */
function smallModel(random: Random): Model {
  return randomModel(random, {
    maxDepth: 4,
    growth: 0.8,
    task: random.below(4) === 0 ? 'regression' : 'classification',
    nClasses: 2 + random.below(2),
    nFeatures: 1 + random.below(3),
    maxCategories: 4,
    hostile: false,
    deferring: 0.2,
  });
}

/** A case that a person may enter: no infinities. */
function caseOf(model: Model, random: Random): number[] {
  return randomRow(model.features, model.tree, random).map((value, f) =>
    Math.abs(value) === Infinity ? 10 * random.normal() + f : value,
  );
}

function leafAt(model: Model, values: readonly number[]): number {
  return leafOf(model.tree, (feature) => values[feature]!);
}

/** Values of a feature beside all of its thresholds, and its own: nearer ones reach nothing else. */
function cornersOf(model: Model, f: number, own: number): number[] {
  const feature = model.features[f]!;
  const isMissing = feature.kind === 'numeric' ? Number.isNaN(own) : own === MISSING;
  if (isMissing) return [own];
  if (feature.kind === 'categorical') return [own, ...feature.categories.keys()];
  const cuts = Array.from(model.tree.threshold).filter((_, n) => model.tree.feature[n] === f);
  const beside = entersWhole(feature)
    ? cuts.flatMap((t) => [Math.floor(t), Math.floor(t) + 1, Math.floor(nextUp(t))])
    : cuts.flatMap((t) => [t, nextUp(t)]);
  return [...new Set([own, ...beside.filter(Number.isFinite)])];
}

function product(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>(
    (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  );
}

function distanceOf(model: Model, from: readonly number[], to: readonly number[]): number {
  return model.features.reduce((sum, { kind }, f) => {
    if (Object.is(from[f], to[f])) return sum;
    return sum + (kind === 'categorical' ? 1 : Math.abs(to[f]! - from[f]!));
  }, 0);
}

function moved(values: readonly number[], { changes }: Flip): number[] {
  const next = [...values];
  for (const { feature, to } of changes) next[feature] = to;
  return next;
}

function wishesFor(model: Model, values: readonly number[], more: Partial<FlipWishes> = {}) {
  const outcomeOf = outcomesFrom(model, leafAt(model, values), 0);
  const spreads = model.features.map(() => 1);
  return { outcomeOf, spreads, locked: new Set<number>(), most: Infinity, ...more };
}

/** The models and cases of one property: reported by their number where they fail. */
function forCases(
  n: number,
  check: (model: Model, values: number[], random: Random) => void,
): void {
  for (let i = 0; i < n; i++) {
    const random = new Random(`flips ${i}`);
    const model = smallModel(random);
    const values = caseOf(model, random);
    try {
      check(model, values, random);
    } catch (error) {
      throw new Error(`case ${i}: ${(error as Error).message}`, { cause: error });
    }
  }
}

describe('flips', () => {
  test('each really flips, by values that can be entered, and changes nothing it need not', () => {
    let found = 0;
    forCases(300, (model, values, random) => {
      const missingToo = random.below(2) === 0;
      const wishes = wishesFor(model, values, { missingToo });
      const own = wishes.outcomeOf(leafAt(model, values));
      for (const flip of flipsOf(model, values, wishes)) {
        found++;
        expect(leafAt(model, moved(values, flip))).toBe(flip.leaf);
        expect(wishes.outcomeOf(flip.leaf)).not.toBe(own);
        const box = boxOf(model, flip.leaf);
        for (const { feature, to, bound } of flip.changes) {
          expect(bound).toEqual(box[feature]);
          expect(allows(bound, values[feature]!)).toBe(false);
          const one = model.features[feature]!;
          if (one.kind === 'categorical') continue;
          if (!missingToo) expect(Number.isFinite(to)).toBe(true);
          if (entersWhole(one) && !Number.isNaN(to)) expect(Number.isInteger(to)).toBe(true);
        }
      }
    });
    expect(found).toBeGreaterThan(500);
  });

  test('nothing nearer flips: every corner of every box was tried', () => {
    let compared = 0;
    forCases(300, (model, values) => {
      const wishes = wishesFor(model, values);
      const own = wishes.outcomeOf(leafAt(model, values));
      const [best] = flipsOf(model, values, wishes);
      const rivals = product(values.map((value, f) => cornersOf(model, f, value)))
        .filter((row) => wishes.outcomeOf(leafAt(model, row)) !== own)
        .map((row) => ({
          row,
          changed: row.filter((value, f) => !Object.is(value, values[f])).length,
          distance: distanceOf(model, values, row),
        }));
      expect(best === undefined).toBe(rivals.length === 0);
      if (best === undefined) return;
      const fewest = Math.min(...rivals.map(({ changed }) => changed));
      expect(best.changes.length).toBe(fewest);
      const near = rivals.filter(({ changed }) => changed === fewest);
      const nearest = Math.min(...near.map(({ distance }) => distance));
      expect(best.distance).toBeLessThanOrEqual(nearest);
      const size = Math.max(
        ...near.map(({ row }) => Math.max(1, ...row.filter(Number.isFinite).map(Math.abs))),
      );
      expect(nearest - best.distance).toBeLessThanOrEqual(1e-9 * size);
      compared++;
    });
    expect(compared).toBeGreaterThan(100);
  });

  test('what is locked stays, and what another flip spares is left out', () => {
    forCases(200, (model, values, random) => {
      const locked = new Set([random.below(model.features.length)]);
      const wishes = wishesFor(model, values, { locked });
      const flips = flipsOf(model, values, wishes);
      for (const [i, flip] of flips.entries()) {
        expect(flip.changes.some(({ feature }) => locked.has(feature))).toBe(false);
        // No part of its changes does the same.
        for (const change of flip.changes) {
          if (flip.changes.length === 1) continue;
          const part = { ...flip, changes: flip.changes.filter((one) => one !== change) };
          const reached = wishes.outcomeOf(leafAt(model, moved(values, part)));
          const listed = flips.slice(0, i).some(({ leaf: l }) => wishes.outcomeOf(l) === reached);
          if (reached === wishes.outcomeOf(flip.leaf)) expect(listed).toBe(true);
        }
      }
    });
  });

  const model = twoClasses(
    [numeric('Income', { integer: true, max: 200 }), categorical('Home', ['a', 'b'])],
    inner(
      { feature: 0, threshold: 105.5 },
      leaf(0.1),
      inner({ feature: 1, words: [1] }, leaf(0.9), leaf(0.2)),
    ),
  );

  test('a person is told whole numbers, and other categories by code', () => {
    const one = flipsOf(model, [80, 0], wishesFor(model, [80, 0]));
    expect(one.map(({ changes }) => changes.map(({ to }) => to))).toEqual([[106]]);
    const two = flipsOf(model, [80, 1], wishesFor(model, [80, 1]));
    expect(two.map(({ changes }) => changes.map(({ to }) => to))).toEqual([[106, 0]]);
    expect(two[0]!.distance).toBe(27);
  });

  test('nobody is told to fill in what is missing, unless that is wished', () => {
    expect(flipsOf(model, [Number.NaN, 1], wishesFor(model, [Number.NaN, 1]))).toHaveLength(1);
    const gap = [80, MISSING];
    expect(flipsOf(model, gap, wishesFor(model, gap))).toEqual([]);
    const filled = flipsOf(
      model,
      gap,
      wishesFor(model, gap, { missingToo: true, spreads: [50, 1] }),
    );
    expect(filled[0]!.changes.map(({ to }) => to)).toEqual([106, 0]);
  });

  test('what is filled in is a whole number where a person enters such', () => {
    const features = [numeric('Income', { integer: true, min: 6, max: 959 })];
    const asks = { feature: 0, threshold: 105.5, missingLeft: true };
    const tree = buildTree(inner(asks, leaf(0.1), leaf(0.9)), 2);
    const gap = [Number.NaN];
    const income: Model = { ...model, features, tree };
    const filled = flipsOf(income, gap, wishesFor(income, gap, { missingToo: true }));
    expect(filled.map(({ changes }) => changes.map(({ to }) => to))).toEqual([[483]]);
  });

  test('what the law or the run withholds is fixed', () => {
    const features: Feature[] = [
      numeric('Age', { immutable: true }),
      numeric('Income'),
      categorical('Sex', ['f', 'm'], { withheld: true }),
    ];
    expect([...fixedFeatures(features)]).toEqual([0, 2]);
  });
});

describe('slack', () => {
  test('its ends are exact, and it lists every value that keeps the outcome', () => {
    forCases(300, (model, values) => {
      const outcomeOf = outcomesFrom(model, leafAt(model, values), 0);
      const own = outcomeOf(leafAt(model, values));
      for (const [f, feature] of model.features.entries()) {
        const keepsAt = (value: number): boolean =>
          outcomeOf(leafAt(model, values.with(f, value))) === own;
        const slack = slackOf(model, values, f, outcomeOf);
        expect(slack.missing).toBe(keepsAt(feature.kind === 'numeric' ? Number.NaN : MISSING));
        if (slack.kind === 'categorical') {
          const codes = (feature as Feature & { kind: 'categorical' }).categories.keys();
          expect(slack.keeps).toEqual([...codes].filter(keepsAt));
          continue;
        }
        expect(slack.own === null).toBe(Number.isNaN(values[f]));
        for (const { low, high } of slack.keeps) {
          if (low !== -Infinity)
            expect([keepsAt(low), keepsAt(nextUp(low))]).toEqual([false, true]);
          if (high === Infinity) continue;
          expect([keepsAt(high), keepsAt(nextUp(high))]).toEqual([true, false]);
        }
        for (const cut of model.tree.threshold.filter((_, n) => model.tree.feature[n] === f)) {
          for (const value of [nextDown(cut), cut, nextUp(cut)]) {
            const listed = slack.keeps.some(({ low, high }) => value > low && value <= high);
            if (Number.isFinite(value)) expect(listed).toBe(keepsAt(value));
          }
        }
      }
    });
  });

  test('numbers within the tolerance are the same outcome, those beyond are lower or higher', () => {
    const values = [1, 1.3, 5, 0.2];
    const draft = (value: number) => ({ ...leaf(0), value: [value] });
    const [a, b, c, d] = values.map(draft);
    const tree = buildTree(
      inner(
        { feature: 0 },
        inner({ feature: 0, threshold: -1 }, a!, b!),
        inner({ feature: 0, threshold: 1 }, c!, d!),
      ),
      1,
    );
    const model: Model = {
      task: 'regression',
      target: '',
      classNames: [],
      features: [numeric('x')],
      tree,
    };
    const outcomeOf = outcomesFrom(model, leafIds(tree)[0]!, 0.5);
    expect(leafIds(tree).map(outcomeOf)).toEqual(['as it is', 'as it is', 'higher', 'lower']);
    const slack = slackOf(model, [-2], 0, outcomeOf);
    expect(slack).toMatchObject({ own: { low: -Infinity, high: 0 } });
  });
});

describe('values to enter', () => {
  const plain = numeric('x') as NumericFeature;
  const whole = numeric('n', { integer: true }) as NumericFeature;
  const bound = (low: number, high: number) =>
    ({ kind: 'numeric', low, high, missing: false }) as const;

  test.each([
    [plain, bound(0.43, 0.9), 0.1, 1, 0.431],
    [plain, bound(0.43, 0.9), 2, 1, 0.9],
    [plain, bound(0.30000000000000004, 1), 0, 1, 0.31],
    [plain, bound(0.3, 0.30000000000000004), 0, 1, 0.30000000000000004],
    [plain, bound(104.99999999999999, 200), 0, 100, 105],
    [plain, bound(0, 10), -3, 10, 0.1],
    [plain, bound(-10, 0), 3, 10, 0],
    [plain, bound(2, 2), 0, 1, null],
    [plain, bound(Number.MAX_VALUE, Infinity), 0, 1, null],
    [whole, bound(105.5, 200), 80, 50, 106],
    [whole, bound(105.2, 105.9), 80, 50, null],
    [whole, bound(-Infinity, 105), 180.5, 50, 105],
    [whole, bound(100, 200), 150, 50, 150],
    [whole, bound(100, 200), 150.5, 50, 151],
    [whole, bound(100, 150.7), 150.6, 50, 150],
    [whole, bound(150.2, 150.7), 150.5, 50, null],
    [plain, bound(100, 200), 150.5, 50, 150.5],
  ])('%#', (feature, within, from, spread, expected) => {
    expect(nearestEntry(feature, within, from, spread)).toBe(expected);
  });
});

test('spreads: the median distance, or part of the range where half of the rows agree', () => {
  const features = [numeric('a'), numeric('b'), categorical('c', ['x']), numeric('d')];
  const columns = [
    Float64Array.of(1, 2, 3, 4, 9, Number.NaN),
    Float64Array.of(0, 0, 0, 7),
    null,
    null,
  ];
  expect(spreadsOf(features, columns)).toEqual([1, 2.5, 1, 2.5]);
});
