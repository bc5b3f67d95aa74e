import type { Random } from '../core/random.ts';
import { selectLabels, selectRows } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';
import type { Lesson } from '../student/student.ts';
import { learn } from './distill.ts';
import type { Rebuilt } from './rebuild.ts';
import { makeLesson, teach } from './teach.ts';
import { treeLimits } from './wishes.ts';

/**
 * The student of one depth fitted anew: on synthetic rows drawn afresh or, where there are none, on
 * the training rows drawn with replacement (Efron 1979).
 */
export async function redrawnStudent(
  { settings, sets, teacher }: Rebuilt,
  { depth, refitTeacher }: { readonly depth: number; readonly refitTeacher: boolean },
  random: Random,
): Promise<Tree> {
  const asked = refitTeacher ? await teach(sets, settings, random.substream('teacher')) : teacher;
  const { lesson, sampler } = await makeLesson(sets, asked, settings, random.substream('augment'));
  const drawn = sampler === null ? bootstrap(lesson, random.substream('rows')) : lesson;
  const only = { ...settings, maxDepth: depth };
  const limits = treeLimits(settings, drawn.table.features, drawn.labels);
  const { trees } = await learn(drawn, limits, only, random.substream('student'));
  return trees.at(-1)!;
}

/** As many rows as there are, drawn with replacement. */
function bootstrap({ table, labels, weight, realRows }: Lesson, random: Random): Lesson {
  const rows = Int32Array.from({ length: table.nRows }, () => random.below(table.nRows));
  return {
    table: selectRows(table, rows),
    labels: selectLabels(labels, rows),
    weight: Float64Array.from(rows, (row) => weight[row]!),
    realRows,
  };
}
