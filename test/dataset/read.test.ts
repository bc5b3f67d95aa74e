import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Feature } from '../../src/core/table.ts';
import { readDataset } from '../../src/dataset/read.ts';
import type { Dataset } from '../../src/dataset/types.ts';
import { writeParquet } from '../../src/store/parquet.ts';
import { refusal, temporaryFolder } from '../store/temporary-folder.ts';
import { column, noise, reader } from './data.ts';

const read = reader();
const folder = temporaryFolder();
const N = 60;
const y = column(N, (row) => (row % 2 === 0 ? 'no' : 'yes'));
const x = noise(N, 'x');

function feature(dataset: Dataset, name: string): Feature | undefined {
  return dataset.table.features.find((candidate) => candidate.name === name);
}

function values(dataset: Dataset, name: string): (string | number)[] {
  const at = dataset.table.features.findIndex((candidate) => candidate.name === name);
  const found = dataset.table.features[at]!;
  return Array.from(dataset.table.columns[at]!, (value: number) =>
    found.kind === 'numeric' ? value : (found.categories[value] ?? value),
  );
}

function record(dataset: Dataset, name: string): Dataset['columns'][number] | undefined {
  return dataset.columns.find((candidate) => candidate.name === name);
}

function codes(dataset: Dataset): string[] {
  return dataset.warnings.map(({ code, column: name }) =>
    name === undefined ? code : `${code} ${name}`,
  );
}

