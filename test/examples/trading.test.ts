import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decisions } from '../../src/core/decision.ts';
import { decodeForest } from '../../src/teacher/forest-codec.ts';
import { forestAnswers } from '../../src/teacher/forest.ts';
import { verify } from '../../src/index.ts';
import { importExample, moduleFolder, runExample } from './run-example.ts';

interface Ticks {
  readonly price: Float64Array;
  readonly volume: Float64Array;
}

interface FeatureModule {
  readonly FEATURE_NAMES: readonly string[];
  readonly Features: new () => {
    readonly row: Float64Array;
    push(ticks: Ticks, at: number): void;
  };
}

const { makeTicks } = await importExample<{ makeTicks: (count: number, seed: number) => Ticks }>(
  'trading/market.mjs',
);
const { FEATURE_NAMES, Features } = await importExample<FeatureModule>('trading/features.mjs');

/** The rows of the first `count` ticks, one behind the other. */
function rowsOf(ticks: Ticks, count: number): Float64Array {
  const features = new Features();
  const rows = new Float64Array(count * FEATURE_NAMES.length);
  for (let t = 0; t < count; t++) {
    features.push(ticks, t);
    rows.set(features.row, t * FEATURE_NAMES.length);
  }
  return rows;
}

/** The numbers of the line that begins with `name`. */
function numbersAfter(name: string, text: string): number[] {
  const line = text.split('\n').find((one) => one.trim().startsWith(name)) ?? '';
  return Array.from(line.slice(line.indexOf(name) + name.length).matchAll(/[\d.]+/g), Number);
}

test('the loop decides in the future what it learned from the past, and says what it measured', async () => {
  const out = await moduleFolder();
  const text = await runExample('trading/run.mjs', ['--quick', '--out', out]);
  const [right = 0, same = 0] = numbersAfter('tree', text);
  const [constantRight = 1, constantSame = 1] = numbersAfter('the best single answer', text);
  expect(right).toBeGreaterThan(constantRight + 3);
  expect(same).toBeGreaterThan(constantSame + 10);
  for (const name of ['mean, processor time', 'cold start']) {
    const [tree = NaN, forest = NaN] = numbersAfter(name, text);
    expect(tree * forest).toBeGreaterThan(0);
  }
  for (const name of ['median, with the clock', '99th percentile', '99.9th percentile']) {
    expect(numbersAfter(name, text)).toHaveLength(3);
  }
  for (const name of ['deoptimisations', 'garbage collections']) {
    expect(numbersAfter(name, text)).toHaveLength(2);
  }
  expect((await verify(join(out, 'trading'))).ok).toBe(true);
  await expectSameForest(join(out, 'trading/teacher.json'));
}, 300_000);

/** The forest that the loop asks answers as the library's own does. */
async function expectSameForest(file: string): Promise<void> {
  const { loadForest } = await importExample<{
    loadForest: (file: string) => (row: Float64Array, offset: number) => number;
  }>('trading/forest.mjs');
  const nRows = 500;
  const width = FEATURE_NAMES.length;
  const rows = rowsOf(makeTicks(nRows, 9), nRows);
  const columns = FEATURE_NAMES.map((_, f) => rows.filter((__, i) => i % width === f));
  const forest = decodeForest(JSON.parse(await readFile(file, 'utf8')));
  const sourceRow = Int32Array.from({ length: nRows }, (_, row) => row);
  const table = { features: forest.features, columns, nRows, sourceRow };
  const soft = await forestAnswers(forest, table, {});
  const decide = loadForest(file);
  const found = Int32Array.from({ length: nRows }, (_, i) => decide(rows, i * width));
  expect(found).toEqual(decisions(soft, forest.classNames.length));
}

test('features brought up to date tick by tick are those of the whole past', () => {
  const n = 300;
  const ticks = makeTicks(n, 3);
  const logs = Array.from(ticks.price, (price) => Math.log(price) * 1e4);
  const changes = logs.map((log, t) => log - (logs[t - 1] ?? log));
  const mean = (values: readonly number[], first: number, length: number): number =>
    values.reduce((sum, value) => sum + (2 / (length + 1)) * (value - sum), first);
  const signs: number[] = [];
  for (const change of changes) signs.push(Math.sign(change) || (signs.at(-1) ?? 0));
  const volume = Array.from(ticks.volume);
  const squares = changes.map((change) => change * change);
  const signed = volume.map((size, t) => size * signs[t]!);
  const now = logs.at(-1)!;
  const expected = [
    ...[1, 5, 20, 60].map((ago) => now - logs.at(-1 - ago)!),
    now - mean(logs, logs[0]!, 10),
    now - mean(logs, logs[0]!, 60),
    Math.sqrt(mean(squares, 0, 60)),
    mean(squares, 0, 10) / mean(squares, 0, 60),
    mean(signed, 0, 10) / mean(volume, 0, 10),
    mean(volume, 0, 10) / mean(volume, 0, 60),
  ];
  const found = rowsOf(ticks, n).slice(-expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 6);
});

test('the market is the same for the same seed, and the past does not depend on how far it goes on', () => {
  const long = makeTicks(2_000, 5);
  const short = makeTicks(1_000, 5);
  expect(short.price).toEqual(long.price.subarray(0, 1_000));
  expect(makeTicks(1_000, 6).price).not.toEqual(short.price);
  expect(Math.min(...long.price, ...long.volume)).toBeGreaterThan(0);
});
