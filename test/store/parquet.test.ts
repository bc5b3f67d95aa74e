import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readParquet, writeParquet, type ParquetColumn } from '../../src/store/parquet.ts';
import { refusal, temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

function sample(nRows: number): ParquetColumn[] {
  const rows = Array.from({ length: nRows }, (_, row) => row);
  return [
    {
      name: 'f0',
      kind: 'double',
      values: Float64Array.from(rows, (row) => (row % 7 === 0 ? NaN : row / 3)),
    },
    { name: 'leaf', kind: 'integer', values: Int32Array.from(rows, (row) => (row * 31) % 17) },
    {
      name: 'truth',
      kind: 'text',
      values: rows.map((row) => (row % 5 === 0 ? null : `class ${row % 9}`)),
    },
  ];
}

describe('a Parquet file', () => {
  test('gives back what was written, bit for bit', async () => {
    const path = join(folder.path, 'round.parquet');
    const row = fc.tuple(
      fc.double(),
      fc.integer({ min: -2147483648, max: 2147483647 }),
      fc.option(fc.string({ unit: 'grapheme' })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
        const columns: ParquetColumn[] = [
          { name: 'x', kind: 'double', values: Float64Array.from(rows, ([x]) => x) },
          { name: 'i', kind: 'integer', values: Int32Array.from(rows, ([, i]) => i) },
          { name: 'a "quoted" name', kind: 'text', values: rows.map(([, , text]) => text) },
        ];
        await writeParquet(path, columns);
        expect(await readParquet(path)).toEqual(columns);
      }),
      { numRuns: 20 },
    );
  });

  test('has the same bytes each time', async () => {
    const [a, b] = [join(folder.path, 'a.parquet'), join(folder.path, 'b.parquet')];
    const columns = sample(150_000);
    await writeParquet(a, columns);
    await writeParquet(b, columns);
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true);
    expect(await readParquet(a)).toEqual(columns);
  });

  test('that is damaged is refused', async () => {
    const path = join(folder.path, 'damaged.parquet');
    await writeParquet(path, sample(100));
    const bytes = readFileSync(path);
    const cut = folder.write('cut.parquet', bytes.subarray(0, bytes.length - 5));
    expect(await refusal(readParquet(cut))).toMatchObject({ code: 'E_PARQUET', exitCode: 3 });
  });

  test('that is not there is refused by name', async () => {
    const found = await refusal(readParquet(join(folder.path, 'none.parquet')));
    expect(found).toMatchObject({ code: 'E_NO_FILE', exitCode: 3 });
    expect(found.message).toContain('none.parquet');
  });

  test('that cannot be written is a disk error', async () => {
    const path = join(folder.path, 'taken');
    mkdirSync(path);
    expect(await refusal(writeParquet(path, sample(3)))).toMatchObject({
      code: 'E_DISK',
      exitCode: 4,
    });
    expect(await refusal(writeParquet('/dev/full', sample(3)))).toMatchObject({
      code: 'E_DISK',
      exitCode: 4,
    });
  });

  test('with columns of different lengths is our own mistake', async () => {
    const [a] = sample(3);
    const [, b] = sample(4);
    await expect(writeParquet(join(folder.path, 'x.parquet'), [a!, b!])).rejects.toThrow(
      'one length',
    );
  });
});
