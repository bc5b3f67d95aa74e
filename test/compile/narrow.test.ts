import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FLOAT32, narrowed } from '../../src/compile/narrow.ts';
import { DOUBLES, FLOATS } from '../../src/compile/numbers.ts';
import { forksOf } from '../../src/compile/fork.ts';
import { probesOf, vectorsOf } from '../../src/compile/vectors.ts';
import { wholeSpace } from '../../src/core/box.ts';
import { Random } from '../../src/core/random.ts';
import { buildTree, leafIds, leafOf, type Model } from '../../src/core/tree.ts';
import { creditModel, growing, numericFeature, townsModel } from './models.ts';
import { EXTREME_THRESHOLDS, randomModel } from './random-model.ts';

/** A tree that asks one feature at each threshold, smaller values left. */
function chain(thresholds: readonly number[]): Model {
  const features = [numericFeature('a')];
  const { leaf, split } = growing(features);
  const root = thresholds.reduceRight(
    (rest, threshold) => split('a', threshold, false, leaf(1, 0), rest),
    leaf(0, 1),
  );
  return { ...creditModel(), features, tree: buildTree(root, 2) };
}

/** Values at which a rounded threshold could send a float32 another way. */
function floatsAround(model: Model): number[] {
  return [...model.tree.threshold, ...EXTREME_THRESHOLDS].flatMap((threshold) => {
    const near = Math.fround(threshold);
    return [near, FLOATS.up(near), FLOATS.down(near)];
  });
}

function toFloat32(model: Model): Model {
  return narrowed(model, FLOAT32);
}

describe('a model of float32 thresholds', () => {
  test('sends every float32 row where the model sends it', () => {
    let rounded = 0;
    fc.assert(
      fc.property(fc.nat(0xffffffff), (seed) => {
        const random = new Random(seed);
        const model = randomModel(random);
        const floats = toFloat32OrNull(model);
        if (floats === null) return;
        rounded++;
        const values = [...floatsAround(model), NaN];
        for (let i = 0; i < 200; i++) {
          const row = model.features.map((feature) =>
            feature.kind === 'numeric'
              ? values[random.below(values.length)]!
              : random.below(feature.categories.length + 1) - 1,
          );
          const at = (f: number): number => row[f]!;
          expect(leafOf(floats.tree, at)).toBe(leafOf(model.tree, at));
        }
        expect(forksOf(floats, 0, wholeSpace(model.features)).map(({ node }) => node)).toEqual(
          forksOf(model, 0, wholeSpace(model.features)).map(({ node }) => node),
        );
      }),
      { numRuns: 200, seed: 32, endOnFailure: true },
    );
    expect(rounded).toBeGreaterThan(50);
  });

  test('has float32 vectors that reach every leaf', () => {
    for (const model of [creditModel(), townsModel(), chain([-1e30, 0.1, 0.2, 16777217])]) {
      const floats = toFloat32(model);
      const vectors = vectorsOf(floats, probesOf(floats, FLOATS));
      const numbers = vectors.flatMap(({ row }) => Object.values(row)).filter(isNumber);
      expect(numbers.filter((value) => !Object.is(Math.fround(value), value))).toEqual([]);
      expect(new Set(vectors.map(({ leaf }) => leaf)).size).toBe(leafIds(model.tree).length);
    }
  });

  test('keeps the question whether a value is present', () => {
    expect(toFloat32(chain([0.5, Infinity])).tree.threshold[2]).toBe(Infinity);
  });
});

describe('refused, as float32 cannot tell', () => {
  test.each([1e39, -1e39, Number.MAX_VALUE])('a threshold of %d', (threshold) => {
    expect(() => toFloat32(chain([threshold]))).toThrow(
      expect.objectContaining({
        code: 'E_NUMBERS',
        exitCode: 3,
        message: `"a" is split at ${threshold}, beyond float32: compile with --numbers float64.`,
      }),
    );
  });

  test('a leaf between two thresholds that become one', () => {
    const model = chain([0.1, DOUBLES.up(0.1)]);
    expect(() => toFloat32(model)).toThrow(
      'two thresholds of "a" near 0.10000000000000002 are one number in float32, so that a leaf between them could not be reached',
    );
  });

  test('and nothing else: a leaf that missing values reach stays', () => {
    const { tree, ...model } = chain([0.1, DOUBLES.up(0.1)]);
    const missingLeft = Uint8Array.from(tree.missingLeft, (_, node) => Number(node === 2));
    const floats = toFloat32({ ...model, tree: { ...tree, missingLeft } });
    expect(new Set(floats.tree.threshold)).toEqual(new Set([FLOATS.down(Math.fround(0.1)), 0]));
  });

  test('and nothing that no row reaches', () => {
    expect(() => toFloat32(chain([Infinity, 1e300]))).not.toThrow();
  });
});

function toFloat32OrNull(model: Model): Model | null {
  try {
    return toFloat32(model);
  } catch (error) {
    expect(error).toMatchObject({ code: 'E_NUMBERS' });
    return null;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
