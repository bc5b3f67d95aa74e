import { describe, expect, it } from 'vitest';
import { EspalierError } from '../../src/core/errors.ts';
import { Random } from '../../src/core/random.ts';
import type { RowSets } from '../../src/core/sets.ts';
import { decisions } from '../../src/core/decision.ts';
import type { Labels, Table } from '../../src/core/table.ts';
import { baForestTeacher } from '../../src/teacher/ba-forest-teacher.ts';
import { decodeForest } from '../../src/teacher/forest-codec.ts';
import { forestAnswers } from '../../src/teacher/forest.ts';
import type { Teacher } from '../../src/teacher/teacher.ts';
import {
  baForestText,
  plainVotes,
  randomPlainForest,
  type PlainForest,
} from '../fixtures/ba-forest.ts';
import { classLabels, numberLabels, tableOf, threeSets, type Values } from '../fixtures/rows.ts';

const named = (labels: Labels): Labels => ({
  ...labels,
  classNames: labels.classNames.map((_, k) => String(k)),
});

/** Rows of whole numbers, and as text where `asText` says so. */
function gridRows(
  rows: readonly (readonly number[])[],
  nClasses: number,
  asText: (feature: number) => boolean = () => false,
): RowSets {
  const columns = new Map<string, Values>(
    rows[0]!.map((_, f) => [`x${f}`, rows.map((row) => (asText(f) ? String(row[f]!) : row[f]!))]),
  );
  const codes = rows.map((_, row) => row % nClasses);
  return threeSets({ table: tableOf(columns), truth: named(classLabels(codes, nClasses)) });
}

const teach = (sets: RowSets, text: string): Promise<Teacher> =>
  baForestTeacher(sets, text, 'made-up.txt', {});

/** Three trees of one question or none: enough to have ties and exact hits. */
const SMALL: PlainForest = {
  nFeatures: 2,
  nClasses: 2,
  trees: [
    { feature: 0, threshold: 2, left: { decided: 1 }, right: { decided: 0 } },
    { feature: 1, threshold: 0.5, left: { decided: 0 }, right: { decided: 1 } },
  ],
};
const SMALL_ROWS = [
  [2, 0],
  [2, 1],
  [3, 0],
  [3, 1],
  [1, 1],
  [0, 0],
  [9, 1],
  [2, 1],
  [3, 0],
  [2, 0],
] as const;

