import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LARGEST } from '../../src/core/decision.ts';
import { wilson } from '../../src/core/interval.ts';
import { Random } from '../../src/core/random.ts';
import type { FeatureGroups } from '../../src/core/run.ts';
import { MISSING, UNSEEN, type Column, type Feature } from '../../src/core/table.ts';
import { compareGroups, type GroupedRows, type GroupOptions } from '../../src/evaluate/groups.ts';
import type { Yardstick } from '../../src/evaluate/yardstick.ts';

const CLASSES: Yardstick = {
  task: 'classification',
  nOutputs: 2,
  rule: LARGEST,
  constant: 0,
  tolerance: null,
};
const NUMBERS: Yardstick = { ...CLASSES, task: 'regression', nOutputs: 1, tolerance: 0.5 };
const GOOD: GroupOptions = { classNames: ['bad', 'good'], positive: 'good' };

const sex: Feature = {
  kind: 'categorical',
  name: 'Sex',
  categories: ['female', 'male', 'rare', 'rarer'],
  rest: null,
  boolean: false,
  missingShare: 0,
  protected: true,
};
const age: Feature = {
  kind: 'numeric',
  name: 'Age',
  format: 'number',
  integer: true,
  min: 18,
  max: 90,
  missingShare: 0,
  unit: 'years',
};

function rowsOf(
  feature: Feature,
  column: Column,
  teacher: readonly number[],
  student: readonly number[],
): GroupedRows {
  const soft = (classes: readonly number[]): Float64Array =>
    Float64Array.from(classes.flatMap((k) => (k === 0 ? [0.8, 0.2] : [0.2, 0.8])));
  return {
    table: {
      features: [feature],
      columns: [column],
      nRows: column.length,
      sourceRow: new Int32Array(column.length),
    },
    teacher: soft(teacher),
    student: soft(student),
    decided: Int32Array.from(student),
  };
}

const compare = (rows: GroupedRows, options: GroupOptions = GOOD): FeatureGroups[] =>
  compareGroups(rows, CLASSES, options, new Random(1));

const repeat = (times: number, value: number): number[] =>
  Array.from({ length: times }, () => value);

describe('groups of a category', () => {
  const column = Int32Array.from([
    ...repeat(20, 0),
    ...repeat(10, 1),
    ...repeat(4, 2),
    ...repeat(3, 3),
    ...repeat(2, UNSEEN),
    ...repeat(5, MISSING),
  ]);
  const ones = repeat(column.length, 1);
  /** The tree says no to the first four women whom the teacher says yes to. */
  const student = ones.map((_, row) => (row < 4 ? 0 : 1));

  it('are one each; those of few rows are one together, what is not known apart', () => {
    const [found] = compare(rowsOf(sex, column, ones, student));
    expect(found).toMatchObject({ feature: 'Sex', protected: true, forbidden: false });
    expect(found!.groups.map(({ name, n }) => [name, n])).toEqual([
      ['female', 20],
      ['male', 10],
      ['(other)', 7],
      ['(missing)', 7],
    ]);
  });

  it('say how often tree and teacher agree, and what each is given', () => {
    const [women, men] = compare(rowsOf(sex, column, ones, student))[0]!.groups;
    expect(women).toEqual({
      name: 'female',
      n: 20,
      fidelity: wilson(16, 20),
      outcomes: [{ answer: 'good', teacher: wilson(20, 20), student: wilson(16, 20) }],
    });
    expect(men!.fidelity).toEqual(wilson(10, 10));
  });

  it('have gaps between those of rows enough', () => {
    const wrongElsewhere = student.map((k, row) => (row >= 30 ? 0 : k));
    const { gaps } = compare(rowsOf(sex, column, ones, wrongElsewhere))[0]!;
    expect(gaps.fidelity).toBeCloseTo(0.2, 12);
    expect(gaps.outcomes[0]).toMatchObject({ answer: 'good', teacher: 0 });
    expect(gaps.outcomes[0]!.student).toBeCloseTo(0.2, 12);
    const few = compare(rowsOf(sex, column.slice(0, 25), ones, student))[0]!;
    expect(few.gaps.fidelity).toBeNull();
  });

  it('compare every class where there is no positive one', () => {
    const rows = rowsOf(sex, column, ones, student);
    const [found] = compare(rows, { ...GOOD, positive: null });
    expect(found!.groups[0]!.outcomes.map(({ answer }) => answer)).toEqual(['bad', 'good']);
  });
});

