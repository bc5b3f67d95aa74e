import { Worker } from 'node:worker_threads';
import { EspalierError, systemError } from '../core/errors.ts';
import type { Workers } from '../core/workers.ts';
import type { Fault, Order, Reply } from './messages.ts';
import { share } from './share.ts';

/** Data a thread keeps at hand; the one that was not used for longest goes first. */
const MOST_KEPT = 4;

/** Workers that live until they are closed. */
export interface Pool extends Workers {
  /** Ends every thread; what is not done by then fails. */
  close(): Promise<void>;
}

interface Job {
  readonly order: Pick<Order, 'id' | 'task' | 'input'>;
  readonly data: object;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Numbers of the data it holds, the last used at the end. */
  readonly keeps: Set<number>;
  job: Job | null;
}

/**
 * A pool of worker threads: each is started when there is work and no other is free, and then waits
 * for more. A thread that ends by itself, or an aborted signal, fails all that is under way.
 *
 * @param file the module that answers orders (see `worker-side.ts`)
 * @param count threads at most
 */
export function openPool(file: URL, count: number, signal: AbortSignal | undefined): Pool {
  const threads: Thread[] = [];
  const waiting: Job[] = [];
  const numbers = numberObjects();
  let orders = 0;
  let ended: { readonly reason: unknown } | null = null;

  const end = async (reason: unknown): Promise<void> => {
    ended ??= { reason };
    signal?.removeEventListener('abort', stop);
    const jobs = [...threads.flatMap(({ job }) => job ?? []), ...waiting.splice(0)];
    for (const thread of threads) thread.job = null;
    for (const { reject } of jobs) reject(ended.reason);
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  };
  const stop = (): void => void end(signal!.reason);
  if (signal?.aborted === true) stop();
  else signal?.addEventListener('abort', stop);

  const start = (): Thread => {
    const thread: Thread = { worker: new Worker(file), keeps: new Set(), job: null };
    thread.worker.on('message', (reply: Reply) => {
      settle(thread.job, reply);
      thread.job = null;
      hand(thread);
    });
    const died = (cause: unknown): void => {
      if (ended === null) void end(deathOf(cause));
    };
    thread.worker.on('error', died);
    thread.worker.on('exit', (code) => died(`exit code ${code}`));
    threads.push(thread);
    return thread;
  };

  /** Gives a free thread the job that waits longest. */
  const hand = (thread: Thread): void => {
    const job = waiting.shift();
    if (job === undefined) return;
    thread.job = job;
    try {
      thread.worker.postMessage(orderFor(thread, job, numbers(job.data)));
    } catch (error) {
      // Not plain data: a bug.
      void end(error);
    }
  };

  const run: Workers['run'] = async (task, data, input) => {
    if (ended !== null) throw ended.reason;
    const done = new Promise<unknown>((resolve, reject) => {
      const order = { id: orders++, task: task.name, input };
      waiting.push({ order, data, resolve, reject });
    });
    const free = threads.find(({ job }) => job === null);
    if (free !== undefined) hand(free);
    else if (threads.length < count) hand(start());
    return (await done) as Awaited<ReturnType<typeof task.run>>;
  };

  return { count, run, close: () => end(new Error('the pool of workers is closed')) };
}

/** Numbers objects as they come; the same object has the same number. */
function numberObjects(): (object: object) => number {
  const numbers = new WeakMap<object, number>();
  let next = 0;
  return (object) => {
    const number = numbers.get(object) ?? next++;
    numbers.set(object, number);
    return number;
  };
}

/** The order of a job, with its data where the thread does not hold them. */
function orderFor({ keeps }: Thread, { order, data }: Job, number: number): Order {
  const isKept = keeps.delete(number);
  keeps.add(number);
  if (isKept) return { ...order, data: number };
  const brings = share(data);
  if (keeps.size <= MOST_KEPT) return { ...order, data: number, brings };
  const [drops] = keeps;
  keeps.delete(drops!);
  return { ...order, data: number, brings, drops: drops! };
}

function settle(job: Job | null, reply: Reply): void {
  if (job?.order.id !== reply.id) return;
  if ('fault' in reply) job.reject(errorOf(reply.fault));
  else job.resolve(reply.output);
}

function errorOf({ message, stack, refusal }: Fault): Error {
  if (refusal !== null) return new EspalierError(refusal.code, message, refusal.exitCode);
  const error = new Error(message);
  error.stack = stack ?? message;
  return error;
}

function deathOf(cause: unknown): EspalierError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return systemError(
    'E_WORKER',
    `a worker thread ended before its work was done (${why}): run again with fewer workers, or with --workers 1.`,
    { cause },
  );
}
