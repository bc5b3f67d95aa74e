import { Random } from '../../src/core/random.ts';
import type { Lesson } from '../../src/student/student.ts';
import { makeRows, type Rows, type RowsKind } from '../fixtures/rows.ts';

/** Rows with soft labels (the truth, blurred) and uneven weights, all of them real. */
export function makeLesson(kind: RowsKind, n: number, seed: number | string = 1): Lesson {
  const { table, truth } = makeRows(kind, n, seed);
  const random = new Random(`lesson/${seed}`);
  const k = truth.nOutputs;
  const soft = truth.soft.slice();
  for (let row = 0; row < (k === 1 ? 0 : n); row++) {
    const blur = 0.6 * random.uniform();
    for (let c = 0; c < k; c++)
      soft[row * k + c] = (1 - blur) * truth.soft[row * k + c]! + blur / k;
  }
  const weight = Float64Array.from({ length: n }, () => 0.5 + random.uniform());
  return { table, labels: { ...truth, soft }, weight, realRows: n };
}

/** A lesson of plain rows: hard labels, weights of 1. */
export function plainLesson({ table, truth }: Rows): Lesson {
  const weight = new Float64Array(table.nRows).fill(1);
  return { table, labels: truth, weight, realRows: table.nRows };
}
