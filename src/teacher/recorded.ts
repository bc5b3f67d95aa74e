import { inputError } from '../core/errors.ts';
import { sha256Hex } from '../core/hash.ts';
import { forEachSet, SET_NAMES, type RowSets } from '../core/sets.ts';
import type { Teacher } from './teacher.ts';

/**
 * A teacher that cannot be asked: only its answers for the rows of the file are known. The student
 * then learns from those rows alone, without synthetic ones.
 */
export function recordedTeacher(sets: RowSets, columns: readonly string[]): Teacher {
  const answers = forEachSet((name) => {
    const { recorded } = sets[name];
    if (recorded === null) {
      throw inputError(
        'E_RECORDED',
        `the ${name} rows hold no recorded answers; name their columns.`,
      );
    }
    return recorded.soft;
  });
  const text = SET_NAMES.map((name) => answers[name].join(',')).join('\n');
  return {
    record: {
      kind: 'recorded',
      description: `a model known only by its answers, recorded in ${columns.length === 1 ? 'one column' : `${columns.length} columns`} of the file`,
      settings: { columns: columns.join(',') },
      sha256: sha256Hex(text),
      outOfBag: false,
    },
    warnings: [
      {
        code: 'W_RECORDED',
        message:
          'the teacher itself is not at hand, only its recorded answers: no synthetic rows were drawn, leaves have no fresh evidence, and the student saw the training rows only. If the teacher was trained on these rows its answers there may be memorised.',
      },
    ],
    answers,
    answer: null,
    saved: null,
  };
}