describe('a forest of Born-Again Tree Ensembles', () => {
  it('answers with the share of votes; a value on a threshold goes left, a tie to the lowest class', async () => {
    const sets = gridRows(SMALL_ROWS, 2);
    const { answers, record, warnings } = await teach(sets, baForestText(SMALL));
    expect([...answers.train]).toEqual([0.5, 0.5, 0, 1, 1, 0, 0.5, 0.5, 0, 1, 0.5, 0.5]);
    expect([...decisions(answers.train, 2)]).toEqual([0, 1, 0, 0, 1, 0]);
    expect(record).toMatchObject({
      kind: 'ba-forest',
      description: 'the forest of 2 trees in made-up.txt, by majority vote',
      settings: { file: 'made-up.txt', trees: 2 },
      outOfBag: false,
    });
    expect(warnings.map(({ code }) => code)).toEqual(['W_IN_BAG']);
  });

  it.each([2, 3, 7])('of %i classes answers as a plain walk does, any rows', async (nClasses) => {
    for (let seed = 0; seed < 25; seed++) {
      const random = new Random(`ba/${nClasses}/${seed}`);
      const shape = { nFeatures: 4, nClasses, nTrees: 1 + random.below(12), depth: 5, levels: 6 };
      const forest = randomPlainForest(random, shape);
      const rows = Array.from({ length: 40 }, () =>
        Array.from({ length: 4 }, () => random.below(6)),
      );
      // Two columns that the reader took for names: the numbers are the same.
      const sets = gridRows(rows, nClasses, (f) => f % 2 === 1);
      const teacher = await teach(sets, baForestText(forest));
      const expected = rows.flatMap((row) => plainVotes(forest, row));
      const { train, select, test } = teacher.answers;
      const given = [...train, ...select, ...test];
      expected.forEach((share, i) => expect(given[i]).toBeCloseTo(share, 12));
      const again = await teacher.answer!(sets.test.table, {});
      expect(again).toEqual(test);
    }
  });

  it('decides every vote by the majority, the lowest class on a tie', async () => {
    const random = new Random('ties');
    const forest = randomPlainForest(random, {
      nFeatures: 3,
      nClasses: 3,
      nTrees: 10,
      depth: 3,
      levels: 5,
    });
    const rows = Array.from({ length: 200 }, () => [0, 1, 2].map(() => random.below(5)));
    const { answers } = await teach(gridRows(rows, 3), baForestText(forest));
    const expected = rows.slice(0, 120).map((row) => {
      const votes = plainVotes(forest, row);
      return votes.indexOf(Math.max(...votes));
    });
    expect([...decisions(answers.train, 3)]).toEqual(expected);
  });

  it('reads true and false as 1 and 0', async () => {
    const columns = {
      a: SMALL_ROWS.map(([a]) => a),
      b: SMALL_ROWS.map(([, b]) => (b === 1 ? 'true' : 'false')),
    };
    const truth = named(
      classLabels(
        SMALL_ROWS.map((_, row) => row % 2),
        2,
      ),
    );
    const { answers } = await teach(
      threeSets({ table: tableOf(columns), truth }),
      baForestText(SMALL),
    );
    const plain = await teach(gridRows(SMALL_ROWS, 2), baForestText(SMALL));
    expect(answers).toEqual(plain.answers);
  });

  it('is saved as any forest is', async () => {
    const sets = gridRows(SMALL_ROWS, 2);
    const { saved, answers, record } = await teach(sets, baForestText(SMALL));
    expect(record.sha256).toMatch(/^[0-9a-f]{64}$/);
    const loaded = decodeForest(JSON.parse(saved!));
    expect(await forestAnswers(loaded, sets.test.table, {})).toEqual(answers.test);
  });

  it('may have its lines end as on Windows', async () => {
    const sets = gridRows(SMALL_ROWS, 2);
    const windows = await teach(sets, baForestText(SMALL).replaceAll('\n', '\r\n'));
    expect(windows.answers).toEqual((await teach(sets, baForestText(SMALL))).answers);
  });
});

/** The line a refusal is made of. */
async function refusal(sets: RowSets, text: string): Promise<string> {
  const error: unknown = await teach(sets, text).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(EspalierError);
  const { code, exitCode, message } = error as EspalierError;
  expect([code, exitCode]).toEqual(['E_BA_FOREST', 3]);
  expect(message).not.toContain('\n');
  return message;
}

