import { expect, test } from 'vitest';
import { interleaved, type Contender } from '../../src/commands/bench-clock.ts';

/** A clock that only work moves: each pass takes the next of `times`, the last one for ever. */
function fakeWork(name: string, times: readonly number[]) {
  let now = 0;
  let passes = 0;
  const work = (): void => void (now += times[Math.min(passes++, times.length - 1)]!);
  return { contender: { name, rows: 10, work }, clock: () => now, passes: () => passes };
}

const MS = 1e6;

test('warming up goes on while it gets faster', async () => {
  const slow = [90, 80, 70, 60, 50, 40, 30, 20].map((ms) => ms * MS);
  const { contender, clock, passes } = fakeWork('a', slow);
  const times = await interleaved([contender], 5, undefined, clock);
  expect(times.get('a')).toEqual({ least: 2 * MS, median: 2 * MS, warmUp: 11 });
  expect(passes()).toBe(16);
});

test('warming up ends, however long it gets faster', async () => {
  const faster = Array.from({ length: 500 }, (_, i) => 50 * MS * Math.exp(-0.04 * i));
  const { contender, clock } = fakeWork('a', faster);
  expect((await interleaved([contender], 3, undefined, clock)).get('a')!.warmUp).toBe(40);
  const long = fakeWork('b', [3000 * MS, 2000 * MS, 1000 * MS]);
  expect((await interleaved([long.contender], 3, undefined, long.clock)).get('b')!.warmUp).toBe(2);
});

test('short work is repeated until a round is long enough to be measured', async () => {
  const { contender, clock, passes } = fakeWork('a', [1000]);
  expect((await interleaved([contender], 1, undefined, clock)).get('a')!.median).toBe(100);
  expect(passes()).toBeGreaterThan(2 * 2000);
});

test('answers are looked at each round, outside of the clock', async () => {
  const found: unknown[] = [];
  const { clock } = fakeWork('a', [1]);
  const work = (): number => 7;
  const one: Contender = { name: 'a', rows: 1, work, check: (sum) => found.push(sum) };
  const times = await interleaved([one], 2, undefined, clock);
  expect(found).toEqual(Array.from({ length: times.get('a')!.warmUp + 2 }, () => 7));
});