describe('types', () => {
  test('are inferred from the values, and said', async () => {
    const dataset = await read({
      y,
      whole: column(N, (row) => (row % 10 === 3 ? '' : row % 10)),
      real: x,
      flag: column(N, (row) => (row % 3 === 0 ? 'TRUE' : 'false')),
      day: column(N, (row) => `2024-02-${String((row % 28) + 1).padStart(2, '0')}`),
      town: column(N, (row) => [' Ulm', 'Bonn ', 'Å'][row % 3]),
      two: column(N, (row) => row % 2),
    });
    expect(dataset.columns.map(({ name, type, role }) => `${name} ${type} ${role}`)).toEqual([
      'y boolean target',
      'whole numeric feature',
      'real numeric feature',
      'flag boolean feature',
      'day date feature',
      'town categorical feature',
      'two numeric feature',
    ]);
    expect(feature(dataset, 'whole')).toEqual({
      kind: 'numeric',
      name: 'whole',
      format: 'number',
      integer: true,
      min: 0,
      max: 9,
      missingShare: 0.1,
    });
    expect(feature(dataset, 'flag')).toMatchObject({
      categories: ['TRUE', 'false'],
      boolean: true,
    });
    expect(feature(dataset, 'day')).toMatchObject({ kind: 'numeric', format: 'date', min: 19754 });
    expect(feature(dataset, 'town')).toMatchObject({
      categories: ['Bonn', 'Ulm', 'Å'],
      rest: null,
      boolean: false,
    });
    expect(values(dataset, 'town').slice(0, 3)).toEqual(['Ulm', 'Bonn', 'Å']);
    expect(record(dataset, 'town')?.note).toBe('text; spaces around 40 values were removed');
    expect(record(dataset, 'y')?.note).toContain('classification (inferred) with 2 classes');
    expect(dataset.table.sourceRow).toEqual(Int32Array.from(column(N, (row) => row + 1)));
  });

  test('can be chosen', async () => {
    const types = new Map([
      ['code', 'categorical'],
      ['flag', 'boolean'],
    ] as const);
    const dataset = await read(
      { y, x, code: column(N, (row) => `0${row % 4}`), flag: column(N, (row) => row % 2) },
      { types },
    );
    expect(feature(dataset, 'code')).toMatchObject({ categories: ['00', '01', '02', '03'] });
    expect(feature(dataset, 'flag')).toMatchObject({ categories: ['0', '1'], boolean: true });
    expect(record(dataset, 'code')?.note).toContain('chosen by --type');
  });

  test.each([
    ['numeric', 'E_NUMBER', 'row 5: "n/k"'],
    ['date', 'E_DATE', 'row 1: "0"'],
    ['boolean', 'E_BOOLEAN', '59 different values'],
  ] as const)('chosen %s must fit every value', async (type, code, place) => {
    const work = read(
      { y, x, a: column(N, (row) => (row === 4 ? 'n/k' : row - (row % 59 === 58 ? 1 : 0))) },
      { types: new Map([['a', type]]) },
    );
    const found = await refusal(work);
    expect(found).toMatchObject({ code, exitCode: 3 });
    expect(found.message).toContain(place);
  });

  test.each([
    ['1e400', 'W_MIXED_NUMBERS'],
    ['0x1F', 'W_MIXED_NUMBERS'],
    ['9007199254740993', 'W_MIXED_NUMBERS'],
    ['inf', 'W_MIXED_NUMBERS'],
    ['1,5', 'W_DECIMAL_COMMA'],
    ['1,234.5', 'W_DECIMAL_COMMA'],
    ['unknown', 'W_MIXED_NUMBERS'],
  ])('one %s among numbers keeps the column as text, aloud', async (token, code) => {
    const dataset = await read({ y, x, a: column(N, (row) => (row === 6 ? token : row % 7)) });
    expect(feature(dataset, 'a')?.kind).toBe('categorical');
    expect(codes(dataset)).toEqual([`${code} a`]);
    expect(dataset.warnings[0]!.message).toContain(`row 7: "${token}"`);
  });

  test('decimal commas throughout never turn into numbers in silence', async () => {
    const dataset = await read({ y, x, a: column(N, (row) => `${row % 7},5`) });
    expect(feature(dataset, 'a')).toMatchObject({ kind: 'categorical' });
    expect(codes(dataset)).toEqual(['W_DECIMAL_COMMA a']);
  });

  test('whole numbers of 2^53 and more throughout stay text, aloud', async () => {
    const dataset = await read({ y, x, a: column(N, (row) => `900719925474099${row % 9}`) });
    expect(codes(dataset)).toEqual(['W_MIXED_NUMBERS a']);
  });

  test('text with a few numbers is plain text', async () => {
    const dataset = await read({ y, x, a: column(N, (row) => (row % 3 === 0 ? row % 5 : 'none')) });
    expect(codes(dataset)).toEqual([]);
  });

  test('tokens for missing values are counted in the note', async () => {
    const dataset = await read({ y, x, a: column(N, (row) => ['NA', '?', '', 1, 2, 3][row % 6]) });
    expect(feature(dataset, 'a')).toMatchObject({ kind: 'numeric', missingShare: 0.5 });
    expect(record(dataset, 'a')).toMatchObject({ missing: 30, distinct: 3 });
    expect(record(dataset, 'a')?.note).toContain('missing values: 10 written "?", 10 written "NA"');
  });

  test('above 254 categories keep the frequent ones and one rest of a free name', async () => {
    const n = 1200;
    const dataset = await read({
      y: column(n, (row) => (row % 2 === 0 ? 'no' : 'yes')),
      x: noise(n, 'x'),
      a: column(n, (row) => (row < 600 ? ['top', 'other'][row % 2] : `rare ${row % 300}`)),
    });
    const found = feature(dataset, 'a');
    if (found?.kind !== 'categorical') throw new Error('expected categories');
    expect(found.categories).toHaveLength(254);
    expect(found.rest).toBe('other (rest)');
    expect(found.categories).toEqual(found.categories.toSorted());
    const shown = values(dataset, 'a');
    expect(shown.slice(0, 2)).toEqual(['top', 'other']);
    expect(shown.filter((value) => value === 'other (rest)')).toHaveLength((302 - 253) * 2);
    expect(record(dataset, 'a')?.note).toContain('253 most frequent of 302 values');
  });
});

