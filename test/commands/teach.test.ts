import { describe, expect, it } from 'vitest';
import { resolveSettings, type Settings } from '../../src/commands/settings.ts';
import { makeLesson, teach, teachTwin } from '../../src/commands/teach.ts';
import { Random } from '../../src/core/random.ts';
import { forEachSet, type RowSets } from '../../src/core/sets.ts';
import { makeRows, threeSets, type RowsKind } from '../fixtures/rows.ts';

const settingsOf = (options: object = {}): Settings =>
  resolveSettings({ data: 'x.csv', target: 'y', trees: 10, maxDepth: 3, ...options });

const withRecorded = (sets: RowSets): RowSets =>
  forEachSet((name) => ({ ...sets[name], recorded: sets[name].truth }));

describe.each(['binary', 'classes', 'numbers'] as RowsKind[])('a lesson of %s', (kind) => {
  const sets = threeSets(makeRows(kind, 200));
  const settings = settingsOf();

  it('holds the real rows with out-of-bag answers, then synthetic ones, half the mass each', async () => {
    const teacher = await teach(sets, settings, new Random(1));
    const { lesson, realMass, sampler } = await makeLesson(sets, teacher, settings, new Random(2));
    const n = sets.train.table.nRows;
    const k = sets.train.truth.nOutputs;
    expect(lesson.realRows).toBe(n);
    expect(lesson.table.nRows).toBe(n + 20_000);
    expect(Array.from(lesson.labels.soft.slice(0, n * k))).toEqual([...teacher.answers.train]);
    expect(Array.from(lesson.table.sourceRow.slice(0, n))).toEqual([...sets.train.table.sourceRow]);
    const mass = (from: number, to?: number): number =>
      lesson.weight.slice(from, to).reduce((sum, w) => sum + w, 0);
    expect(mass(0, n)).toBeCloseTo(mass(n), 6);
    expect(realMass).toBe(0.5);
    expect(sampler).not.toBeNull();
  });

  it('mixes in as much of the truth as is asked for, into real rows only', async () => {
    const teacher = await teach(sets, settings, new Random(1));
    const make = async (truthWeight: number): Promise<Float64Array> =>
      (await makeLesson(sets, teacher, { ...settings, truthWeight }, new Random(2))).lesson.labels
        .soft;
    const [none, some] = [await make(0), await make(0.25)];
    const real = sets.train.truth.soft.length;
    for (let i = 0; i < real; i++) {
      expect(some[i]).toBeCloseTo(0.75 * none[i]! + 0.25 * sets.train.truth.soft[i]!, 12);
    }
    expect(some.slice(real)).toEqual(none.slice(real));
  });
});

describe('a lesson', () => {
  const sets = threeSets(makeRows('binary', 200));

  it('has no synthetic rows when none are asked for, or when the teacher cannot answer', async () => {
    const without = settingsOf({ augment: 'none' });
    const forest = await teach(sets, without, new Random(1));
    const recorded = settingsOf({ teacher: 'recorded:p' });
    const answers = await teach(withRecorded(sets), recorded, new Random(1));
    for (const [teacher, settings] of [
      [forest, without],
      [answers, recorded],
      [answers, settingsOf()],
    ] as const) {
      const { lesson, realMass, sampler } = await makeLesson(
        sets,
        teacher,
        settings,
        new Random(2),
      );
      expect(lesson.table).toEqual(sets.train.table);
      expect(new Set(lesson.weight)).toEqual(new Set([1]));
      expect(realMass).toBe(1);
      expect(sampler).toBeNull();
    }
  });

  it('is the same from the same seed', async () => {
    const settings = settingsOf();
    const teacher = await teach(sets, settings, new Random(1));
    const make = async (seed: number): Promise<unknown> =>
      (await makeLesson(sets, teacher, settings, new Random(seed))).lesson;
    expect(await make(1)).toEqual(await make(1));
    expect(await make(2)).not.toEqual(await make(1));
  });
});

describe('teaching', () => {
  const sets = threeSets(makeRows('binary', 150));

  it.each([
    ['forest', settingsOf(), 'forest'],
    ['ml-random-forest', settingsOf({ teacher: 'ml-random-forest', trees: 3 }), 'ml-random-forest'],
    ['recorded', settingsOf({ teacher: 'recorded:p' }), 'recorded'],
    [
      'function',
      settingsOf({ teacher: (rows: unknown[]) => rows.map(() => 'class 0') }),
      'function',
    ],
  ])('asks the teacher of kind %s', async (_, settings, kind) => {
    const teacher = await teach(withRecorded(sets), settings, new Random(1));
    expect(teacher.record.kind).toBe(kind);
    expect(teacher.answers.test).toHaveLength(2 * sets.test.table.nRows);
  });

  it('has a twin only where there can be one', async () => {
    expect(await teachTwin(sets, settingsOf(), new Random(1))).not.toBeNull();
    expect(await teachTwin(sets, settingsOf({ teacher: 'recorded:p' }), new Random(1))).toBeNull();
  });
});
