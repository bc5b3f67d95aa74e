import { inputError, type StageOptions } from '../core/errors.ts';
import type { Figure } from '../core/interval.ts';
import { Random } from '../core/random.ts';
import type { CompiledFunction } from '../core/run.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { findCounter } from '../node/instructions.ts';
import { interleaved, type Timing } from './bench-clock.ts';
import { layOut, loadCode, studentContenders } from './bench-code.ts';
import { countInstructions, type InstructionCounts } from './bench-instructions.ts';
import { drawRows, heldRows } from './bench-rows.ts';
import { benchedTeacher } from './bench-teacher.ts';
import { openRun } from './find-run.ts';
import { FAIR_ROWS } from './names.ts';
import { readCode } from './run-code.ts';

const ROUNDS = 11;

export interface BenchOptions extends StageOptions {
  /** Rows to answer; {@link FAIR_ROWS} when left out. */
  readonly rows?: number | undefined;
  /** Count instructions as well: half a minute. */
  readonly instructions?: boolean | undefined;
}

/** What a run's compiled function costs, and its teacher. */
export interface BenchResult {
  readonly run: string;
  readonly rows: number;
  /** How many of them are different, as the tree is shown them. */
  readonly distinctRows: number;
  /** Features without held-out values: drawn from their range or their categories. */
  readonly redacted: readonly string[];
  readonly fidelityKind: 'agreement' | 'r2';
  readonly fidelity: Figure;
  /** Rounds that count. */
  readonly rounds: number;
  /** Nanoseconds of CPU time a row. */
  readonly student: Readonly<Record<'predict' | 'predictAt' | 'predictBatch', Timing>>;
  /** `null` where the run has no saved teacher. */
  readonly teacher: TeacherTimes | null;
  /** `null` where they were not asked for. */
  readonly instructions: InstructionCounts | null;
  /** How each function walks the tree. */
  readonly functions: readonly CompiledFunction[];
}

interface TeacherTimes {
  readonly name: string;
  readonly single: Timing;
  readonly batch: Timing;
}

/**
 * Measures a run's `predict.js` against its teacher in this process, in interleaved rounds. Every
 * function has answered every row as the tree does before it is timed.
 *
 * @throws EspalierError `E_BENCH` where the run was written without code, or its code is not its
 * tree; `E_MODEL` where its teacher cannot be read; `E_ENGINE` where nothing counts instructions.
 */
export async function bench(
  nameOrPath: string,
  { rows: nRows = FAIR_ROWS, instructions = false, ...stage }: BenchOptions = {},
): Promise<BenchResult> {
  const run = await openRun(nameOrPath);
  const { manifest, model } = run;
  const { signal } = stage;
  const [javascript, functions] = await provenCode(run, stage);
  const counter = instructions ? await findCounter(signal) : null;
  const teacher = await benchedTeacher(run);
  const held = await heldRows(run);
  const random = new Random(manifest.seed).substream('bench');
  const { table, distinct } = await drawRows(held, nRows, random, signal);
  const code = await loadCode(javascript);
  const laidOut = await layOut(code, model, table, signal);
  const contenders = [
    ...studentContenders(code, model, laidOut),
    ...(teacher?.contenders(table, signal) ?? []),
  ];
  const times = await interleaved(contenders, ROUNDS, signal);
  const of = (name: string): Timing => times.get(name)!;
  return {
    run: manifest.name,
    rows: nRows,
    distinctRows: distinct,
    redacted: model.features.filter((_, f) => held.columns[f] === null).map(({ name }) => name),
    fidelityKind: manifest.fidelityKind,
    fidelity: manifest.fidelity,
    rounds: ROUNDS,
    student: {
      predict: of('predict'),
      predictAt: of('predictAt'),
      predictBatch: of('predictBatch'),
    },
    teacher: teacher && { name: teacher.name, single: of('teacher'), batch: of('teacher batch') },
    instructions:
      counter &&
      (await countInstructions(counter, javascript, model.task, laidOut.objects, signal)),
    functions,
  };
}

/** Nothing is run that was not read back first: hashes tell a forged run from none. */
async function provenCode(
  run: LoadedRun,
  stage: StageOptions,
): Promise<[string, readonly CompiledFunction[]]> {
  if (run.equality === null) throw inputError('E_BENCH', 'this run was written without code.');
  const { javascript, faults } = await readCode(run, stage);
  const [fault] = faults;
  if (fault !== undefined) throw inputError('E_BENCH', `its code is not its tree: ${fault}.`);
  return [javascript, run.equality.targets['js']?.functions ?? []];
}
