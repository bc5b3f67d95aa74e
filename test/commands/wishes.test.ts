import { describe, expect, test } from 'vitest';
import type { DistillOptions } from '../../src/commands/options.ts';
import { resolveSettings } from '../../src/commands/settings.ts';
import { decisionRule, treeLimits } from '../../src/commands/wishes.ts';
import { EspalierError } from '../../src/core/errors.ts';
import { classLabels, numberLabels, tableOf } from '../fixtures/rows.ts';

const settings = (options: Partial<DistillOptions>): ReturnType<typeof resolveSettings> =>
  resolveSettings({ data: 'x.csv', target: 'y', ...options });

const { features } = tableOf({ income: [1, 2.5], home: ['rent', 'own'], 'a=b': [1, 2] });
const two = { ...classLabels([0, 1], 2), classNames: ['bad', 'good:ish'] };
const three = classLabels([0, 1, 2], 3);
const number = numberLabels([1, 2, 3]);

/** The refusal of options as a user reads it: exit code 2 and one line. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    expect(error.exitCode).toBe(2);
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  throw new Error('nothing was refused');
}

describe('what is asked of a student', () => {
  test('goes by the index of its features', () => {
    const asked = settings({
      maxLeaves: 7,
      minRealRows: 20,
      monotone: { income: '+', 'a=b': '-' },
      featureCost: { home: 0.01 },
    });
    expect(treeLimits(asked, features, two)).toEqual({
      maxLeaves: 7,
      minRealRows: 20,
      forbidden: [],
      monotone: [1, 0, -1],
      featureCost: [0, 0.01, 0],
    });
    expect(treeLimits(settings({ forbid: ['home', 'home'] }), features, two).forbidden).toEqual([
      1,
    ]);
  });

  test.each([
    [{ forbid: ['home'], role: 'explains' }, /hide the teacher's reasons/],
    [{ forbid: ['y'] }, /is the target/],
    [{ monotone: { y: '+' } }, /is the target/],
    [{ forbid: ['home'], featureCost: { home: 0.1 } }, /is forbidden/],
    [{ threshold: 0.4, costs: { 'a:b': 2 } }, /two decision rules/],
    [{ student: 'ml-cart', maxLeaves: 5 }, /ml-cart knows no limits/],
    [{ maxLeaves: 1 }, /max-leaves.* is 1: use a whole number from 2/],
    [{ minRealRows: 0 }, /min-real-rows.* is 0/],
    [{ depth: 0 }, /depth.* is 0/],
    [{ depth: 65 }, /depth.* is 65/],
    [{ maxDepth: 0 }, /max-depth.* is 0/],
    [{ trees: 0 }, /trees.* is 0/],
    [{ featureCost: { home: 0 } }, /feature-cost.* is 0: use a number above 0/],
    [{ monotone: { income: 'up' as '+' } }, /monotone.*is "up": use \+ or -/],
    [{ defer: 0 }, /defer is 0/],
    [{ defer: 1 }, /defer is 1: use a number between 0 and 1/],
    [{ threshold: 1 }, /threshold is 1/],
  ] as const)('%j is refused before a file is read', (options, reason) => {
    expect(refusal(() => settings(options))).toMatch(reason);
  });

  test.each([
    [{ forbid: ['hom'] }, two, /no feature of this run: did you mean "home"\?/],
    [{ monotone: { incme: '+' } }, two, /did you mean "income"\?/],
    [{ featureCost: { zzz: 0.1 } }, two, /its features are "income", "home" and "a=b"/],
    [{ monotone: { home: '+' } }, two, /categories, which have no order/],
    [{ monotone: { income: '+' } }, three, /has 3 classes/],
    [{ forbid: ['income', 'home', 'a=b'] }, two, /leaves the student no feature/],
    [{ objective: 'balanced' }, number, /needs classes/],
  ] as const)('%j is refused by what the file holds', (options, labels, reason) => {
    expect(refusal(() => treeLimits(settings(options), features, labels))).toMatch(reason);
  });
});

describe("the teacher's decision rule", () => {
  test('is the largest, a threshold of the positive class, or costs', () => {
    expect(decisionRule(settings({}), two)).toEqual({ kind: 'largest' });
    expect(decisionRule(settings({ threshold: 0.3 }), two)).toEqual({
      kind: 'threshold',
      positive: 1,
      threshold: 0.3,
    });
    expect(decisionRule(settings({ threshold: 0.3, positive: 'bad' }), two)).toMatchObject({
      positive: 0,
    });
    const costs = decisionRule(settings({ costs: { 'bad:good:ish': 5 } }), two);
    expect(costs).toEqual({
      kind: 'costs',
      costs: [
        [0, 5],
        [1, 0],
      ],
    });
  });

  test.each([
    [{ threshold: 0.3 }, three, /has 3/],
    [{ threshold: 0.3 }, number, /is a number/],
    [{ costs: { 'bad:good': 5 } }, two, /did you mean "good:ish"\?/],
    [{ costs: { bad: 5 } }, two, /is not <actual>:<decided>/],
    [{ costs: { 'bad:bad': 5 } }, two, /is no mistake/],
    [{ costs: { 'a:b': 5 } }, number, /needs classes/],
    [{ defer: 0.9 }, { ...two, classNames: ['DEFER', 'b'] }, /rename that class/],
  ] as const)('%j is refused where it does not fit', (options, labels, reason) => {
    expect(refusal(() => decisionRule(settings(options), labels))).toMatch(reason);
  });
});
