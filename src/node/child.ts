import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { systemError } from '../core/errors.ts';
import { shorten } from '../core/text.ts';

export interface ChildOptions {
  /** Bytes for its standard input. */
  readonly input?: string | Uint8Array;
  /** Where it runs and keeps its temporary files; this process's own where left out. */
  readonly folder?: string;
  /** How long it may take, in milliseconds. */
  readonly timeLimit: number;
  /** How much it may print, in bytes. */
  readonly mostOutput: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ChildOutcome {
  /** `null` where a signal ended it. */
  readonly exitCode: number | null;
  readonly output: Buffer;
  readonly errors: string;
}

/** All that a child is told of the environment: where programs and temporary files are. */
const PASSED_ON = ['PATH', 'Path', 'PATHEXT', 'HOME', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP'];

/**
 * Runs a program of this machine, without a shell, in a group of its own that ends as a whole.
 * `null` where there is no such program.
 *
 * @throws EspalierError `E_ENGINE` where it takes too long or prints too much; the reason of
 * `signal` where that ended it.
 */
export async function runChild(
  program: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildOutcome | null> {
  options.signal?.throwIfAborted();
  const child = spawn(program, args, {
    cwd: options.folder,
    env: environment(options.folder),
    shell: false,
    windowsHide: true,
    detached: canKillGroups,
  });
  try {
    return await outcomeOf(child, program, options);
  } catch (error) {
    killGroup(child);
    throw error;
  }
}

const canKillGroups = process.platform !== 'win32';

function environment(folder: string | undefined): NodeJS.ProcessEnv {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const temporary = folder === undefined ? {} : { TMPDIR: folder, TEMP: folder, TMP: folder };
  return { ...Object.fromEntries(passed), ...temporary, LC_ALL: 'C' };
}

async function outcomeOf(
  child: ChildProcessWithoutNullStreams,
  program: string,
  { input = '', timeLimit, mostOutput, signal }: ChildOptions,
): Promise<ChildOutcome | null> {
  // It may end without having read all: how it ended tells why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let timer: NodeJS.Timeout | undefined;
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    const tooLong = refusal(program, `was not done after ${timeLimit / 1000} s`);
    timer = setTimeout(() => reject(tooLong), timeLimit);
    stop = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([ended(child, program, mostOutput), stopped]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function ended(
  child: ChildProcessWithoutNullStreams,
  program: string,
  mostOutput: number,
): Promise<ChildOutcome | null> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let size = 0;
    const keep = (chunks: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostOutput) chunks.push(chunk);
      else reject(refusal(program, `printed more than ${mostOutput} bytes`));
    };
    child.stdout.on('data', keep(output));
    child.stderr.on('data', keep(errors));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    child.on('close', (exitCode) => {
      const text = Buffer.concat(errors).toString();
      resolve({ exitCode, output: Buffer.concat(output), errors: text });
    });
  });
}

function refusal(program: string, what: string): Error {
  return systemError(
    'E_ENGINE',
    `${shorten(program, 80)} ${what}: a smaller tree compiles; distil again with a smaller --depth.`,
  );
}

function killGroup({ pid }: ChildProcessWithoutNullStreams): void {
  if (pid === undefined) return;
  try {
    process.kill(canKillGroups ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
