import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemError } from '../core/errors.ts';
import { shorten } from '../core/text.ts';
import { runChild, type ChildOutcome } from './child.ts';
import { inTemporaryFolder } from './temporary.ts';

/** A C compiler of this machine. */
export interface CCompiler {
  readonly command: string;
  /** What it calls itself, such as `gcc (Debian 12.2.0) 12.2.0`. */
  readonly name: string;
}

const COMMANDS = ['cc', 'gcc', 'clang'];
const LIMITS = { timeLimit: 600_000, mostOutput: 400_000_000 } as const;

/** What the environment variable `CC` names, or the first that is there; `null` where none is. */
export async function findCCompiler(signal?: AbortSignal): Promise<CCompiler | null> {
  const named = process.env['CC'] ?? '';
  for (const command of named === '' ? COMMANDS : [named]) {
    const limits = { timeLimit: 20_000, mostOutput: 100_000 };
    const outcome = await runChild(command, ['--version'], { ...limits, signal });
    const [line = ''] = outcome?.output.toString().split('\n') ?? [];
    if (outcome?.exitCode === 0 && line !== '') return { command, name: shorten(line, 80) };
  }
  return null;
}

export interface CBuild {
  /** Texts by file name: those that end in `.c` are compiled together. */
  readonly files: ReadonlyMap<string, string>;
  readonly flags: readonly string[];
  /** What the program reads from its standard input. */
  readonly input?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Compiles a program in a folder of its own, which does not stay, and runs it.
 *
 * @throws Error where it does not compile; EspalierError `E_ENGINE` where it cannot be run.
 */
export function buildAndRun(compiler: CCompiler, build: CBuild): Promise<ChildOutcome> {
  return inTemporaryFolder(async (folder) => {
    for (const [name, text] of build.files) await writeFile(join(folder, name), text);
    return inFolder(folder, compiler, build);
  });
}

async function inFolder(
  folder: string,
  { command }: CCompiler,
  { files, flags, input = new Uint8Array(), signal }: CBuild,
): Promise<ChildOutcome> {
  const options = { ...LIMITS, folder, signal };
  const sources = [...files.keys()].filter((name) => name.endsWith('.c'));
  const program = join(folder, process.platform === 'win32' ? 'program.exe' : 'program');
  const compiled = await runChild(command, [...flags, ...sources, '-o', program], options);
  if (compiled?.exitCode !== 0) {
    const why = compiled?.errors.split('\n').find((line) => line.includes('error')) ?? 'it is gone';
    throw new Error(`${command} does not compile what was written: ${shorten(why, 300)}`);
  }
  const outcome = await runChild(program, [], { ...options, input });
  if (outcome !== null) return outcome;
  throw systemError(
    'E_ENGINE',
    `a program that was compiled in ${folder} could not be started: set TMPDIR to a folder where programs may run.`,
  );
}
