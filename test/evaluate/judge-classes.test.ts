import { describe, expect, it } from 'vitest';
import { LARGEST } from '../../src/core/decision.ts';
import { wilson } from '../../src/core/interval.ts';
import type { Metrics } from '../../src/core/run.ts';
import { confusionOf, judgeClasses } from '../../src/evaluate/judge-classes.ts';
import { classLabels } from '../fixtures/rows.ts';

interface Case {
  readonly student: readonly number[];
  readonly teacher: readonly number[];
  readonly truth?: readonly number[];
  readonly k?: number;
  readonly constant?: number;
}

function judged({ student, teacher, truth = teacher, k = 2, constant = 0 }: Case): Metrics {
  const soft = (codes: readonly number[]): Float64Array => classLabels(codes, k).soft;
  return judgeClasses(
    {
      student: soft(student),
      decided: Int32Array.from(student),
      teacher: soft(teacher),
      truth: soft(truth),
    },
    { task: 'classification', nOutputs: k, rule: LARGEST, constant, tolerance: null },
  );
}

/** Decisions from a table of counts: `counts[student][teacher]`. */
function fromCounts(counts: readonly (readonly number[])[]): {
  student: number[];
  teacher: number[];
} {
  const student: number[] = [];
  const teacher: number[] = [];
  counts.forEach((row, s) =>
    row.forEach((count, t) => {
      for (let i = 0; i < count; i++) {
        student.push(s);
        teacher.push(t);
      }
    }),
  );
  return { student, teacher };
}

