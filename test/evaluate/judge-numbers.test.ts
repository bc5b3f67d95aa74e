import { describe, expect, it } from 'vitest';
import { LARGEST } from '../../src/core/decision.ts';
import { wilson } from '../../src/core/interval.ts';
import { Random } from '../../src/core/random.ts';
import type { Metrics } from '../../src/core/run.ts';
import { judgeNumbers } from '../../src/evaluate/judge-numbers.ts';

function judged(
  student: readonly number[],
  teacher: readonly number[],
  truth: readonly number[] = teacher,
  { constant = 0, tolerance = 0.5 } = {},
): Metrics {
  return judgeNumbers(
    {
      student: Float64Array.from(student),
      decided: new Int32Array(student.length),
      teacher: Float64Array.from(teacher),
      truth: Float64Array.from(truth),
    },
    { task: 'regression', nOutputs: 1, rule: LARGEST, constant, tolerance },
    new Random(1),
  );
}

describe('judging numbers', () => {
  it('gives R² to the teacher and to the truth', () => {
    // Σ(teacher - mean)² = 5 around 2.5; the errors are 0.5² + 0.5².
    const { fidelity, accuracy, mae } = judged([1.5, 2, 3, 3.5], [1, 2, 3, 4], [2, 2, 3, 3]);
    expect(fidelity.value).toBeCloseTo(1 - 0.5 / 5, 12);
    // Σ(truth - 2.5)² = 1: the teacher misses by 1² + 1², the student by 0.5² + 0.5².
    expect(accuracy.teacher.value).toBeCloseTo(1 - 2 / 1, 12);
    expect(accuracy.student.value).toBeCloseTo(1 - 0.5 / 1, 12);
    expect(mae.teacher.value).toBeCloseTo(0.25, 12);
    expect(mae.truth.value).toBeCloseTo(0.25, 12);
  });

  it('is 1 for a perfect student, and 0 for the mean', () => {
    const values = [1, 2, 3, 4, 5, 6];
    expect(judged(values, values).fidelity.value).toBe(1);
    const flat = values.map(() => 3.5);
    expect(judged(flat, values).fidelity.value).toBeCloseTo(0, 12);
  });

  it('measures headroom from the constant answer', () => {
    const teacher = [1, 2, 3, 4];
    const metrics = judged([1.5, 2, 3, 3.5], teacher, teacher, { constant: 2 });
    // The constant 2 leaves 1 + 0 + 1 + 4 = 6 of 5.
    expect(metrics.majority.value).toBeCloseTo(1 - 6 / 5, 12);
    expect(metrics.headroomClosed.value).toBeCloseTo(1 - 0.5 / 6, 12);
  });

  it('counts the rows within the tolerance, the limit included', () => {
    const { withinTolerance } = judged([1, 2, 3, 4.5], [1.5, 2, 3.75, 4], undefined, {
      tolerance: 0.5,
    });
    expect(withinTolerance).toEqual({ tolerance: 0.5, share: wilson(3, 4) });
  });

  it('leaves the share retained undefined for a useless teacher, and R² of a constant', () => {
    expect(judged([1, 2], [2, 1], [1, 2]).accuracy.retained.value).toBeNull();
    const flat = judged([1, 2, 3], [4, 4, 4]);
    expect(flat.fidelity).toEqual({ value: null, low: null, high: null, n: 3 });
    expect(flat.headroomClosed.value).toBeNull();
  });

  it('keeps its digits far from 0', () => {
    const near = judged([1.5, 2, 3, 3.5], [1, 2, 3, 4], [1, 2, 3, 4], { constant: 2 });
    const far = judged(
      [1.5, 2, 3, 3.5].map((v) => v + 1e9),
      [1, 2, 3, 4].map((v) => v + 1e9),
      undefined,
      { constant: 2 + 1e9 },
    );
    expect(far.fidelity.value).toBeCloseTo(near.fidelity.value!, 9);
    expect(far.headroomClosed.value).toBeCloseTo(near.headroomClosed.value!, 9);
  });

  it('holds the true R² about 95 times in 100', () => {
    // student = teacher + noise with a tenth of the variance: R² = 0.9.
    let held = 0;
    for (let repeat = 0; repeat < 150; repeat++) {
      const random = new Random(`r2/${repeat}`);
      const teacher = Array.from({ length: 120 }, () => random.normal());
      const student = teacher.map((t) => t + Math.sqrt(0.1) * random.normal());
      const { fidelity } = judged(student, teacher);
      if (fidelity.low! <= 0.9 && 0.9 <= fidelity.high!) held++;
    }
    expect(held / 150).toBeGreaterThan(0.88);
  });
});
