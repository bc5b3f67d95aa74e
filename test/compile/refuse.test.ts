import { expect, test } from 'vitest';
import { compileModel } from '../../src/compile/compile.ts';
import { buildTree, treeDepth, type Model, type NodeDraft } from '../../src/core/tree.ts';
import { chainModel, constantModel, creditModel, growing, numericFeature } from './models.ts';
import { evidenceFor, metaFor } from './content-for.ts';
import { randomModel } from './random-model.ts';
import { Random } from '../../src/core/random.ts';

function compiled(model: Model) {
  return compileModel(model, evidenceFor(model), metaFor(model));
}

test('a chain of 64 levels compiles', () => {
  const model = chainModel(64);
  expect(treeDepth(model.tree)).toBe(64);
  expect(compiled(model).equality.targets['ts']).toMatchObject({ readBack: 'equal' });
});

test('a chain of 65 levels is refused', () => {
  const model = chainModel(65);
  expect(() => compileModel(model, [], metaFor(model))).toThrow(
    expect.objectContaining({ code: 'E_TREE_DEPTH', exitCode: 3 }),
  );
});

/** A full tree that halves one feature at each level. */
function fullModel(depth: number): Model {
  const features = [numericFeature('a')];
  const { leaf, split } = growing(features);
  const grow = (low: number, high: number, levels: number): NodeDraft => {
    const middle = (low + high) / 2;
    if (levels === 0) return leaf(low, high);
    return split('a', middle, false, grow(low, middle, levels - 1), grow(middle, high, levels - 1));
  };
  return { ...creditModel(), features, tree: buildTree(grow(0, 1, depth), 2) };
}

test(
  'more splits than V8 optimises as branches become a table, and a batch calls its walk',
  { timeout: 300_000 },
  () => {
    const { files, equality } = compiled(fullModel(12));
    expect(equality.targets['ts']?.functions?.map(({ shape }) => shape)).toEqual([
      'table',
      'table',
      'call',
    ]);
    expect(files.get('predict.ts')).toContain('while (n >= 0)');
  },
);

test('more splits than can be proven are refused', () => {
  const model = fullModel(15);
  expect(() => compileModel(model, [], metaFor(model))).toThrow(
    expect.objectContaining({ code: 'E_TREE_SIZE', exitCode: 3 }),
  );
});

test('a threshold that divides nothing is refused', () => {
  const model = creditModel();
  model.tree.threshold[1] = NaN;
  expect(() => compileModel(model, [], metaFor(model))).toThrow(
    expect.objectContaining({ code: 'E_TREE_THRESHOLD', exitCode: 3 }),
  );
});

test('evidence of another tree is a bug of ours', () => {
  const model = creditModel();
  const records = evidenceFor(model);
  const others = records.slice(1);
  expect(() => compileModel(model, others, metaFor(model))).toThrow('has no record of its own');
  const denied = records.map((record) => ({ ...record, decision: 'good' }));
  expect(() => compileModel(model, denied, metaFor(model))).toThrow('has no record of its own');
  const foreign = records.map((record) => ({ ...record, id: '000000000000' }));
  expect(() => compileModel(model, foreign, metaFor(model))).toThrow('has no record of its own');
});

test('a tree of one leaf compiles', () => {
  const { files, equality } = compiled(constantModel());
  expect(files.get('predict.ts')).toContain(
    'function leaf(_x: Features): number {\n  return 0; //',
  );
  expect(equality.targets['js']).toMatchObject({ vectors: 1, mutants: { applied: 0 } });
});

test('a hundred classes compile', () => {
  const model = randomModel(new Random(5), {
    maxDepth: 4,
    growth: 1,
    task: 'classification',
    nClasses: 100,
    nFeatures: 3,
    maxCategories: 5,
    hostile: false,
  });
  expect(compiled(model).equality.targets['ts']).toMatchObject({ differences: 0 });
});
