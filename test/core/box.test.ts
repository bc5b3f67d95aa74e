import { describe, expect, test } from 'vitest';
import {
  allows,
  boxOf,
  conditionsOf,
  fullBound,
  isEmptyBound,
  isFullBound,
  pathId,
  pathsOf,
  wholeSpace,
  type Bound,
  type Box,
  type Condition,
} from '../../src/core/box.ts';
import { Random } from '../../src/core/random.ts';
import { MISSING, UNSEEN } from '../../src/core/table.ts';
import { leafOf, type Model } from '../../src/core/tree.ts';
import { randomModel } from '../compile/random-model.ts';
import { categorical, inner, leaf, numeric, twoClasses } from './model.ts';
import { randomRow } from './random-row.ts';

const interval = (low: number, high: number, missing = false): Bound => ({
  kind: 'numeric',
  low,
  high,
  missing,
});

const codes = (allowed: readonly number[], missing = false): Bound => ({
  kind: 'categorical',
  codes: allowed,
  missing,
});

/** A model over Income, Home (a, b, c) and Age. */
function modelOf(root: ReturnType<typeof inner>): Model {
  const home = categorical('Home', ['a', 'b', 'c']);
  return twoClasses([numeric('Income'), home, numeric('Age')], root);
}

describe('bounds', () => {
  test.each<[string, Bound, number, boolean]>([
    ['low itself is outside', interval(1, 5), 1, false],
    ['just over low is inside', interval(1, 5), 1 + Number.EPSILON, true],
    ['high itself is inside', interval(1, 5), 5, true],
    ['over high is outside', interval(1, 5), 5 + Number.EPSILON * 4, false],
    ['-Infinity is inside an open low end', interval(-Infinity, 5), -Infinity, true],
    ['-Infinity is outside a closed one', interval(-1e308, 5), -Infinity, false],
    ['Infinity is inside an open high end', interval(1, Infinity), Infinity, true],
    ['Infinity is outside a closed one', interval(1, 1e308), Infinity, false],
    ['NaN only where missing is allowed', interval(1, 5), NaN, false],
    ['NaN where missing is allowed', interval(1, 5, true), NaN, true],
    ['-0 is 0', interval(-0, 5), 0, false],
    ['a code of the set', codes([0, 2]), 2, true],
    ['a code outside', codes([0, 2]), 1, false],
    ['a missing category', codes([0], true), MISSING, true],
    ['an unseen category', codes([0], true), UNSEEN, true],
    ['a missing category where it is barred', codes([0]), MISSING, false],
  ])('%s', (_, bound, value, inside) => {
    expect(allows(bound, value)).toBe(inside);
  });

  test('are empty when nothing fits, missing values included', () => {
    expect([interval(5, 5), interval(6, 5), codes([])].map(isEmptyBound)).toEqual([
      true,
      true,
      true,
    ]);
    const missingOnly = [interval(5, 5, true), codes([], true)];
    expect(missingOnly.map(isEmptyBound)).toEqual([false, false]);
    expect([interval(4, 5), codes([1])].map(isEmptyBound)).toEqual([false, false]);
  });

  test('are full when they exclude nothing', () => {
    const [income, home] = [numeric('Income'), categorical('Home', ['a', 'b'])];
    expect(isFullBound(fullBound(income), income)).toBe(true);
    expect(isFullBound(fullBound(home), home)).toBe(true);
    expect(isFullBound(interval(-Infinity, Infinity), income)).toBe(false);
    expect(isFullBound(interval(-1.7e308, Infinity, true), income)).toBe(false);
    expect(isFullBound(codes([0, 1]), home)).toBe(false);
    expect(isFullBound(codes([0], true), home)).toBe(false);
  });
});

describe('the boxes of the leaves', () => {
  test('partition the space: each row lies in one, that of the leaf it reaches', () => {
    const random = new Random('boxes');
    for (let i = 0; i < 400; i++) {
      const model = randomModel(random);
      const paths = pathsOf(model);
      for (let r = 0; r < 25; r++) {
        const row = randomRow(model.features, model.tree, random);
        const holding = paths.filter(({ box }) => holds(box, row)).map((path) => path.leaf);
        expect(holding).toEqual([leafOf(model.tree, (f) => row[f]!)]);
      }
    }
  });

  test('are empty exactly where no row can go', () => {
    const impossible = inner({ feature: 0, threshold: 7 }, leaf(0.1), leaf(0.2));
    const model = modelOf(
      inner({ feature: 0, threshold: 5, missingLeft: true }, impossible, leaf(1)),
    );
    const paths = pathsOf(model);
    expect(paths.map(({ leaf: at }) => at)).toEqual([2, 3, 4]);
    expect(paths.map(({ box }) => box.some(isEmptyBound))).toEqual([false, false, false]);
    // The missing values of the left side go right at the second split: its right leaf holds them.
    expect(paths[1]!.conditions).toEqual([
      { feature: 'Income', kind: 'numeric', low: null, high: null, present: false, missing: true },
    ]);
    const never = modelOf(inner({ feature: 0, threshold: 5 }, impossible, leaf(1)));
    expect(pathsOf(never).map(({ box }) => box.some(isEmptyBound))).toEqual([false, true, false]);
  });

  test('an inner node has the box of all below it', () => {
    const model = modelOf(inner({ feature: 2, threshold: Infinity }, leaf(0), leaf(1)));
    expect(boxOf(model, 0)).toEqual(wholeSpace(model.features));
    expect(boxOf(model, 1)[2]).toEqual(interval(-Infinity, Infinity));
    expect(boxOf(model, 2)[2]).toEqual(interval(Infinity, Infinity, true));
  });
});

