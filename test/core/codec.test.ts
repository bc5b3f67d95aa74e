import { describe, expect, test } from 'vitest';
import { decodeModel, encodeModel } from '../../src/core/codec.ts';
import { decodeNodes, encodeNodes, MAX_DEPTH } from '../../src/core/nodes-codec.ts';
import { Random } from '../../src/core/random.ts';
import { buildTree, leafOf, treeDepth, type Model } from '../../src/core/tree.ts';
import { randomModel } from '../compile/random-model.ts';
import { saySame } from '../property/reading.ts';
import { asRead, refusalOf, sampleDocument, sampleModel, type Loose } from './documents.ts';
import { categorical, inner, leaf, numeric } from './model.ts';
import { randomRow } from './random-row.ts';

describe('round trip', () => {
  test('a saved model says what the model says, and saves to the same bytes', () => {
    const random = new Random('codec');
    for (let i = 0; i < 300; i++) {
      const model = randomModel(random);
      const text = JSON.stringify(encodeModel(model));
      const loaded = decodeModel(JSON.parse(text));
      expect(JSON.stringify(encodeModel(loaded))).toBe(text);
      // JSON has one zero, and so have comparisons.
      const threshold = model.tree.threshold.map((value) => value + 0);
      expect(loaded).toEqual({ ...model, tree: { ...model.tree, threshold } });
    }
  });

  test('a lean document answers the same, without what only fitting needs', () => {
    const random = new Random('lean');
    for (let i = 0; i < 50; i++) {
      const { task, features, tree } = randomModel(random);
      const lean = encodeNodes(tree, features, { lean: true });
      expect(Object.keys(lean)).not.toContain('weight');
      const schema = { task, features, nOutputs: tree.nOutputs };
      const loaded = decodeNodes(asRead(lean), schema, { where: 'nodes', lean: true });
      for (let r = 0; r < 20; r++) {
        const row = randomRow(features, tree, random);
        const at = leafOf(tree, (f) => row[f]!);
        expect(leafOf(loaded, (f) => row[f]!)).toBe(at);
        const k = tree.nOutputs;
        expect(loaded.value.slice(at * k, (at + 1) * k)).toEqual(
          tree.value.slice(at * k, (at + 1) * k),
        );
      }
    }
  });

  test('names such as __proto__ are ordinary names', () => {
    const { tree } = sampleModel();
    const hostile = ['__proto__', 'constructor', 'toString'];
    const model: Model = {
      ...sampleModel(),
      target: '__proto__',
      classNames: ['__proto__', 'constructor'],
      features: [numeric('__proto__'), categorical('constructor', hostile), numeric('toString')],
      tree,
    };
    expect(decodeModel(asRead(encodeModel(model)))).toEqual(model);
  });

  test('sixty-four levels are read, sixty-five refused, and depth costs no stack', () => {
    expect(treeDepth(decodeModel(asRead(encodeModel(chain(MAX_DEPTH)))).tree)).toBe(MAX_DEPTH);
    expect(refusalOf(asRead(encodeModel(chain(MAX_DEPTH + 1))))).toContain('deeper than 64');
    expect(refusalOf(chainDocument(50_000))).toContain('deeper than 64');
  });
});

/** A model whose right children go down `depth` levels. */
function chain(depth: number): Model {
  let node = leaf(0.5);
  for (let d = 0; d < depth; d++) node = inner({ feature: 0, threshold: d }, leaf(0), node);
  return { ...sampleModel(), tree: buildTree(node, 2) };
}

/** A chain too deep for any recursive builder: left children are inner nodes. */
function chainDocument(depth: number): Loose {
  const n = 2 * depth + 1;
  const ids = Array.from({ length: n }, (_, id) => id);
  return {
    ...sampleDocument(),
    nodes: {
      feature: ids.map((id) => (id < depth ? 0 : -1)),
      threshold: ids.map((id) => (id < depth ? 1 : null)),
      left: ids.map((id) => (id < depth ? id + 1 : -1)),
      right: ids.map((id) => (id < depth ? n - 1 - id : -1)),
      missingLeft: ids.map(() => false),
      leftCategories: ids.map(() => null),
      value: ids.map(() => [0.5, 0.5]),
      decision: ids.map(() => 0),
    },
  };
}

