import { describe, expect, it } from 'vitest';
import {
  drawUntilSettled,
  lessonOf,
  syntheticRowCounts,
  type Answered,
} from '../../src/commands/enough-rows.ts';
import { resolveSettings, type Settings } from '../../src/commands/settings.ts';
import { Random } from '../../src/core/random.ts';
import { makeRows, tableOf } from '../fixtures/rows.ts';

const settingsOf = (options: object = {}): Settings =>
  resolveSettings({ data: 'x.csv', target: 'y', maxDepth: 3, search: 'greedy', ...options });

/** Rows of four numbers, answered by three of them or by nothing but chance. */
function answered(n: number, how: 'rule' | 'chance', random: Random): Answered {
  const columns = Array.from({ length: 4 }, () =>
    Array.from({ length: n }, () => random.below(20)),
  );
  const [a, b, c] = columns as [number[], number[], number[]];
  const soft = new Float64Array(2 * n);
  for (let row = 0; row < n; row++) {
    const rule = 0.4 * +(a[row]! > 9) + 0.3 * +(b[row]! > 9) + 0.2 * +(c[row]! > 9);
    const p = how === 'rule' ? rule : random.uniform();
    soft.set([1 - p, p], 2 * row);
  }
  const table = tableOf(Object.fromEntries(columns.map((column, f) => [`x${f}`, column])));
  return {
    table,
    labels: { task: 'classification', nOutputs: 2, classNames: ['no', 'yes'], soft },
  };
}

async function drawn(
  how: 'rule' | 'chance',
  sizes: { first: number; most: number },
  settings: Settings,
) {
  const asked: number[] = [];
  const draw = (n: number, round: number): Promise<Answered> => {
    asked.push(n);
    return Promise.resolve(answered(n, how, new Random(`round ${round}`)));
  };
  const real = answered(60, how, new Random('real'));
  return { asked, ...(await drawUntilSettled(real, draw, sizes, settings)) };
}

describe('rows are drawn until the top of the tree settles', () => {
  it('at once where the teacher follows a rule', async () => {
    const found = await drawn('rule', { first: 2000, most: 16_000 }, settingsOf());
    expect(found).toMatchObject({ asked: [2000], rounds: 1, settled: true });
  });

  it('doubling what there is, up to the most, where it answers by chance', async () => {
    const found = await drawn('chance', { first: 300, most: 1000 }, settingsOf());
    expect(found).toMatchObject({ asked: [300, 300, 400], rounds: 3, settled: false });
    expect(found.synthetic.table.nRows).toBe(1000);
    expect(found.synthetic.labels.soft).toHaveLength(2000);
  });

  it('and never more than once where the first draw is the most', async () => {
    const found = await drawn('chance', { first: 300, most: 300 }, settingsOf());
    expect(found).toMatchObject({ asked: [300], rounds: 1, settled: false });
  });

  it('searching where the student searches', async () => {
    const found = await drawn('rule', { first: 1000, most: 1000 }, settingsOf({ search: 'fast' }));
    expect(found.settled).toBe(true);
  });

  it('but nothing is compared for ml-cart, which takes few rows anyway', async () => {
    const found = await drawn(
      'chance',
      { first: 300, most: 900 },
      settingsOf({ student: 'ml-cart' }),
    );
    expect(found).toMatchObject({ asked: [300], rounds: 1, settled: null });
  });

  it('keeping what was drawn before: the first rows stay the first', async () => {
    const one = await drawn('chance', { first: 300, most: 300 }, settingsOf());
    const two = await drawn('chance', { first: 300, most: 600 }, settingsOf());
    two.synthetic.table.columns.forEach((column, f) => {
      expect(column.subarray(0, 300)).toEqual(one.synthetic.table.columns[f]);
    });
  });
});

it('half of the mass lies on real rows, however many synthetic ones there are', () => {
  for (const n of [10, 500]) {
    const real = makeRows('binary', 80);
    const lesson = lessonOf(
      { table: real.table, labels: real.truth },
      { table: makeRows('binary', n).table, labels: makeRows('binary', n).truth },
    );
    const mass = (from: number, to?: number): number =>
      lesson.weight.slice(from, to).reduce((sum, weight) => sum + weight, 0);
    expect(mass(0, 80)).toBe(80);
    expect(mass(80)).toBeCloseTo(80, 9);
    expect(lesson.realRows).toBe(80);
  }
});

it('--max-rows raises and lowers how many there may be', () => {
  const usual = syntheticRowCounts(1000, settingsOf());
  expect(usual.first).toBe(20_000);
  expect(syntheticRowCounts(1000, settingsOf({ maxRows: 90_000 }))).toEqual({
    first: 20_000,
    most: 90_000,
  });
  expect(syntheticRowCounts(1000, settingsOf({ maxRows: 500 }))).toEqual({ first: 500, most: 500 });
});
