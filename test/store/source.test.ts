import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSource } from '../../src/store/open-source.ts';
import { writeParquet } from '../../src/store/parquet.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

/** More rows than DuckDB keeps in one row group, so that its threads can get out of step. */
const N = 300_000;

describe('a large file', () => {
  test('comes back in its own order, whole or in part', async () => {
    const lines = Array.from(
      { length: N },
      (_, row) => `${row},k${row % 50},${row % 3 === 0 ? 'NA' : row}`,
    );
    const path = folder.write('large.csv', `a,b,c\n${lines.join('\n')}\n`);
    const source = await openSource(path, {});
    try {
      const whole = await source.rows.numbers(0);
      expect(whole.findIndex((value, row) => value !== row)).toBe(-1);
      const names = Array.from({ length: 50 }, (_, k) => `k${k}`);
      const codes = await source.rows.codes(1, names, -1, -2);
      expect(codes.findIndex((code, row) => code !== row % 50)).toBe(-1);
      const texts = await source.rows.texts(1);
      expect(texts.findIndex((text, row) => text !== `k${row % 50}`)).toBe(-1);
      const part = await source.rows.having(2);
      expect(part.nRows).toBe((N * 2) / 3);
      const kept = await part.numbers(0);
      expect(part.rowNumbers.findIndex((number, row) => number !== kept[row]! + 1)).toBe(-1);
      expect(kept.findIndex((value, row) => value !== row + Math.floor(row / 2) + 1)).toBe(-1);
    } finally {
      await source.close();
    }
  });
});

describe('a Parquet file', () => {
  test('keeps its declared types', async () => {
    const path = `${folder.path}/typed.parquet`;
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT 1.5::DOUBLE AS d, 0.1::FLOAT AS f, 9007199254740993::BIGINT AS big,
      DATE '2020-01-31' AS day, TIMESTAMP '2020-01-31 12:00:00' AS at, true AS flag, '012' AS code,
      [1, 2] AS list, {'a': {'b': 1}} AS struct, map {'k': 1} AS map, 'x'::BLOB AS bytes,
      'NaN'::DOUBLE AS nan, 12.50::DECIMAL(6, 2) AS money, NULL::INTEGER AS gone)
      TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const source = await openSource(path, {});
    try {
      const kinds = source.columns.map(({ name, kind }) => `${name} ${kind}`);
      expect(kinds).toEqual([
        'd open',
        'f open',
        'big open',
        'day open',
        'at open',
        'flag open',
        'code text',
        'list nested',
        'struct nested',
        'map nested',
        'bytes nested',
        'nan open',
        'money open',
        'gone open',
      ]);
      const number = async (at: number): Promise<number> => (await source.rows.numbers(at))[0]!;
      expect(await number(0)).toBe(1.5);
      expect(await number(1)).toBe(Math.fround(0.1));
      expect(await number(2)).toBe(Infinity);
      expect(await source.rows.days(3)).toEqual(Float64Array.of(18292));
      expect(await source.rows.days(4)).toEqual(Float64Array.of(18292.5));
      expect(await source.rows.texts(5)).toEqual(['true']);
      expect(await number(6)).toBe(12);
      expect(await number(11)).toBeNaN();
      expect(await source.rows.texts(12)).toEqual(['12.5']);
      expect(await number(13)).toBeNaN();
    } finally {
      await source.close();
    }
  });

  test('may have columns whose names differ only in case, or not at all', async () => {
    const plain = join(folder.path, 'plain.parquet');
    await writeParquet(plain, [
      { name: 'xxxx', kind: 'double', values: Float64Array.of(1) },
      { name: 'yyyy', kind: 'double', values: Float64Array.of(2) },
    ]);
    for (const name of ['XXXX', 'xxxx']) {
      const bytes = readFileSync(plain, 'latin1').replaceAll('yyyy', name);
      const source = await openSource(
        folder.write('twins.parquet', Buffer.from(bytes, 'latin1')),
        {},
      );
      expect(source.columns.map((column) => column.name)).toEqual(['xxxx', name]);
      expect(await source.rows.numbers(0)).toEqual(Float64Array.of(1));
      expect(await source.rows.numbers(1)).toEqual(Float64Array.of(2));
      await source.close();
    }
  });
});
