import type { StageOptions } from './errors.ts';

/**
 * A piece of work whose outcome depends on what it is given and on nothing else, so that it can be
 * done in another thread. All that it takes and gives is plain data.
 */
export interface Task<Data extends object, Input, Output> {
  /** Tells tasks apart. */
  readonly name: string;
  /**
   * @param data what many calls have in common; nobody may change it any more
   * @param input what this call is about
   */
  readonly run: (data: Data, input: Input, signal?: AbortSignal) => Output | Promise<Output>;
}

/** Threads that do tasks, handed in from outside: what Node has differs from what a browser has. */
export interface Workers {
  /** Tasks that are done at the same time, at least 1. */
  readonly count: number;
  /**
   * Does a task in one of the threads. `data` goes to each of them once, however many tasks it is
   * named in; `input` goes along every time.
   */
  run<Data extends object, Input, Output>(
    task: Task<Data, Input, Output>,
    data: Data,
    input: Input,
  ): Promise<Output>;
}

/** What a stage accepts that can share its work. */
export interface PooledOptions extends StageOptions {
  /** Without workers all is done here, with the same outcome. */
  readonly pool?: Workers | undefined;
}

/**
 * Options for work of some amount: without workers where it is less than `least`, because starting
 * threads and warming them up would then take longer than they save. Counted in work, not in seconds.
 */
export function ifWorth<Options extends PooledOptions>(
  options: Options,
  work: number,
  least: number,
): Options {
  return work >= least ? options : { ...options, pool: undefined };
}

/** Does a task: in a worker where there are any, else here. */
export async function perform<Data extends object, Input, Output>(
  task: Task<Data, Input, Output>,
  data: Data,
  input: Input,
  { pool, signal }: Pick<PooledOptions, 'pool' | 'signal'>,
): Promise<Output> {
  return pool === undefined ? task.run(data, input, signal) : pool.run(task, data, input);
}

/** Pieces of work that are under way for each worker: the next one lies ready when one is done. */
const READY = 2;

/** Several pieces of work, in their order: side by side where there are workers, else in turn. */
export async function sideBySide<Item, Output>(
  pool: Workers | undefined,
  items: readonly Item[],
  work: (item: Item) => Promise<Output>,
): Promise<Output[]> {
  const outputs: Output[] = [];
  await inTurn(pool, items, work, (output) => void outputs.push(output));
  return outputs;
}

/**
 * Several pieces of work, side by side where there are workers; each outcome is used as soon as all
 * earlier ones were, and few wait for that at any time.
 */
export async function inTurn<Item, Output>(
  pool: Workers | undefined,
  items: readonly Item[],
  work: (item: Item) => Promise<Output>,
  use: (output: Output) => void,
): Promise<void> {
  const left = items.values();
  let used: Promise<void> = Promise.resolve();
  const lane = async (): Promise<void> => {
    for (const item of left) {
      const before = used;
      const own = (async (): Promise<void> => {
        const output = await work(item);
        await before;
        use(output);
      })();
      used = own;
      await own;
    }
  };
  const lanes = pool === undefined ? 1 : Math.min(items.length, READY * pool.count);
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Work whose outcome is needed later. */
export interface Later<T> {
  readonly done: Promise<T>;
}

/** Begins work that goes on beside what follows where there are workers; without them it is done first. */
export async function begin<T>(
  pool: Workers | undefined,
  work: () => Promise<T>,
): Promise<Later<T>> {
  const done = work();
  // What follows may fail before anybody waits for this.
  done.catch(() => undefined);
  if (pool === undefined) await done;
  return { done };
}

/** The numbers from 0 to `n`, in spans of at most `size`. */
export function spans(n: number, size: number): [from: number, to: number][] {
  return Array.from({ length: Math.ceil(n / size) }, (_, i) => [
    i * size,
    Math.min(n, (i + 1) * size),
  ]);
}
