import { describe, expect, test } from 'vitest';
import { stabilityText, verdictWords } from '../../src/commands/stability-words.ts';
import type { SplitStability, StabilityDocument } from '../../src/commands/stability.ts';

type Found = Omit<StabilityDocument, 'verdict'>;

const split = (
  place: string,
  feature: string,
  sameSplit: number,
  sameFeature = sameSplit,
): SplitStability => ({
  place,
  feature,
  question: `${feature} is at most 3`,
  sameFeature,
  sameSplit,
  featureOnTop: 1,
  asked: [
    { feature, share: sameFeature },
    { feature: null, share: 1 - sameFeature },
  ].filter(({ share }) => share > 0),
});

const spread = { mean: 0.953, lowest: 0.91, highest: 0.98 };
const found = (splits: readonly SplitStability[], more: Partial<Found> = {}): Found => ({
  schema: 'espalier-stability/1',
  run: 'loans',
  modelHash: '',
  role: 'decides',
  draws: 10,
  redrawn: 'synthetic-rows',
  teacher: 'kept',
  depth: 4,
  thresholds: { recurs: 0.8, nearlySame: 0.05, levels: 3 },
  splits,
  structures: { byFeature: 2, bySplit: 1 },
  agreement: { rows: 200, pairs: spread, withRun: spread, tolerance: null },
  ...more,
});

describe('the verdict says what a reader may make of the reasons', () => {
  test('of a stable tree: they come from teacher and data', () => {
    const words = verdictWords(found([split('root', 'income', 1)]), 'stable');
    expect(words).toMatch(/^Stable: .* at least 80% .* from the teacher and the data, not from/);
    expect(words).toContain('95.3% of 200 held-out rows on average (91.0% to 98.0%)');
  });

  test('of a stable top: which questions do not come back is counted', () => {
    const splits = [
      split('root', 'income', 0.9),
      split('left', 'age', 0.4),
      split('right', 'home', 1),
    ];
    const words = verdictWords(found(splits), 'top-stable');
    expect(words).toMatch(
      /^The top is stable, the lower splits vary: the first question \(income\)/,
    );
    expect(words).toContain('1 of the 2 questions');
    expect(words).toContain('true reasons of this tree’s own decisions');
    expect(verdictWords(found(splits, { role: 'explains' }), 'top-stable')).toContain(
      'The tree describes the teacher',
    );
  });

  test('of an unstable tree: not to present a path as the one reason, and whether only the limit moves', () => {
    const words = verdictWords(found([split('root', 'income', 0.5, 1)]), 'not-stable');
    expect(words).toMatch(
      /^Not stable: .* only 50% .* 100% ask the same feature first, at another limit/,
    );
    expect(words).toContain('do not present a path as the one reason');
    expect(verdictWords(found([split('root', 'income', 0.5)]), 'not-stable')).toContain(
      'somewhere on their first three levels',
    );
  });

  test('of a tree that asks nothing', () => {
    const leaf = { ...split('root', 'x', 0.6), feature: null, question: null };
    expect(verdictWords(found([leaf]), 'not-stable')).toContain(
      'the tree asks nothing, but only 60%',
    );
  });
});

test('the text names what was redrawn and what was kept, and hides no character', () => {
  const splits = [split('root', 'in\u202ecome', 0.5)];
  const whole = {
    ...found(splits, { redrawn: 'training-rows' }),
    verdict: { level: 'not-stable', words: 'Words.' },
  } as const;
  const text = stabilityText(whole);
  expect(text).toContain('the training rows drawn with replacement');
  expect(text).toContain('the teacher was kept');
  expect(text).toContain('comes back in 50%, its feature in 50%; else nothing 50%');
  expect(text).not.toContain('\u202e');
});
