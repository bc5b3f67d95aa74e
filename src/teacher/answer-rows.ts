import { addPackedAnswers, PACKED_BLOCK, type PackedTrees } from '../cart/packed.ts';
import type { Table } from '../core/table.ts';
import type { Task } from '../core/workers.ts';

/** Sums of a forest's answers for some rows, row-major. */
export const ANSWER_ROWS: Task<PackedTrees, Pick<Table, 'columns' | 'nRows'>, Float64Array> = {
  name: 'answer-rows',
  run: (packed, table) => {
    const sums = new Float64Array(table.nRows * packed.nOutputs);
    for (let from = 0; from < table.nRows; from += PACKED_BLOCK) {
      addPackedAnswers(packed, table, from, Math.min(from + PACKED_BLOCK, table.nRows), sums);
    }
    return sums;
  },
};
