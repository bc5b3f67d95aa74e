import { describe, expect, test } from 'vitest';
import { compileModel } from '../../src/compile/compile.ts';
import { nextDown, nextUp } from '../../src/core/doubles.ts';
import { FAULTS } from '../../src/compile/faults.ts';
import { isNoticed, measureVectors, trialsOf } from '../../src/compile/script/measure.ts';
import { planOf } from '../../src/compile/script/plan.ts';
import { proveTarget, type Claim } from '../../src/compile/script/prove.ts';
import { lower } from '../../src/compile/lower.ts';
import { leafAnswers, modelTables } from '../../src/compile/tables.ts';
import { probesOf, vectorsOf } from '../../src/compile/vectors.ts';
import { buildTree, leafIds, type Model } from '../../src/core/tree.ts';
import { creditModel, growing, numericFeature, penguinsModel, townsModel } from './models.ts';
import { evidenceFor, metaFor } from './content-for.ts';

/** A model, its compiled JavaScript as proven, and its vectors. */
function provenOf(model: Model) {
  const { files } = compileModel(model, evidenceFor(model), metaFor(model));
  const vectors = vectorsOf(model, probesOf(model));
  const claim: Claim = {
    plan: planOf(model, lower(model)),
    tables: modelTables(model, leafAnswers(model)),
    vectors,
  };
  const verdict = proveTarget(claim, files.get('predict.js') ?? '', 'js');
  if (!verdict.equal) throw new Error(verdict.faults.join('\n'));
  return { claim, vectors, ...verdict };
}

function numericModel(thresholds: readonly number[]): Model {
  const features = [numericFeature('a'), numericFeature('b')];
  const { leaf, split } = growing(features);
  const root = thresholds.reduceRight(
    (rest, threshold, i) => split('a', threshold, i % 2 === 0, leaf(1, 0), rest),
    leaf(0, 1),
  );
  return { ...creditModel(), features, tree: buildTree(root, 2) };
}

const UGLY = numericModel([-1.7e308, -5e-324, 0.1 + 0.2, 123456.7891, 1.7e308]);

describe('boundary vectors', () => {
  test('reach every leaf', () => {
    for (const model of [creditModel(), penguinsModel(), townsModel(), UGLY]) {
      const reached = new Set(vectorsOf(model, probesOf(model)).map((vector) => vector.leaf));
      expect(reached.size).toBe(leafIds(model.tree).length);
    }
  });

  test('hold the threshold, its neighbours and everything that is not a number', () => {
    const [probe] = probesOf(UGLY);
    const values = probe?.tries.map(({ value }) => value);
    const t = -1.7e308;
    for (const value of [
      t,
      nextUp(t),
      nextDown(t),
      NaN,
      Infinity,
      -Infinity,
      -0,
      null,
      undefined,
    ]) {
      expect(values).toContainEqual(value);
    }
  });

  test('hold each category and one that was never seen', () => {
    const [probe] = probesOf(creditModel());
    expect(probe?.tries.map(({ value }) => value)).toEqual([
      'no',
      'yes',
      'unseen',
      null,
      undefined,
    ]);
  });

  test('hold a text that is not listed, and it goes where the rest goes', () => {
    for (const { tries } of probesOf(townsModel())) {
      const leafOf = (value: string) => tries.find((one) => one.value === value)?.leaf;
      const rest = leafOf('other') ?? leafOf('other (rest)');
      expect(rest).toBeDefined();
      expect(leafOf('unseen')).toBe(rest);
    }
  });

  test('lead to their split: both its sides are reached', () => {
    for (const { tries } of probesOf(creditModel())) {
      expect(new Set(tries.map(({ leaf }) => leaf)).size).toBeGreaterThan(1);
    }
  });
});

describe('seeded faults', () => {
  const cases = [creditModel(), townsModel(), UGLY].map(provenOf);
  const mutants = cases.flatMap(({ claim, vectors, proven }) =>
    trialsOf(claim.plan, proven, vectors, 1).map(({ mutant, walk }) => ({
      mutant,
      noticed: () => isNoticed(walk, vectors),
    })),
  );

  test.each(Object.keys(FAULTS))('%s: caught by the vectors alone, on leaf numbers', (kind) => {
    const ofKind = mutants.filter(({ mutant }) => mutant.kind === kind);
    const harmful = ofKind.filter(({ mutant }) => !mutant.equivalent);
    expect(harmful.length).toBeGreaterThan(0);
    expect(harmful.filter(({ noticed }) => !noticed())).toEqual([]);
  });

  test('are called equivalent only when no vector notices them', () => {
    const equivalent = mutants.filter(({ mutant }) => mutant.equivalent);
    expect(equivalent.length).toBeGreaterThan(0);
    expect(equivalent.filter(({ noticed }) => noticed())).toEqual([]);
  });

  test('that no vector notices stop the compiler', () => {
    const { claim, proven } = provenOf(creditModel());
    const blind: Claim = { ...claim, vectors: claim.vectors.slice(0, 1) };
    expect(() => measureVectors(blind, proven, 1)).toThrow('no boundary vector notices');
  });
});

describe('neighbouring doubles', () => {
  test.each([
    [0, 5e-324],
    [-0, 5e-324],
    [5e-324, 1e-323],
    [-5e-324, -0],
    [1, 1.0000000000000002],
    [-1, -0.9999999999999999],
    [Number.MAX_VALUE, Infinity],
    [Infinity, Infinity],
    [-Infinity, -Number.MAX_VALUE],
    [NaN, NaN],
  ])('above %d comes %d', (x, above) => {
    expect(nextUp(x)).toBe(above);
    expect(nextDown(-x)).toBe(-above);
  });
});
