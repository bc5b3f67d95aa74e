import type { StageOptions } from '../core/errors.ts';
import type { Workers } from '../core/workers.ts';
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
  if (count === 1 || WORKER_FILE === null) return work(undefined);
  const pool = openPool(WORKER_FILE, count, signal);
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}
