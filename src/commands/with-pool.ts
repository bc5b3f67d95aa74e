import type { StageOptions } from '../core/errors.ts';
import { perform, type Task, type Workers } from '../core/workers.ts';
import { openPool } from '../node/pool.ts';

/** Module of the workers; `null` where this runs from sources, which Node cannot load in a thread. */
const WORKER_FILE = import.meta.url.endsWith('.js') ? new URL('worker.js', import.meta.url) : null;

/**
 * Does work that may use so many worker threads, and ends them whatever comes of it.
 * @param count threads at most; with 1 there are none, and all is done here
 */
export async function withPool<T>(
  count: number,
  { signal }: StageOptions,
  work: (pool: Workers | undefined) => Promise<T>,
): Promise<T> {
  return count === 1 ? work(undefined) : beside(count, signal, work);
}

/** Does one task in a thread of its own, so that this one can go on. */
export function inThread<Data extends object, Input, Output>(
  task: Task<Data, Input, Output>,
  data: Data,
  input: Input,
): Promise<Output> {
  return beside(1, undefined, (pool) => perform(task, data, input, { pool }));
}

async function beside<T>(
  count: number,
  signal: AbortSignal | undefined,
  work: (pool: Workers | undefined) => Promise<T>,
): Promise<T> {
  if (WORKER_FILE === null) return work(undefined);
  const pool = openPool(WORKER_FILE, count, signal);
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}
