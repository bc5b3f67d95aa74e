import { breathe, inputError, type StageOptions } from '../core/errors.ts';
import type { TeacherRecord } from '../core/run.ts';
import { SET_NAMES, type RowSets, type SetName } from '../core/sets.ts';
import { selectRows, type Labels, type Table } from '../core/table.ts';
import { shorten } from '../core/text.ts';
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
const PROBE = 32;
/** How far probabilities may miss 1 and still be rescaled in silence. */
const SUM_TOLERANCE = 1e-3;

type Shape = Pick<Labels, 'task' | 'nOutputs' | 'classNames'>;

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
  shape: Shape,
  { signal, onProgress }: StageOptions,
): Promise<Float64Array> {
  const soft = new Float64Array(table.nRows * shape.nOutputs);
  for (let from = 0; from < table.nRows; from += BATCH) {
    const to = Math.min(from + BATCH, table.nRows);
    const { classNames } = shape;
    const answers = await answerRows(rowObjects(table, from, to), { classNames, signal });
    if (answers.length !== to - from) {
      throw inputError(
        'E_TEACHER_LENGTH',
        `the teacher was asked ${to - from} rows and gave ${answers.length} answers; it must give one a row.`,
      );
    }
    answers.forEach((answer, i) => {
      soft.set(softAnswer(answer, shape, from + i), (from + i) * shape.nOutputs);
    });
    onProgress?.({ stage: 'label', done: to, total: table.nRows });
    await breathe(signal);
  }
  return soft;
}

function softAnswer(
  answer: readonly number[] | string | number,
  shape: Shape,
  row: number,
): number[] {
  if (shape.task === 'regression') {
    const value = typeof answer === 'object' ? answer[0] : answer;
    if (typeof value !== 'number' || !Number.isFinite(value))
      return badAnswer(answer, row, 'a number');
    return [value];
  }
  if (typeof answer === 'string') {
    const k = shape.classNames.indexOf(answer);
    if (k === -1) return badAnswer(answer, row, `one of ${shape.classNames.length} class names`);
    return shape.classNames.map((_, c) => (c === k ? 1 : 0));
  }
  const expected = `${shape.nOutputs} probabilities that add up to 1`;
  if (typeof answer === 'number' || answer.length !== shape.nOutputs) {
    return badAnswer(answer, row, expected);
  }
  const sum = answer.reduce((total, p) => total + p, 0);
  const sound = answer.every((p) => p >= 0) && Math.abs(sum - 1) <= SUM_TOLERANCE;
  return sound ? answer.map((p) => p / sum) : badAnswer(answer, row, expected);
}

function badAnswer(answer: unknown, row: number, expected: string): never {
  const found = shorten(JSON.stringify(answer) ?? String(answer), 80);
  throw inputError(
    'E_TEACHER_ANSWER',
    `the teacher answered row ${row + 1} with ${found}; expected ${expected}.`,
  );
}
