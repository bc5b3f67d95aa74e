/**
 * Every refusal is one line: a code, what was found, where, and what to do.
 *
 * Exit codes: 1 our bug, 2 usage, 3 input refused, 4 disk or system, 130/143 interrupted.
 */
export class EspalierError extends Error {
  /** Stable name of the refusal, for scripts: `E_DUP_COLUMN`. */
  readonly code: string;
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EspalierError';
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** The command line or an option is wrong (exit 2). */
export function usageError(code: string, message: string): EspalierError {
  return new EspalierError(code, message, 2);
}

/** The data, model or run that was handed in is refused (exit 3). */
export function inputError(code: string, message: string, options?: ErrorOptions): EspalierError {
  return new EspalierError(code, message, 3, options);
}

/** The disk, the network or the machine said no (exit 4). */
export function systemError(code: string, message: string, options?: ErrorOptions): EspalierError {
  return new EspalierError(code, message, 4, options);
}

/** A tolerated oddity: counted, shown to the user and kept in `run.json`. */
export interface Warning {
  /** Stable name for scripts: `W_ID_LIKE`. */
  readonly code: string;
  readonly message: string;
  /** The column concerned, where there is one. */
  readonly column?: string;
}

/** Progress of a stage, for a bar or a line: `done` of `total` units of work. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

export type OnProgress = (progress: Progress) => void;

/** What every long stage accepts: a way to be stopped and a way to tell how far it is. */
export interface StageOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Told what should be known before long work begins; the run keeps it as well. */
  readonly onWarning?: ((warning: Warning) => void) | undefined;
  /**
   * Runs work that cannot be watched while it runs (a library's own loop), so that the host may
   * still be stopped meanwhile.
   */
  readonly blocking?: (<T>(work: () => T) => T) | undefined;
}

/** Longest stretch of work between two turns of the event loop, in milliseconds. */
const BREATH_MS = 20;
let lastBreath = 0;

/** For a thread that has no timers, signals or sockets of its own: {@link breathe} never pauses there. */
export function holdBreath(): void {
  lastBreath = Infinity;
}

/**
 * Gives timers, signals and sockets a turn now and then, and throws if the work was cancelled.
 * Long loops call it after every piece of work; it is nearly free when the last turn is recent.
 */
export async function breathe(signal: AbortSignal | undefined): Promise<void> {
  if (performance.now() - lastBreath > BREATH_MS) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    lastBreath = performance.now();
  }
  signal?.throwIfAborted();
}
