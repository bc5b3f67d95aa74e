import { argmax, decisions, type Labels } from '../core/table.ts';

/** One set of rows as three soft answers, each row-major `n * nOutputs`. */
export interface Judged {
  readonly teacher: Float64Array;
  readonly truth: Float64Array;
  readonly student: Float64Array;
}

/** What figures are measured against; learned from the training rows, never from the judged ones. */
export interface Yardstick {
  readonly task: Labels['task'];
  readonly nOutputs: number;
  /** The constant answer: the teacher's most frequent class, or its mean. */
  readonly constant: number;
  /** Regression: how far an answer may lie from another and still count as the same. */
  readonly tolerance: number | null;
}

/** Share of the target's standard deviation that counts as "about the same" for numbers. */
const TOLERANCE_SDS = 0.5;

/** Learns the yardstick from the training rows' teacher answers and truth. */
export function yardstickOf(
  teacher: Float64Array,
  truth: Labels,
  tolerance: number | null,
): Yardstick {
  const { task, nOutputs } = truth;
  if (task === 'classification') {
    const counts = new Float64Array(nOutputs);
    for (const k of decisions(teacher, nOutputs)) counts[k]! += 1;
    return { task, nOutputs, constant: argmax(counts, 0, nOutputs), tolerance: null };
  }
  const mean = teacher.reduce((sum, value) => sum + value, 0) / teacher.length;
  return { task, nOutputs, constant: mean, tolerance: tolerance ?? TOLERANCE_SDS * sd(truth.soft) };
}

function sd(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / values.length);
}
