import { addAnswers } from '../cart/answer.ts';
import type { Table } from '../core/table.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { forestAnswers, type Forest } from '../teacher/forest.ts';
import type { Contender } from './bench-clock.ts';
import { savedForest } from './saved-forest.ts';

/** Rows that the teacher answers one by one. */
const TEACHER_ROWS = 5_000;

export interface BenchedTeacher {
  readonly name: string;
  readonly contenders: (table: Table, signal: AbortSignal | undefined) => Contender[];
}

/** The forest of `teacher.json`, which answers through the same code as in `distill`. */
export async function benchedTeacher(run: LoadedRun): Promise<BenchedTeacher | null> {
  const { artifacts, teacher } = run.manifest;
  if (!Object.hasOwn(artifacts, 'teacher.json')) return null;
  const forest = await savedForest(run);
  return {
    name: teacher.description,
    contenders: (table, signal) => [
      singly(forest, table),
      {
        name: 'teacher batch',
        rows: table.nRows,
        work: async () => void (await forestAnswers(forest, table, { signal })),
      },
    ],
  };
}

function singly({ trees }: Forest, table: Table): Contender {
  const rows = Math.min(TEACHER_ROWS, table.nRows);
  const sums = new Float64Array(table.nRows * trees[0]!.nOutputs);
  return {
    name: 'teacher',
    rows,
    work: () => {
      for (let row = 0; row < rows; row++) {
        for (const tree of trees) addAnswers(tree, table, sums, null, row, row + 1);
      }
    },
  };
}
