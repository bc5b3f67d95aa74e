/**
 * An engine that tests run code with. It may be missing on a machine where nobody needs it, and the
 * tests that need it are skipped then; where everything is tested (`CI` is set) it may not.
 */
export function orSkip<T>(name: string, engine: T | null): T | null {
  if (engine === null && (process.env['CI'] ?? '') !== '') {
    throw new Error(`${name} is needed to test the code that is compiled to: install it.`);
  }
  return engine;
}

/** Asks for many at once what is asked one by one at the same time: a process costs more than a row. */
export function batched<Q, A>(
  ask: (requests: readonly Q[]) => Promise<readonly A[]>,
): (requests: readonly Q[]) => Promise<readonly A[]> {
  let waiting: Array<{
    readonly requests: readonly Q[];
    readonly resolve: (answers: readonly A[]) => void;
    readonly reject: (error: unknown) => void;
  }> = [];
  const flush = async (): Promise<void> => {
    const asked = waiting;
    waiting = [];
    try {
      const answers = await ask(asked.flatMap(({ requests }) => requests));
      let from = 0;
      for (const { requests, resolve } of asked) {
        resolve(answers.slice(from, from + requests.length));
        from += requests.length;
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };
  return (requests) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(() => void flush(), 0);
      waiting.push({ requests, resolve, reject });
    });
}

/** Text with one edit by hand. */
export function edited(text: string, from: string, to: string): string {
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`"${from}" is not in the text, or is "${to}" already`);
  return changed;
}
