import { describe, expect, it, vi } from 'vitest';
import { inputError, type EspalierError } from '../../src/core/errors.ts';
import type { Table } from '../../src/core/table.ts';
import {
  functionTeacher,
  rowObjects,
  type Row,
  type TeacherFunction,
} from '../../src/teacher/function-teacher.ts';
import { makeRows, tableOf, threeSets, type Values } from '../fixtures/rows.ts';

const binary = threeSets(makeRows('binary', 100));
const numbers = threeSets(makeRows('numbers', 100));

const asked = (teacher: TeacherFunction, sets = binary): ReturnType<typeof functionTeacher> =>
  functionTeacher(sets, teacher, {});

/** The refusal of a teacher that answers every row with `answer`. */
async function refusal(answer: unknown, sets = binary): Promise<EspalierError> {
  const teacher = ((rows) => rows.map(() => answer)) as TeacherFunction;
  return asked(teacher, sets).then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as EspalierError,
  );
}

describe('rows as objects', () => {
  it('hold numbers, category names, and null for what is missing or unseen', () => {
    const table = tableOf({ age: [31, null], home: ['own', null] });
    expect(rowObjects(table, 0, 2)).toEqual([
      { age: 31, home: 'own' },
      { age: null, home: null },
    ]);
    const unseen: Table = { ...table, columns: [table.columns[0]!, Int32Array.of(-2, -2)] };
    expect(rowObjects(unseen, 0, 1)).toEqual([{ age: 31, home: null }]);
  });

  it('keep columns with names of Object.prototype as own properties', () => {
    const names = ['__proto__', 'constructor', 'toString', 'a b', 'A', 'a'];
    const columns = new Map<string, Values>(names.map((name, i) => [name, [i]]));
    const [row] = rowObjects(tableOf(columns), 0, 1) as [Row];
    expect(Object.keys(row)).toEqual(names);
    names.forEach((name, i) => {
      expect(Object.getOwnPropertyDescriptor(row, name)?.value).toBe(i);
    });
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });
});

