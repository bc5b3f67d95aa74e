import { describe, expect, it } from 'vitest';
import { compare, mark, twoSided } from './t-test.ts';

describe('the corrected resampled t-test', () => {
  it.each([
    [12.706, 1, 0.05],
    [2.262, 9, 0.05],
    [3.25, 9, 0.01],
    [2.045, 29, 0.05],
    [0, 5, 1],
  ])('knows the critical value %d of %i degrees of freedom', (t, df, p) => {
    expect(twoSided(t, df)).toBeCloseTo(p, 3);
  });

  it('is the plain paired test where nothing is held out, and more careful otherwise', () => {
    const differences = [0.01, 0.03, 0.02, 0.015, 0.025];
    const plain = compare(differences, 0);
    expect(plain.mean).toBeCloseTo(0.02, 12);
    expect(plain.error).toBeCloseTo(0.0035355, 6);
    expect(plain.p).toBeCloseTo(twoSided(0.02 / plain.error, 4), 12);
    expect(compare(differences, 2 / 3).p).toBeGreaterThan(plain.p);
  });

  it('takes equal trees as equal and a sure difference as sure', () => {
    expect(compare([0, 0, 0], 0.5)).toEqual({ mean: 0, error: 0, p: 1 });
    expect(compare([0.1, 0.1, 0.1], 0.5).p).toBeCloseTo(0, 6);
  });

  it('marks what is significant', () => {
    expect([0.2, 0.04, 0.004].map(mark)).toEqual(['', '†', '‡']);
  });
});
