import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allows, wholeSpace } from '../../src/core/box.ts';
import { directionOf } from '../../src/core/direction.ts';
import { nextDown, shortestIn } from '../../src/core/doubles.ts';
import { Random } from '../../src/core/random.ts';
import { caseIn, meetingsOf, regionOf, RELATIONS, type Clause } from '../../src/core/region.ts';
import type { Feature } from '../../src/core/table.ts';
import { isLeaf, leafIds, leafOf, type Model } from '../../src/core/tree.ts';
import { randomModel } from '../compile/random-model.ts';
import { categorical, inner, leaf, numeric, twoClasses } from './model.ts';
import { randomRow } from './random-row.ts';

const RUNS = { numRuns: 150, seed: 5, endOnFailure: true };

/** Features that may only hold whole numbers are asked so: here none is. */
function anyNumbers(model: Model): Model {
  const features = model.features.map((feature) =>
    feature.kind === 'numeric' ? { ...feature, integer: false } : feature,
  );
  return { ...model, features };
}

function randomClauses(features: readonly Feature[], random: Random): Clause[] {
  return Array.from({ length: random.below(4) }, () => {
    const feature = random.below(features.length);
    const own = features[feature]!;
    if (own.kind === 'numeric') {
      return {
        feature,
        relation: RELATIONS[random.below(RELATIONS.length)]!,
        value: random.normal() * 5,
      };
    }
    const relation = (['is', 'is not', 'missing'] as const)[random.below(3)]!;
    return { feature, relation, value: random.below(own.categories.length) };
  }).filter(({ feature, relation }) => {
    return !(features[feature]!.kind === 'numeric' && relation === 'is not');
  });
}

function meets(clause: Clause, feature: Feature, value: number): boolean {
  const absent = feature.kind === 'numeric' ? Number.isNaN(value) : value < 0;
  switch (clause.relation) {
    case 'missing':
      return absent;
    case 'is not':
      return value !== clause.value;
    case 'is':
      return value === clause.value;
    case 'under':
      return value < clause.value;
    case 'at most':
      return value <= clause.value;
    case 'at least':
      return value >= clause.value;
    case 'over':
      return value > clause.value;
  }
}

describe('a region of cases', () => {
  test('goes to exactly the leaves that its cases reach', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (seed) => {
        const random = new Random(seed);
        const model = anyNumbers(randomModel(random));
        const clauses = randomClauses(model.features, random);
        const region = regionOf(model.features, clauses);
        const meetings = meetingsOf(model, region);
        const leaves = new Set(meetings.map((meeting) => meeting.leaf));
        for (let i = 0; i < 60; i++) {
          const row = randomRow(model.features, model.tree, random);
          const inside = clauses.every((c) =>
            meets(c, model.features[c.feature]!, row[c.feature]!),
          );
          expect(region.every((bound, f) => allows(bound, row[f]!))).toBe(inside);
          if (inside) expect(leaves).toContain(leafOf(model.tree, (f) => row[f]!));
        }
        for (const { leaf: end, box } of meetings) {
          const values = caseIn(model.features, box);
          expect(leafOf(model.tree, (f) => values[f]!)).toBe(end);
          expect(region.every((bound, f) => allows(bound, values[f]!))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('of whole numbers holds no case between two of them', () => {
    const features = [numeric('Age', { integer: true, min: 18, max: 68 })];
    const root = inner({ feature: 0, threshold: 24.5 }, leaf(0), leaf(1));
    const model = twoClasses(features, root);
    const under = regionOf(features, [{ feature: 0, relation: 'under', value: 25 }]);
    expect(meetingsOf(model, under).map((meeting) => meeting.leaf)).toEqual([1]);
    expect(meetingsOf({ ...model, features: [numeric('Age')] }, under)).toHaveLength(2);
  });

  test('without clauses is everything', () => {
    const features = [numeric('Age'), categorical('Home', ['a', 'b'])];
    expect(regionOf(features, [])).toEqual(wholeSpace(features));
  });
});

describe('the shortest number in an interval', () => {
  test.each([
    [24, 25, 25],
    [24.5, 24.9, 24.6],
    [-1, 1, 0],
    [0, 1e-7, 1e-7],
    [-Infinity, -3.5, -4],
    [1e300, Infinity, Number.MAX_VALUE],
    [Number.MAX_VALUE, Infinity, Infinity],
    [nextDown(0.1), 0.1, 0.1],
  ])('(%d, %d] is %d', (low, high, expected) => {
    expect(shortestIn(low, high)).toBe(expected);
  });

  test('lies in it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(low < high && high > -Infinity);
        const found = shortestIn(low, high);
        expect(found > low && found <= high).toBe(true);
      }),
      { numRuns: 2000, seed: 6, endOnFailure: true },
    );
  });
});

describe('the direction of a decision in a feature', () => {
  test('is what single steps along it show', () => {
    let [falls, none] = [0, 0];
    fc.assert(
      fc.property(fc.nat(0xffffffff), (seed) => {
        const random = new Random(seed);
        const model = anyNumbers(randomModel(random));
        const f = model.features.findIndex(({ kind }) => kind === 'numeric');
        if (f === -1) return;
        const { tree } = model;
        const score = Float64Array.from(tree.feature, () => random.below(3));
        const { lowers, raises, settled } = directionOf(model, f, score);
        expect(settled).toBe(true);
        for (const [rise, sign] of [
          [lowers, -1],
          [raises, 1],
        ] as const) {
          if (rise === null) continue;
          falls++;
          expect(rise.from).toBeLessThan(rise.to);
          const at = (value: number): number =>
            leafOf(tree, (g) => (g === f ? value : rise.values[g]!));
          expect([at(rise.from), at(rise.to)]).toEqual(rise.leaves);
          expect(Math.sign(score[rise.leaves[1]]! - score[rise.leaves[0]]!)).toBe(sign);
        }
        for (let i = 0; i < 30; i++) {
          const row = randomRow(model.features, tree, random);
          const seen = Array.from(tree.threshold)
            .filter((_, id) => !isLeaf(tree, id) && tree.feature[id] === f)
            .flatMap((t) => [t, t + 1e-9 * Math.abs(t), Infinity, -Infinity])
            .toSorted((x, y) => x - y);
          const scores = Array.from(
            seen,
            (v) => score[leafOf(tree, (g) => (g === f ? v : row[g]!))]!,
          );
          const goesDown = scores.some((s, k) => k > 0 && s < scores[k - 1]!);
          if (goesDown) expect(lowers).not.toBeNull();
          else none++;
        }
      }),
      RUNS,
    );
    expect(falls).toBeGreaterThan(20);
    expect(none).toBeGreaterThan(20);
  });

  test('leaves without a score count for nothing', () => {
    const features = [numeric('Age')];
    const root = inner({ feature: 0, threshold: 5 }, leaf(0), leaf(1));
    const model = twoClasses(features, root);
    const [low, high] = leafIds(model.tree) as [number, number];
    const scores = new Float64Array(3);
    scores[low] = 1;
    expect(directionOf(model, 0, scores)).toMatchObject({
      lowers: { from: 5, to: 6, leaves: [low, high] },
      raises: null,
    });
    scores[high] = NaN;
    expect(directionOf(model, 0, scores)).toMatchObject({ lowers: null, raises: null });
  });
});
