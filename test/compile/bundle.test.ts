import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileScript } from '../../src/compile/compile.ts';
import { contentOf, type Content } from '../../src/compile/content.ts';
import { flatRow, layoutOf } from '../../src/compile/flat.ts';
import type { LoadedModule } from '../../src/compile/script/load.ts';
import type { Model } from '../../src/core/tree.ts';
import { creditModel, deferring, hostileModel, priceModel, townsModel } from './models.ts';
import { evidenceFor, metaFor } from './content-for.ts';

/* The emitted module in other people's hands: bundled, minified, required. */

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-bundle-'));
});
afterAll(() => rm(folder, { recursive: true }));

function contentFor(model: Model): Content {
  return contentOf(model, evidenceFor(model), metaFor(model));
}

/** What a bundler makes of an entry that uses a model's `predict.ts`. */
async function bundle(name: string, model: Model, entry: string, minify: boolean): Promise<string> {
  const { files } = compileScript(contentFor(model));
  await writeFile(join(folder, `${name}.ts`), files.get('predict.ts')!);
  const path = join(folder, `${name}-entry.ts`);
  await writeFile(path, entry.replace('MODULE', `./${name}.ts`));
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify, target: 'es2022', lib: { entry: path, formats: ['es'] } },
  });
  const [{ output }] = built as unknown as [{ output: [{ code: string }] }];
  return output[0].code;
}

/** The vectors that a module answers in another way than the tree, object or flat. */
function wrongVectors({ model, vectors, answers }: Content, module: LoadedModule): unknown[] {
  const layout = layoutOf(model);
  return vectors.filter(({ row, leaf }) => {
    const flat = flatRow(layout, row);
    const out = new Float64Array(1);
    module.predictBatch(flat, 1, out);
    return (
      module.leaf(row) !== leaf ||
      module.leafAt(flat, 0) !== leaf ||
      !Object.is(module.predict(row), answers[leaf]!.decision) ||
      !Object.is(module.predictAt(flat, 0), out[0])
    );
  });
}

describe.each([
  ['credit', creditModel],
  ['towns', townsModel],
  ['price', priceModel],
  ['hostile', hostileModel],
  ['deferring', () => deferring(creditModel(), [0, 4])],
] as const)('%s', (name, makeModel) => {
  const content = contentFor(makeModel());

  test('minified, it answers every vector as the tree does', async () => {
    const code = await bundle(name, content.model, 'export * from "MODULE";', true);
    const path = join(folder, `${name}.min.mjs`);
    await writeFile(path, code);
    const module = (await import(pathToFileURL(path).href)) as LoadedModule;
    expect(content.vectors.length).toBeGreaterThan(20);
    expect(wrongVectors(content, module)).toEqual([]);
  });

  test('as CommonJS, it answers every vector as the tree does', async () => {
    const { files, equality } = compileScript(content, ['cjs']);
    expect(equality.targets['cjs']).toMatchObject({ readBack: 'equal', differences: 0 });
    const path = join(folder, `${name}.cjs`);
    await writeFile(path, files.get('predict.cjs')!);
    const module = createRequire(import.meta.url)(path) as LoadedModule;
    expect(wrongVectors(content, module)).toEqual([]);
  });
});

describe('what is not imported', () => {
  const entry = 'import { predict } from "MODULE";\nexport { predict };';

  test('is dropped by a bundler: the bundle holds the tree and its decisions alone', async () => {
    const model = creditModel();
    const code = await bundle('alone', model, entry, false);
    expect(code).toContain('140.5');
    expect(code).toContain('"good"');
    for (const other of [
      'coverage',
      'modelHash',
      'buffer',
      'parse',
      'problem',
      'schema',
      'score',
    ]) {
      expect(code).not.toContain(other);
    }
    expect(code.match(/140\.5/g)).toHaveLength(1);
  });
});
