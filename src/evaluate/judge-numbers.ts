import { plainFigure, wilson, type Figure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';
import type { Metrics } from '../core/run.ts';
import { bootstrapFigures } from './bootstrap.ts';
import type { Judged, Yardstick } from './yardstick.ts';

const NONE: Figure = plainFigure(null, 0);

/** How many of `a` lie within `tolerance` of `b`. */
function withinTolerance(a: Float64Array, b: Float64Array, tolerance: number): number {
  let within = 0;
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i]! - b[i]!) <= tolerance) within++;
  return within;
}

/** Regression: fidelity and accuracy are coefficients of determination (R²). */
export function judgeNumbers(judged: Judged, yardstick: Yardstick, random: Random): Metrics {
  const { student, teacher, truth } = judged;
  const n = student.length;
  const constant = new Float64Array(n).fill(yardstick.constant);
  const [fidelity, majority, headroomClosed, teacherR2, studentR2, retained, maeTeacher, maeTruth] =
    bootstrapFigures(
      n,
      8,
      (rows, out) => {
        out[0] = r2(student, teacher, rows);
        out[1] = r2(constant, teacher, rows);
        out[2] = (out[0] - out[1]) / (1 - out[1]);
        out[3] = r2(teacher, truth, rows);
        out[4] = r2(student, truth, rows);
        out[5] = out[3] > 0 ? out[4] / out[3] : NaN;
        out[6] = meanAbsoluteError(student, teacher, rows);
        out[7] = meanAbsoluteError(student, truth, rows);
      },
      random,
    ) as [Figure, Figure, Figure, Figure, Figure, Figure, Figure, Figure];
  const tolerance = yardstick.tolerance!;
  return {
    n,
    fidelity,
    headroomClosed,
    balancedFidelity: NONE,
    kappa: NONE,
    majority,
    accuracy: { teacher: teacherR2, student: studentR2, retained },
    auc: { studentTeacher: NONE, studentTruth: NONE, teacherTruth: NONE },
    calibration: { teacherGap: null, truthGap: null, bins: [] },
    mae: { teacher: maeTeacher, truth: maeTruth },
    withinTolerance: { tolerance, share: wilson(withinTolerance(student, teacher, tolerance), n) },
  };
}

/** 1 - Σ(y - p)² / Σ(y - mean y)²; NaN where y is constant. */
function r2(predicted: Float64Array, actual: Float64Array, rows: Int32Array): number {
  let mean = 0;
  for (const row of rows) mean += actual[row]!;
  mean /= rows.length;
  let left = 0;
  let total = 0;
  for (const row of rows) {
    const error = actual[row]! - predicted[row]!;
    const spread = actual[row]! - mean;
    left += error * error;
    total += spread * spread;
  }
  return total > 0 ? 1 - left / total : NaN;
}

function meanAbsoluteError(a: Float64Array, b: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += Math.abs(a[row]! - b[row]!);
  return sum / rows.length;
}