describe('refusals', () => {
  /** The sample document with one change. */
  function changed(change: (document: Loose, nodes: Record<string, unknown[]>) => void): Loose {
    const document = sampleDocument();
    change(document, document['nodes'] as Record<string, unknown[]>);
    return document;
  }

  test('the sample itself is sound', () => {
    expect(refusalOf(sampleDocument())).toBeNull();
  });

  test.each<[string, (document: Loose, nodes: Record<string, unknown[]>) => void, string]>([
    ['another schema', (d) => (d['schema'] = 'espalier-tree/2'), 'espalier-tree/2'],
    ['no schema', (d) => delete d['schema'], 'its schema is undefined'],
    ['an unknown task', (d) => (d['task'] = 'ranking'), 'task is unknown'],
    ['one class', (d) => (d['classes'] = ['bad']), 'classes do not fit'],
    ['classes of a number', (d) => (d['task'] = 'regression'), 'classes do not fit'],
    [
      'one class of a number',
      (d) => Object.assign(d, { task: 'regression', classes: ['a'] }),
      'classes do not fit',
    ],
    ['a class twice', (d) => (d['classes'] = ['bad', 'bad']), 'classes repeats a name'],
    [
      'three classes, two values',
      (d) => (d['classes'] = ['a', 'b', 'c']),
      'nodes.value[0] has 2 entries',
    ],
    [
      'a feature twice',
      (d) => (d['features'] = [numeric('a'), categorical('a', ['x']), numeric('b')]),
      'features repeats',
    ],
    [
      'a missing feature',
      (d) => (d['features'] = (d['features'] as unknown[]).slice(0, 2)),
      'nodes.feature[2] is 2',
    ],
    ['no nodes', (_, n) => Object.keys(n).forEach((key) => (n[key] = [])), 'nodes has 0 nodes'],
    [
      'too many nodes',
      (_, n) => (n['feature'] = Array.from({ length: 2_000_001 }, () => -1)),
      'nodes has 2000001 nodes',
    ],
    ['columns of other lengths', (_, n) => n['left']!.pop(), 'nodes.left has'],
    ['a cycle', (_, n) => (n['left']![1] = 0), 'child that is not below it'],
    ['itself as child', (_, n) => (n['right']![0] = 0), 'child that is not below it'],
    ['a shared child', (_, n) => (n['right']![0] = n['right']![1]), 'out of order'],
    [
      'swapped children',
      (_, n) => ([n['left']![0], n['right']![0]] = [n['right']![0], n['left']![0]]),
      'out of order',
    ],
    ['an orphan', (_, n) => orphan(n), '1 orphan nodes'],
    ['a leaf with children', (_, n) => (n['left']![3] = 4), 'leaf 3 has children'],
    ['half an index', (_, n) => (n['left']![0] = 1.5), 'nodes.left[0] is 1.5'],
    ['an index outside', (_, n) => (n['right']![0] = 99), 'nodes.right[0] is 99'],
    [
      'NaN as a threshold',
      (_, n) => (n['threshold']![0] = NaN),
      'nodes.threshold[0] is not a number',
    ],
    [
      'null as a threshold',
      (_, n) => (n['threshold']![0] = null),
      'nodes.threshold[0] is not a number',
    ],
    [
      'a threshold as text',
      (_, n) => (n['threshold']![0] = '2.5'),
      'nodes.threshold[0] is not a number',
    ],
    [
      'a threshold at a leaf',
      (_, n) => (n['threshold']![3] = 1),
      'nodes.threshold[3] should be null',
    ],
    [
      'a threshold for categories',
      (_, n) => (n['threshold']![1] = 0),
      'nodes.threshold[1] should be null',
    ],
    [
      'categories for a number',
      (_, n) => (n['leftCategories']![0] = []),
      'nodes.leftCategories[0] should be null',
    ],
    [
      'categories at a leaf',
      (_, n) => (n['leftCategories']![3] = []),
      'nodes.leftCategories[3] should be null',
    ],
    [
      'no categories',
      (_, n) => (n['leftCategories']![1] = null),
      'nodes.leftCategories[1] is not a list',
    ],
    ['an unknown category', (_, n) => (n['leftCategories']![1] = ['x\ny']), 'category "x\\ny"'],
    ['a category twice', (_, n) => (n['leftCategories']![1] = ['rent', 'rent']), 'repeats a name'],
    [
      'a number as a flag',
      (_, n) => (n['missingLeft']![0] = 1),
      'nodes.missingLeft[0] is not true or false',
    ],
    [
      'a value of a leaf left out',
      (_, n) => (n['value']![3] = null),
      'nodes.value[3] is not a list',
    ],
    [
      'a value that is no number',
      (_, n) => (n['value']![3] = [null, 1]),
      'nodes.value[3] is not a number',
    ],
    ['a negative weight', (_, n) => (n['weight']![0] = -1), 'nodes.weight[0] is -1'],
    ['a negative impurity', (_, n) => (n['impurity']![0] = -0.1), 'nodes.impurity[0] is -0.1'],
    ['a target that is no text', (d) => (d['target'] = 5), 'target is not text'],
    ['no weights', (_, n) => delete n['weight'], 'nodes.weight is not a list'],
    ['no impurity', (_, n) => delete n['impurity'], 'nodes.impurity is not a list'],
    [
      'no value at an inner node',
      (_, n) => (n['value']![0] = null),
      'nodes.value[0] is not a list',
    ],
    ['a probability above 1', (_, n) => (n['value']![3] = [1.5, -0.5]), 'nodes.value[3] holds 1.5'],
    ['probabilities of 0.9', (_, n) => (n['value']![3] = [0.5, 0.4]), 'nodes.value[3] adds up to'],
    ['a key of its own', (d) => (d['note'] = 'x'), 'the document has the unknown key "note"'],
    ['a prototype', (d) => own(d, '__proto__', {}), 'the document has the unknown key "__proto__"'],
    ['a key of the nodes', (_, n) => (n['missingRight'] = []), 'unknown key "missingRight"'],
    [
      'a key of a feature',
      (d) => ((d['features'] as Loose[])[1]!['min'] = 1),
      'features[1] has the unknown key "min"',
    ],
    [
      'a class named like deferral',
      (d, n) =>
        Object.assign(d, { classes: ['DEFER', 'x'] }) &&
        (n['deferred'] = n['feature']!.map((f) => f === -1)),
      'classes has "DEFER"',
    ],
  ])('%s', (_, change, words) => {
    expect(refusalOf(changed(change))).toContain(words);
  });

  test.each<[string, number, Loose]>([
    ['a kind', 0, { kind: 'ordinal' }],
    ['a name', 0, { name: 7 }],
    ['a format', 0, { format: 'money' }],
    ['a minimum', 0, { min: null }],
    ['a minimum above the maximum', 0, { min: 11 }],
    ['a whole-number mark', 0, { integer: 'yes' }],
    ['a missing share', 0, { missingShare: '10%' }],
    ['a missing share over 1', 0, { missingShare: 2 }],
    ['a unit', 0, { unit: 5 }],
    ['a description', 1, { description: ['x'] }],
    ['a protected mark', 1, { protected: 1 }],
    ['an immutable mark', 1, { immutable: 'no' }],
    ['categories', 1, { categories: 'rent' }],
    ['a repeated category', 1, { categories: ['rent', 'owner', 'rent'] }],
    ['a rest', 1, { rest: 3 }],
    ['a rest that is no category', 1, { rest: 'elsewhere' }],
    ['a boolean mark', 1, { boolean: 0 }],
  ])('%s of a feature that is of the wrong type', (_, index, change) => {
    const document = sampleDocument();
    Object.assign((document['features'] as Loose[])[index]!, change);
    expect(refusalOf(document)).toContain(`features[${index}].${Object.keys(change)[0]}`);
  });

  test('decisions where numbers are answered', () => {
    const { nodes } = sampleDocument() as { nodes: Loose };
    const value = (nodes['value'] as number[][]).map(([p]) => [p]);
    const regression = { ...sampleDocument(), task: 'regression', classes: [] };
    const { decision: _, ...plain }: Loose = { ...nodes, value };
    expect(refusalOf({ ...regression, nodes: plain })).toBeNull();
    const odd = { ...plain, decision: value.map(() => 0) };
    expect(refusalOf({ ...regression, nodes: odd })).toContain(
      'nodes has the unknown key "decision"',
    );
  });

  test.each([null, undefined, 5, 'tree', [], [[]]])('%j is not a document', (document) => {
    expect(refusalOf(document)).toContain('not');
  });
});

