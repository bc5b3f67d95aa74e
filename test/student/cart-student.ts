import { growTree } from '../../src/cart/grow.ts';
import { makeSample } from '../../src/cart/histogram.ts';
import { engineTargets, uncentre, withOutputs } from '../../src/cart/targets.ts';
import { breathe } from '../../src/core/errors.ts';
import { binLesson } from '../../src/student/bin-lesson.ts';
import { refit } from '../../src/student/refit.ts';
import type { Lesson, Student, StudentOptions } from '../../src/student/student.ts';

/** Greedy growth on soft targets, one pass for all depths. */
export async function cartStudent(lesson: Lesson, options: StudentOptions): Promise<Student> {
  const { table, labels, weight } = lesson;
  const { targets, nTargets, centre } = engineTargets(labels);
  const sample = makeSample(binLesson(lesson), targets, nTargets, weight);
  options.onProgress?.({ stage: 'student', done: 0, total: 1 });
  await breathe(options.signal);
  const rows = Int32Array.from({ length: table.nRows }, (_, row) => row);
  const tree = uncentre(growTree(sample, rows, options), centre);
  options.onProgress?.({ stage: 'student', done: 1, total: 1 });
  return { tree: refit(withOutputs(tree, labels.nOutputs), lesson), warnings: [] };
}