function holds(box: Box, row: readonly number[]): boolean {
  return box.every((bound, f) => allows(bound, row[f]!));
}

describe('conditions', () => {
  test('leave out what is free and merge what is asked twice', () => {
    const twice = inner({ feature: 0, threshold: 2 }, leaf(0.1), leaf(0.2));
    const home = inner({ feature: 1, words: [0b011], missingLeft: true }, twice, leaf(0.3));
    const model = modelOf(inner({ feature: 0, threshold: 8 }, home, leaf(0.4)));
    const [low, between, other, high] = pathsOf(model).map((path) => path.conditions);
    const income = { feature: 'Income', kind: 'numeric', present: true, missing: false };
    const ab = { feature: 'Home', kind: 'categorical', categories: ['a', 'b'], missing: true };
    const c = { feature: 'Home', kind: 'categorical', categories: ['c'], missing: false };
    expect(low).toEqual([{ ...income, low: null, high: 2 }, ab]);
    expect(between).toEqual([{ ...income, low: 2, high: 8 }, ab]);
    expect(other).toEqual([{ ...income, low: null, high: 8 }, c]);
    expect(high).toEqual([{ ...income, low: 8, high: null, missing: true }]);
  });

  test('say as much as the box: it can be built again from them', () => {
    const random = new Random('conditions');
    for (let i = 0; i < 200; i++) {
      const model = randomModel(random);
      for (const { box, conditions } of pathsOf(model)) {
        if (box.some(isEmptyBound)) continue;
        const read = JSON.parse(JSON.stringify(conditions)) as Condition[];
        const again = boxFrom(model, read);
        for (let r = 0; r < 5; r++) {
          const row = randomRow(model.features, model.tree, random);
          expect(holds(again, row)).toBe(holds(box, row));
        }
        expect(conditionsOf(model.features, again)).toEqual(read);
      }
    }
  });
});

/** The box that conditions, as read from a file, describe. */
function boxFrom({ features }: Model, conditions: readonly Condition[]): Box {
  return features.map((feature): Bound => {
    const condition = conditions.find(({ feature: name }) => name === feature.name);
    if (condition === undefined) return fullBound(feature);
    if (condition.kind === 'numeric') {
      const { low, high, present, missing } = condition;
      return present
        ? interval(low ?? -Infinity, high ?? Infinity, missing)
        : interval(Infinity, Infinity, missing);
    }
    const names = feature.kind === 'categorical' ? feature.categories : [];
    return codes(
      condition.categories.map((name) => names.indexOf(name)),
      condition.missing,
    );
  });
}

describe('the id of a path', () => {
  test('is the same for ever: people link to it', () => {
    const home = inner({ feature: 1, words: [0b011], missingLeft: true }, leaf(0.1), leaf(0.3));
    const model = modelOf(inner({ feature: 0, threshold: 8.5 }, home, leaf(0.4)));
    expect(pathsOf(model).map((path) => path.id)).toEqual([
      'caeed26de02c',
      'd2d0b77fd687',
      '6add136d68d1',
    ]);
    expect(pathId([])).toBe('4f53cda18c2b');
  });

  test('depends on the merged rule alone, not on where the leaf stands', () => {
    const home = (low: number, high: number): ReturnType<typeof inner> =>
      inner({ feature: 1, words: [0b001] }, leaf(low), leaf(high));
    const model = modelOf(inner({ feature: 0, threshold: 8 }, home(0.1, 0.2), home(0.3, 0.4)));
    const turned = modelOf(
      inner(
        { feature: 1, words: [0b001] },
        inner({ feature: 0, threshold: 8 }, leaf(0.1), leaf(0.3)),
        inner({ feature: 0, threshold: 8 }, leaf(0.2), leaf(0.4)),
      ),
    );
    const ids = (of: Model): string[] =>
      pathsOf(of)
        .map((path) => path.id)
        .toSorted();
    expect(ids(turned)).toEqual(ids(model));
  });

  test('differs between any two paths that some row can follow', () => {
    const random = new Random('ids');
    for (let i = 0; i < 300; i++) {
      const possible = pathsOf(randomModel(random)).filter(({ box }) => !box.some(isEmptyBound));
      const ids = possible.map((path) => path.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/);
    }
  });
});
