import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileForC, findCHost, type CHost } from '../../src/commands/targets/c.ts';
import type { CKindName } from '../../src/compile/c/kinds.ts';
import { findCCompiler } from '../../src/node/c-compiler.ts';
import { Random } from '../../src/core/random.ts';
import { buildTree, type Model } from '../../src/core/tree.ts';
import { contentFor } from './content-for.ts';
import { orSkip } from './engines.ts';
import {
  chainModel,
  constantModel,
  creditModel,
  deferring,
  growing,
  hostileModel,
  penguinsModel,
  priceModel,
  townsModel,
} from './models.ts';
import { randomModel } from './random-model.ts';

const run = promisify(execFile);
const GOLDEN = fileURLToPath(new URL('../golden/compile', import.meta.url));
const compiler = orSkip('a C compiler (cc, gcc or clang)', await findCHost());
const host = compiler as CHost;
const command = (await findCCompiler())?.command ?? '';
const cpp = orSkip(
  'a C++ compiler (g++)',
  await run('g++', ['--version']).then(
    () => 'g++',
    () => null,
  ),
);

const STRICT = ['-O2', '-Wall', '-Wextra', '-Wpedantic', '-Werror'];
const SOURCES = ['predict.c', 'predict_test.c', '-o', 'predict_test'];

const MODELS: ReadonlyArray<readonly [string, CKindName, Model]> = [
  ['credit', 'float64', creditModel()],
  ['credit', 'float32', creditModel()],
  ['credit', 'int32', creditModel()],
  ['penguins', 'float32', penguinsModel()],
  ['price', 'float64', priceModel()],
  ['towns', 'int32', townsModel()],
  ['towns', 'float64', townsModel()],
  ['hostile', 'float64', hostileModel()],
  ['credit-deferring', 'float64', deferring(creditModel(), [0, 4])],
  ['price-deferring', 'float64', deferring(priceModel(), [1])],
];

describe.each(MODELS)('%s in %s', (name, numbers, model) => {
  let files: ReadonlyMap<string, string | Uint8Array> = new Map();
  let target = '';
  let folder = '';

  beforeAll(async () => {
    ({ files, name: target } = await compileForC(contentFor(model, name), numbers, null));
    folder = await mkdtemp(join(tmpdir(), 'espalier-c-test-'));
    for (const [file, text] of files) await writeFile(join(folder, file), text);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const build = (program: string, ...flags: readonly string[]) =>
    run(program, [...flags, ...SOURCES], { cwd: folder });
  const runTest = async () => (await run(join(folder, 'predict_test'))).stdout;

  test.each(['predict.h', 'predict.c', 'predict_test.c'])('%s is as reviewed', async (file) => {
    expect(target).toBe(numbers === 'float64' ? 'c' : `c-${numbers}`);
    await expect(files.get(file)).toMatchFileSnapshot(join(GOLDEN, name, target, file));
  });

  test.skipIf(compiler === null)('compiles without a warning, and its test passes', async () => {
    await build(command, '-std=c99', ...STRICT);
    expect(await runTest()).toMatch(/^(\d+) of \1 rows take their path\n$/);
    await build(command, '-std=c17', ...STRICT, '-Wconversion', '-Wdouble-promotion', '-Wshadow');
  });

  test.skipIf(cpp === null)('is C++ as well', async () => {
    await build(String(cpp), '-x', 'c++', '-std=c++20', ...STRICT);
    expect(await runTest()).toMatch(/^(\d+) of \1 rows take their path\n$/);
  });

  test.skipIf(compiler === null)('ships a test that fails after an edit by hand', async () => {
    const source = String(files.get('predict.c'));
    const swapped = source.replace(/return (\d+);/, (_, leaf: string) => `return ${+leaf + 1};`);
    expect(swapped).not.toBe(source);
    await writeFile(join(folder, 'predict.c'), swapped);
    await build(command, '-std=c99');
    await expect(run(join(folder, 'predict_test'))).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^\d+ of \d+ rows take their path\n$/),
    });
    await writeFile(join(folder, 'predict.c'), source);
  });

  test.skipIf(compiler === null)('does not compile where NaN is no number', async () => {
    const built = build(command, '-std=c99', '-ffast-math');
    if (numbers === 'int32') await built;
    else await expect(built).rejects.toThrow('a missing value is NaN');
  });

  test.skipIf(compiler === null)('is proven: read back equal, every fault caught', async () => {
    const { equality } = await compileForC(contentFor(model, name), numbers, host);
    const { applied, equivalent, caught } = equality.mutants;
    expect(equality).toMatchObject({
      readBack: 'equal',
      readBackBy: '@babel/parser',
      ranBy: host.name,
      differences: 0,
    });
    expect(equality.vectors).toBeGreaterThan(20);
    expect(caught).toBeGreaterThan(15);
    expect(applied).toBe(equivalent + caught);
  });
});

