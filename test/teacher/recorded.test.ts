import { describe, expect, it } from 'vitest';
import { forEachSet, type RowSets } from '../../src/core/sets.ts';
import { recordedTeacher } from '../../src/teacher/recorded.ts';
import { makeRows, threeSets } from '../fixtures/rows.ts';

const plain = threeSets(makeRows('binary', 50));
/** Sets whose recorded answers are a softened truth. */
const recorded: RowSets = forEachSet((name) => {
  const { truth } = plain[name];
  return {
    ...plain[name],
    recorded: { ...truth, soft: truth.soft.map((p) => 0.1 + 0.8 * p) },
  };
});

describe('recorded answers as a teacher', () => {
  it('are the answers, and cannot be asked for more', () => {
    const teacher = recordedTeacher(recorded, ['p_bad', 'p_good']);
    expect(teacher.answers.test).toEqual(recorded.test.recorded!.soft);
    expect(teacher.answers.train).toEqual(recorded.train.recorded!.soft);
    expect(teacher.answer).toBeNull();
    expect(teacher.saved).toBeNull();
    expect(teacher.record).toMatchObject({
      kind: 'recorded',
      description: 'a model known only by its answers, recorded in 2 columns of the file',
      settings: { columns: 'p_bad,p_good' },
    });
  });

  it('say what it costs that there are no synthetic rows', () => {
    const { warnings, record } = recordedTeacher(recorded, ['p']);
    expect(warnings.map(({ code }) => code)).toEqual(['W_RECORDED']);
    expect(record.description).toContain('one column');
  });

  it('are told apart by their hash', () => {
    const other: RowSets = { ...recorded, test: { ...recorded.test, recorded: plain.test.truth } };
    const hash = (sets: RowSets): string | null => recordedTeacher(sets, ['p']).record.sha256;
    expect(hash(recorded)).toMatch(/^[0-9a-f]{64}$/);
    expect(hash(recorded)).toBe(hash(recorded));
    expect(hash(other)).not.toBe(hash(recorded));
  });

  it('are refused where a set has none', () => {
    const partial: RowSets = { ...recorded, select: plain.select };
    expect(() => recordedTeacher(partial, ['p'])).toThrow('the select rows hold no recorded');
    expect(() => recordedTeacher(plain, ['p'])).toThrow(
      expect.objectContaining({ code: 'E_RECORDED', exitCode: 3 }) as Error,
    );
  });
});
