import { decisions } from '../core/decision.ts';
import type { Objective } from '../core/run.ts';
import type { Judged, Yardstick } from './yardstick.ts';

/** What one tree answers to the rows it is scored on. */
export type Answers = Pick<Judged, 'student' | 'decided'>;

/** The scores of several trees on one set of rows, as a function of how often each row counts. */
export interface Scoreboard {
  readonly nRows: number;
  readonly nTrees: number;
  /** Rows that no tree tells apart count as one group. */
  readonly nGroups: number;
  /** The group of each row; of length `nRows`. */
  readonly groupOf: Int32Array;
  /** Writes the score of each tree to `out`, where `counts` rows of each group were drawn. */
  readonly score: (counts: Int32Array, out: Float64Array) => void;
}

/** Scores by agreement with the teacher, by its mean over the teacher's classes, or by R². */
export function scoreboardOf(
  answers: readonly Answers[],
  teacher: Float64Array,
  { task, nOutputs, rule }: Yardstick,
  objective: Objective,
): Scoreboard {
  if (task === 'regression') return numbersBoard(answers, teacher);
  const decided = decisions(teacher, nOutputs, rule);
  const classes = objective === 'balanced' ? decided : new Int32Array(decided.length);
  return classesBoard(answers, decided, classes, objective === 'balanced' ? nOutputs : 1);
}

/**
 * Rows of one class on which the same trees agree with the teacher are one group: a resample then
 * costs its draws and a few dozen groups, not its rows times its trees.
 */
function classesBoard(
  answers: readonly Answers[],
  teacher: Int32Array,
  classes: Int32Array,
  nClasses: number,
): Scoreboard {
  const nTrees = answers.length;
  const groupOf = Int32Array.from(classes);
  for (const { decided } of answers) {
    const ids = new Map<number, number>();
    groupOf.forEach((group, row) => {
      const key = 2 * group + (decided[row] === teacher[row] ? 1 : 0);
      if (!ids.has(key)) ids.set(key, ids.size);
      groupOf[row] = ids.get(key)!;
    });
  }
  const nGroups = groupOf.reduce((most, group) => Math.max(most, group + 1), 0);
  const classOf = new Int32Array(nGroups);
  const hits = new Uint8Array(nGroups * nTrees);
  groupOf.forEach((group, row) => {
    classOf[group] = classes[row]!;
    answers.forEach(({ decided }, t) => {
      hits[group * nTrees + t] = decided[row] === teacher[row] ? 1 : 0;
    });
  });
  const score = (counts: Int32Array, out: Float64Array): void => {
    const rows = new Float64Array(nClasses);
    const agreeing = new Float64Array(nClasses * nTrees);
    for (let group = 0; group < nGroups; group++) {
      const at = classOf[group]!;
      rows[at]! += counts[group]!;
      for (let t = 0; t < nTrees; t++) {
        agreeing[at * nTrees + t]! += counts[group]! * hits[group * nTrees + t]!;
      }
    }
    const occurring = rows.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    for (let t = 0; t < nTrees; t++) {
      let sum = 0;
      for (let c = 0; c < nClasses; c++) {
        if (rows[c]! > 0) sum += agreeing[c * nTrees + t]! / rows[c]!;
      }
      out[t] = sum / occurring;
    }
  };
  return { nRows: teacher.length, nTrees, nGroups, groupOf, score };
}

function numbersBoard(answers: readonly Answers[], teacher: Float64Array): Scoreboard {
  const n = teacher.length;
  const nTrees = answers.length;
  const errors = answers.map(({ student }) =>
    student.map((value, row) => (value - teacher[row]!) * (value - teacher[row]!)),
  );
  const sumOf = (counts: Int32Array, values: Float64Array): number => {
    let sum = 0;
    for (let row = 0; row < n; row++) sum += counts[row]! * values[row]!;
    return sum;
  };
  const spreads = new Float64Array(n);
  const score = (counts: Int32Array, out: Float64Array): void => {
    const mean = sumOf(counts, teacher) / n;
    for (let row = 0; row < n; row++)
      spreads[row] = (teacher[row]! - mean) * (teacher[row]! - mean);
    const total = sumOf(counts, spreads);
    for (let t = 0; t < nTrees; t++) {
      out[t] = total > 0 ? 1 - sumOf(counts, errors[t]!) / total : NaN;
    }
  };
  return { nRows: n, nTrees, nGroups: n, groupOf: Int32Array.from(teacher.keys()), score };
}