/** Sets a key that an assignment would not. */
function own(holder: Loose, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true });
}

/** Turns the last leaf of the sample into one that nothing points to. */
function orphan(nodes: Record<string, unknown[]>): void {
  for (const column of Object.values(nodes)) column.push(column.at(-1));
}

/**
 * Every place of a document, changed in every way below: the change is refused, or it is another
 * sound document that loads as exactly what it says.
 */
test('no change of a valid document is misread', () => {
  const random = new Random('mutations');
  const models = [sampleModel(), ...Array.from({ length: 4 }, () => smallModel(random))];
  let refused = 0;
  let accepted = 0;
  for (const model of models) {
    const text = JSON.stringify(encodeModel(model));
    const places = placesOf(JSON.parse(text));
    for (const place of places) {
      for (const replacement of REPLACEMENTS) {
        const document = JSON.parse(text) as Loose;
        replaceAt(document, place, replacement);
        if (JSON.stringify(document) === text) continue;
        if (refusalOf(document) === null) {
          accepted++;
          expect(place.join('.')).not.toMatch(/^nodes\.(left|right)\b/);
          expect(saySame(encodeModel(decodeModel(document)), document)).toBe(true);
        } else refused++;
      }
    }
  }
  expect(refused).toBeGreaterThan(2000);
  expect(accepted).toBeGreaterThan(100);
});