describe('judging classes', () => {
  const counts = [
    [20, 5],
    [10, 15],
  ];

  it('counts agreement, with its Wilson interval', () => {
    const { fidelity, majority, n } = judged(fromCounts(counts));
    expect(fidelity).toEqual(wilson(35, 50));
    expect(majority).toEqual(wilson(30, 50));
    expect(n).toBe(50);
  });

  it("gives Cohen's kappa", () => {
    // po = 0.7, pe = 0.5 * 0.6 + 0.5 * 0.4 = 0.5: kappa = 0.4.
    const { kappa } = judged(fromCounts(counts));
    expect(kappa.value).toBeCloseTo(0.4, 12);
    expect(kappa.low!).toBeLessThan(0.4);
    expect(kappa.high!).toBeGreaterThan(0.4);
    expect(judged({ student: [0, 1, 0, 1], teacher: [0, 1, 1, 0] }).kappa.value).toBeCloseTo(0, 12);
    expect(judged({ student: [0, 1], teacher: [1, 0] }).kappa.value).toBeCloseTo(-1, 12);
    expect(judged({ student: [0, 0], teacher: [0, 0] }).kappa.value).toBeNull();
  });

  it('gives kappa of three classes', () => {
    const three = fromCounts([
      [10, 2, 0],
      [1, 8, 3],
      [1, 0, 5],
    ]);
    const pe = (12 * 12 + 12 * 10 + 6 * 8) / 900;
    expect(judged({ ...three, k: 3 }).kappa.value).toBeCloseTo((23 / 30 - pe) / (1 - pe), 12);
  });

  it('gives the mean agreement within each class of the teacher', () => {
    const { balancedFidelity } = judged(fromCounts(counts));
    expect(balancedFidelity.value).toBeCloseTo((20 / 30 + 15 / 20) / 2, 12);
    expect(balancedFidelity.n).toBe(50);
    // A class that the teacher never names does not count.
    const absent = judged({ student: [0, 0, 2], teacher: [0, 1, 1], k: 3 });
    expect(absent.balancedFidelity.value).toBeCloseTo(0.5, 12);
  });

  it('shows that a constant answer on imbalanced rows has learned nothing', () => {
    const teacher = Array.from({ length: 100 }, (_, row) => (row < 96 ? 0 : 1));
    const metrics = judged({ student: teacher.map(() => 0), teacher });
    expect(metrics.fidelity.value).toBe(0.96);
    expect(metrics.headroomClosed.value).toBe(0);
    expect(metrics.balancedFidelity.value).toBe(0.5);
    expect(metrics.kappa.value).toBeCloseTo(0, 12);
  });

  it('measures headroom from the constant answer of the yardstick, not of these rows', () => {
    const { student, teacher } = fromCounts(counts);
    const metrics = judged({ student, teacher, constant: 1 });
    expect(metrics.majority.value).toBe(0.4);
    expect(metrics.headroomClosed.value).toBeCloseTo((0.7 - 0.4) / 0.6, 12);
  });

  it('has no headroom where the teacher never changes its answer', () => {
    const metrics = judged({ student: [0, 0, 1], teacher: [0, 0, 0] });
    expect(metrics.headroomClosed).toEqual({ value: null, low: null, high: null, n: 3 });
  });

  it('never claims certainty from few rows that all agree', () => {
    const teacher = Array.from({ length: 20 }, (_, row) => row % 2);
    const metrics = judged({ student: teacher, teacher });
    for (const figure of [
      metrics.fidelity,
      metrics.headroomClosed,
      metrics.kappa,
      metrics.balancedFidelity,
      metrics.accuracy.retained,
    ]) {
      expect(figure.value).toBe(1);
      expect(figure.low!).toBeLessThan(0.95);
    }
  });

  it('holds both against the truth, and gives the share of accuracy retained', () => {
    const { accuracy } = judged({
      truth: [0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
      teacher: [0, 0, 0, 1, 1, 1, 1, 1, 1, 0],
      student: [0, 0, 1, 0, 1, 1, 1, 0, 0, 0],
    });
    expect(accuracy.teacher).toEqual(wilson(8, 10));
    expect(accuracy.student).toEqual(wilson(6, 10));
    expect(accuracy.retained.value).toBeCloseTo(0.75, 12);
  });

  it('compares leaf values with the truth and with the teacher', () => {
    const soft = (p: readonly number[]): Float64Array =>
      Float64Array.from(p.flatMap((q) => [1 - q, q]));
    const student = [0.95, 0.95, 0.95, 0.95, 0.25, 0.25];
    const { calibration } = judgeClasses(
      {
        student: soft(student),
        decided: Int32Array.of(1, 1, 1, 1, 0, 0),
        teacher: soft([1, 1, 0.9, 0.9, 0.25, 0.35]),
        truth: classLabels([1, 1, 1, 0, 0, 0], 2).soft,
      },
      { task: 'classification', nOutputs: 2, rule: LARGEST, constant: 0, tolerance: null },
    );
    // Decided class 1 at 0.95 (3 of 4 right) and class 0 at 0.75 (2 of 2 right).
    expect(calibration.bins).toEqual([
      { predicted: 0.75, observed: wilson(2, 2) },
      { predicted: 0.95, observed: wilson(3, 4) },
    ]);
    expect(calibration.truthGap).toBeCloseTo((4 / 6) * 0.2 + (2 / 6) * 0.25, 12);
    expect(calibration.teacherGap).toBeCloseTo((4 * 0.05 + 0.1) / 6, 12);
  });

  it('puts a certain leaf into the last bin', () => {
    const { calibration } = judged({ student: [1, 1], teacher: [1, 1] });
    expect(calibration.bins).toEqual([{ predicted: 1, observed: wilson(2, 2) }]);
  });

  it('leaves every figure undefined for no rows', () => {
    const metrics = judged({ student: [], teacher: [] });
    expect(metrics.n).toBe(0);
    for (const figure of [
      metrics.fidelity,
      metrics.headroomClosed,
      metrics.balancedFidelity,
      metrics.kappa,
      metrics.accuracy.retained,
      metrics.auc.studentTruth,
    ]) {
      expect(figure).toEqual({ value: null, low: null, high: null, n: 0 });
    }
    expect(metrics.calibration).toEqual({ teacherGap: null, truthGap: null, bins: [] });
  });

  it('counts which decisions meet which', () => {
    const { student, teacher } = fromCounts(counts);
    const [own, asked] = [Int32Array.from(student), Int32Array.from(teacher)];
    expect(confusionOf(own, asked, ['bad', 'good'])).toEqual({
      classes: ['bad', 'good'],
      counts,
    });
  });
});
