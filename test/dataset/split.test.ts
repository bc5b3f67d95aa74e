import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { UNSEEN, type Column, type Feature } from '../../src/core/table.ts';
import { splitDataset } from '../../src/dataset/split.ts';
import { oneHot } from '../../src/dataset/target.ts';
import type { Dataset, Partition, SplitOptions } from '../../src/dataset/types.ts';

/** A dataset of one numeric and one categorical column, straight from arrays. */
function datasetOf(rows: {
  readonly x: readonly number[];
  readonly category: readonly number[];
  readonly classes: readonly number[];
  readonly splitValues?: Dataset['splitValues'];
  readonly rest?: string;
}): Dataset {
  const n = rows.x.length;
  const features: Feature[] = [
    {
      kind: 'numeric',
      name: 'x',
      format: 'number',
      integer: false,
      min: 0,
      max: 1,
      missingShare: 0,
    },
    {
      kind: 'categorical',
      name: 'c',
      categories: ['a', 'b', 'c', 'd', 'e'],
      rest: rows.rest ?? null,
      boolean: false,
      missingShare: 0,
    },
  ];
  const columns: Column[] = [Float64Array.from(rows.x), Int32Array.from(rows.category)];
  const classNames = Array.from({ length: Math.max(1, ...rows.classes) + 1 }, (_, c) => `k${c}`);
  return {
    file: 'data.csv',
    sha256: '',
    target: 'y',
    table: {
      features,
      columns,
      nRows: n,
      sourceRow: Int32Array.from(rows.x.keys(), (row) => row + 1),
    },
    truth: oneHot(classNames, Int32Array.from(rows.classes)),
    rows: n,
    rowsWithoutTarget: 0,
    columns: features.map(({ name }) => ({
      name,
      type: 'numeric',
      role: 'feature',
      distinct: 0,
      missing: 0,
      note: '',
    })),
    warnings: [],
    redacted: [],
    recorded: null,
    splitValues: rows.splitValues ?? null,
  };
}

/** Values that repeat, so that whole rows do. */
const rowsOf = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: -1, max: 4 }),
      fc.integer({ min: 0, max: 2 }),
    ),
    {
      minLength: 60,
      maxLength: 300,
    },
  )
  .map((rows) => ({
    x: rows.map(([x]) => (x === 0 ? NaN : x)),
    category: rows.map(([, c]) => c),
    classes: rows.map(([, , k], row) => (row < 3 ? row : k)),
  }));

function setOfRow({ train, select, test: held }: Partition, n: number): Int32Array {
  const sets = new Int32Array(n).fill(-1);
  for (const [set, rows] of [train, select, held].entries()) {
    for (const row of rows) {
      expect(sets[row]).toBe(-1);
      sets[row] = set;
    }
  }
  expect(sets).not.toContain(-1);
  return sets;
}

describe('any split', () => {
  const kinds = fc.constantFrom<SplitOptions['kind']>('random', 'time', 'group');
  test('has each row in one set, in order, by its seed alone', () => {
    fc.assert(
      fc.property(rowsOf, kinds, fc.integer(), (rows, kind, seed) => {
        const n = rows.x.length;
        const splitValues =
          kind === 'time'
            ? Float64Array.from(rows.category.keys())
            : rows.category.map((_, row) => `g${row % 17}`);
        const options: SplitOptions = kind === 'random' ? { kind } : { kind, column: 's' };
        const dataset = datasetOf({ ...rows, splitValues });
        const { partition } = splitDataset(dataset, options, new Random(seed));
        setOfRow(partition, n);
        for (const set of [partition.train, partition.select, partition.test]) {
          expect(set).toEqual(set.toSorted());
          expect(set.length).toBeGreaterThan(0);
        }
        expect(splitDataset(dataset, options, new Random(seed)).partition).toEqual(partition);
        expect(partition.record).toEqual({
          kind,
          column: kind === 'random' ? null : 's',
          train: partition.train.length,
          select: partition.select.length,
          test: partition.test.length,
        });
      }),
    );
  });
});

