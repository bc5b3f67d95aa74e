import { wilson, type Figure, plainFigure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';
import type { CalibrationBin, ConfusionRecord, Metrics } from '../core/run.ts';
import { decisions } from '../core/table.ts';
import { areaUnderCurve } from './auc.ts';
import { bootstrapFigures } from './bootstrap.ts';
import type { Judged, Yardstick } from './yardstick.ts';

const CALIBRATION_BINS = 10;
const NONE: Figure = plainFigure(null, 0);

/** Rows of `a` and `b` that name the same class. */
export function agreements(a: Int32Array, b: Int32Array): number {
  let same = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) same++;
  return same;
}

export function judgeClasses(judged: Judged, yardstick: Yardstick, random: Random): Metrics {
  const k = yardstick.nOutputs;
  const student = decisions(judged.student, k);
  const teacher = decisions(judged.teacher, k);
  const truth = decisions(judged.truth, k);
  const n = student.length;
  const constant = new Int32Array(n).fill(yardstick.constant);
  const [headroomClosed, balancedFidelity, kappa, retained] = bootstrapFigures(
    n,
    4,
    (rows, out) => statistics(rows, student, teacher, truth, yardstick, out),
    random,
  ) as [Figure, Figure, Figure, Figure];
  return {
    n,
    fidelity: wilson(agreements(student, teacher), n),
    headroomClosed,
    balancedFidelity,
    kappa,
    majority: wilson(agreements(constant, teacher), n),
    accuracy: {
      teacher: wilson(agreements(teacher, truth), n),
      student: wilson(agreements(student, truth), n),
      retained,
    },
    auc: {
      studentTeacher: areaUnderCurve(judged.student, teacher, k),
      studentTruth: areaUnderCurve(judged.student, truth, k),
      teacherTruth: areaUnderCurve(judged.teacher, truth, k),
    },
    calibration: calibration(judged, student, truth, k),
    mae: { teacher: NONE, truth: NONE },
    withinTolerance: { tolerance: null, share: NONE },
  };
}

/** Headroom closed, balanced fidelity, Cohen's kappa and accuracy retained of the named rows. */
function statistics(
  rows: Int32Array,
  student: Int32Array,
  teacher: Int32Array,
  truth: Int32Array,
  { nOutputs: k, constant }: Yardstick,
  out: Float64Array,
): void {
  const byStudent = new Float64Array(k);
  const byTeacher = new Float64Array(k);
  const both = new Float64Array(k);
  let studentRight = 0;
  let teacherRight = 0;
  for (const row of rows) {
    const s = student[row]!;
    const t = teacher[row]!;
    byStudent[s]! += 1;
    byTeacher[t]! += 1;
    if (s === t) both[s]! += 1;
    if (s === truth[row]) studentRight++;
    if (t === truth[row]) teacherRight++;
  }
  const n = rows.length;
  let agreed = 0;
  let chance = 0;
  let recall = 0;
  let present = 0;
  for (let c = 0; c < k; c++) {
    agreed += both[c]! / n;
    chance += (byStudent[c]! / n) * (byTeacher[c]! / n);
    if (byTeacher[c] === 0) continue;
    recall += both[c]! / byTeacher[c]!;
    present++;
  }
  const majority = byTeacher[constant]! / n;
  out[0] = (agreed - majority) / (1 - majority);
  out[1] = recall / present;
  out[2] = (agreed - chance) / (1 - chance);
  out[3] = studentRight / teacherRight;
}

/**
 * Leaf values against what happened: the probability of the decided class, in ten bins, beside the
 * share of rows whose true class it was. `teacherGap` is the mean distance to the teacher's own
 * probability, `truthGap` the expected calibration error (Naeini et al. 2015).
 */
function calibration(
  judged: Judged,
  student: Int32Array,
  truth: Int32Array,
  k: number,
): Metrics['calibration'] {
  const n = student.length;
  const rows = new Int32Array(CALIBRATION_BINS);
  const hits = new Int32Array(CALIBRATION_BINS);
  const predicted = new Float64Array(CALIBRATION_BINS);
  let teacherGap = 0;
  for (let row = 0; row < n; row++) {
    const c = student[row]!;
    const p = judged.student[row * k + c]!;
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(p * CALIBRATION_BINS));
    rows[bin]! += 1;
    predicted[bin]! += p;
    if (truth[row] === c) hits[bin]! += 1;
    teacherGap += Math.abs(p - judged.teacher[row * k + c]!) / n;
  }
  const bins: CalibrationBin[] = [];
  let truthGap = 0;
  for (let bin = 0; bin < CALIBRATION_BINS; bin++) {
    if (rows[bin] === 0) continue;
    const mean = predicted[bin]! / rows[bin]!;
    bins.push({ predicted: mean, observed: wilson(hits[bin]!, rows[bin]!) });
    truthGap += (rows[bin]! / n) * Math.abs(mean - hits[bin]! / rows[bin]!);
  }
  return n === 0 ? { teacherGap: null, truthGap: null, bins } : { teacherGap, truthGap, bins };
}

/** How often each pair of decisions occurs. */
export function confusionOf(
  studentSoft: Float64Array,
  teacherSoft: Float64Array,
  classNames: readonly string[],
): ConfusionRecord {
  const k = classNames.length;
  const counts = classNames.map(() => classNames.map(() => 0));
  const teacher = decisions(teacherSoft, k);
  decisions(studentSoft, k).forEach((s, row) => {
    counts[s]![teacher[row]!]! += 1;
  });
  return { classes: classNames, counts };
}
