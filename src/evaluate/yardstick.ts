import { argmax, decisions, LARGEST, type DecisionRule } from '../core/decision.ts';
import type { Labels } from '../core/table.ts';

/** One set of rows as three soft answers, each row-major `n * nOutputs`. */
export interface Judged {
  readonly teacher: Float64Array;
  readonly truth: Float64Array;
  readonly student: Float64Array;
  /** The class the student decides for each row; not looked at for regression. */
  readonly decided: Int32Array;
}

/** What figures are measured against; learned from the training rows, never from the judged ones. */
export interface Yardstick {
  readonly task: Labels['task'];
  readonly nOutputs: number;
  /** How the teacher's probabilities become its decisions. */
  readonly rule: DecisionRule;
  /** The constant answer: the teacher's most frequent class, or its mean. */
  readonly constant: number;
  /** Regression: how far an answer may lie from another and still count as the same. */
  readonly tolerance: number | null;
}

/** Share of the target's standard deviation that counts as "about the same" for numbers. */
const TOLERANCE_SDS = 0.5;

/**
 * Learns the yardstick from the training rows' teacher answers, which are decided by `rule`, and
 * truth.
 */
export function yardstickOf(
  teacher: Float64Array,
  truth: Labels,
  tolerance: number | null,
  rule: DecisionRule = LARGEST,
): Yardstick {
  const { task, nOutputs } = truth;
  if (task === 'classification') {
    const counts = new Float64Array(nOutputs);
    for (const k of decisions(teacher, nOutputs, rule)) counts[k]! += 1;
    return { task, nOutputs, rule, constant: argmax(counts, 0, nOutputs), tolerance: null };
  }
  const mean = teacher.reduce((sum, value) => sum + value, 0) / teacher.length;
  const allowed = tolerance ?? TOLERANCE_SDS * sd(truth.soft);
  return { task, nOutputs, rule, constant: mean, tolerance: allowed };
}

function sd(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / values.length);
}
