import { wilson, type Figure, plainFigure } from '../core/interval.ts';
import type { CalibrationBin, ConfusionRecord, Metrics } from '../core/run.ts';
import { decisions } from '../core/decision.ts';
import { areaUnderCurve } from './auc.ts';
import { beyondBaseline, meanOfShares, pairedRatio, type PairedHits } from './shares.ts';
import type { Judged, Yardstick } from './yardstick.ts';

const CALIBRATION_BINS = 10;
const NONE: Figure = plainFigure(null, 0);

/** Rows of `a` and `b` that name the same class. */
function agreements(a: Int32Array, b: Int32Array): number {
  let same = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) same++;
  return same;
}

/** Judges decided classes. The baseline of headroom is the constant answer of the yardstick. */
export function judgeClasses(judged: Judged, { nOutputs: k, constant, rule }: Yardstick): Metrics {
  const student = judged.decided;
  const teacher = decisions(judged.teacher, k, rule);
  const truth = decisions(judged.truth, k);
  const n = student.length;
  const fidelity = wilson(agreements(student, teacher), n);
  const shares = classShares(student, teacher, k);
  const majority = wilson(shares[constant]!.byTeacher, n);
  return {
    n,
    fidelity,
    headroomClosed: beyondBaseline(fidelity, majority.value ?? 1),
    balancedFidelity: meanOfShares(shares.map(({ both, byTeacher }) => wilson(both, byTeacher))),
    kappa: beyondBaseline(fidelity, chanceAgreement(shares, n)),
    majority,
    accuracy: {
      teacher: wilson(agreements(teacher, truth), n),
      student: wilson(agreements(student, truth), n),
      retained: pairedRatio(pairedHits(student, teacher, truth), n),
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

/** Rows that name one class. */
interface ClassShares {
  byStudent: number;
  byTeacher: number;
  both: number;
}

function classShares(student: Int32Array, teacher: Int32Array, k: number): ClassShares[] {
  const shares = Array.from({ length: k }, () => ({ byStudent: 0, byTeacher: 0, both: 0 }));
  for (let row = 0; row < student.length; row++) {
    shares[student[row]!]!.byStudent++;
    shares[teacher[row]!]!.byTeacher++;
    if (student[row] === teacher[row]) shares[student[row]!]!.both++;
  }
  return shares;
}

/** How often two that answer by chance, each class as often as they do, would agree (Cohen 1960). */
function chanceAgreement(shares: readonly ClassShares[], n: number): number {
  return shares.reduce((sum, c) => sum + (c.byStudent / n) * (c.byTeacher / n), 0);
}

function pairedHits(student: Int32Array, teacher: Int32Array, truth: Int32Array): PairedHits {
  const hits = { both: 0, onlyFirst: 0, onlySecond: 0 };
  for (let row = 0; row < truth.length; row++) {
    const [first, second] = [student[row] === truth[row], teacher[row] === truth[row]];
    if (first && second) hits.both++;
    else if (first) hits.onlyFirst++;
    else if (second) hits.onlySecond++;
  }
  return hits;
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

/** How often each pair of decided classes occurs. */
export function confusionOf(
  student: Int32Array,
  teacher: Int32Array,
  classNames: readonly string[],
): ConfusionRecord {
  const counts = classNames.map(() => classNames.map(() => 0));
  student.forEach((s, row) => {
    counts[s]![teacher[row]!]! += 1;
  });
  return { classes: classNames, counts };
}
