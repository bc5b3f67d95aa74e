import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Random } from '../../src/core/random.ts';
import { wilson } from '../../src/core/interval.ts';
import {
  looksAt,
  trustOf,
  withComparedFlags,
  worstFirst,
  type Tally,
} from '../../src/core/path-trust.ts';
import type { PathFlag } from '../../src/core/run.ts';

const tally: fc.Arbitrary<Tally> = fc
  .nat({ max: 200 })
  .chain((rows) => fc.record({ rows: fc.constant(rows), differ: fc.nat({ max: rows }) }));

test('paths without rows are left out, the others come by what is shown of them', () => {
  fc.assert(
    fc.property(fc.array(tally, { maxLength: 20 }), (tallies) => {
      const worst = worstFirst(trustOf(tallies));
      expect(worst).toHaveLength(looksAt(tallies));
      const lows = worst.map(({ share }) => share.low!);
      expect(lows).toEqual(lows.toSorted((a, b) => b - a));
      for (const { path, rows, differ, elsewhere, share, beyondChance } of worst) {
        expect({ rows, differ }).toEqual(tallies[path]);
        const others = tallies.filter((_, i) => i !== path);
        const sum = (of: keyof Tally): number => others.reduce((total, one) => total + one[of], 0);
        if (sum('rows') === 0) expect(elsewhere).toBeNull();
        else expect(elsewhere).toBeCloseTo(sum('differ') / sum('rows'), 12);
        if (beyondChance) expect(share.value).toBeGreaterThan(elsewhere!);
      }
    }),
  );
});

test('one row that differs is no evidence; many are', () => {
  const quiet = Array.from({ length: 20 }, () => ({ rows: 40, differ: 2 }));
  const [one] = trustOf([{ rows: 1, differ: 1 }, ...quiet]);
  const [many] = trustOf([{ rows: 31, differ: 12 }, ...quiet]);
  expect([one!.beyondChance, many!.beyondChance]).toEqual([false, true]);
});

// The rate elsewhere is measured on a row alone: it is no more exact than that.
test('no path is worse than another that has hardly a row', () => {
  const [one] = trustOf([
    { rows: 300, differ: 15 },
    { rows: 1, differ: 0 },
  ]);
  expect(one).toMatchObject({ elsewhere: 0, beyondChance: false });
});

// All paths differ on 1 row in 12: naming one of them as worse would be wrong.
test.each([
  ['30 of many sizes', Array.from({ length: 30 }, (_, i) => 5 + 3 * i)],
  ['a large and a small one', [900, 20]],
  ['a large one and single rows', [300, 1, 1, 1, 1]],
  ['two alike', [200, 200]],
])('where paths are alike, one is called worse in at most 1 sample in 20: %s', (name, sizes) => {
  const random = new Random(name);
  let wrong = 0;
  for (let sample = 0; sample < 300; sample++) {
    const tallies = sizes.map((rows) => {
      let differ = 0;
      for (let row = 0; row < rows; row++) differ += Number(random.uniform() < 1 / 12);
      return { rows, differ };
    });
    if (trustOf(tallies).some(({ beyondChance }) => beyondChance)) wrong++;
  }
  expect(wrong).toBeLessThanOrEqual(15);
});

describe('the flags that compare a path with the others', () => {
  const record = (hits: number, fresh: number, flags: PathFlag[] = []) => ({
    fidelity: wilson(hits, 40),
    freshFidelity: wilson(fresh, 200),
    flags,
  });
  const flagsOf = (paths: readonly ReturnType<typeof record>[]): (readonly PathFlag[])[] =>
    withComparedFlags(paths).map(({ flags }) => flags);

  test('are those of the test that all pages tell', () => {
    // 33 of 40 is below 39 of 40 at 2.5% for a path alone, and not for one of 58.
    const many = [record(33, 190), ...Array.from({ length: 57 }, () => record(38, 190))];
    expect(flagsOf(many).flat()).toEqual([]);
    expect(flagsOf([record(20, 190), ...many.slice(1)])[0]).toEqual(['low-fidelity']);
    const tallies = many.map(({ fidelity: { value, n } }) => ({
      rows: n,
      differ: n - Math.round(value! * n),
    }));
    expect(trustOf(tallies)[0]!.beyondChance).toBe(false);
  });

  test('tell fresh queries apart from rows, and keep the other flags in their order', () => {
    const others = Array.from({ length: 5 }, () => record(39, 190));
    const flags = flagsOf([record(39, 90, ['few-real-rows', 'rare-in-training']), ...others]);
    expect(flags[0]).toEqual(['few-real-rows', 'low-fresh-fidelity', 'rare-in-training']);
    expect(flags.slice(1).flat()).toEqual([]);
  });

  test('replace those of a run that tested each path alone', () => {
    const old = [record(37, 190, ['low-fidelity', 'undecided']), record(39, 190)];
    expect(flagsOf(old)).toEqual([['undecided'], []]);
  });

  test('are none where nothing was measured', () => {
    const none = { fidelity: wilson(0, 0), freshFidelity: wilson(0, 0), flags: [] };
    expect(withComparedFlags([none, none])).toEqual([none, none]);
  });
});
