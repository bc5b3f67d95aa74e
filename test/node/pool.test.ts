import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Task } from '../../src/core/workers.ts';
import { openPool, type Pool } from '../../src/node/pool.ts';
import { temporaryFolder } from '../commands/toy-data.ts';

// Threads load what `npm run build` wrote: Node cannot load sources there.
const BUILT = pathToFileURL(join(import.meta.dirname, '../../dist/'));

/** What runs in the threads. */
const WORKER = `
import { threadId } from 'node:worker_threads';
import { inputError } from '${new URL('core/errors.js', BUILT).href}';
import { answerOrders } from '${new URL('node/worker-side.js', BUILT).href}';

const task = (name, run) => ({ name, run });
answerOrders([
  task('add', ({ amount }, input) => input + amount),
  task('sum', ({ numbers }, input) => numbers.reduce((sum, n) => sum + n, input)),
  task('visits', (data) => (data.visits = (data.visits ?? 0) + 1)),
  task('is-shared', ({ numbers }) => numbers.buffer instanceof SharedArrayBuffer),
  task('thread', () => new Promise((resolve) => setTimeout(() => resolve(threadId), 20))),
  task('refuse', () => { throw inputError('E_TOY', 'toys are refused'); }),
  task('fail', () => { throw new TypeError('toys are broken'); }),
  task('give-function', () => () => 1),
  task('loop', () => { for (;;); }),
  task('exit', () => process.exit(3)),
  task('throw-later', () => new Promise(() => setTimeout(() => { throw new Error('too late'); }, 5))),
]);
`;

/** The caller's side of a task: what it does stands in {@link WORKER}. */
function named<Data extends object, Input = null, Output = unknown>(
  name: string,
): Task<Data, Input, Output> {
  return {
    name,
    run: () => {
      throw new Error(`${name} was done in the caller's thread`);
    },
  };
}

const ADD = named<{ amount: number }, number, number>('add');
const LOOP = named('loop');

async function open(count: number, signal?: AbortSignal): Promise<Pool> {
  const file = join(await temporaryFolder(), 'worker.mjs');
  await writeFile(file, WORKER);
  const pool = openPool(pathToFileURL(file), count, signal);
  onTestFinished(() => pool.close());
  return pool;
}

describe('a pool of workers', () => {
  test('does every task, on its own data and input', async () => {
    const pool = await open(2);
    const amounts = [1, 10, 100, 1000, 10_000, 100_000].map((amount) => ({ amount }));
    const inputs = Array.from({ length: 60 }, (_, i) => i);
    const sums = inputs.map((input) => pool.run(ADD, amounts[input % 6]!, input));
    const expected = inputs.map((input) => input + amounts[input % 6]!.amount);
    expect(await Promise.all(sums)).toEqual(expected);
  });

  test('has as many threads as it may, and no more', async () => {
    const pool = await open(3);
    const jobs = Array.from({ length: 12 }, () => pool.run(named('thread'), {}, null));
    expect(new Set(await Promise.all(jobs)).size).toBe(3);
  });

  test('sends data to a thread once, until many others were used since', async () => {
    const pool = await open(1);
    const visit = (data: object): Promise<unknown> => pool.run(named('visits'), data, null);
    const first = {};
    expect([await visit(first), await visit(first), await visit(first)]).toEqual([1, 2, 3]);
    for (let other = 0; other < 4; other++) expect(await visit({})).toBe(1);
    expect(await visit(first)).toBe(1);
  });

  test('threads share the memory of large arrays; a view takes what it sees', async () => {
    const pool = await open(2);
    const all = Float64Array.from({ length: 5000 }, (_, i) => i);
    const data = { numbers: all.subarray(4000) };
    const total = data.numbers.reduce((sum, n) => sum + n, 0);
    expect(await pool.run(named('is-shared'), data, null)).toBe(true);
    const sum = named<typeof data, number, number>('sum');
    const sums = [1, 2, 3, 4].map((input) => pool.run(sum, data, input));
    expect(await Promise.all(sums)).toEqual([1, 2, 3, 4].map((input) => input + total));
    expect(await pool.run(sum, { numbers: all.subarray(1, 3) }, 0)).toBe(3);
  });

  test('hands on refusals and errors as they are, and goes on', async () => {
    const pool = await open(1);
    await expect(pool.run(named('refuse'), {}, null)).rejects.toMatchObject({
      name: 'EspalierError',
      code: 'E_TOY',
      exitCode: 3,
      message: 'toys are refused',
    });
    await expect(pool.run(named('fail'), {}, null)).rejects.toMatchObject({
      message: 'toys are broken',
      stack: expect.stringContaining('worker.mjs'),
    });
    expect(await pool.run(ADD, { amount: 1 }, 1)).toBe(2);
  });

  test('what cannot be sent is an error on either side', async () => {
    const pool = await open(1);
    await expect(pool.run(named('give-function'), {}, null)).rejects.toThrow('could not be cloned');
    const unsent = pool.run(named<object, unknown>('add'), {}, () => 1);
    await expect(unsent).rejects.toThrow('could not be cloned');
  });
});

describe('a pool that cannot go on', () => {
  const ended = { code: 'E_WORKER', exitCode: 4 };

  test.each([
    ['exit', 'exit code 3'],
    ['throw-later', 'too late'],
  ])('a thread that ends by itself fails all that is under way: %s', async (name, why) => {
    const pool = await open(2);
    const jobs = [LOOP, named(name), LOOP].map((task) => pool.run(task, {}, null));
    const outcomes = await Promise.allSettled(jobs);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: ended });
    }
    await expect(pool.run(ADD, { amount: 1 }, 1)).rejects.toMatchObject({
      ...ended,
      message: expect.stringContaining(why),
    });
  });

  test('so does a module that cannot be loaded', async () => {
    const pool = openPool(pathToFileURL('/nowhere/worker.mjs'), 2, undefined);
    onTestFinished(() => pool.close());
    await expect(pool.run(LOOP, {}, null)).rejects.toMatchObject(ended);
  });

  test('an aborted signal stops work that never ends, with the reason', async () => {
    const controller = new AbortController();
    const pool = await open(2, controller.signal);
    const jobs = [1, 2, 3].map(() => pool.run(LOOP, {}, null));
    const outcomes = Promise.allSettled(jobs);
    const reason = new Error('enough');
    controller.abort(reason);
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason });
    await expect(pool.run(ADD, { amount: 1 }, 1)).rejects.toBe(reason);
  });

  test('a signal that was aborted before starts nothing', async () => {
    const reason = new Error('never');
    const pool = await open(2, AbortSignal.abort(reason));
    await expect(pool.run(LOOP, {}, null)).rejects.toBe(reason);
  });

  test('closing ends what is under way', async () => {
    const pool = await open(1);
    const jobs = [pool.run(LOOP, {}, null), pool.run(LOOP, {}, null)];
    const outcomes = Promise.allSettled(jobs);
    await pool.close();
    for (const outcome of await outcomes) expect(outcome.status).toBe('rejected');
  });
});
