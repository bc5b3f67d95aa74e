import { describe, expect, test } from 'vitest';
import { plainFigure, wilson } from '../../src/core/interval.ts';
import type { FeatureGroups, GroupRecord } from '../../src/core/run.ts';
import { deferralSection, groupSections } from '../../src/report/card-sections.ts';
import { deferralSentence, floorWords } from '../../src/report/deferral-words.ts';
import { groupSentence } from '../../src/report/group-words.ts';
import { CREDIT_RUN, DEFERRING_RUN, makeRun, REGRESSION_RUN } from '../fixtures/site-run.ts';

const credit = makeRun(CREDIT_RUN);
const wine = makeRun(REGRESSION_RUN);

describe('deferral in words', () => {
  const run = makeRun(DEFERRING_RUN);

  test('says who is asked how often, and how good the rest is', () => {
    const { leaves, answered } = run.deferral;
    const sentence = deferralSentence(run)!;
    expect(sentence).toContain(`${leaves} of ${run.student.leaves} paths ask the teacher`);
    expect(sentence).toContain(`answers ${(100 * answered.value!).toFixed(1)}%`);
    expect(sentence).toContain('is below 99%, or none came');
    expect(deferralSentence(credit)).toBeNull();
  });

  test('of numbers speaks of the tolerance', () => {
    const deferral = { ...wine.deferral, floor: 0.995, leaves: 1 };
    expect(deferralSentence({ ...wine, deferral })).toMatch(
      /^1 of \d+ paths asks .* is within 0\.400 of the teacher on .* below 99\.5%/,
    );
  });

  test('the card shows every floor, with deferral and without', () => {
    for (const card of [deferralSection(run), deferralSection(credit), deferralSection(wine)]) {
      expect(card.split('\n').filter((line) => /^\| \d/.test(line))).toHaveLength(3);
    }
    expect(deferralSection(credit)).toContain('Every path answers.');
  });

  test.each([
    [0.99, '99%'],
    [0.995, '99.5%'],
    [0.07, '7%'],
    [1, '100%'],
  ])('a floor of %d is %s', (floor, words) => {
    expect(floorWords(floor)).toBe(words);
  });
});

function group(name: string, hits: number, given: number, answer: string | null): GroupRecord {
  const figure = (value: number) =>
    answer === null ? plainFigure(value, 100) : wilson(value, 100);
  return {
    name,
    n: 100,
    fidelity: wilson(hits, 100),
    outcomes: [{ answer, teacher: figure(given - 1), student: figure(given) }],
  };
}

function feature(groups: readonly GroupRecord[], forbidden = false): FeatureGroups {
  const gaps = { fidelity: 0, outcomes: [] };
  return { feature: 'Sex', protected: true, forbidden, groups, gaps };
}

describe('groups in words', () => {
  test('a few are named one by one', () => {
    const groups = [group('women', 91, 71, 'good'), group('men', 88, 75, 'good')];
    expect(groupSentence(credit, feature(groups))).toBe(
      'Sex: the tree agrees with the teacher on 91.0% (83.8 to 95.2) for women, 88.0% (80.2 to 93.0) for men; gives good to 71.0% (61.5 to 79.0) for women, 75.0% (65.7 to 82.5) for men; the teacher to 70.0% (60.4 to 78.1) for women, 74.0% (64.6 to 81.6) for men',
    );
  });

  test('those of few rows are left to the card', () => {
    const groups = [group('women', 91, 71, 'good'), { ...group('few', 88, 75, 'good'), n: 9 }];
    expect(groupSentence(credit, feature(groups))).not.toContain('few');
    expect(groupSections({ ...credit, groups: [feature(groups)] })[0]).toContain('| few | 9 |');
  });

  test('many are told by the lowest and the highest', () => {
    const groups = [90, 95, 85, 99, 88].map((hits, i) => group(`g${i}`, hits, 50 + i, 'good'));
    expect(groupSentence(credit, feature(groups))).toBe(
      'Sex: the tree agrees with the teacher on 85.0% (76.7 to 90.7) for g2 up to 99.0% (94.6 to 99.8) for g3; gives good to 50.0% (40.4 to 59.6) for g0 up to 54.0% (44.3 to 63.4) for g4; the teacher to 49.0% (39.4 to 58.7) for g0 up to 53.0% (43.3 to 62.5) for g4',
    );
  });

  test('numbers are means', () => {
    const groups = [group('women', 91, 5.5, null), group('men', 88, 6.25, null)];
    expect(groupSentence(wine, feature(groups))).toBe(
      'Sex: the tree is within 0.400 of the teacher on 91.0% (83.8 to 95.2) for women, 88.0% (80.2 to 93.0) for men; answers 5.5 for women, 6.25 for men on average; the teacher 4.5 for women, 5.25 for men',
    );
  });

  test('several classes are left to the card', () => {
    const one = group('all', 90, 50, 'a');
    const many = { ...one, outcomes: [...one.outcomes, ...one.outcomes] };
    expect(groupSentence(credit, feature([many]))).not.toContain('gives');
    const [card] = groupSections({ ...credit, groups: [feature([many])] });
    expect(card).toContain('| Teacher gives a | Tree gives a | Teacher gives a | Tree gives a |');
  });

  test('the card names a feature that was withheld, and lets no name become markup', () => {
    const groups = [group('<b>x|y</b>', 91, 71, 'good')];
    const [card] = groupSections({ ...credit, groups: [feature(groups, true)] });
    expect(card).toContain('### Sex (protected, withheld from the tree)');
    expect(card).toContain('| 70.0% (60.4 to 78.1) | 71.0% (61.5 to 79.0) |');
    expect(card).toContain('\\<b\\>x\\|y\\</b\\>');
    expect(groupSections({ ...credit, groups: [] })).toEqual([]);
  });
});