describe('groups of a number', () => {
  const withheld: Feature = { ...age, withheld: true };

  it('lie on either side of the median, missing values apart', () => {
    const column = Float64Array.of(30, 20, NaN, 40, 20, 50);
    const [found] = compare(rowsOf(withheld, column, repeat(6, 1), repeat(6, 1)), GOOD);
    expect(found).toMatchObject({ feature: 'Age', protected: false, forbidden: true });
    expect(found!.groups.map(({ name, n }) => [name, n])).toEqual([
      ['at most 30 years', 3],
      ['over 30 years', 2],
      ['(missing)', 1],
    ]);
  });

  it('are one where all values are equal, and one where all are missing', () => {
    const of = (value: number): string[] =>
      compare(rowsOf(withheld, Float64Array.of(value, value), [1, 1], [1, 1]), GOOD)[0]!.groups.map(
        ({ name }) => name,
      );
    expect(of(7)).toEqual(['at most 7 years']);
    expect(of(NaN)).toEqual(['(missing)']);
  });
});

it('of answers that are numbers have means', () => {
  const column = Int32Array.from([...repeat(12, 0), ...repeat(12, 1)]);
  const numbers = Float64Array.from(column, (code, row) => 10 * code + (row % 2));
  const rows: GroupedRows = {
    ...rowsOf(sex, column, [...column], [...column]),
    teacher: numbers,
    student: numbers.map((value) => value + 0.75),
  };
  const options = { ...GOOD, classNames: [], positive: null };
  const [found] = compareGroups(rows, NUMBERS, options, new Random(1));
  const [women, men] = found!.groups;
  expect(women!.fidelity).toEqual(wilson(0, 12));
  const { answer, teacher, student } = women!.outcomes[0]!;
  expect([answer, teacher.value, student.value]).toEqual([null, 0.5, 1.25]);
  expect(teacher.low!).toBeLessThan(0.5);
  expect(teacher.high!).toBeGreaterThan(0.5);
  expect(men!.outcomes[0]!.teacher.value).toBe(10.5);
  expect(found!.gaps.outcomes[0]).toMatchObject({ answer: null, teacher: 10, student: 10 });
});

it('are not formed for features that are neither protected nor withheld', () => {
  const plain: Feature = { ...sex, protected: false };
  expect(compare(rowsOf(plain, Int32Array.of(0, 1), [0, 1], [0, 1]))).toEqual([]);
});

it('hold every row once, and their fidelity adds up to that of all', () => {
  const row = fc.record({
    code: fc.constantFrom(0, 1, 2, 3, MISSING, UNSEEN),
    teacher: fc.nat(1),
    student: fc.nat(1),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 80 }), (rows) => {
      const [found] = compare(
        rowsOf(
          sex,
          Int32Array.from(rows, ({ code }) => code),
          rows.map(({ teacher }) => teacher),
          rows.map(({ student }) => student),
        ),
      );
      const { groups } = found!;
      expect(groups.reduce((sum, { n }) => sum + n, 0)).toBe(rows.length);
      const agreeing = groups.reduce((sum, { n, fidelity }) => sum + n * fidelity.value!, 0);
      const same = rows.filter(({ teacher, student }) => teacher === student).length;
      expect(agreeing).toBeCloseTo(same, 9);
    }),
  );
});