describe('a damaged file is refused:', () => {
  const good = baForestText(SMALL);
  it.each([
    ['no header', '', 'there is no NB_TREES'],
    ['another text', 'a,b\n1,2\n', 'there is no NB_TREES'],
    ['no number of classes', good.replace('NB_CLASSES: 2\n', ''), 'there is no NB_CLASSES'],
    ['one class', good.replace('NB_CLASSES: 2', 'NB_CLASSES: 1'), 'line 5: NB_CLASSES is "1"'],
    ['odd count', good.replace('NB_TREES: 2', 'NB_TREES: two'), 'line 3: NB_TREES is "two"'],
    [
      'a tree missing',
      good.replace('NB_TREES: 2', 'NB_TREES: 3'),
      'it has 2 trees and announces 3',
    ],
    ['a tree out of order', good.replace('[TREE 1]', '[TREE 2]'), 'where [TREE 1] should'],
    ['too many nodes', good.replace('NB_NODES: 3', 'NB_NODES: 2'), 'right child is "2", expected'],
    ['no count of nodes', good.replace('NB_NODES: 3\n', ''), 'there is no NB_NODES'],
    ['cut off', good.slice(0, good.lastIndexOf('2 LN')), 'it has 2 of 3 nodes'],
    ['a field missing', good.replace('1 LN -1 -1', '1 LN -1'), 'a node has 7 fields, expected 8'],
    ['a wrong id', good.replace('1 LN', '7 LN'), 'line 12: the node id is "7"'],
    ['an odd kind', good.replace('1 LN', '1 XX'), 'line 12: the node is "XX"'],
    ['a cycle', good.replace('0 IN 1 2', '0 IN 0 2'), 'line 11: the left child is "0"'],
    ['a child beyond', good.replace('0 IN 1 2', '0 IN 1 9'), 'line 11: the right child is "9"'],
    ['a shared child', good.replace('0 IN 1 2', '0 IN 1 1'), 'two nodes lead to node 1'],
    ['a column beyond', good.replace('1 2 0 2 0', '1 2 5 2 0'), 'the feature is "5"'],
    ['no threshold', good.replace('1 2 0 2 0', '1 2 0 nan 0'), 'the threshold is "nan"'],
    [
      'an endless threshold',
      good.replace('1 2 0 2 0', '1 2 0 1e999 0'),
      'the threshold is "1e999"',
    ],
    ['a class beyond', good.replace('-1 1 1\n', '-1 1 2\n'), 'the class is "2"'],
    [
      'an orphan',
      good
        .replace('NB_NODES: 3', 'NB_NODES: 4')
        .replace('2 LN -1 -1 -1 -1 1 0', '2 LN -1 -1 -1 -1 1 0\n3 LN -1 -1 -1 -1 1 0'),
      'line 14: no node leads to node 3',
    ],
  ])('%s', async (_, text, words) => {
    expect(await refusal(gridRows(SMALL_ROWS, 2), text)).toContain(words);
  });

  it('deeper than can be walked', async () => {
    let deep: PlainForest['trees'][number] = { decided: 0 };
    for (let level = 0; level < 65; level++) {
      deep = { feature: 0, threshold: level, left: deep, right: { decided: 1 } };
    }
    const text = baForestText({ ...SMALL, trees: [deep] });
    expect(await refusal(gridRows(SMALL_ROWS, 2), text)).toContain('deeper than 64');
  });

  it('and damage of one character is refused in one line, where it can be seen at all', async () => {
    const random = new Random('damage');
    const sets = gridRows(SMALL_ROWS, 2);
    for (let i = 0; i < 300; i++) {
      const at = random.below(good.length);
      const text = `${good.slice(0, at)}${'0 9-x\n['[random.below(7)]!}${good.slice(at + 1)}`;
      const answer: unknown = await teach(sets, text).catch((reason: unknown) => reason);
      if (answer instanceof Error) expect(answer).toMatchObject({ code: 'E_BA_FOREST' });
    }
  });
});

describe('a forest that does not fit the data is refused:', () => {
  const sets = gridRows(SMALL_ROWS, 2);
  const withTrain = (table: Partial<Table>, truth: Partial<Labels> = {}): RowSets => ({
    ...sets,
    train: {
      ...sets.train,
      table: { ...sets.train.table, ...table },
      truth: { ...sets.train.truth, ...truth },
    },
  });
  const [x0, x1] = sets.train.table.features;

  it.each<[string, RowSets, string]>([
    [
      'numbers to answer',
      { ...sets, train: { ...sets.train, truth: numberLabels([1, 2, 3]) } },
      'use --task classification',
    ],
    ['other names', withTrain({}, { classNames: ['no', 'yes'] }), 'the target has "no" and "yes"'],
    ['another order', withTrain({}, { classNames: ['1', '0'] }), 'the classes 0 and 1 and the'],
    ['more classes', gridRows(SMALL_ROWS, 3), 'the target has "0", "1" and "2"'],
    ['fewer columns', withTrain({ features: [x0!] }), 'reads 2 feature columns and the data has 1'],
    [
      'names in a column',
      gridRowsWith(['red', 'blue']),
      'compares numbers and column "x1" holds text ("red")',
    ],
    [
      'missing values',
      withTrain({ features: [x0!, { ...x1!, missingShare: 0.1 }] }),
      'column "x1" has some',
    ],
    [
      'dates',
      withTrain({ features: [x0!, { ...x1!, format: 'date' } as typeof x0 & object] }),
      'column "x1" holds dates',
    ],
  ])('%s', async (_, data, words) => {
    expect(await refusal(data, baForestText(SMALL))).toContain(words);
  });

  it('more classes than text can sort', async () => {
    const many = { ...SMALL, nClasses: 11 };
    expect(await refusal(sets, baForestText(many))).toContain('at most 10 can be read');
  });
});

function gridRowsWith(names: readonly [string, string]): RowSets {
  const columns = { x0: SMALL_ROWS.map(([a]) => a), x1: SMALL_ROWS.map(([, b]) => names[b]) };
  const truth = named(
    classLabels(
      SMALL_ROWS.map((_, row) => row % 2),
      2,
    ),
  );
  return threeSets({ table: tableOf(columns), truth });
}
