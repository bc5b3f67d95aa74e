import { expect, test } from 'vitest';
import type { Dialect } from '../../../src/compile/sql/dialect.ts';
import type { SqlHost } from '../../../src/compile/sql/run.ts';
import { nextDown, nextUp } from '../../../src/core/doubles.ts';
import { Random } from '../../../src/core/random.ts';
import { EXTREME_THRESHOLDS } from '../random-model.ts';
import { asked } from './hosts.ts';

/** Decimals that one version of SQLite or another rounds wrongly. */
const MISREAD = [50.996143, 63807.956682, 0.707056753354459, 31.617896, 3763.753332, 4.360846];
const PER_QUERY = 100;

/** The numbers that a database reads are the very doubles that were written. */
export function numbersSuite(host: SqlHost, dialect: Dialect): void {
  test('reads every double as it is', async () => {
    const random = new Random(1);
    const numbers = [
      ...EXTREME_THRESHOLDS.filter(Number.isFinite).flatMap((x) => [x, nextUp(x), nextDown(x), -x]),
      ...MISREAD.flatMap((x) => [x, -x]),
      ...Array.from({ length: 1000 }, () => anyDouble(random)),
      ...Array.from({ length: 1000 }, () => shortDecimal(random)),
    ].filter(Number.isFinite);
    expect(await misread(host, dialect, numbers)).toEqual([]);
  });

  test('has an order of what is not finite', async () => {
    const { number } = dialect;
    const order = [-Infinity, -Number.MAX_VALUE, Number.MAX_VALUE, Infinity].map(number);
    const pairs = order.slice(1).map((above, i) => `${order[i]} < ${above} AS c${i}`);
    const [row] = await asked(host, [], `SELECT ${pairs.join(', ')}`);
    expect(row!.map(Boolean)).toEqual([true, true, true]);
  });
}

async function misread(
  host: SqlHost,
  { number }: Dialect,
  numbers: readonly number[],
): Promise<number[]> {
  const groups = Array.from({ length: Math.ceil(numbers.length / PER_QUERY) }, (_, g) =>
    numbers.slice(g * PER_QUERY, (g + 1) * PER_QUERY),
  );
  const results = await host.run(
    [],
    groups.map((group) => `SELECT ${group.map((x, i) => `${number(x)} AS c${i}`).join(', ')}`),
  );
  return groups.flatMap((group, g) => {
    const result = results[g]!;
    if ('error' in result) throw new Error(result.error);
    return group.filter((x, i) => result.rows[0]![i] !== x);
  });
}

function anyDouble(random: Random): number {
  const bits = new Uint32Array([random.uint32(), random.uint32()]);
  return new Float64Array(bits.buffer)[0]!;
}

function shortDecimal(random: Random): number {
  return Number(`${random.below(1_000_000)}.${random.below(1_000_000)}`);
}
