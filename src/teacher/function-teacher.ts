import { breathe, inputError, type StageOptions } from '../core/errors.ts';
import type { TeacherRecord } from '../core/run.ts';
import { SET_NAMES, type RowSets, type SetName } from '../core/sets.ts';
import { selectRows, type Table } from '../core/table.ts';
import { softAnswer, type AnswerShape } from './soft-answer.ts';
import type { Teacher } from './teacher.ts';

/** One row as a plain object: numbers, category names, `null` where missing. */
export type Row = Readonly<Record<string, number | string | null>>;

/**
 * A black box. It is given up to 1,024 rows at a time and answers one entry a row: class
 * probabilities in the order of `classNames`, a class name, or (regression) a number.
 */
export type TeacherFunction = (
  rows: readonly Row[],
  context: { readonly classNames: readonly string[]; readonly signal: AbortSignal | undefined },
) =>
  | Promise<readonly (readonly number[] | string | number)[]>
  | readonly (readonly number[] | string | number)[];

const BATCH = 1024;
/** Rows that are asked twice before all others. */
const PROBE = 32;

/** The rows of a table as plain objects. */
export function rowObjects(table: Table, from: number, to: number): Row[] {
  const rows: Row[] = [];
  for (let row = from; row < to; row++) {
    rows.push(
      Object.fromEntries(
        table.features.map((feature, f) => {
          const value = table.columns[f]![row]!;
          if (feature.kind === 'numeric') return [feature.name, Number.isNaN(value) ? null : value];
          return [feature.name, feature.categories[value] ?? null];
        }),
      ),
    );
  }
  return rows;
}

/** Wraps a function as a teacher, and probes that it answers the same row the same way twice. */
export async function functionTeacher(
  sets: RowSets,
  answerRows: TeacherFunction,
  stage: StageOptions,
): Promise<Teacher> {
  const { truth } = sets.train;
  const ask = (table: Table, options: StageOptions): Promise<Float64Array> =>
    askAll(answerRows, table, truth, options);
  await probe(ask, sets.train.table, stage);
  const answers: Partial<Record<SetName, Float64Array>> = {};
  for (const name of SET_NAMES) answers[name] = await ask(sets[name].table, stage);
  const record: TeacherRecord = {
    kind: 'function',
    description: 'a function handed to the library',
    settings: {},
    sha256: null,
    outOfBag: false,
  };
  return {
    record,
    warnings: [
      {
        code: 'W_IN_BAG',
        message:
          'whether the teacher was trained on these rows is not known; if it was, its answers on the training rows may be memorised.',
      },
    ],
    answers: answers as Record<SetName, Float64Array>,
    answer: ask,
    saved: null,
  };
}

async function probe(
  ask: (table: Table, options: StageOptions) => Promise<Float64Array>,
  table: Table,
  { signal }: StageOptions,
): Promise<void> {
  const count = Math.min(PROBE, table.nRows);
  const few = selectRows(
    table,
    Array.from({ length: count }, (_, row) => row),
  );
  const first = await ask(few, { signal });
  const second = await ask(few, { signal });
  const at = first.findIndex((value, i) => !Object.is(value, second[i]));
  if (at !== -1) {
    throw inputError(
      'E_TEACHER_NONDET',
      `the teacher answered the same row with ${first[at]} and then ${second[at]}; give it a fixed seed.`,
    );
  }
}

async function askAll(
  answerRows: TeacherFunction,
  table: Table,
  shape: AnswerShape,
  { signal, onProgress }: StageOptions,
): Promise<Float64Array> {
  const { nOutputs, classNames } = shape;
  const soft = new Float64Array(table.nRows * nOutputs);
  for (let from = 0; from < table.nRows; from += BATCH) {
    signal?.throwIfAborted();
    const to = Math.min(from + BATCH, table.nRows);
    const answers: unknown = await answerRows(rowObjects(table, from, to), { classNames, signal });
    checkLength(answers, to - from);
    answers.forEach((answer, i) => {
      soft.set(softAnswer(answer, shape, table, from + i), (from + i) * nOutputs);
    });
    onProgress?.({ stage: 'label', done: to, total: table.nRows });
    await breathe(signal);
  }
  return soft;
}

function checkLength(answers: unknown, rows: number): asserts answers is readonly unknown[] {
  if (Array.isArray(answers) && answers.length === rows) return;
  const found = Array.isArray(answers) ? `${answers.length} answers` : 'no list of answers';
  throw inputError(
    'E_TEACHER_LENGTH',
    `the teacher was asked ${rows} rows and gave ${found}; it must give one a row.`,
  );
}
