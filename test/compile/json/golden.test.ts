import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { check } from 'prettier';
import { describe, expect, test } from 'vitest';
import { compileJson } from '../../../src/compile/json/compile-json.ts';
import type { Model } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import {
  constantModel,
  creditModel,
  deferring,
  hostileModel,
  penguinsModel,
  priceModel,
  townsModel,
} from '../models.ts';

const run = promisify(execFile);
const GOLDEN = fileURLToPath(new URL('../../golden/compile', import.meta.url));
const WALKER = fileURLToPath(new URL('walk.py', import.meta.url));

const CASES: ReadonlyArray<readonly [string, Model]> = [
  ['credit', creditModel()],
  ['penguins', penguinsModel()],
  ['price', priceModel()],
  ['towns', townsModel()],
  ['hostile', hostileModel()],
  ['credit-deferring', deferring(creditModel(), [0, 4])],
  ['price-deferring', deferring(priceModel(), [1])],
  ['constant', constantModel()],
];

const FILES = ['model.json', 'input.schema.json', 'output.schema.json', 'vectors.json'] as const;

/** Python as a language that has nothing to do with ours; `null` on a machine without it. */
const python = await run('python3', ['--version']).then(
  () => 'python3',
  () => null,
);
if (python === null && (process.env['CI'] ?? '') !== '') {
  throw new Error('python3 is needed to test that model.json can be walked: install it.');
}

describe.each(CASES)('%s', (name, model) => {
  const compiled = compileJson(contentFor(model, name));
  // With so many categories a model and its vectors are too long to be read.
  const reviewed = FILES.filter((file) => name !== 'hostile' || file.endsWith('.schema.json'));

  test.each(reviewed)('%s is as reviewed', async (file) => {
    const { files } = await compiled;
    await expect(files.get(file)).toMatchFileSnapshot(join(GOLDEN, name, file));
  });

  test('was proven: read back equal, no difference, no surviving fault', async () => {
    const { equality } = await compiled;
    expect(equality).toMatchObject({
      readBack: 'equal',
      readBackBy: 'JSON.parse',
      ranBy: 'the JSON walker of espalier',
      differences: 0,
    });
    const { applied, equivalent, caught, survived } = equality.mutants;
    expect(applied).toBe(equivalent + caught);
    expect(survived).toBe(0);
    if (name !== 'constant') expect(caught).toBeGreaterThan(15);
  });

  test('is formatted as Prettier would', async () => {
    const { files } = await compiled;
    for (const [file, text] of files) {
      expect(await check(text, { filepath: file, printWidth: 100 }), file).toBe(true);
    }
  });

  test('is ASCII, and the same each time', async () => {
    const { files } = await compiled;
    for (const text of files.values()) expect(text).toMatch(/^[\n\x20-\x7e]+$/);
    const again = await compileJson(contentFor(model, name));
    expect([...again.files]).toEqual([...files]);
  });

  test.skipIf(python === null)('is walked by a few lines of Python', async () => {
    const { files } = await compiled;
    const folder = await mkdtemp(join(tmpdir(), 'espalier-json-'));
    for (const [file, text] of files) await writeFile(join(folder, file), text);
    const paths = ['model.json', 'vectors.json'].map((file) => join(folder, file));
    const { stdout } = await run(python!, [WALKER, ...paths]);
    await rm(folder, { recursive: true });
    const { vectors } = JSON.parse(files.get('vectors.json')!) as { vectors: unknown[] };
    expect(JSON.parse(stdout)).toEqual({ vectors: vectors.length, wrong: [] });
  });
});

test('no hostile name ever ran', () => {
  expect(globalThis).not.toHaveProperty('__pwn');
});
