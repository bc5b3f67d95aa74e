import { expect, test } from 'vitest';
import { learnBins } from '../../src/cart/bins.ts';
import { stackTables } from '../../src/core/table.ts';
import { binLesson } from '../../src/student/bin-lesson.ts';
import type { Lesson } from '../../src/student/student.ts';
import { makeLesson } from './lessons.ts';

test('the bins are those of the real rows, whatever synthetic rows repeat', () => {
  const real = makeLesson('binary', 400);
  const repeated = makeLesson('binary', 700, 2);
  const lesson: Lesson = {
    table: stackTables(real.table, repeated.table),
    labels: { ...real.labels, soft: Float64Array.of(...real.labels.soft, ...repeated.labels.soft) },
    weight: new Float64Array(1100).fill(1),
    realRows: 400,
  };
  const binned = binLesson(lesson);
  expect(binned.binning).toEqual(learnBins(real.table));
  expect(binned.nRows).toBe(1100);
  expect(binned.columns.every((column) => column.length === 1100)).toBe(true);
});
