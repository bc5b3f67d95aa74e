const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** What the process is told from outside. */
export interface SignalWatch {
  /** Aborts at the first signal. */
  readonly signal: AbortSignal;
  /** Exit code of the signal that came, else `null`. */
  readonly interrupted: number | null;
  /** Resolves at the first signal. */
  readonly stopped: Promise<void>;
  /**
   * Runs work that blocks the event loop. A handler could not run meanwhile, so the signal ends the
   * process itself.
   */
  readonly blocking: <T>(work: () => T) => T;
  /** Stops listening. */
  close(): void;
}

/** Listens for SIGINT and SIGTERM. A second signal ends the process at once. */
export function watchSignals(): SignalWatch {
  const controller = new AbortController();
  let interrupted: number | null = null;
  const handlers = (['SIGINT', 'SIGTERM'] as const).map((name) => ({
    name,
    handle: () => {
      if (interrupted !== null) process.exit(EXIT_CODES[name]);
      interrupted = EXIT_CODES[name];
      controller.abort(new Error(`stopped by ${name}`));
    },
  }));
  const listen = (): void => handlers.forEach(({ name, handle }) => process.on(name, handle));
  const close = (): void => handlers.forEach(({ name, handle }) => process.off(name, handle));
  listen();
  return {
    signal: controller.signal,
    get interrupted() {
      return interrupted;
    },
    stopped: new Promise((resolve) => {
      controller.signal.addEventListener('abort', () => resolve(), { once: true });
    }),
    blocking: (work) => {
      close();
      try {
        return work();
      } finally {
        listen();
      }
    },
    close,
  };
}
