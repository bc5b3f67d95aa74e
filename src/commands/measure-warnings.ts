import type { Warning } from '../core/errors.ts';
import { decisions } from '../core/decision.ts';
import type { DeferralRecord } from '../core/run.ts';
import type { RowSets } from '../core/sets.ts';
import type { FrontierPoint } from '../evaluate/frontier.ts';
import { yardstickOf, type Yardstick } from '../evaluate/yardstick.ts';
import type { Teacher } from '../teacher/teacher.ts';

/** A tree that asks its teacher for everything is said so. */
export function nothingAnswered({ floor, answered }: DeferralRecord): Warning[] {
  if (floor === null || answered.value !== 0) return [];
  const message = `no path that a test row takes reaches the floor of ${floor}: the tree asks its teacher for everything; ask for a lower floor, or for a deeper tree (--depth).`;
  return [{ code: 'W_ALL_DEFER', message }];
}

/** A teacher that is no better than a constant answer is said so, loudly. */
export function uselessTeacher(
  { test }: FrontierPoint,
  { sets, teacher }: { readonly sets: RowSets; readonly teacher: Teacher },
  { task }: Yardstick,
): Warning[] {
  const accuracy = test.accuracy.teacher.value;
  if (accuracy === null) {
    const message = 'every test row has the same target: how good the teacher is cannot be said.';
    return [{ code: 'W_CONSTANT_TEST', message }];
  }
  const constant = task === 'regression' ? 0 : constantAccuracy(sets);
  if (accuracy > constant) return [];
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  const message =
    task === 'regression'
      ? `the teacher's R² on test rows is ${accuracy.toFixed(3)}: it is no better than its mean, and a faithful student is no better either.`
      : `the ${teacher.record.kind} teacher is right on ${percent(accuracy)} of the test rows, always giving the most frequent class would be right on ${percent(constant)}: a faithful student is no better.`;
  return [{ code: 'W_USELESS_TEACHER', message }];
}

/** How often the most frequent true class of the training rows is right on the test rows. */
function constantAccuracy({ train, test }: RowSets): number {
  const { constant } = yardstickOf(train.truth.soft, train.truth, null);
  const truth = decisions(test.truth.soft, test.truth.nOutputs);
  return truth.filter((k) => k === constant).length / truth.length;
}
