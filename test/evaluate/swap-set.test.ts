import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Random } from '../../src/core/random.ts';
import type { SwapCounts, SwapRows } from '../../src/core/swap-set.ts';
import type { Feature } from '../../src/core/table.ts';
import { swapSet } from '../../src/evaluate/swap-set.ts';

const SEX: Feature = {
  kind: 'categorical',
  name: 'Sex',
  categories: ['f', 'm'],
  rest: null,
  boolean: false,
  missingShare: 0,
  protected: true,
};

interface One {
  readonly teacher: number;
  readonly own: number;
  readonly score: number;
  readonly asks: number;
  readonly truth: number;
  readonly sex: number;
}

const bit = fc.nat({ max: 1 });
/** Few soft values, as a tree has few leaves. */
const one: fc.Arbitrary<One> = fc.record({
  teacher: bit,
  own: bit,
  score: fc.constantFrom(0, 0.2, 0.45, 0.5, 0.9, 1),
  asks: fc.constantFrom(0, 0, 0, 1),
  truth: bit,
  sex: fc.constantFrom(0, 1, -1),
});

function rowsOf(all: readonly One[]): SwapRows {
  const bits = (key: 'teacher' | 'own' | 'asks' | 'truth'): Uint8Array =>
    Uint8Array.from(all, (row) => row[key]);
  return {
    teacher: bits('teacher'),
    own: bits('own'),
    score: Float64Array.from(all, (row) => row.score),
    asks: bits('asks'),
    truth: bits('truth'),
    protected: [{ feature: SEX, column: Int32Array.from(all, (row) => row.sex) }],
  };
}

/** What the tree gives one row, by the words of the docs. */
function gives(row: One, cutoff: number | null): boolean {
  if (row.asks === 1) return row.teacher === 1;
  return cutoff === null ? row.own === 1 : row.score >= cutoff;
}

function brute(all: readonly One[], cutoff: number | null): object {
  const cell = (tree: boolean, teacher: boolean): object => {
    const own = all.filter((row) => gives(row, cutoff) === tree && (row.teacher === 1) === teacher);
    const truly = own.filter((row) => row.truth === 1).length;
    return { n: own.length, truly: own.length === 0 ? null : truly / own.length };
  };
  return {
    n: all.length,
    both: cell(true, true),
    gained: cell(true, false),
    lost: cell(false, true),
    neither: cell(false, false),
  };
}

function plain({ n, both, gained, lost, neither }: SwapCounts): object {
  const cell = (one: SwapCounts['both']): object => ({ n: one.n, truly: one.truly.value });
  return {
    n,
    both: cell(both),
    gained: cell(gained),
    lost: cell(lost),
    neither: cell(neither),
  };
}

const random = (): Random => new Random('swap');
const cases = fc.array(one, { minLength: 1, maxLength: 60 });
const cutoff = fc.option(fc.constantFrom(0, 0.2, 0.3, 0.5, 0.95, 1), { nil: null });

describe('swap set', () => {
  test('counts what a plain count counts, in all and by group', () => {
    fc.assert(
      fc.property(cases, cutoff, (all, at) => {
        const found = swapSet(rowsOf(all), { cutoff: at ?? 'own', amounts: null }, random());
        expect(plain(found)).toEqual(brute(all, at));
        expect(found.cutoff).toBe(at);
        const inGroups = found.groups[0]!.groups.reduce((sum, { n }) => sum + n, 0);
        expect(inGroups).toBe(all.length);
        const missing = found.groups[0]!.groups.find(({ name }) => name === '(missing)');
        const expected = all.filter(({ sex }) => sex === -1);
        if (missing !== undefined) expect(plain(missing)).toEqual(brute(expected, at));
        expect(found.gainedRows).toHaveLength(found.gained.n);
        for (const row of found.lostRows) {
          expect([gives(all[row]!, at), all[row]!.teacher]).toEqual([false, 1]);
        }
      }),
    );
  });

  test('every cut-off of the list is what asking for it gives, and no other gives more', () => {
    fc.assert(
      fc.property(cases, (all) => {
        const { cutoffs } = swapSet(rowsOf(all), { cutoff: 'own', amounts: null }, random());
        const scores = new Set(all.filter((row) => row.asks === 0).map((row) => row.score));
        const [none, ...others] = cutoffs;
        expect(others.map((row) => row.cutoff)).toEqual([...scores].sort((a, b) => b - a));
        if (none !== undefined) expect(none.cutoff).toBeGreaterThan(Math.max(...scores));
        for (const { cutoff: at, student, gained, lost, gainedTruly, lostTruly } of cutoffs) {
          const asked = swapSet(rowsOf(all), { cutoff: at, amounts: null }, random());
          expect(student).toBe(asked.both.n + asked.gained.n);
          expect([gained, lost]).toEqual([asked.gained.n, asked.lost.n]);
          expect(gainedTruly).toBe(asked.gainedRows.filter((row) => all[row]!.truth === 1).length);
          expect(lostTruly).toBe(asked.lostRows.filter((row) => all[row]!.truth === 1).length);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('matching comes as near to the number of the teacher as any cut-off does', () => {
    fc.assert(
      fc.property(cases, (all) => {
        const found = swapSet(rowsOf(all), { cutoff: 'match', amounts: null }, random());
        const given = all.filter(({ teacher }) => teacher === 1).length;
        const off = (student: number): number => Math.abs(student - given);
        const givenAt = (at: number): number => all.filter((row) => gives(row, at)).length;
        const best = Math.min(...[0, 0.2, 0.45, 0.5, 0.9, 1, 1.5].map((at) => off(givenAt(at))));
        if (found.cutoffs.length > 0) expect(off(found.both.n + found.gained.n)).toBe(best);
      }),
    );
  });

  test('money is added up row by row, and the interval of the difference holds it', () => {
    fc.assert(
      fc.property(cases, cutoff, (all, at) => {
        const amounts = { gain: 7, loss: 30 };
        const { money } = swapSet(rowsOf(all), { cutoff: at ?? 'own', amounts }, random());
        const worth = (row: One): number => (row.truth === 1 ? 7 : -30);
        const total = (chosen: readonly One[]): number =>
          chosen.reduce((sum, row) => sum + worth(row), 0);
        const teacher = total(all.filter((row) => row.teacher === 1));
        const student = total(all.filter((row) => gives(row, at)));
        expect(money).toMatchObject({ teacher, student });
        const { value, low, high } = money!.difference;
        expect(value).toBe(student - teacher);
        expect(low).toBeLessThanOrEqual(value!);
        expect(high).toBeGreaterThanOrEqual(value!);
      }),
      { numRuns: 30 },
    );
  });

  test('the interval of the difference is as wide as theory says', () => {
    const all = Array.from({ length: 400 }, (_, i): One => {
      return { teacher: 0, own: Number(i < 100), score: 0.5, asks: 0, truth: 1, sex: 0 };
    });
    const amounts = { gain: 1, loss: 0 };
    const { money } = swapSet(rowsOf(all), { cutoff: 'own', amounts }, random());
    // A binomial count of 400 at 1/4: standard deviation 8.66.
    expect(money!.difference.low).toBeGreaterThan(100 - 2.3 * 8.66);
    expect(money!.difference.low).toBeLessThan(100 - 1.6 * 8.66);
    expect(money!.difference.high).toBeGreaterThan(100 + 1.6 * 8.66);
    expect(money!.difference.high).toBeLessThan(100 + 2.3 * 8.66);
  });
});