describe('a random split', () => {
  test('keeps rows with the same features on one side', () => {
    fc.assert(
      fc.property(rowsOf, fc.integer(), (rows, seed) => {
        const { partition } = splitDataset(datasetOf(rows), { kind: 'random' }, new Random(seed));
        const sets = setOfRow(partition, rows.x.length);
        const seen = new Map<string, number>();
        for (const [row, set] of sets.entries()) {
          const key = `${rows.x[row]} ${rows.category[row]}`;
          expect(seen.get(key) ?? set).toBe(set);
          seen.set(key, set);
        }
      }),
    );
  });

  test('gives each set its share of each class', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 80, maxLength: 400 }),
        fc.integer(),
        (classes, seed) => {
          const dataset = datasetOf({
            x: classes.map((_, row) => row),
            category: classes.map((_, row) => row % 5),
            classes: [0, 1, 2, 3, ...classes.slice(4)],
          });
          const { partition } = splitDataset(dataset, { kind: 'random' }, new Random(seed));
          const { soft, nOutputs } = dataset.truth;
          const count = (rows: Iterable<number>, c: number): number =>
            [...rows].filter((row) => soft[row * nOutputs + c] === 1).length;
          for (let c = 0; c < nOutputs; c++) {
            const total = count(classes.keys(), c);
            expect(Math.abs(count(partition.select, c) - 0.2 * total)).toBeLessThanOrEqual(1);
            expect(Math.abs(count(partition.test, c) - 0.2 * total)).toBeLessThanOrEqual(1);
            if (total >= 3)
              for (const set of [partition.train, partition.select, partition.test])
                expect(count(set, c)).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  test('draws large groups of duplicates into every set, not only into the largest', () => {
    const x = Array.from({ length: 2000 }, (_, row) => (row < 1000 ? Math.floor(row / 50) : row));
    let held = 0;
    for (let seed = 0; seed < 40; seed++) {
      const dataset = datasetOf({
        x,
        category: x.map(() => 0),
        classes: x.map((_, row) => row % 2),
      });
      const { test: rows } = splitDataset(dataset, { kind: 'random' }, new Random(seed)).partition;
      held += rows.filter((row) => row < 1000).length / rows.length / 40;
    }
    expect(held).toBeGreaterThan(0.42);
    expect(held).toBeLessThan(0.58);
  });

  test('differs from seed to seed', () => {
    const x = Array.from({ length: 100 }, (_, row) => row);
    const dataset = datasetOf({ x, category: x.map((v) => v % 5), classes: x.map((v) => v % 2) });
    const train = (seed: number): Int32Array =>
      splitDataset(dataset, { kind: 'random' }, new Random(seed)).partition.train;
    expect(train(1)).not.toEqual(train(2));
  });
});

describe('a split by a column', () => {
  const n = 100;
  const rows = Array.from({ length: n }, (_, row) => row);
  const plain = {
    x: rows,
    category: rows.map((row) => row % 5),
    classes: rows.map((row) => row % 2),
  };

  test('of time trains on the earliest rows and keeps ties together', () => {
    const times = Float64Array.from(rows, (row) => Math.floor(((row * 37) % n) / 4));
    const { partition } = splitDataset(
      datasetOf({ ...plain, splitValues: times }),
      { kind: 'time', column: 't' },
      new Random(0),
    );
    const range = (set: Int32Array): [number, number] => [
      Math.min(...set.map((row) => times[row]!)),
      Math.max(...set.map((row) => times[row]!)),
    ];
    expect(range(partition.train)[1]).toBeLessThan(range(partition.select)[0]);
    expect(range(partition.select)[1]).toBeLessThan(range(partition.test)[0]);
    expect([partition.train.length, partition.select.length, partition.test.length]).toEqual([
      60, 20, 20,
    ]);
  });

  test('of groups keeps each group whole', () => {
    const groups = rows.map((row) => `g${row % 13}`);
    const { partition } = splitDataset(
      datasetOf({ ...plain, splitValues: groups }),
      { kind: 'group', column: 'g' },
      new Random(3),
    );
    const sets = setOfRow(partition, n);
    for (const row of rows) expect(sets[row]).toBe(sets[row % 13]);
  });

  test('of sets obeys the file', () => {
    const names = rows.map(
      (row) => ['Train', 'validation', 'TEST', 'train', 'select', 'valid'][row % 6]!,
    );
    const { partition } = splitDataset(
      datasetOf({ ...plain, splitValues: names }),
      { kind: 'column', column: 's' },
      new Random(0),
    );
    expect([...partition.test]).toEqual(rows.filter((row) => row % 6 === 2));
    expect([...partition.train]).toEqual(rows.filter((row) => row % 3 === 0));
  });

  test('says how many test rows have a twin in training', () => {
    const names = rows.map((row) => ['train', 'train', 'train', 'select', 'test'][row % 5]!);
    const x = rows.map((row) => (row === 4 ? 0 : row));
    const category = rows.map((row) => (row === 4 ? 0 : row % 5));
    const { dataset } = splitDataset(
      datasetOf({ ...plain, x, category, splitValues: names }),
      { kind: 'column', column: 's' },
      new Random(0),
    );
    expect(dataset.warnings.map(({ code }) => code)).toContain('W_SHARED_ROWS');
    expect(dataset.warnings.find(({ code }) => code === 'W_SHARED_ROWS')?.message).toMatch(
      /^1 of 20 test rows/,
    );
  });

  test.each([
    [
      'an unknown set',
      { kind: 'column', column: 's' },
      rows.map((row) => ['train', 'holdout'][row % 2]!),
      'holdout',
    ],
    [
      'an empty set',
      { kind: 'column', column: 's' },
      rows.map((row) => ['train', 'test'][row % 2]!),
      'select',
    ],
    [
      'one class in training',
      { kind: 'column', column: 's' },
      rows.map((row) => (row % 2 === 0 ? 'train' : row % 4 === 1 ? 'select' : 'test')),
      'one class',
    ],
    ['one moment', { kind: 'time', column: 't' }, new Float64Array(n), 'train'],
    ['one group', { kind: 'group', column: 'g' }, rows.map(() => 'g'), 'row'],
  ] as const)('with %s is refused', (_, options, splitValues, word) => {
    const work = (): unknown =>
      splitDataset(datasetOf({ ...plain, splitValues }), options, new Random(0));
    expect(work).toThrow(expect.objectContaining({ code: 'E_SPLIT', exitCode: 3 }));
    expect(work).toThrow(word);
  });
});

describe('the schema after a split', () => {
  const sets = ['train', 'train', 'train', 'select', 'test'];
  const rows = Array.from({ length: 50 }, (_, row) => row);
  const narrowed = (
    x: readonly number[],
    category: readonly number[],
    rest?: string,
  ): { dataset: Dataset; partition: Partition } =>
    splitDataset(
      datasetOf({
        ...(rest === undefined ? {} : { rest }),
        x,
        category,
        classes: rows.map((row) => (row + Math.floor(row / 5)) % 2),
        splitValues: rows.map((row) => sets[row % 5]!),
      }),
      { kind: 'column', column: 's' },
      new Random(0),
    );

  test('shows what the training rows show', () => {
    const { dataset, partition } = narrowed(
      rows.map((row) => (row % 5 === 4 ? 1000 : row % 10 === 0 ? NaN : row)),
      rows.map((row) => (row % 5 === 3 ? 1 : row % 5 === 0 ? 4 : 2)),
    );
    const [x, c] = dataset.table.features;
    expect(x).toMatchObject({ min: 1, max: 47, missingShare: 5 / 30, integer: true });
    expect(c).toMatchObject({ categories: ['c', 'e'], missingShare: 0 });
    expect([...dataset.table.columns[1]!.subarray(0, 5)]).toEqual([1, 0, 0, UNSEEN, 0]);
    expect(partition.select.every((row) => dataset.table.columns[1]![row] === UNSEEN)).toBe(true);
    expect(dataset.warnings).toEqual([
      expect.objectContaining({ code: 'W_UNSEEN_CATEGORY', column: 'c' }),
    ]);
    expect(dataset.warnings[0]!.message).toMatch(/^10 /);
  });

  test('counts what only other rows show as the rest, if training shows that', () => {
    // Training has categories 2 and 4, select only 1, test only 3.
    const category = rows.map((row) => [4, 2, 2, 1, 3][row % 5]!);
    const known = narrowed(rows, category, 'e').dataset;
    expect(known.table.features[1]).toMatchObject({ categories: ['c', 'e'], rest: 'e' });
    expect([...known.table.columns[1]!.subarray(0, 5)]).toEqual([1, 0, 0, 1, 1]);
    expect(known.warnings).toEqual([]);
    const lost = narrowed(rows, category, 'd').dataset;
    expect(lost.table.features[1]).toMatchObject({ categories: ['c', 'e'], rest: null });
    expect([...lost.table.columns[1]!.subarray(0, 5)]).toEqual([1, 0, 0, UNSEEN, UNSEEN]);
    expect(lost.warnings.map(({ code }) => code)).toEqual(['W_UNSEEN_CATEGORY']);
  });

  test('loses a column that is constant in training, aloud', () => {
    const { dataset } = narrowed(
      rows,
      rows.map((row) => (row % 5 < 3 ? 0 : 1)),
    );
    expect(dataset.table.features.map(({ name }) => name)).toEqual(['x']);
    expect(dataset.table.columns).toHaveLength(1);
    expect(dataset.columns.map(({ role }) => role)).toEqual(['feature', 'dropped']);
    expect(dataset.warnings.map(({ code }) => code)).toEqual(['W_CONSTANT']);
  });

  test('must keep a column', () => {
    expect(() =>
      narrowed(
        rows.map((row) => (row % 5 < 3 ? 0 : 1)),
        rows.map(() => 0),
      ),
    ).toThrow(expect.objectContaining({ code: 'E_NO_FEATURES' }));
  });
});