describe('the target', () => {
  test.each([
    ['two numbers are classes', column(N, (row) => row % 2), 'classification', ['0', '1']],
    [
      'two numbers written differently are two classes',
      column(N, (row) => ['1', '2.0', '01', '2'][row % 4]),
      'classification',
      ['1', '2'],
    ],
    ['three numbers are a regression', column(N, (row) => row % 3), 'regression', []],
    [
      'text is classes in the order of code units',
      column(N, (row) => ['b', 'B', 'ä', 'a'][row % 4]),
      'classification',
      ['B', 'a', 'b', 'ä'],
    ],
  ] as const)('%s', async (_, target, task, classNames) => {
    const { truth } = await read({ x, y: target });
    expect(truth).toMatchObject({ task, classNames, nOutputs: Math.max(1, classNames.length) });
    expect(truth.soft).toHaveLength(N * Math.max(1, classNames.length));
  });

  test('is one-hot for classes and itself for numbers', async () => {
    const classes = await read({ x, y: column(N, (row) => 'abc'[row % 3]) });
    expect([...classes.truth.soft.subarray(0, 9)]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    const numbers = await read({ x, y: column(N, (row) => row / 4) });
    expect([...numbers.truth.soft.subarray(0, 3)]).toEqual([0, 0.25, 0.5]);
  });

  test('takes the task that is chosen', async () => {
    const three = await read({ x, y: column(N, (row) => row % 3) }, { task: 'classification' });
    expect(three.truth.classNames).toEqual(['0', '1', '2']);
    const two = await read({ x, y: column(N, (row) => row % 2) }, { task: 'regression' });
    expect(two.truth.task).toBe('regression');
  });

  test('that is missing in a row leaves the row out, counted', async () => {
    const dataset = await read({
      x,
      y: column(N, (row) => (row < 5 ? ['', 'NA', '?', 'null', ' '][row] : 'ab'[row % 2])),
    });
    expect(dataset).toMatchObject({ rows: N, rowsWithoutTarget: 5 });
    expect(dataset.table.nRows).toBe(N - 5);
    expect(dataset.table.sourceRow[0]).toBe(6);
    expect(values(dataset, 'x')).toEqual(x.slice(5));
    expect(codes(dataset)).toEqual(['W_NO_TARGET_ROWS y']);
  });

  test('with a rare class warns', async () => {
    const dataset = await read({ x, y: column(N, (row) => (row < 2 ? 'odd' : 'ab'[row % 2])) });
    expect(codes(dataset)).toEqual(['W_RARE_CLASS y']);
  });

  test.each([
    ['E_ONE_CLASS', column(N, () => 'same'), {}],
    ['E_NO_TARGET_VALUES', column(N, () => 'NA'), {}],
    ['E_TOO_FEW_ROWS', column(N, (row) => (row < 19 ? 'ab'[row % 2] : '')), {}],
    ['E_TOO_MANY_CLASSES', column(120, (row) => `class ${row}`), {}],
    ['E_TARGET_TYPE', column(N, (row) => `2024-01-${10 + (row % 9)}`), {}],
    ['E_TARGET_TYPE', y, { task: 'regression' }],
    ['E_TARGET_RANGE', column(N, (row) => `${row}e155`), {}],
    ['E_POSITIVE', y, { positive: 'maybe' }],
    ['E_NO_TARGET', y, { target: 'z' }],
  ] as const)('is refused with %s', async (code, target, options) => {
    const work = read({ x: noise(target.length, 'x'), y: target }, options);
    expect(await refusal(work)).toMatchObject({ code, exitCode: 3 });
  });

  test('that is not there is met with near names', async () => {
    const found = await refusal(read({ Status: y, x }, { target: 'statsu' }));
    expect(found.message).toContain('did you mean "Status"?');
  });
});

describe('columns that deserve a word', () => {
  test('constant and empty ones are dropped', async () => {
    const dataset = await read({
      y,
      x,
      one: column(N, () => 7),
      none: column(N, () => ''),
      some: column(N, (row) => (row % 2 === 0 ? '' : 7)),
    });
    expect(dataset.table.features.map(({ name }) => name)).toEqual(['x', 'some']);
    expect(codes(dataset)).toEqual(['W_CONSTANT one', 'W_ALL_MISSING none', 'W_LEAK some']);
    expect(record(dataset, 'one')?.role).toBe('dropped');
  });

  test('identifiers are kept, with a warning', async () => {
    const dataset = await read({
      y,
      x,
      id: column(N, (row) => row * 7),
      key: column(N, (row) => `k${row}`),
      day: column(N, (row) => `20${10 + row}-01-01`),
    });
    expect(codes(dataset)).toEqual(['W_ID_LIKE id', 'W_ID_LIKE key']);
    expect(dataset.table.features).toHaveLength(4);
  });

  const n = 2000;
  const a = noise(n, 'a');
  const b = noise(n, 'b');
  const label = column(n, (row) => (a[row]! > 0.3 ? 'in' : 'out'));
  test.each([
    ['a threshold that gives two classes away', label, a, true],
    [
      'a threshold that gives all but a few away',
      label,
      a.map((v, row) => (row === 9 ? 1 - v : v)),
      true,
    ],
    [
      'a threshold that gives 99% away',
      label,
      a.map((v, row) => (row % 100 === 9 ? b[row]! : v)),
      false,
    ],
    [
      'categories that give many classes away',
      a.map((v) => `c${Math.floor(v * 5)}`),
      a.map((v) => `d${Math.floor(v * 10)}`),
      true,
    ],
    [
      'numbers that give many classes away',
      a.map((v) => `c${Math.floor(v * 5)}`),
      a.map((v) => Math.floor(v * 10)),
      true,
    ],
    ['a column of noise', label, b, false],
    [
      'a majority that explains itself',
      column(n, (row) => (row === 0 ? 'rare' : 'usual')),
      b,
      false,
    ],
    ['a copy of a number', a, a.map((v) => 3 - 2 * v), true],
    ['half of a number', a, a.map((v, row) => v + b[row]!), false],
  ])('%s', async (_, target, leak, warned) => {
    const dataset = await read({ y: target, z: noise(n, 'z'), leak });
    expect(codes(dataset).includes('W_LEAK leak')).toBe(warned);
  });

  test('refuses when nothing is left to learn from', async () => {
    expect(await refusal(read({ y, one: column(N, () => 1) }))).toMatchObject({
      code: 'E_NO_FEATURES',
    });
    expect(await refusal(read({ y, x }, { ignore: ['x'] }))).toMatchObject({
      code: 'E_NO_FEATURES',
    });
  });
});

describe('roles', () => {
  test('keep columns out of the features', async () => {
    const dataset = await read(
      {
        y,
        x,
        note: column(N, (row) => `n${row}`),
        when: column(N, (row) => row),
        p_yes: column(N, () => 0.25),
        p_no: column(N, () => 0.75),
        age: noise(N, 'age'),
      },
      {
        ignore: ['note'],
        split: { kind: 'time', column: 'when' },
        teacherColumns: ['p_yes', 'p_no'],
        protectedColumns: ['age'],
        immutableColumns: ['age'],
      },
    );
    expect(dataset.table.features.map(({ name }) => name)).toEqual(['x', 'age']);
    expect(feature(dataset, 'age')).toMatchObject({ protected: true, immutable: true });
    expect(dataset.columns.map(({ role }) => role)).toEqual([
      'target',
      'feature',
      'ignored',
      'split',
      'teacher',
      'teacher',
      'feature',
    ]);
    expect(dataset.splitValues).toEqual(Float64Array.from(column(N, (row) => row)));
    expect(codes(dataset)).toEqual([]);
  });

  test.each([
    [{ ignore: ['y'] }, 'E_TWO_ROLES'],
    [{ ignore: ['nowhere'] }, 'E_NO_COLUMN'],
    [{ protectedColumns: ['nowhere'] }, 'E_NO_COLUMN'],
    [{ redactedColumns: ['nowhere'] }, 'E_NO_COLUMN'],
    [{ redactedColumns: ['y'] }, 'E_REDACT'],
    [{ split: { kind: 'group', column: 'y' } }, 'E_TWO_ROLES'],
    [{ split: { kind: 'time', column: 'word' } }, 'E_SPLIT'],
    [{ split: { kind: 'group', column: 'gap' } }, 'E_SPLIT'],
    [{ split: { kind: 'time', column: 'gap' } }, 'E_SPLIT'],
  ] as const)('%j is refused with %s', async (options, code) => {
    const columns = {
      y,
      x,
      word: column(N, (row) => `w${row % 3}`),
      gap: column(N, (row) => (row === 3 ? '' : row)),
    };
    expect(await refusal(read(columns, options))).toMatchObject({ code });
  });
});

describe('recorded answers', () => {
  const p = column(N, (row) => (row % 5) / 4);

  test('are read by the ends of their names, in any order', async () => {
    const columns = { y, x, p_yes: p, p_no: p.map((v) => 1 - v) };
    const dataset = await read(columns, { teacherColumns: ['p_yes', 'p_no'] });
    expect(dataset.recorded?.classNames).toEqual(['no', 'yes']);
    expect([...dataset.recorded!.soft.subarray(2, 4)]).toEqual([0.75, 0.25]);
    const one = await read({ y, x, p_yes: p }, { teacherColumns: ['p_yes'] });
    expect(one.recorded?.soft).toEqual(dataset.recorded?.soft);
  });

  test('tell a class from one that ends alike', async () => {
    const target = column(N, (row) => ['1', '11', 'x'][row % 3]);
    const columns = {
      y: target,
      x,
      p_11: p.map((v) => v / 2),
      p_1: p.map((v) => v / 2),
      p_x: p.map((v) => 1 - v),
    };
    const dataset = await read(columns, { teacherColumns: ['p_x', 'p_11', 'p_1'] });
    expect([...dataset.recorded!.soft.subarray(3, 6)]).toEqual([0.125, 0.125, 0.75]);
  });

  test('may be one column of labels, or of numbers', async () => {
    const labels = await read(
      { y, x, said: column(N, (row) => (row < 9 ? 'yes' : 'no')) },
      { teacherColumns: ['said'] },
    );
    expect([...labels.recorded!.soft.subarray(0, 2)]).toEqual([0, 1]);
    const zeroOne = await read(
      { y: column(N, (row) => row % 2), x, said: column(N, (row) => (row < 9 ? 1 : 0)) },
      { teacherColumns: ['said'] },
    );
    expect([...zeroOne.recorded!.soft.subarray(0, 2)]).toEqual([0, 1]);
    const written = await read(
      { y: column(N, (row) => row % 2), x, said: column(N, (row) => (row < 9 ? '1.0' : '0.0')) },
      { teacherColumns: ['said'] },
    );
    expect(written.recorded).toEqual(zeroOne.recorded);
    const numbers = await read({ y: x, z: noise(N, 'z'), said: p }, { teacherColumns: ['said'] });
    expect([...numbers.recorded!.soft]).toEqual(p);
  });

  test.each([
    [{ p_yes: column(N, () => 1.5) }, ['p_yes'], 'row 1'],
    [
      { p_yes: column(N, () => 0.5), p_no: column(N, (row) => (row === 4 ? 0.1 : 0.5)) },
      ['p_yes', 'p_no'],
      'row 5',
    ],
    [{ p_yes: column(N, (row) => (row === 2 ? '' : 0.5)) }, ['p_yes'], 'row 3'],
    [{ p_maybe: p }, ['p_maybe'], 'p_maybe'],
    [{ p_yes: p, q_yes: p }, ['p_yes', 'q_yes'], 'two columns'],
    [{ said: column(N, (row) => (row === 7 ? 'perhaps' : 'yes')) }, ['said'], 'row 8'],
    [
      { y: column(N, (row) => row % 2), p_0: column(N, (row) => (row + 1) % 2) },
      ['p_0'],
      'two ways',
    ],
  ])('are refused with their place: case %#', async (columns, teacherColumns, place) => {
    const found = await refusal(read({ y, x, ...columns }, { teacherColumns }));
    expect(found.code).toBe('E_TEACHER');
    expect(found.message).toContain(place);
  });
});

describe('a file with declared types', () => {
  test('keeps text as text, aloud when it looks like numbers', async () => {
    const path = join(folder.path, 'typed.parquet');
    await writeParquet(path, [
      { name: 'y', kind: 'text', values: y },
      { name: 'x', kind: 'double', values: Float64Array.from(x) },
      { name: 'code', kind: 'text', values: column(N, (row) => `0${row % 3}`) },
      { name: 'day', kind: 'text', values: column(N, (row) => `2024-01-1${row % 5}`) },
      { name: 'gap', kind: 'integer', values: Int32Array.from(column(N, (row) => row % 5)) },
    ]);
    const dataset = await readDataset(path, { target: 'y' });
    expect(codes(dataset)).toEqual(['W_NUMBERS_AS_TEXT code', 'W_NUMBERS_AS_TEXT day']);
    expect(feature(dataset, 'code')).toMatchObject({ categories: ['00', '01', '02'] });
    const chosen = await readDataset(path, {
      target: 'y',
      types: new Map([
        ['code', 'numeric'],
        ['gap', 'categorical'],
      ] as const),
    });
    expect(feature(chosen, 'code')).toMatchObject({ kind: 'numeric', max: 2 });
    expect(feature(chosen, 'gap')).toMatchObject({ categories: ['0', '1', '2', '3', '4'] });
  });

  test('drops lists and objects, aloud', async () => {
    const records = column(N, (row) => ({
      y: y[row],
      x: x[row],
      tags: [row],
      ...(row % 2 === 0 ? {} : { z: row % 3 }),
    }));
    const path = folder.write('nested.json', JSON.stringify(records));
    const dataset = await readDataset(path, { target: 'y' });
    expect(dataset.table.features.map(({ name }) => name)).toEqual(['x', 'z']);
    expect(record(dataset, 'z')?.missing).toBe(N / 2);
    expect(codes(dataset)).toContain('W_NESTED tags');
    expect(await refusal(readDataset(path, { target: 'tags' }))).toMatchObject({
      code: 'E_NESTED',
    });
  });
});

describe('the embedded example', () => {
  test('reads as its notes say', async () => {
    const path = join(import.meta.dirname, '../../data/credit.csv');
    const dataset = await readDataset(path, { target: 'Status', positive: 'bad' });
    expect(dataset).toMatchObject({
      file: 'credit.csv',
      rows: 4454,
      rowsWithoutTarget: 0,
      warnings: [],
    });
    expect(dataset.sha256).toBe('9ba0c2326900ca6cc90cee6e43930bd691f07574f154d70807d5cb8f313e3217');
    expect(dataset.truth.classNames).toEqual(['bad', 'good']);
    expect(record(dataset, 'Income')).toMatchObject({ type: 'numeric', missing: 381 });
    expect(dataset.table.features).toHaveLength(13);
  });
});
