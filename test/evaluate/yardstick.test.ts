import { LARGEST } from '../../src/core/decision.ts';
import { describe, expect, it } from 'vitest';
import { yardstickOf } from '../../src/evaluate/yardstick.ts';
import { classLabels, numberLabels } from '../fixtures/rows.ts';

describe('the yardstick', () => {
  it("holds the teacher's most frequent class, not the truth's", () => {
    const truth = classLabels([0, 0, 0, 1], 2);
    const teacher = Float64Array.of(0.4, 0.6, 0.4, 0.6, 0.9, 0.1, 0.1, 0.9);
    expect(yardstickOf(teacher, truth, 3)).toEqual({
      task: 'classification',
      nOutputs: 2,
      rule: LARGEST,
      constant: 1,
      tolerance: null,
    });
  });

  it('counts decisions, not probabilities, and takes the first class on a tie', () => {
    const truth = classLabels([0, 1, 2, 2], 3);
    // Class 2 has the most mass; classes 0 and 1 are decided twice each.
    const rows = [0.4, 0.2, 0.4, 0.4, 0.2, 0.4, 0.1, 0.46, 0.44, 0.1, 0.46, 0.44];
    expect(yardstickOf(Float64Array.from(rows), truth, null).constant).toBe(0);
  });

  it("holds the teacher's mean, and half the truth's standard deviation as the tolerance", () => {
    const truth = numberLabels([1, 3, 5, 7]);
    const yardstick = yardstickOf(Float64Array.of(2, 3, 5, 6), truth, null);
    expect(yardstick.constant).toBe(4);
    expect(yardstick.tolerance).toBeCloseTo(Math.sqrt(5) / 2, 12);
  });

  it('takes a tolerance that is given', () => {
    const truth = numberLabels([1, 3]);
    expect(yardstickOf(truth.soft, truth, 0.25).tolerance).toBe(0.25);
  });
});
