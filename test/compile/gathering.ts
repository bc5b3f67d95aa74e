/** Asks an engine for answers, one a request. */
type Ask<Q, A> = (requests: readonly Q[]) => Promise<readonly A[]>;

/** Proofs at the same time, whose engines are asked for all of them together. */
export interface Gathering {
  /** Does a part of the work: engines wait for it until it is done, or waits for an engine too. */
  readonly join: <T>(work: () => Promise<T>) => Promise<T>;
  /** An engine that is asked when nobody works: a process costs more than a row. */
  readonly batched: <Q, A>(ask: Ask<Q, A>) => Ask<Q, A>;
}

interface Waiting {
  /** Calls the engine for all that wait for it; the number of them. */
  readonly flush: () => number;
}

/** Gathers what is asked within {@link Gathering.join}; nothing else may ask its engines. */
export function gathering(): Gathering {
  const engines: Waiting[] = [];
  let working = 0;
  let planned = false;
  const rest = (): void => {
    working--;
    if (planned) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      if (working === 0) for (const { flush } of engines) working += flush();
    });
  };
  return {
    join: async (work) => {
      working++;
      try {
        return await work();
      } finally {
        rest();
      }
    },
    batched: (ask) => {
      const { engine, request } = queue(ask);
      engines.push(engine);
      return (requests) => {
        const answers = request(requests);
        rest();
        return answers;
      };
    },
  };
}

/** Requests of one engine, kept until they are flushed. */
function queue<Q, A>(ask: Ask<Q, A>): { engine: Waiting; request: Ask<Q, A> } {
  let waiting: Array<{
    readonly requests: readonly Q[];
    readonly resolve: (answers: readonly A[]) => void;
    readonly reject: (error: unknown) => void;
  }> = [];
  const answer = async (asked: typeof waiting): Promise<void> => {
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
  return {
    engine: {
      flush: () => {
        const asked = waiting;
        waiting = [];
        if (asked.length > 0) void answer(asked);
        return asked.length;
      },
    },
    request: (requests) =>
      new Promise((resolve, reject) => {
        waiting.push({ requests, resolve, reject });
      }),
  };
}
