import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bench } from '../../src/commands/bench.ts';
import { benchText } from '../../src/commands/bench-text.ts';
import { layOut, loadCode, type Compiled } from '../../src/commands/bench-code.ts';
import { drawRows, heldRows } from '../../src/commands/bench-rows.ts';
import { Random } from '../../src/core/random.ts';
import { distill, openRun } from '../../src/index.ts';
import { documentText, sealed } from '../../src/report/documents.ts';
import { keptFolder, SMALL, temporaryFolder, toyFile } from './toy-data.ts';

/** A run that no test changes. */
let kept = '';

beforeAll(async () => {
  const { folder, remove } = await keptFolder();
  kept = await toyRun(folder);
  return remove;
});

async function toyRun(out: string, options: object = {}): Promise<string> {
  const data = await toyFile(out);
  return (await distill({ ...SMALL, ...options, data, target: 'answer', out })).directory;
}

/** A copy of the run whose file reads otherwise, although every hash agrees. */
async function runWith(name: string, change: (text: string) => string): Promise<string> {
  const directory = join(await temporaryFolder(), 'toy');
  await cp(kept, directory, { recursive: true });
  const text = change(await readFile(join(directory, name), 'utf8'));
  await writeFile(join(directory, name), text);
  const manifest = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
  delete manifest.seal;
  manifest.artifacts[name] = createHash('sha256').update(text).digest('hex');
  await writeFile(join(directory, 'run.json'), documentText(sealed(manifest)));
  return directory;
}

test('every function is timed, and the teacher beside it', async () => {
  const found = await bench(kept, { rows: 300 });
  expect(found).toMatchObject({ rows: 300, distinctRows: 300, redacted: [], instructions: null });
  expect(found.fidelity.value).toBeGreaterThan(0.5);
  expect(found.functions.map(({ name }) => name)).toEqual(['leaf', 'leafAt', 'predictBatch']);
  for (const { least, median, warmUp } of [
    ...Object.values(found.student),
    found.teacher!.single,
    found.teacher!.batch,
  ]) {
    expect(least).toBeLessThanOrEqual(median);
    expect(median).toBeGreaterThan(0);
    expect(warmUp).toBeGreaterThan(3);
  }
  expect(benchText(found)).toMatch(/on 300 rows, all different\.\n +tree +teacher +ratio\n/);
});

test('a run without a saved teacher and with a redacted column is timed alone', async () => {
  const out = await temporaryFolder();
  const directory = await toyRun(out, { keepTeacher: false, redact: ['income'] });
  const found = await bench(directory, { rows: 50 });
  expect(found).toMatchObject({ teacher: null, redacted: ['income'] });
  expect(benchText(found)).toContain('Redacted: income; values were drawn evenly');
});

test('a run is timed in a package of CommonJS as well', async () => {
  const out = await temporaryFolder();
  await writeFile(join(out, 'package.json'), '{"type":"commonjs"}');
  await cp(kept, join(out, 'toy'), { recursive: true });
  expect((await bench(join(out, 'toy'), { rows: 20 })).rows).toBe(20);
});

test('code that is not the tree is not run, even where every hash agrees', async () => {
  const directory = await runWith('predict.js', (text) => text.replace('return 0;', 'return 1;'));
  await expect(bench(directory, { rows: 20 })).rejects.toMatchObject({ code: 'E_BENCH' });
});

describe('a damaged teacher.json is refused in a line that names it', () => {
  const damages: Readonly<Record<string, (text: string) => string>> = {
    'cut off': (text) => text.slice(0, 500),
    'without trees': () => '{}',
    'of other features': (text) => text.replace('"name":"age"', '"name":"wage"'),
  };
  test.each(Object.keys(damages))('%s', async (damage) => {
    const directory = await runWith('teacher.json', damages[damage]!);
    await expect(bench(directory, { rows: 20 })).rejects.toMatchObject({
      code: 'E_MODEL',
      exitCode: 3,
      message: expect.stringMatching(/^teacher\.json.*"distill"/),
    });
  });
});

describe('answers are compared with the tree before anything is timed', () => {
  const wrong: Readonly<Record<string, (code: Compiled) => Partial<Compiled>>> = {
    leaf: ({ leaf }) => ({ leaf: (x) => 1 - leaf(x) }),
    leafAt: () => ({ leafAt: () => 0 }),
    predict: () => ({ predict: () => 'yes' }),
    predictAt: () => ({ predictAt: () => 1 }),
    predictBatch: () => ({ predictBatch: (_, __, out) => out.fill(1) }),
  };
  test.each(Object.keys(wrong))('%s', async (name) => {
    const run = await openRun(kept);
    const code = await loadCode(await readFile(join(kept, 'predict.js'), 'utf8'));
    const { table } = await drawRows(await heldRows(run), 200, new Random(1), undefined);
    await expect(layOut(code, run.model, table, undefined)).resolves.toMatchObject({ nRows: 200 });
    const other = { ...code, ...wrong[name]!(code) };
    await expect(layOut(other, run.model, table, undefined)).rejects.toMatchObject({
      code: 'E_BENCH',
      message: expect.stringMatching(new RegExp(`^${name} gives `)),
    });
  });
});

test('a run of numbers, and one that defers, are answered as the tree answers', async () => {
  const out = await temporaryFolder();
  const data = await toyFile(out, { target: 'number' });
  const numbers = await distill({ ...SMALL, data, target: 'answer', out, defer: 0.9 });
  expect((await bench(numbers.directory, { rows: 60 })).fidelityKind).toBe('r2');
  const classes = await toyRun(await temporaryFolder(), { defer: 0.999, keepTeacher: false });
  expect((await bench(classes, { rows: 60 })).teacher).toBeNull();
});

test('timing can be stopped at once', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('stopped by hand')), 10);
  const timing = bench(kept, { rows: 2_000_000, signal: stop.signal });
  await expect(timing).rejects.toThrow('stopped by hand');
});
