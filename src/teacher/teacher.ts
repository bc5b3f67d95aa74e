import type { DecisionRule } from '../core/decision.ts';
import type { Warning } from '../core/errors.ts';
import type { SetName } from '../core/sets.ts';
import type { TeacherRecord } from '../core/run.ts';
import type { Table } from '../core/table.ts';
import type { PooledOptions } from '../core/workers.ts';

/** Soft answers for rows, row-major `nRows * nOutputs`. */
export type Answer = (table: Table, options: PooledOptions) => Promise<Float64Array>;

/** What every kind of teacher comes down to. */
export interface Teacher {
  readonly record: TeacherRecord;
  readonly warnings: readonly Warning[];
  /**
   * Soft answers for the real rows of each set. Those of `train` are out-of-bag where the teacher
   * learned from them: a forest repeats the labels it was trained on.
   */
  readonly answers: Readonly<Record<SetName, Float64Array>>;
  /** Answers rows it has never seen; `null` when only recorded answers exist. */
  readonly answer: Answer | null;
  /** How its probabilities become its decisions; the largest wins when left out. */
  readonly rule?: DecisionRule | undefined;
  /** The text of `teacher.json`; `null` when the teacher cannot be saved. */
  readonly saved: string | null;
}
