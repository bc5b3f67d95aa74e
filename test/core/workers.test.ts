import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  begin,
  ifWorth,
  inTurn,
  perform,
  sideBySide,
  spans,
  type Task,
  type Workers,
} from '../../src/core/workers.ts';

const DOUBLE: Task<{ times: number }, number, number> = {
  name: 'double',
  run: ({ times }, input) => times * input,
};

/** Workers that say they did a task. */
function fakeWorkers(count: number): Workers & { readonly done: string[] } {
  const done: string[] = [];
  return {
    count,
    done,
    run: async (task, data, input) => {
      done.push(task.name);
      return task.run(data, input);
    },
  };
}

/** Lets others go first `turns` times. */
async function wait(turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) await Promise.resolve();
}

test('a task is done by a worker where there is one, else here', async () => {
  const pool = fakeWorkers(2);
  expect(await perform(DOUBLE, { times: 2 }, 21, {})).toBe(42);
  expect(await perform(DOUBLE, { times: 2 }, 21, { pool })).toBe(42);
  expect(pool.done).toEqual(['double']);
});

describe('pieces of work', () => {
  const turns = fc.array(fc.nat(30), { maxLength: 40 });

  test('give their outcomes in order, however long each takes and with any number of workers', async () => {
    await fc.assert(
      fc.asyncProperty(turns, fc.nat(4), async (items, count) => {
        const pool = count === 0 ? undefined : fakeWorkers(count);
        const work = async (item: number): Promise<number> => {
          await wait(item);
          return item;
        };
        const used: number[] = [];
        await inTurn(pool, items, work, (item) => used.push(item));
        expect(used).toEqual(items);
        expect(await sideBySide(pool, items, work)).toEqual(items);
      }),
    );
  });

  test('are few at a time: one without workers, two a worker with them', async () => {
    await fc.assert(
      fc.asyncProperty(turns, fc.nat(4), async (items, count) => {
        const pool = count === 0 ? undefined : fakeWorkers(count);
        let underWay = 0;
        let most = 0;
        const work = async (item: number): Promise<void> => {
          most = Math.max(most, ++underWay);
          await wait(item);
        };
        await inTurn(pool, items, work, () => underWay--);
        expect(most).toBe(Math.min(items.length, Math.max(1, 2 * count)));
      }),
    );
  });

  test('are not begun after one has failed, but for those under way', async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      if (item === 3) throw new Error('no third');
    };
    const items = Array.from({ length: 50 }, (_, i) => i);
    await expect(sideBySide(undefined, items, work)).rejects.toThrow('no third');
    expect(begun).toEqual([0, 1, 2, 3]);
    begun.length = 0;
    await expect(sideBySide(fakeWorkers(2), items, work)).rejects.toThrow('no third');
    expect(begun.length).toBeLessThan(10);
  });

  test('spans hold every number once', () => {
    expect(spans(0, 3)).toEqual([]);
    expect(spans(7, 3)).toEqual([
      [0, 3],
      [3, 6],
      [6, 7],
    ]);
  });
});

describe('work whose outcome is needed later', () => {
  test('goes on beside what follows where there are workers, else is done first', async () => {
    const story: string[] = [];
    const tell = async (pool: Workers | undefined): Promise<void> => {
      const later = await begin(pool, async () => {
        await wait(20);
        story.push('work');
      });
      story.push('what follows');
      await later.done;
    };
    await tell(undefined);
    await tell(fakeWorkers(1));
    expect(story).toEqual(['work', 'what follows', 'what follows', 'work']);
  });

  test('fails when it is asked for, not before', async () => {
    const later = await begin(fakeWorkers(1), () => Promise.reject(new Error('in vain')));
    await wait(20);
    await expect(later.done).rejects.toThrow('in vain');
  });
});

test('little work is done without workers', () => {
  const options = { pool: fakeWorkers(2), seed: 1 };
  expect(ifWorth(options, 100, 100)).toBe(options);
  expect(ifWorth(options, 99, 100)).toEqual({ pool: undefined, seed: 1 });
});
