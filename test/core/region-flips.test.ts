import { expect, test } from 'vitest';

import { allows, boxOf, isEmptyBound, type Bound } from '../../src/core/box.ts';
import { nextUp } from '../../src/core/doubles.ts';
import { Random } from '../../src/core/random.ts';
import { regionFlips } from '../../src/core/region-flips.ts';
import { outcomesFrom } from '../../src/core/slack.ts';
import { MISSING } from '../../src/core/table.ts';
import { leafIds, leafOf, type Model } from '../../src/core/tree.ts';
import { randomModel } from '../compile/random-model.ts';

/** Some value of a bound, a known one where it has any. */
function valueOf(bound: Bound, random: Random): number {
  if (bound.kind === 'categorical') {
    return bound.codes[random.below(Math.max(1, bound.codes.length))] ?? MISSING;
  }
  if (!(bound.low < bound.high)) return Number.NaN;
  return random.below(2) === 0 || bound.low === -Infinity ? bound.high : nextUp(bound.low);
}

/** The part of a bound that lies in the other too; `null` where none does. */
function sharedOf(a: Bound, b: Bound, random: Random): number | null {
  if (a.kind === 'numeric' && b.kind === 'numeric') {
    const both = { ...a, low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
    if (both.low < both.high) return valueOf(both, random);
    return a.missing && b.missing ? Number.NaN : null;
  }
  if (a.kind === 'numeric' || b.kind === 'numeric') return null;
  const codes = a.codes.filter((code) => b.codes.includes(code));
  if (codes.length > 0) return valueOf({ ...a, codes }, random);
  return a.missing && b.missing ? MISSING : null;
}

function forPaths(check: (model: Model, leaf: number, random: Random) => void): void {
  for (let i = 0; i < 60; i++) {
    const random = new Random(`regions ${i}`);
    const model = randomModel(random, {
      maxDepth: 4,
      growth: 0.8,
      task: 'classification',
      nClasses: 2,
      nFeatures: 1 + random.below(4),
      maxCategories: 5,
      hostile: false,
    });
    for (const leaf of leafIds(model.tree)) {
      if (!boxOf(model, leaf).some(isEmptyBound)) check(model, leaf, random);
    }
  }
}

const flipsFrom = (model: Model, leaf: number, locked: readonly number[] = []) => {
  const outcomeOf = outcomesFrom(model, leaf, 0);
  const spreads = model.features.map(() => 1);
  const wishes = { outcomeOf, own: outcomeOf(leaf), spreads, locked: new Set(locked) };
  return regionFlips(model, boxOf(model, leaf), wishes);
};

test('a row of both paths but for the changed features goes over by these alone', () => {
  let tried = 0;
  forPaths((model, leaf, random) => {
    const box = boxOf(model, leaf);
    for (const flip of flipsFrom(model, leaf)) {
      const other = boxOf(model, flip.leaf);
      const changed = new Set(flip.changes.map(({ feature }) => feature));
      const before = box.map((bound, f) =>
        changed.has(f) ? valueOf(bound, random) : sharedOf(bound, other[f]!, random),
      );
      // Where only a missing value is shared, or none, the row is made by neither side.
      if (before.includes(null)) continue;
      const after = before.map((value, f) =>
        changed.has(f) ? valueOf(other[f]!, random) : value!,
      );
      expect(leafOf(model.tree, (f) => before[f]!)).toBe(leaf);
      expect(leafOf(model.tree, (f) => after[f]!)).toBe(flip.leaf);
      for (const { feature, from, to, gap } of flip.changes) {
        expect(allows(to, before[feature]!) && allows(from, before[feature]!)).toBe(false);
        if (from.kind === 'numeric')
          expect(gap).toBeLessThanOrEqual(Math.abs(after[feature]! - before[feature]!));
      }
      tried++;
    }
  });
  expect(tried).toBeGreaterThan(300);
});

test('every path of another decision is there, unless it needs what is locked or missing', () => {
  forPaths((model, leaf) => {
    const outcomeOf = outcomesFrom(model, leaf, 0);
    const found = flipsFrom(model, leaf);
    const counts = found.map(({ changes }) => changes.length);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    for (const { leaf: to, changes } of found) {
      expect(outcomeOf(to)).not.toBe(outcomeOf(leaf));
      const [first] = changes;
      const kept = flipsFrom(model, leaf, [first!.feature]);
      expect(kept.some((flip) => flip.leaf === to)).toBe(false);
    }
  });
});