test('without a compiler the code is read back all the same, and the record says so', async () => {
  const { equality, notes } = await compileForC(contentFor(creditModel()), 'float64', null);
  expect(equality).toMatchObject({
    readBack: 'equal',
    readBackBy: '@babel/parser',
    ranBy: null,
    vectors: 0,
    mutants: { applied: 0 },
  });
  expect(notes).toEqual([expect.stringContaining('compile and run predict_test.c')]);
});

describe.skipIf(compiler === null)('a tree of any shape', () => {
  test.each(['float64', 'float32', 'int32'] as const)('64 levels deep, in %s', async (numbers) => {
    const { equality } = await compileForC(contentFor(chainModel(64)), numbers, host);
    expect(equality).toMatchObject({ readBack: 'equal', mutants: { survived: 0 } });
  });

  test('of one leaf, with and without features', async () => {
    for (const model of [constantModel(), { ...constantModel(), features: [] }]) {
      const { files, equality } = await compileForC(contentFor(model), 'float64', host);
      expect(String(files.get('predict.c'))).toContain('  (void)x;\n  return 0;');
      expect(equality).toMatchObject({ readBack: 'equal', vectors: 1, mutants: { applied: 0 } });
    }
  });

  test('of a hundred classes', async () => {
    const options = { maxDepth: 4, growth: 1, nFeatures: 3, maxCategories: 5, hostile: false };
    const model = randomModel(new Random(5), {
      ...options,
      task: 'classification',
      nClasses: 100,
    });
    const { equality } = await compileForC(contentFor(model), 'float64', host);
    expect(equality).toMatchObject({ readBack: 'equal', differences: 0 });
  });

  test('with a feature that the tree may not ask', async () => {
    const own = creditModel();
    const features = own.features.map((feature) =>
      feature.name === 'Seniority' ? { ...feature, withheld: true } : feature,
    );
    const { leaf, split } = growing(features);
    const root = split('Home', ['rent'], true, leaf(0.3, 0.7), leaf(0.6, 0.4));
    const model = { ...own, features, tree: buildTree(root, 2) };
    const { files, equality } = await compileForC(contentFor(model), 'float64', host);
    expect(String(files.get('predict.h'))).not.toContain('SENIORITY');
    expect(equality.mutants.caught).toBeGreaterThan(3);
  });
});

test.skipIf(compiler === null)('files that say something else are not written', async () => {
  const content = contentFor(creditModel());
  const failing: CHost = { ...host, check: async () => Promise.reject(new Error('1 of 2 rows')) };
  await expect(compileForC(content, 'float64', failing)).rejects.toThrow('1 of 2 rows');
  const lying: CHost = { ...host, check: async () => 'other bytes' };
  await expect(compileForC(content, 'float64', lying)).rejects.toThrow('hold something else');
  const strict = host.check(new Map([['main.c', 'int main(void) { int unused; return 0; }']]));
  await expect(strict).rejects.toThrow('does not compile what was written: main.c');
  const exits = host.check(new Map([['main.c', 'int main(void) { return 1; }']]));
  await expect(exits).rejects.toThrow('predict.c fails its test');
});
