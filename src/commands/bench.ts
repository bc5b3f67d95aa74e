import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addAnswers } from '../cart/answer.ts';
import { inputError, type StageOptions } from '../core/errors.ts';
import type { Figure } from '../core/interval.ts';
import { Random } from '../core/random.ts';
import type { CompiledFunction } from '../core/run.ts';
import { stackTables, type Table } from '../core/table.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { readAnswered } from '../report/read-held-out.ts';
import { readParquet } from '../store/parquet.ts';
import { forestAnswers } from '../teacher/forest.ts';
import { distinctRows, namedRows, type NamedRow } from './bench-rows.ts';
import { interleaved, type Contender, type Timing } from './bench-clock.ts';
import { openRun } from './find-run.ts';
import { FAIR_ROWS } from './names.ts';
import { codeFaults } from './run-code.ts';
import { savedForest } from './saved-forest.ts';

/** Rows that the teacher answers one by one. */
const TEACHER_ROWS = 5_000;
const ROUNDS = 11;

export interface BenchOptions extends StageOptions {
  /** Distinct rows; {@link FAIR_ROWS} when left out. */
  readonly rows?: number | undefined;
}

/** What a run's compiled function costs, and its teacher, in nanoseconds of CPU time a row. */
export interface BenchResult {
  readonly run: string;
  readonly rows: number;
  readonly fidelityKind: 'agreement' | 'r2';
  readonly fidelity: Figure;
  readonly student: Readonly<Record<'predict' | 'predictAt' | 'predictBatch', Timing>>;
  /** `null` where the run has no saved teacher. */
  readonly teacher: TeacherTimes | null;
  /** How each function walks the tree. */
  readonly functions: readonly CompiledFunction[];
}

interface TeacherTimes {
  readonly name: string;
  readonly single: Timing;
  readonly batch: Timing;
}

/** What is called of `predict.js`. */
interface Compiled {
  readonly predict: (x: NamedRow) => unknown;
  readonly encode: (x: NamedRow, buffer: Float64Array, offset: number) => void;
  readonly predictAt: (buffer: Float64Array, offset: number) => number;
  readonly predictBatch: (buffer: Float64Array, nRows: number, out: object) => void;
  readonly schema: readonly unknown[];
}

/**
 * Measures a run's `predict.js` against its teacher in this process, in interleaved rounds, on rows
 * that are all different.
 *
 * @throws EspalierError `E_BENCH` where the run was written without code or its rows were redacted.
 */
export async function bench(
  nameOrPath: string,
  { rows: nRows = FAIR_ROWS, signal }: BenchOptions = {},
): Promise<BenchResult> {
  const run = await openRun(nameOrPath);
  const { manifest, equality } = run;
  if (equality === null) throw inputError('E_BENCH', 'this run was written without code.');
  await refuseOtherCode(run);
  const random = new Random(manifest.seed).substream('bench');
  const table = distinctRows(await heldRows(run), nRows, random);
  const students = await studentContenders(run, table);
  const teacher = await teacherContenders(run, table, signal);
  const times = await interleaved([...students, ...(teacher?.contenders ?? [])], ROUNDS, signal);
  const of = (name: string): Timing => times.get(name)!;
  return {
    run: manifest.name,
    rows: nRows,
    fidelityKind: manifest.fidelityKind,
    fidelity: manifest.fidelity,
    student: {
      predict: of('predict'),
      predictAt: of('predictAt'),
      predictBatch: of('predictBatch'),
    },
    teacher: teacher && { name: teacher.name, single: of('teacher'), batch: of('teacher batch') },
    functions: equality.targets['js']?.functions ?? [],
  };
}

/** Nothing is run that was not read back first: hashes tell a forged run from none. */
async function refuseOtherCode(run: LoadedRun): Promise<void> {
  const [fault] = await codeFaults(run);
  if (fault !== undefined) throw inputError('E_BENCH', `its code is not its tree: ${fault}.`);
}

async function heldRows({ folder, model }: LoadedRun): Promise<Table> {
  const columns = await readParquet(join(folder, 'heldout.parquet'));
  const { task, classNames, tree, features } = model;
  const labels = { task, classNames, nOutputs: tree.nOutputs };
  const [select, test] = ['select', 'test'].map(
    (set) => readAnswered(columns, set, features, labels).table,
  );
  if (!select || !test) {
    throw inputError(
      'E_BENCH',
      'columns of its held-out rows were redacted: no rows to draw from.',
    );
  }
  return stackTables(select, test);
}

async function studentContenders({ folder, model }: LoadedRun, table: Table): Promise<Contender[]> {
  const url = pathToFileURL(join(folder, 'predict.js')).href;
  const { predict, encode, predictAt, predictBatch, schema } = (await import(url)) as Compiled;
  const { nRows } = table;
  const objects = namedRows(table);
  const stride = schema.length;
  const flat = new Float64Array(nRows * stride);
  for (const [row, x] of objects.entries()) encode(x, flat, row * stride);
  const out = model.task === 'regression' ? new Float64Array(nRows) : new Int32Array(nRows);
  const answers = Array.from<unknown>({ length: nRows });
  return [
    {
      name: 'predict',
      rows: nRows,
      work: () => {
        for (let row = 0; row < nRows; row++) answers[row] = predict(objects[row]!);
      },
    },
    {
      name: 'predictAt',
      rows: nRows,
      work: () => {
        for (let row = 0; row < nRows; row++) out[row] = predictAt(flat, row * stride);
      },
    },
    { name: 'predictBatch', rows: nRows, work: () => predictBatch(flat, nRows, out) },
  ];
}

/** The built-in forest of `teacher.json`, which answers through the same code as in `distill`. */
async function teacherContenders(
  { folder, manifest }: LoadedRun,
  table: Table,
  signal: AbortSignal | undefined,
): Promise<{ readonly name: string; readonly contenders: Contender[] } | null> {
  if (!Object.hasOwn(manifest.artifacts, 'teacher.json')) return null;
  const forest = await savedForest(folder);
  const single = Math.min(TEACHER_ROWS, table.nRows);
  const sums = new Float64Array(table.nRows * forest.trees[0]!.nOutputs);
  const contenders: Contender[] = [
    {
      name: 'teacher',
      rows: single,
      work: () => {
        for (let row = 0; row < single; row++) {
          for (const tree of forest.trees) addAnswers(tree, table, sums, null, row, row + 1);
        }
      },
    },
    {
      name: 'teacher batch',
      rows: table.nRows,
      work: async () => void (await forestAnswers(forest, table, { signal })),
    },
  ];
  return { name: manifest.teacher.description, contenders };
}
