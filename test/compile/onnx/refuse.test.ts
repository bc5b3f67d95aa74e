import { describe, expect, test } from 'vitest';
import { compileToOnnx } from '../../../src/commands/targets/onnx.ts';
import { compileOnnx } from '../../../src/compile/onnx/compile-onnx.ts';
import { Random } from '../../../src/core/random.ts';
import { buildTree } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import {
  chainModel,
  constantModel,
  creditModel,
  growing,
  hostileModel,
  numericFeature,
} from '../models.ts';
import { randomModel } from '../random-model.ts';
import { describeWithRuntime, runOnnx } from './runtime.ts';

function splitAt(threshold: number) {
  const features = [numericFeature('a')];
  const { leaf, split } = growing(features);
  const tree = buildTree(split('a', threshold, false, leaf(1, 0), leaf(0, 1)), 2);
  return { ...creditModel(), features, tree };
}

describe('refused in one line', () => {
  test('a threshold that a float32 cannot hold, but not for doubles', async () => {
    const content = contentFor(splitAt(1e300));
    await expect(compileOnnx(content, 'float32')).rejects.toMatchObject({
      code: 'E_NUMBERS',
      exitCode: 3,
    });
    await expect(compileOnnx(content, 'float64')).resolves.toBeDefined();
  });

  test('a class whose name is no Unicode', async () => {
    await expect(compileOnnx(contentFor(hostileModel()), 'float64')).rejects.toMatchObject({
      code: 'E_ENCODING',
      exitCode: 3,
      message: expect.stringMatching(/^the class "\\ud800" is not sound Unicode/),
    });
  });

  test('rows of whole numbers', async () => {
    const options = { numbers: 'int32', dialect: 'duckdb', signal: undefined } as const;
    await expect(compileToOnnx(contentFor(creditModel()), options)).rejects.toMatchObject({
      code: 'E_NUMBERS',
      exitCode: 2,
    });
  });

  test('and a signal that says stop', async () => {
    const signal = AbortSignal.abort();
    await expect(compileOnnx(contentFor(creditModel()), 'float64', { signal })).rejects.toThrow(
      'aborted',
    );
  });
});

describeWithRuntime('compiled, however large or small', () => {
  test('a tree of one leaf', async () => {
    const { file, equality } = await compileOnnx(contentFor(constantModel()), 'float64');
    expect(equality).toMatchObject({ readBack: 'equal', vectors: 1, mutants: { applied: 0 } });
    const data = [NaN, NaN, NaN, NaN, 1, 2, 1, 4];
    const [found] = await runOnnx(file, [{ type: 'float64', shape: [2, 4], data }]);
    expect(found).toMatchObject({ label: ['good', 'good'], leaf: [0, 0] });
  });

  test('a chain of 64 levels', async () => {
    const { file, equality } = await compileOnnx(contentFor(chainModel(64)), 'float32');
    expect(equality).toMatchObject({ readBack: 'equal', mutants: { survived: 0 } });
    const data = [NaN, NaN, 2000, 2000, 2000, 0];
    const [found] = await runOnnx(file, [{ type: 'float32', shape: [3, 2], data }]);
    expect(found!['leaf']).toEqual([0, 64, 63]);
  });

  test('a hundred classes', async () => {
    const options = { maxDepth: 4, growth: 1, nClasses: 100, nFeatures: 3, maxCategories: 5 };
    const model = randomModel(new Random(5), {
      ...options,
      task: 'classification',
      hostile: false,
    });
    const { file } = await compileOnnx(contentFor(model), 'float64');
    const data = [NaN, NaN, NaN];
    const [found] = await runOnnx(file, [{ type: 'float64', shape: [1, 3], data }]);
    expect(found!['probabilities']).toHaveLength(100);
  });
});
