import { systemError } from '../core/errors.ts';
import { shorten } from '../core/text.ts';
import { runChild } from './child.ts';

/** An interpreter of this machine, 3.8 or newer. */
export interface Python {
  /** Where it is. */
  readonly command: string;
  /** Such as `3.11.7`. */
  readonly version: string;
}

const COMMANDS = ['python3', 'python'];
/** Alone: no variable, no folder and no package of the user's has a say. */
const ISOLATED = ['-I', '-S', '-c'];
/** A name on the path may be a script that looks for the interpreter: it is asked once. */
const INTRODUCE = 'import sys; print("%d.%d.%d" % sys.version_info[:3], sys.executable)';
const OLDEST = [3, 8] as const;

const LIMITS = { timeLimit: 600_000, mostOutput: 400_000_000 } as const;

/** `null` where there is none. */
export async function findPython(signal?: AbortSignal): Promise<Python | null> {
  for (const command of COMMANDS) {
    const limits = { timeLimit: 20_000, mostOutput: 10_000 };
    const outcome = await runChild(command, [...ISOLATED, INTRODUCE], { ...limits, signal });
    const [version, ...place] = (outcome?.output.toString().trim() ?? '').split(' ');
    const own = place.join(' ');
    if (version !== undefined && isRecent(version)) return { command: own || command, version };
  }
  return null;
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/**
 * Runs a script of ours on what it reads from its standard input; returns what it prints.
 *
 * @throws EspalierError `E_ENGINE` where it fails.
 */
export async function runPython(
  { command }: Python,
  script: string,
  input: string,
  signal?: AbortSignal,
): Promise<string> {
  const outcome = await runChild(command, [...ISOLATED, script], { input, ...LIMITS, signal });
  if (outcome?.exitCode === 0) return outcome.output.toString();
  const why = shorten(outcome?.errors.trim().split('\n').at(-1) ?? 'it is gone', 200);
  throw systemError('E_ENGINE', `${command} failed (${why}): run it by hand to see why.`);
}
