import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { argmax, decide, decisions, LARGEST } from '../../src/core/decision.ts';

const shares = fc
  .array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 6 })
  .filter((counts) => counts.some((count) => count > 0))
  .map((counts) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / total);
  });

describe('a decision rule', () => {
  test('decides for the largest, the first of equals', () => {
    expect(argmax([0.2, 0.4, 0.4], 0, 3)).toBe(1);
    expect(decide(LARGEST, [0.5, 0.5], 0, 2)).toBe(0);
  });

  test('a threshold decides for its class from that probability on', () => {
    const rule = { kind: 'threshold', positive: 0, threshold: 0.3 } as const;
    expect(decisions([0.3, 0.7, 0.29, 0.71], 2, rule)).toEqual(Int32Array.of(0, 1));
  });

  test('costs of 1 for every mistake decide for the largest', () => {
    fc.assert(
      fc.property(shares, (soft) => {
        const costs = soft.map((_, i) => soft.map((__, j) => (i === j ? 0 : 1)));
        const cheapest = decide({ kind: 'costs', costs }, soft, 0, soft.length);
        expect(soft[cheapest]).toBeCloseTo(Math.max(...soft), 12);
      }),
    );
  });

  test('costs of two classes are a threshold', () => {
    // Deciding b for an a costs 5, a for a b 1: a is decided while p(a) * 5 >= p(b).
    const rule = {
      kind: 'costs',
      costs: [
        [0, 5],
        [1, 0],
      ],
    } as const;
    expect(decisions([0.2, 0.8, 0.15, 0.85], 2, rule)).toEqual(Int32Array.of(0, 1));
  });
});
