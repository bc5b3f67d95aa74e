import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bench } from '../../src/commands/bench.ts';
import { distinctRows, namedRows } from '../../src/commands/bench-rows.ts';
import { Random } from '../../src/core/random.ts';
import type { Table } from '../../src/core/table.ts';
import { distill } from '../../src/index.ts';
import { documentText, sealed } from '../../src/report/documents.ts';
import { SMALL, temporaryFolder, toyFile } from './toy-data.ts';

async function freshRun(options: object = {}): Promise<string> {
  const out = await temporaryFolder();
  const data = await toyFile(out);
  return (await distill({ ...SMALL, ...options, data, target: 'answer', out })).directory;
}

test('every function is timed, and the teacher beside it', async () => {
  const found = await bench(await freshRun(), { rows: 300 });
  expect(found.rows).toBe(300);
  expect(found.fidelity.value).toBeGreaterThan(0.5);
  expect(found.functions.map(({ name }) => name)).toEqual(['leaf', 'leafAt', 'predictBatch']);
  for (const { least, median } of [
    ...Object.values(found.student),
    found.teacher!.single,
    found.teacher!.batch,
  ]) {
    expect(least).toBeLessThanOrEqual(median);
    expect(median).toBeGreaterThan(0);
  }
});

test('a run without a saved teacher is timed alone', async () => {
  const found = await bench(await freshRun({ keepTeacher: false }), { rows: 50 });
  expect(found.teacher).toBeNull();
});

test('code that is not the tree is not run, even where every hash agrees', async () => {
  const directory = await freshRun();
  const path = join(directory, 'predict.js');
  const text = (await readFile(path, 'utf8')).replace('return 0;', 'return 1;');
  await writeFile(path, text);
  const manifest = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
  delete manifest.seal;
  manifest.artifacts['predict.js'] = createHash('sha256').update(text).digest('hex');
  await writeFile(join(directory, 'run.json'), documentText(sealed(manifest)));
  await expect(bench(directory, { rows: 20 })).rejects.toMatchObject({ code: 'E_BENCH' });
});

const TABLE: Table = {
  features: [
    {
      kind: 'numeric',
      name: 'a',
      format: 'number',
      integer: true,
      min: 0,
      max: 9,
      missingShare: 0,
    },
    {
      kind: 'categorical',
      name: 'b',
      categories: ['x', 'y'],
      rest: null,
      boolean: false,
      missingShare: 0,
    },
  ],
  columns: [Float64Array.of(1, NaN), Int32Array.of(1, -1)],
  nRows: 2,
  sourceRow: new Int32Array(2),
};

test('rows are drawn near those that were held out, and are all different', () => {
  const rows = namedRows(distinctRows(TABLE, 500, new Random(1)));
  expect(new Set(rows.map(({ a }) => a)).size).toBeGreaterThan(200);
  for (const { a, b } of rows) {
    expect(b).toBe(a === null ? null : 'y');
    if (a !== null) expect(Math.abs(Number(a) - 1)).toBeLessThan(1);
  }
});
