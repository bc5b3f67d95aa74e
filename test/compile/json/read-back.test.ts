import { describe, expect, test } from 'vitest';
import { compareBranches } from '../../../src/compile/compare.ts';
import { compileJson } from '../../../src/compile/json/compile-json.ts';
import { modelText, nodesText, readModel } from '../../../src/compile/json/model-json.ts';
import { checkVectorsText, fullVectors } from '../../../src/compile/json/vectors-json.ts';
import { contentFor } from '../content-for.ts';
import { creditModel } from '../models.ts';

const model = creditModel();
const content = contentFor(model);
const sound = modelText(content, nodesText(content.branch));

/** What is found wrong in a text of `model.json`, by the reader or by the comparison. */
function faultsOf(text: string): string[] {
  try {
    return compareBranches(model, readModel(text, content));
  } catch (error) {
    return [(error as Error).message];
  }
}

/** A text with one edit by hand. */
function edited(from: string, to: string): string {
  const changed = sound.replace(from, () => to);
  expect(changed, `"${from}" stands in the text`).not.toBe(sound);
  return changed;
}

const EDITS: ReadonlyArray<readonly [string, string, string]> = [
  ['another threshold', '"atMost": 80,', '"atMost": 80.00000000000001,'],
  ['a threshold that is no number', '"atMost": 80,', '"atMost": "80",'],
  [
    'another feature',
    '"feature": "Income", "atMost": 80,',
    '"feature": "Seniority", "atMost": 80,',
  ],
  ['another missing rule', '"atMost": 2.5, "missing": "yes"', '"atMost": 2.5, "missing": "no"'],
  ['no missing rule', '"atMost": 2.5, "missing": "yes"', '"atMost": 2.5, "missing": null'],
  ['swapped children', '"yes": 1, "no": 6', '"yes": 6, "no": 1'],
  ['a cycle', '"yes": 1, "no": 6', '"yes": 0, "no": 6'],
  ['another leaf', '{ "leaf": 2 }', '{ "leaf": 3 }'],
  ['a category more', '["owner"]', '["owner", "rent"]'],
  ['a category less', '["owner"]', '[]'],
  ['the other categories', '"oneOf": ["owner"]', '"noneOf": ["owner"]'],
  ['two questions', '"present": true,', '"present": true, "atMost": 1,'],
  ['no question', '"present": true,', ''],
  ['absence', '"present": true,', '"present": false,'],
  ['an unknown question', '"present": true,', '"known": true,'],
  ['a node that nothing reaches', '\n  ]\n}', ',\n    { "leaf": 0 }\n  ]\n}'],
  ['another decision', '"decision": "bad"', '"decision": "good"'],
  ['another value', '0.71', '0.72'],
  ['another class', '"classes": ["bad", "good"]', '"classes": ["good", "bad"]'],
  ['another meaning', 'Begin at nodes[0].', 'Begin at nodes[1].'],
  ['another category of a feature', '"ignore", "other"', '"other", "ignore"'],
  ['another hash', '"modelHash": "0', '"modelHash": "1'],
];

describe('the reader', () => {
  test('finds nothing wrong in what was written', () => {
    expect(faultsOf(sound)).toEqual([]);
  });

  test.each(EDITS)('notices %s', (_, from, to) => {
    expect(faultsOf(edited(from, to))).not.toEqual([]);
  });
});

test('vectors are read back value for value', async () => {
  const { files } = await compileJson(content);
  const text = files.get('vectors.json')!;
  const vectors = fullVectors(content);
  expect(() => checkVectorsText(text, vectors)).not.toThrow();
  expect(text).toContain('{ "number": "-0" }');
  for (const [from, to] of [
    ['{ "number": "-0" }', '0'],
    ['{ "number": "NaN" }', 'null'],
    ['{ "number": "-Infinity" }', '{ "number": "Infinity" }'],
    ['"leaf": 4 }', '"leaf": 5 }'],
    ['80.00000000000001', '80.00000000000003'],
  ] as const) {
    expect(text).toContain(from);
    const changed = text.replaceAll(from, to);
    expect(() => checkVectorsText(changed, vectors), from).toThrow('vectors.json differs');
  }
});
