import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { C_KINDS, type CKindName } from '../../src/compile/c/kinds.ts';
import { cProgram } from '../../src/compile/c/program.ts';
import { FLOATS, floorToFloat, INTS } from '../../src/compile/numbers.ts';
import { buildTree, type Model } from '../../src/core/tree.ts';
import { contentFor } from './content-for.ts';
import { creditModel, growing, numericFeature } from './models.ts';

describe('a threshold that the numbers cannot keep', () => {
  const refusalOf = (model: Model, numbers: CKindName): unknown => {
    try {
      return cProgram(contentFor(model), C_KINDS[numbers]);
    } catch (error) {
      return error;
    }
  };
  /** Splits of one whole number, each on the right of the one before. */
  const splitting = (thresholds: readonly number[], integer = true): Model => {
    const features = [numericFeature('a'), numericFeature('b\nb', { integer })];
    const { leaf, split } = growing(features);
    const root = thresholds.reduceRight(
      (rest, threshold) => split('b\nb', threshold, false, leaf(1, 0), rest),
      leaf(0, 1),
    );
    return { ...creditModel(), features, tree: buildTree(root, 2) };
  };

  test.each([
    ['float32', [1e39], 'is split at 1e+39, beyond float32: compile with --numbers float64.'],
    ['float32', [-1e39], 'is split at -1e+39, beyond float32'],
    ['float32', [3.5e38], 'is split at 3.5e+38, beyond float32'],
    ['float32', [0.1, 0.1 + 1e-12], 'near 0.10000000000100001 are one number in float32'],
    ['int32', [2147483647], 'is split at 2147483647, beyond int32'],
    ['int32', [-2147483648], 'is split at -2147483648, beyond int32'],
    ['int32', [1.25, 1.5], 'near 1.5 are one number in int32, so that a leaf between them could'],
  ] as const)('%s: %j', (numbers, thresholds, words) => {
    expect(refusalOf(splitting(thresholds), numbers)).toMatchObject({
      code: 'E_NUMBERS',
      exitCode: 3,
      message: expect.stringMatching(/^[^\n]*"b\\u000ab"[^\n]*$/),
    });
    expect(String(refusalOf(splitting(thresholds), numbers))).toContain(words);
  });

  test('int32: of a feature that is not whole', () => {
    const refusal = refusalOf(splitting([1], false), 'int32');
    expect(String(refusal)).toContain('does not hold whole numbers alone');
    expect(String(refusal)).toContain('--numbers float32 or float64');
  });

  test('others are rounded down, and presence stays', () => {
    const kept = (thresholds: readonly number[], numbers: CKindName): number[] => {
      const { content } = cProgram(contentFor(splitting(thresholds)), C_KINDS[numbers]);
      const { tree } = content.model;
      return Array.from(tree.threshold).filter((_, node) => tree.feature[node] !== -1);
    };
    expect(kept([0.1, 80, 3.4028234663852886e38, Infinity], 'float32')).toEqual([
      Math.fround(0.1) > 0.1 ? 0.09999999403953552 : Math.fround(0.1),
      80,
      3.4028234663852886e38,
      Infinity,
    ]);
    expect(kept([-2147483646.5, -0.5, 80.5, 2147483646.9, Infinity], 'int32')).toEqual([
      -2147483647,
      -1,
      80,
      2147483646,
      Infinity,
    ]);
  });

  test('a split that no row reaches is no matter', () => {
    const model = splitting([5, 4, 1e39]);
    const { leaf, split } = growing(model.features);
    const root = split(
      'b\nb',
      5,
      false,
      split('b\nb', 1e39, false, leaf(1, 0), leaf(0, 1)),
      leaf(1, 0),
    );
    const unreached = { ...model, tree: buildTree(root, 2) };
    expect(cProgram(contentFor(unreached), C_KINDS.float32).content.branch.kind).toBe('if');
  });
});

describe('floats', () => {
  test('a threshold is rounded down to the one below it, or itself', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (threshold) => {
        const floor = floorToFloat(threshold);
        expect(FLOATS.holds(floor)).toBe(true);
        expect(floor).toBeLessThanOrEqual(threshold);
        expect(floor === Infinity || FLOATS.up(floor) > threshold).toBe(true);
      }),
    );
  });

  test('have neighbours of their own', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (x) => {
        expect(FLOATS.holds(FLOATS.up(x))).toBe(true);
        expect(x === Infinity || FLOATS.up(x) > x).toBe(true);
        expect(FLOATS.down(FLOATS.up(x))).toBe(x === Infinity ? 3.4028234663852886e38 : x + 0);
        const middle = x / 2 + FLOATS.up(x) / 2;
        expect(Number.isFinite(middle) && FLOATS.holds(middle) && middle > x).toBe(
          Number.isFinite(middle) && middle === FLOATS.up(x),
        );
      }),
    );
  });
});

test('whole numbers hold 32 bits but for the least, which is a missing value', () => {
  for (const x of [0, -2147483647, 2147483647, NaN]) expect(INTS.holds(x)).toBe(true);
  for (const x of [-0, 0.5, -2147483648, 2147483648, Infinity]) expect(INTS.holds(x)).toBe(false);
});
