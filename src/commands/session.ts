import type { StageOptions } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { watchSignals } from '../node/signals.ts';
import { progressPrinter } from './progress.ts';

/** One call of the command line: where it writes, and how it is stopped. */
export interface Session {
  /** A line of the result, to stdout. */
  print(text: string): void;
  /** A line for people only, to stderr. */
  remark(text: string): void;
  /** Progress, cancellation and blocking work for the stages. */
  readonly stage: Required<StageOptions>;
  /** Takes bars off the terminal; call before printing results. */
  finishProgress(): void;
  /** Exit code of the signal that stopped the process, else `null`. */
  readonly interrupted: number | null;
  /** Resolves when the process is asked to stop. */
  readonly stopped: Promise<void>;
  /** Exit code of a command that ran to its end. */
  exitCode: number;
  close(): void;
}

/** Opens the session of this process. */
export function openSession(): Session {
  const watch = watchSignals();
  if (!process.stdout.listeners('error').includes(endQuietly)) {
    process.stdout.on('error', endQuietly);
    process.stderr.on('error', stayQuiet);
  }
  const { onProgress, finish } = progressPrinter(process.stderr);
  const remark = (text: string): void => void process.stderr.write(`${text}\n`);
  return {
    print: (text) => process.stdout.write(`${text}\n`),
    remark,
    stage: {
      signal: watch.signal,
      onProgress,
      onWarning: ({ code, message }) => remark(`${code} ${visible(message)}`),
      blocking: watch.blocking,
    },
    finishProgress: finish,
    get interrupted() {
      return watch.interrupted;
    },
    stopped: watch.stopped,
    exitCode: 0,
    close: () => watch.close(),
  };
}

/** The reader of a pipe (such as `head`) may leave before everything is written. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

/** Nobody reads the progress any more: the work goes on. */
function stayQuiet(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