describe('a function as a teacher', () => {
  it('answers with probabilities, in the order of the class names it is given', async () => {
    const teacher = await asked((rows, { classNames }) => {
      expect(classNames).toEqual(['class 0', 'class 1']);
      return rows.map((row) => (Number(row['age']) > 20 ? [0.25, 0.75] : [1, 0]));
    });
    const table = tableOf({ age: [30, 10] });
    expect(Array.from(await teacher.answer!(table, {}))).toEqual([0.25, 0.75, 1, 0]);
    expect(teacher.answers.train).toHaveLength(2 * binary.train.table.nRows);
    expect(teacher.answers.test).toHaveLength(2 * binary.test.table.nRows);
    expect(teacher.record).toMatchObject({ kind: 'function', sha256: null, outOfBag: false });
    expect(teacher.warnings.map(({ code }) => code)).toEqual(['W_IN_BAG']);
  });

  it('answers with class names', async () => {
    const teacher = await asked((rows) => rows.map(() => 'class 1'));
    expect(Array.from(teacher.answers.test.subarray(0, 4))).toEqual([0, 1, 0, 1]);
  });

  it('answers with numbers, plain or as a list of one', async () => {
    const plain = await asked((rows) => rows.map((row) => Number(row['age'])), numbers);
    const listed = await asked((rows) => rows.map((row) => [Number(row['age'])]), numbers);
    expect(plain.answers.test).toEqual(numbers.test.table.columns[1]);
    expect(listed.answers).toEqual(plain.answers);
  });

  it('answers with typed arrays', async () => {
    const teacher = await asked((rows) =>
      rows.map(() => Float32Array.of(0.5, 0.5) as unknown as number[]),
    );
    expect(new Set(teacher.answers.test)).toEqual(new Set([0.5]));
  });

  it('may be asynchronous, and rescales sums that miss 1 by a rounding', async () => {
    const teacher = await asked((rows) => Promise.resolve(rows.map(() => [0.3333, 0.6666])));
    const [p, q] = teacher.answers.test;
    expect(p! + q!).toBe(1);
    expect(q! / p!).toBeCloseTo(2, 12);
  });

  it('is asked at most 1,024 rows at a time, in order', async () => {
    const teacher = await asked((rows) => rows.map(() => [1, 0]));
    const sizes: number[] = [];
    const big = makeRows('binary', 2500).table;
    const seen: (number | string | null)[] = [];
    const counting = await asked((rows) => {
      sizes.push(rows.length);
      seen.push(...rows.map((row) => row['age']!));
      return rows.map(() => [1, 0]);
    });
    sizes.length = 0;
    seen.length = 0;
    const progress: number[] = [];
    await counting.answer!(big, { onProgress: ({ done }) => progress.push(done) });
    expect(sizes).toEqual([1024, 1024, 452]);
    expect(progress).toEqual([1024, 2048, 2500]);
    expect(seen).toEqual(Array.from(big.columns[1]!));
    expect(await teacher.answer!(big, {})).toHaveLength(5000);
  });

  it.each([
    ['too few probabilities', [1], '[1]'],
    ['too many probabilities', [0.5, 0.25, 0.25], '[0.5, 0.25, 0.25]'],
    ['a sum over 1', [0.9, 0.9], '[0.9, 0.9]'],
    ['a sum under 1', [0.1, 0.1], '[0.1, 0.1]'],
    ['a negative probability', [1.5, -0.5], '[1.5, -0.5]'],
    ['NaN', [NaN, 1], '[NaN, 1]'],
    ['infinity', [Infinity, 0], '[Infinity, 0]'],
    ['probabilities as text', ['0.5', '0.5'], '["0.5", "0.5"]'],
    ['a class that does not exist', 'klass', '"klass"'],
    ['a number for a class', 1, '1'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['an object', { 'class 0': 1 }, 'an object'],
    ['a big integer', 1n, '1n'],
    ['a list of a list', [[1, 0]], '[a list]'],
    ['hidden text', '\u202eklass', '"\\u202eklass"'],
  ])('refuses %s', async (_, answer, shown) => {
    const error = await refusal(answer);
    expect(error).toMatchObject({ code: 'E_TEACHER_ANSWER', exitCode: 3 });
    expect(error.message).toContain(`row 1 with ${shown}; expected`);
    expect(error.message).not.toContain('\n');
  });

  it.each([
    ['NaN', NaN],
    ['infinity', -Infinity],
    ['text', '3'],
    ['two numbers', [1, 2]],
    ['an empty list', []],
    ['nothing', undefined],
    ['null', null],
  ])('refuses %s for a number', async (_, answer) => {
    expect(await refusal(answer, numbers)).toMatchObject({ code: 'E_TEACHER_ANSWER' });
  });

  it('names the row of the file, or says that the row is synthetic', async () => {
    const teacher = await asked((rows) =>
      rows.map((row) => (row['age'] === 99 ? 'oops' : 'class 0')),
    );
    const table = tableOf({ age: [1, 99], home: ['own', 'rent'] });
    const at = (sourceRow: number[]): Promise<unknown> =>
      teacher.answer!({ ...table, sourceRow: Int32Array.from(sourceRow) }, {});
    await expect(at([7, 12])).rejects.toThrow('answered row 12 with');
    await expect(at([0, 0])).rejects.toThrow('answered a synthetic row with');
  });

  it.each([
    ['fewer answers', () => ['class 0'], '32 rows and gave 1 answers'],
    ['more answers', () => Array.from({ length: 40 }, () => 'class 0'), '40 answers'],
    ['nothing', () => undefined, 'no list'],
    ['text of that length', () => 'x'.repeat(32), 'no list'],
    ['null', () => null, 'no list'],
  ])('refuses %s instead of one answer a row', async (_, answer, shown) => {
    await expect(asked(answer as unknown as TeacherFunction)).rejects.toMatchObject({
      code: 'E_TEACHER_LENGTH',
      exitCode: 3,
      message: expect.stringContaining(shown) as string,
    });
  });

  it('refuses a teacher that does not answer the same row the same way twice', async () => {
    let calls = 0;
    const moody: TeacherFunction = (rows) => {
      calls++;
      return rows.map((_, i) => (i === 5 && calls % 2 === 0 ? [0.5, 0.5] : [0.75, 0.25]));
    };
    await expect(asked(moody)).rejects.toMatchObject({ code: 'E_TEACHER_NONDET' });
    await expect(asked(moody)).rejects.toThrow('0.75 and then 0.5');
  });

  it('lets the errors of the function itself through', async () => {
    const own = inputError('E_OWN', 'the service is down.');
    await expect(asked(() => Promise.reject(own))).rejects.toBe(own);
  });

  it('stops between two batches, hands the signal on, and asks nothing once stopped', async () => {
    const stop = new AbortController();
    const big = makeRows('binary', 3000).table;
    const ask = vi.fn<TeacherFunction>((rows) => rows.map(() => [1, 0]));
    const teacher = await asked(ask);
    ask.mockClear();
    ask.mockImplementation((rows, { signal }) => {
      expect(signal).toBe(stop.signal);
      if (ask.mock.calls.length === 2) stop.abort();
      return rows.map(() => [1, 0]);
    });
    await expect(teacher.answer!(big, { signal: stop.signal })).rejects.toThrow('aborted');
    expect(ask).toHaveBeenCalledTimes(2);
    await expect(teacher.answer!(big, { signal: stop.signal })).rejects.toThrow('aborted');
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
