import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { compileJson } from '../../../src/compile/json/compile-json.ts';
import { Random } from '../../../src/core/random.ts';
import type { CategoricalFeature } from '../../../src/core/table.ts';
import type { Model } from '../../../src/core/tree.ts';
import { contentFor } from '../content-for.ts';
import {
  constantModel,
  creditModel,
  deferring,
  hostileModel,
  priceModel,
  townsModel,
} from '../models.ts';
import { randomModel } from '../random-model.ts';

type Row = Readonly<Record<string, unknown>>;

interface VectorsDocument {
  readonly leaves: readonly Row[];
  readonly vectors: ReadonlyArray<{ readonly row: Row; readonly leaf: number }>;
}

/** The schemas of a model as validators, and its vectors. */
async function schemasOf(model: Model) {
  const { files } = await compileJson(contentFor(model));
  // `__proto__` is in every object; `strict` would refuse annotations that are there on purpose.
  const ajv = new Ajv2020({
    ownProperties: true,
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
  });
  const parsed = (file: string) => JSON.parse(files.get(file)!) as object;
  return {
    input: parsed('input.schema.json') as { $id: string; properties: Record<string, Row> },
    accepts: ajv.compile(parsed('input.schema.json')),
    acceptsAnswer: ajv.compile(parsed('output.schema.json')),
    ...(parsed('vectors.json') as VectorsDocument),
  };
}

/** Whether JSON can hold a row, and whether all its categories are known. */
function isPlain({ features }: Model, row: Row): boolean {
  return features.every((feature) => {
    const value = row[feature.name];
    if (value === null || feature.kind === 'numeric')
      return typeof value !== 'object' || value === null;
    return isKnown(feature, value);
  });
}

function isKnown({ categories, rest }: CategoricalFeature, value: unknown): boolean {
  return rest !== null || categories.includes(value as string);
}

/** This validator cannot compile a property whose name is half of a surrogate pair. */
function soundNames(model: Model): Model {
  const features = model.features.map((feature) =>
    feature.name === '\ud800' ? { ...feature, name: 'half a pair' } : feature,
  );
  return { ...model, features };
}

const MODELS: ReadonlyArray<readonly [string, Model]> = [
  ['credit', creditModel()],
  ['price', priceModel()],
  ['towns', townsModel()],
  ['hostile', soundNames(hostileModel())],
  ['deferring', deferring(creditModel(), [0])],
  ['deferring price', deferring(priceModel(), [1])],
  ['constant', constantModel()],
  ...[1, 2, 3, 4, 5, 6].map(
    (seed) => [`random ${seed}`, soundNames(randomModel(new Random(seed)))] as const,
  ),
];

describe.each(MODELS)('%s', (_, model) => {
  const made = schemasOf(model);

  test('a row is accepted exactly where its numbers and categories are such', async () => {
    const { accepts, vectors } = await made;
    const wrong = vectors.filter(({ row }) => accepts(row) !== isPlain(model, row));
    expect(wrong).toEqual([]);
    expect(vectors.some(({ row }) => isPlain(model, row))).toBe(true);
  });

  test('a row without a key, or with one more, is refused', async () => {
    const { accepts, vectors } = await made;
    const { row } = vectors.find((vector) => isPlain(model, vector.row))!;
    for (const { name } of model.features) {
      const { [name]: _value, ...rest } = row;
      expect(accepts(rest), name).toBe(false);
    }
    expect(accepts({ ...row, 'one more': 1 })).toBe(false);
  });

  test('a row with a value of another kind is refused', async () => {
    const { accepts, vectors } = await made;
    const { row } = vectors.find((vector) => isPlain(model, vector.row))!;
    for (const { name, kind } of model.features) {
      const others = [kind === 'numeric' ? '1' : 1, true, [], {}];
      for (const value of others) {
        const entries = Object.entries(row).map(([key, own]) => [key, key === name ? value : own]);
        expect(accepts(Object.fromEntries(entries)), name).toBe(false);
      }
    }
  });

  test('every leaf is an answer, and nothing else is', async () => {
    const { acceptsAnswer, leaves } = await made;
    expect(leaves.filter((leaf) => !acceptsAnswer(leaf))).toEqual([]);
    const [leaf] = leaves;
    expect(acceptsAnswer({ ...leaf, decision: 'never seen' })).toBe(false);
    expect(acceptsAnswer({ ...leaf, leaf: leaves.length })).toBe(false);
    expect(acceptsAnswer({ ...leaf, value: [] })).toBe(false);
  });
});

test('descriptions, units and ranges annotate, and the hash of the model names', async () => {
  const { input, accepts, vectors } = await schemasOf(creditModel());
  expect(input.$id).toBe(`urn:espalier:${'0123456789abcdef'.repeat(4)}:input`);
  expect(input.properties['Seniority']).toEqual({
    type: ['number', 'null'],
    description: 'Number, 0 years to 48 years in training.',
    examples: [0, 48],
  });
  expect(input.properties['Home']?.['description']).toBe('How the applicant lives. Category.');
  expect(accepts({ ...vectors[0]!.row, Seniority: -1e6 })).toBe(true);
});

test('a feature that the tree may not ask is no part of a row', async () => {
  const model = creditModel();
  const unused = { ...model.features[0]!, name: 'unused', withheld: true };
  const features = [...model.features, unused];
  const { input, accepts, vectors } = await schemasOf({ ...model, features });
  expect(Object.keys(input.properties)).toEqual(['Seniority', 'Home', 'Records', 'Income']);
  expect(accepts({ ...vectors[0]!.row, unused: 1 })).toBe(false);
});
