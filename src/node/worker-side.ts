import { parentPort } from 'node:worker_threads';
import { EspalierError, holdBreath } from '../core/errors.ts';
import type { Task } from '../core/workers.ts';
import type { Fault, Order, Reply } from './messages.ts';

/** A task of any kind: what it is given comes from a caller who knows its kind. */
// oxlint-disable-next-line typescript/no-explicit-any
type AnyTask = Task<any, any, unknown>;

/** Does the tasks that the pool orders, in the thread of a worker. */
export function answerOrders(tasks: readonly AnyTask[]): void {
  holdBreath();
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const known = new Map<number, object>();
  const answer = async ({ id, task, input, data, brings, drops }: Order): Promise<Reply> => {
    if (drops !== undefined) known.delete(drops);
    if (brings !== undefined) known.set(data, brings);
    try {
      return { id, output: await byName.get(task)!.run(known.get(data), input) };
    } catch (error) {
      return { id, fault: faultOf(error) };
    }
  };
  const send = (reply: Reply): void => {
    try {
      parentPort!.postMessage(reply);
    } catch (error) {
      // The output is no plain data: a bug.
      parentPort!.postMessage({ id: reply.id, fault: faultOf(error) });
    }
  };
  parentPort!.on('message', (order: Order) => {
    void answer(order).then(send);
  });
}

function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, refusal: null };
  const { message, stack } = error;
  const refusal =
    error instanceof EspalierError ? { code: error.code, exitCode: error.exitCode } : null;
  return { message, stack, refusal };
}
