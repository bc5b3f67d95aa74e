import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemError } from '../core/errors.ts';
import { shorten } from '../core/text.ts';
import { runChild, type ChildOutcome } from './child.ts';

/** A program of this machine that counts the instructions of another. */
export interface InstructionCounter {
  readonly kind: 'valgrind' | 'perf';
  /** What it calls itself, such as `valgrind-3.19.0`. */
  readonly name: string;
}

const LIMITS = { timeLimit: 600_000, mostOutput: 10_000_000 } as const;
const BRIEF = { timeLimit: 20_000, mostOutput: 100_000 } as const;
const PERF = ['stat', '-x', ',', '-e', 'instructions:u'] as const;
/** No second thread and no chance: the same work each time. */
const SAME_EACH_TIME = ['--single-threaded', '--hash-seed=1', '--random-seed=1'] as const;

/** @throws EspalierError `E_ENGINE` where there is none that works. */
export async function findCounter(signal?: AbortSignal): Promise<InstructionCounter> {
  const valgrind = await runChild('valgrind', ['--version'], { ...BRIEF, signal });
  if (valgrind?.exitCode === 0) return { kind: 'valgrind', name: firstLine(valgrind) };
  const counted = [...PERF, process.execPath, '--version'];
  const perf = await runChild('perf', counted, { ...BRIEF, signal });
  if (perf?.exitCode === 0 && perfCount(perf.errors) !== null) {
    const version = await runChild('perf', ['--version'], { ...BRIEF, signal });
    return { kind: 'perf', name: version === null ? 'perf' : firstLine(version) };
  }
  throw systemError(
    'E_ENGINE',
    'instructions are counted by valgrind, or by perf where the processor lets it, and neither works here: install valgrind (apt install valgrind), or leave --instructions out.',
  );
}

const firstLine = ({ output }: ChildOutcome): string =>
  shorten(output.toString().split('\n')[0]!.trim(), 80);

/** A script in a folder of its own, which is told what to do in steps. */
export interface SteppedScript {
  readonly folder: string;
  /**
   * Its file. It gets `args` and the steps, and calls `process.umask(0o77)` before each step and
   * after the last: that is how a step is told from what goes before and comes after.
   */
  readonly file: string;
  readonly args: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Instructions of each step, by valgrind. By perf, with those of start-up and exit, which are the
 * same for all.
 * @throws EspalierError `E_ENGINE`; the reason of `signal` where that ended it.
 */
export async function countSteps(
  counter: InstructionCounter,
  script: SteppedScript,
  steps: readonly string[],
): Promise<number[]> {
  if (counter.kind === 'valgrind') return valgrindSteps(script, steps);
  const counts: number[] = [];
  for (const step of steps) counts.push(await perfTotal(script, step));
  return counts;
}

/** One process for all: it takes a breath to start there, and callgrind writes at every mark. */
async function valgrindSteps(script: SteppedScript, steps: readonly string[]): Promise<number[]> {
  const tool = ['--tool=callgrind', '--dump-before=umask', '--callgrind-out-file=counts'];
  await run('valgrind', tool, script, steps);
  // The first part ends where the first step begins.
  return Promise.all(steps.map((_, i) => partTotal(join(script.folder, `counts.${i + 2}`))));
}

async function partTotal(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const [, total] = /^totals: (\d+)$/m.exec(text) ?? [];
  return total === undefined ? failed('valgrind', 'it wrote no count') : Number(total);
}

async function perfTotal(script: SteppedScript, step: string): Promise<number> {
  const { errors } = await run('perf', PERF, script, [step]);
  return perfCount(errors) ?? failed('perf', 'it wrote no count');
}

/** The count that perf wrote; `null` where it could not count. */
function perfCount(errors: string): number | null {
  const [, count] = /^(\d+),[^,]*,instructions/m.exec(errors) ?? [];
  return count === undefined ? null : Number(count);
}

async function run(
  program: string,
  options: readonly string[],
  { folder, file, args, signal }: SteppedScript,
  steps: readonly string[],
): Promise<ChildOutcome> {
  const node = [process.execPath, ...SAME_EACH_TIME, file, ...args, ...steps];
  const outcome = await runChild(program, [...options, ...node], { ...LIMITS, folder, signal });
  if (outcome?.exitCode === 0) return outcome;
  return failed(program, outcome?.errors.trim().split('\n').at(-1) ?? 'it is gone');
}

function failed(program: string, why: string): never {
  throw systemError(
    'E_ENGINE',
    `${program} did not count (${shorten(why, 200)}): run it by hand to see why, or leave --instructions out.`,
  );
}
