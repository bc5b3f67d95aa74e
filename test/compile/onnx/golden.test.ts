import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../../src/compile/flat.ts';
import { compileOnnx, rowsOf } from '../../../src/compile/onnx/compile-onnx.ts';
import type { RowType } from '../../../src/compile/onnx/graph.ts';
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
import { dumpOnnx } from './dump.ts';
import { expectedOutputs, rowsAt, soundClasses, vectorsFor } from './expected.ts';
import { describeWithRuntime, runOnnx } from './runtime.ts';

const GOLDEN = fileURLToPath(new URL('../../golden/compile', import.meta.url));

const CASES: ReadonlyArray<readonly [string, RowType, Model]> = [
  ['credit', 'float64', creditModel()],
  ['penguins', 'float32', penguinsModel()],
  ['price', 'float64', priceModel()],
  ['towns', 'float64', townsModel()],
  ['hostile', 'float64', soundClasses(hostileModel())],
  ['credit-deferring', 'float64', deferring(creditModel(), [0, 4])],
  ['price-deferring', 'float32', deferring(priceModel(), [1])],
  ['constant', 'float64', constantModel()],
];

/** The places of `n` vectors, so often that there are a thousand rows. */
function aThousand(n: number): number[] {
  return Array.from({ length: 1000 }, (_, i) => i % n);
}

describe.each(CASES)('%s', (name, type, model) => {
  const content = contentFor(model, name);
  const compiled = compileOnnx(content, type);

  test('is as reviewed, read by the definition of ONNX', async () => {
    const { file } = await compiled;
    await expect(dumpOnnx(file)).toMatchFileSnapshot(join(GOLDEN, name, 'predict.onnx.txt'));
  });

  test('was proven: read back equal, no difference, no surviving fault', async () => {
    const { equality } = await compiled;
    expect(equality).toMatchObject({
      readBack: 'equal',
      readBackBy: 'the ONNX reader of espalier',
      ranBy: 'the ONNX interpreter of espalier',
      differences: 0,
    });
    const { applied, equivalent, caught, survived } = equality.mutants;
    expect(applied).toBe(equivalent + caught);
    expect(survived).toBe(0);
    if (name !== 'constant') expect(caught).toBeGreaterThan(15);
  });

  test('is the same bytes each time', async () => {
    const again = await compileOnnx(contentFor(model, name), type);
    expect(again.file).toEqual((await compiled).file);
  });

  describeWithRuntime('in onnxruntime', () => {
    test.each([
      ['all vectors at once', (n: number) => [Array.from({ length: n }, (_, i) => i)]],
      ['one row at a time', (n: number) => Array.from({ length: Math.min(n, 50) }, (_, i) => [i])],
      ['a thousand rows', (n: number) => [aThousand(n)]],
    ])('%s: every output is what the leaf answers', async (_, batchesOf) => {
      const { file } = await compiled;
      const vectors = vectorsFor(model, type);
      const rows = rowsOf(layoutOf(model), vectors, type);
      const batches = batchesOf(vectors.length);
      const found = await runOnnx(
        file,
        batches.map((places) => rowsAt(rows, places)),
      );
      const expected = batches.map((places) =>
        expectedOutputs(
          content,
          places.map((place) => vectors[place]!.leaf),
        ),
      );
      expect(found).toEqual(expected);
    });
  });
});
