import { describe, expect, test } from 'vitest';
import { orderCategories } from '../../src/cart/categories.ts';
import { Random } from '../../src/core/random.ts';
import { dot, principal, type Group } from './principal.ts';

/** The groups (bin = index) in the order the engine gives them. */
function ordered(groups: readonly Group[], bins = [...groups.keys()]): number[] {
  const nTargets = groups[0]!.mean.length;
  const stride = 2 + nTargets;
  const base = 4;
  const histogram = new Float64Array(base + groups.length * stride);
  for (const [bin, { weight, mean }] of groups.entries()) {
    histogram.set([1, weight, ...mean.map((value) => value * weight)], base + bin * stride);
  }
  const order = Int32Array.from({ length: 256 }, (_, i) => bins[i] ?? -1);
  orderCategories({ histogram, base, stride }, order, bins.length);
  return [...order.subarray(0, bins.length)];
}

/** Probabilities of `k` classes. */
function shares(random: Random, k: number): number[] {
  const parts = Array.from({ length: k }, () => -Math.log(1 - random.uniform()));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

describe('one target', () => {
  test('orders categories by their mean, ties by code', () => {
    const groups = [0.5, 0.25, 0.5, 0.75, 0.25].map((mean) => ({ weight: 3, mean: [mean] }));
    expect(ordered(groups)).toEqual([1, 4, 0, 2, 3]);
    expect(ordered(groups, [0, 2, 3])).toEqual([0, 2, 3]);
  });

  test('noise in the last digits makes no order', () => {
    const noisy = [3e-16, -2e-16, 1e-16, 0].map((noise, i) => ({
      weight: i + 0.1,
      mean: [0.3 + noise],
    }));
    expect(ordered(noisy)).toEqual([0, 1, 2, 3]);
  });

  test('has the best left set among its prefixes (Fisher 1958)', () => {
    const random = new Random('fisher');
    for (let i = 0; i < 100; i++) {
      const groups = Array.from({ length: 2 + random.below(6) }, () => ({
        weight: 1 + random.below(9),
        mean: [random.below(9) / 8],
      }));
      const order = ordered(groups);
      const prefixes = order.slice(1).map((_, p) => new Set(order.slice(0, p + 1)));
      const sets = Array.from(
        { length: 2 ** groups.length - 2 },
        (_, bits) => new Set([...groups.keys()].filter((g) => (((bits + 1) >> g) & 1) === 1)),
      );
      const best = (of: readonly Set<number>[]): number =>
        Math.max(...of.map((set) => gain(groups, set)));
      expect(best(prefixes)).toBeCloseTo(best(sets), 9);
    }
  });
});

/** Between-sides sum of squares for one target: what a split gains. */
function gain(groups: readonly Group[], left: ReadonlySet<number>): number {
  const side = (inside: boolean): number => {
    const held = groups.filter((_, g) => left.has(g) === inside);
    const weight = held.reduce((sum, group) => sum + group.weight, 0);
    const total = held.reduce((sum, group) => sum + group.weight * group.mean[0]!, 0);
    return weight === 0 ? 0 : (total * total) / weight;
  };
  return side(true) + side(false);
}

describe('several targets', () => {
  test('order categories along the first principal component of their means', () => {
    const random = new Random('principal');
    let compared = 0;
    for (let i = 0; i < 400; i++) {
      const k = 2 + random.below(4);
      const groups = Array.from({ length: 2 + random.below(10) }, () => ({
        weight: 1 + random.below(20),
        mean: shares(random, k),
      }));
      const { values, vectors } = principal(groups);
      if (values[1]! > 0.5 * values[0]!) continue;
      compared++;
      const along = ordered(groups).map((g) => dot(groups[g]!.mean, vectors[0]!));
      const sign = along.at(-1)! >= along[0]! ? 1 : -1;
      for (let p = 1; p < along.length; p++) {
        expect(sign * (along[p]! - along[p - 1]!)).toBeGreaterThan(-1e-5);
      }
    }
    expect(compared).toBeGreaterThan(150);
  });

  test('find it even where the farthest category lies at right angles to it', () => {
    const groups = [
      { weight: 1, mean: [0.5, 0.5, 0] },
      { weight: 100, mean: [0.5, 0, 0.5] },
      { weight: 100, mean: [0, 0.5, 0.5] },
      { weight: 1, mean: [0, 0, 1] },
    ];
    // Classes 0 and 1 trade places along the component; 0 and 3 lie in its middle, farther out.
    expect(ordered(groups)).toEqual([1, 0, 3, 2]);
  });

  test('point to the last of the classes that vary most: two classes order as one', () => {
    const random = new Random('two');
    for (let i = 0; i < 100; i++) {
      const p = Array.from({ length: 2 + random.below(8) }, () => random.below(17) / 16);
      const weights = p.map(() => 1 + random.below(9));
      const one = p.map((mean, g) => ({ weight: weights[g]!, mean: [mean] }));
      const two = p.map((mean, g) => ({ weight: weights[g]!, mean: [1 - mean, mean] }));
      expect(ordered(two)).toEqual(ordered(one));
    }
  });

  test('equal means keep the order of the codes, with noise or without', () => {
    const groups = [1, 2, 0.7, 5].map((weight) => ({ weight, mean: [0.2, 0.3, 0.5] }));
    expect(ordered(groups)).toEqual([0, 1, 2, 3]);
    const noisy = groups.map(({ weight, mean }, i) => ({
      weight,
      mean: mean.map((value, t) => value + (i - t) * 1e-17),
    }));
    expect(ordered(noisy)).toEqual([0, 1, 2, 3]);
  });
});
