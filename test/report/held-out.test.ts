import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Feature, Table } from '../../src/core/table.ts';
import { answeredColumns } from '../../src/report/held-out-file.ts';
import { readAnswered } from '../../src/report/read-held-out.ts';
import { readParquet, writeParquet } from '../../src/store/parquet.ts';
import { temporaryFolder } from '../commands/toy-data.ts';

const FEATURES: readonly Feature[] = [
  { kind: 'numeric', name: 'n', format: 'number', integer: false, min: 0, max: 1, missingShare: 0 },
  {
    kind: 'categorical',
    name: 'c',
    categories: ['', 'a', "it's", '\u2028'],
    rest: null,
    boolean: false,
    missingShare: 0,
  },
];
const LABELS = { task: 'classification', nOutputs: 2, classNames: ['no', '"yes"'] } as const;

const row = fc.record({
  n: fc.oneof(fc.double({ noNaN: false, noDefaultInfinity: true }), fc.constant(NaN)),
  c: fc.integer({ min: -1, max: 3 }),
  p: fc.double({ min: 0, max: 1, noNaN: true }),
  truth: fc.integer({ min: 0, max: 1 }),
  leaf: fc.integer({ min: 0, max: 1000 }),
});

test('held-out rows read back as they were written, to the last bit', async () => {
  const folder = await temporaryFolder();
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
      const table: Table = {
        features: FEATURES,
        columns: [Float64Array.from(rows, ({ n }) => n), Int32Array.from(rows, ({ c }) => c)],
        nRows: rows.length,
        sourceRow: Int32Array.from(rows, (_, i) => i + 1),
      };
      const part = {
        table,
        truth: Float64Array.from(rows.flatMap(({ truth }) => [1 - truth, truth])),
        teacher: Float64Array.from(rows.flatMap(({ p }) => [1 - p, p])),
        twin: null,
        leaves: Int32Array.from(rows, ({ leaf }) => leaf),
        weight: null,
      };
      const parts = [
        { ...part, set: 'select' },
        { ...part, set: 'test' },
      ];
      const path = join(folder, `${rows.length}-${Math.abs(rows[0]!.leaf)}.parquet`);
      await writeParquet(path, answeredColumns(parts, LABELS, []));
      const read = readAnswered(await readParquet(path), 'test', FEATURES, LABELS);
      expect(read.table?.columns).toEqual(table.columns);
      expect(read.table?.sourceRow).toEqual(table.sourceRow);
      expect(read.truth).toEqual(part.truth);
      expect(read.teacher).toEqual(part.teacher);
      expect(read.leaves).toEqual(part.leaves);
      expect(read.twin).toBeNull();
    }),
    { numRuns: 25 },
  );
});

test('a redacted feature is not written, and the table says so by its absence', () => {
  const part = {
    set: 'test',
    table: {
      features: FEATURES,
      columns: [Float64Array.of(1), Int32Array.of(0)],
      nRows: 1,
      sourceRow: Int32Array.of(1),
    },
    truth: Float64Array.of(1, 0),
    teacher: Float64Array.of(1, 0),
    twin: null,
    leaves: Int32Array.of(3),
    weight: null,
  };
  const columns = answeredColumns([part], LABELS, ['c']);
  expect(columns.map(({ name }) => name)).toEqual([
    'set',
    'row',
    'f0',
    'truth',
    'teacher0',
    'teacher1',
    'leaf',
  ]);
  expect(readAnswered(columns, 'test', FEATURES, LABELS).table).toBeNull();
});

test('a file without a column that is needed is refused by name', () => {
  expect(() => readAnswered([], 'test', FEATURES, LABELS)).toThrow(/no text column "set"/);
});
