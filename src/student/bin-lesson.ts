import { binTable, learnBins, type BinnedTable } from '../cart/bins.ts';
import type { Lesson } from './student.ts';

/**
 * A lesson in bins that are learned from its real rows alone. They are the bins a built-in forest
 * was grown on, so that the student can cut exactly where its teacher does; and no value is lost,
 * because every synthetic value is one of a real row.
 */
export function binLesson({ table, realRows }: Lesson): BinnedTable {
  const columns = table.columns.map((column) => column.subarray(0, realRows));
  const sourceRow = table.sourceRow.subarray(0, realRows);
  return binTable(table, learnBins({ ...table, columns, nRows: realRows, sourceRow }));
}
