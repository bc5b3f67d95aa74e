import { describe, expect, test } from 'vitest';
import { decodeModel, encodeModel } from '../../src/core/codec.ts';
import { buildTree } from '../../src/core/tree.ts';
import { asRead, refusalOf, sampleDocument, sampleModel, type Loose } from './documents.ts';
import { categorical, inner, leaf, numeric } from './model.ts';

/*
 * Documents that ask for more stack, memory or time than their size is worth.
 */

/** Lists in lists, deeper than any recursion goes. */
const nested = (): unknown => JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;

describe('a refusal is short and at once', () => {
  test.each([
    ['schema', 'its schema is a list'],
    ['task', 'task is unknown'],
    ['target', 'target is not text'],
    ['classes', 'classes[0] is not text'],
    ['features', 'features[0] is not an object'],
    ['nodes', 'nodes is not an object'],
  ])('where %s is nested without end', (key, words) => {
    expect(refusalOf({ ...sampleDocument(), [key]: nested() })).toContain(words);
  });

  test.each(['kind', 'format', 'name', 'min'])('where %s of a feature is', (key) => {
    const features = [{ ...numeric('Income'), [key]: nested() }];
    expect(refusalOf({ ...sampleDocument(), features })).toContain(`features[0].${key} is`);
  });

  test('where a name has a million characters, most of them hidden', () => {
    const name = '\u202ex'.repeat(500_000);
    for (const change of [{ schema: name }, { [name]: 1 }]) {
      const refusal = refusalOf({ ...sampleDocument(), ...change });
      expect(refusal?.length).toBeLessThan(400);
      expect(refusal).toContain('"\\u202ex\\u202ex');
    }
  });
});

test('values for more classes than there are in the document take no memory', () => {
  const n = 100_001;
  const all = (entry: unknown): unknown[] => Array.from({ length: n }, () => entry);
  const nodes = {
    ...(sampleDocument()['nodes'] as Loose),
    feature: all(0),
    left: all(1),
    right: all(1),
    value: all(null),
  };
  const classes = Array.from({ length: 100_000 }, (_, k) => `class ${k}`);
  expect(refusalOf({ ...sampleDocument(), classes, nodes })).toContain('not below it');
});

describe('categories', () => {
  const many = (n: number): string[] => Array.from({ length: n }, (_, code) => `category ${code}`);

  test('by the ten thousand are read', () => {
    const names = many(50_000);
    const words = Array.from({ length: 1563 }, (_, word) => (word === 1562 ? 0xffff : 0xffffffff));
    const tree = buildTree(inner({ feature: 0, words }, leaf(0), leaf(1)), 2);
    const model = { ...sampleModel(), features: [categorical('Home', names)], tree };
    expect(decodeModel(asRead(encodeModel(model)))).toEqual(model);
  });

  test('times nodes are refused where they would fill the memory', () => {
    const document = { ...sampleDocument(), features: [categorical('Home', many(64_000))] };
    expect(refusalOf(full(document, 1))).toBeNull();
    expect(refusalOf(full(document, 13))).toContain('too many categories');
  });
});

/** The document with a full tree of `depth` levels that asks feature 0 everywhere. */
function full(document: Loose, depth: number): Loose {
  const feature: number[] = [];
  const right: number[] = [];
  const grow = (levels: number): void => {
    const id = feature.push(levels === 0 ? -1 : 0) - 1;
    right.push(-1);
    if (levels === 0) return;
    grow(levels - 1);
    right[id] = feature.length;
    grow(levels - 1);
  };
  grow(depth);
  const each = (inner: (id: number) => unknown, atLeaf: unknown): unknown[] =>
    feature.map((f, id) => (f === -1 ? atLeaf : inner(id)));
  const nodes = {
    feature,
    right,
    left: each((id) => id + 1, -1),
    threshold: feature.map(() => null),
    leftCategories: each(() => [], null),
    missingLeft: feature.map(() => false),
    value: feature.map(() => [0, 1]),
    weight: feature.map(() => 1),
    impurity: feature.map(() => 0),
    decision: feature.map(() => 1),
  };
  return { ...document, nodes };
}