function smallModel(random: Random): Model {
  return randomModel(random, {
    growth: 0.9,
    task: random.below(4) === 0 ? 'regression' : 'classification',
    nFeatures: 3,
    hostile: true,
    maxDepth: 3,
    nClasses: 2,
    maxCategories: 3,
  });
}

type Place = ReadonlyArray<string | number>;

/** Every place in a JSON value: objects, lists and scalars alike. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const below = keys.flatMap((key) => placesOf((value as Loose)[key], [...at, key]));
  return at.length === 0 ? below : [at, ...below];
}

/** Ways to change what stands in one place; `undefined` removes it. */
const REPLACEMENTS: ReadonlyArray<(was: unknown) => unknown> = [
  () => undefined,
  () => null,
  () => 'x',
  () => -1,
  () => -2,
  () => 0.5,
  () => 1e9,
  () => true,
  () => [],
  () => ({}),
  (was) => (typeof was === 'number' ? was + 1 : was),
  (was) => (typeof was === 'number' ? was - 1 : was),
  (was) => (typeof was === 'boolean' ? !was : was),
  (was) => (Array.isArray(was) ? was.slice(1) : was),
  (was) => (Array.isArray(was) ? [...(was as unknown[]), ...(was as unknown[]).slice(-1)] : was),
];

function replaceAt(document: Loose, place: Place, replacement: (was: unknown) => unknown): void {
  const holder = place.slice(0, -1).reduce<Loose>((value, key) => value[key] as Loose, document);
  const key = place.at(-1)!;
  const next = replacement(holder[key]);
  if (next !== undefined) holder[key] = next;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}
