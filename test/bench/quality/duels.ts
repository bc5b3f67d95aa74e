import { markdownTable } from '../table.ts';
import { ARMS, type ArmName } from './arms.ts';
import { difference, heldToTrain, meanOf, points, seriesOf } from './figures.ts';
import { BASELINES, type Results } from './results.ts';
import { mark } from './t-test.ts';
import { TEACHERS, type TeacherName } from './teachers.ts';
import type { Size } from './trees.ts';

/** A loss that counts even without significance: half a point. */
const HALF_A_POINT = 0.005;

/** One comparison: a set, a teacher, a size and a baseline. */
interface Duel {
  readonly set: string;
  readonly teacher: TeacherName;
  readonly size: Size;
  readonly baseline: ArmName;
  readonly ours: number;
  readonly theirs: number;
  readonly mean: number;
  readonly p: number;
}

/** Every comparison that was measured. */
export function duelsOf({ sets, teachers, sizes, of }: Results): Duel[] {
  const found: Duel[] = [];
  for (const set of sets) {
    for (const teacher of teachers) {
      const cells = of(set, teacher);
      for (const size of sizes) {
        for (const baseline of BASELINES) {
          const ours = seriesOf(cells, 'student', size, 'fidelity');
          const theirs = seriesOf(cells, baseline, size, 'fidelity');
          const compared = difference(ours, theirs, heldToTrain(cells));
          if (compared === null) continue;
          const { mean, p } = compared;
          const means = { ours: meanOf(ours), theirs: meanOf(theirs) };
          found.push({ set, teacher, size, baseline, ...means, mean, p });
        }
      }
    }
  }
  return found;
}

/** Wins and losses against each baseline. */
export function balanceTable(found: readonly Duel[]): string {
  const head = [
    'against',
    'comparisons',
    'better, p < 0.05',
    'better',
    'equal',
    'worse',
    'worse, p < 0.05',
    'worse by over half a point',
    'mean difference',
    'worst',
    'best',
  ];
  const rows = BASELINES.map((baseline) => {
    const own = found.filter((duel) => duel.baseline === baseline);
    const count = (test: (duel: Duel) => boolean): string => String(own.filter(test).length);
    const means = own.map(({ mean }) => mean);
    return [
      ARMS[baseline],
      String(own.length),
      count(({ mean, p }) => mean > 0 && p < 0.05),
      count(({ mean, p }) => mean > 0 && p >= 0.05),
      count(({ mean }) => mean === 0),
      count(({ mean, p }) => mean < 0 && p >= 0.05),
      count(({ mean, p }) => mean < 0 && p < 0.05),
      count(({ mean }) => mean < -HALF_A_POINT),
      points(means.reduce((sum, mean) => sum + mean, 0) / means.length),
      points(Math.min(...means)),
      points(Math.max(...means)),
    ];
  });
  return markdownTable(head, rows);
}

/** Every loss with significance, and every one to greedy growth by more than half a point. */
export function lossTable(found: readonly Duel[]): string {
  const losses = found
    .filter(
      ({ mean, p, baseline }) =>
        mean < 0 && (p < 0.05 || (baseline === 'greedy' && mean < -HALF_A_POINT)),
    )
    .sort((a, b) => a.mean - b.mean);
  if (losses.length === 0) return 'There are none.';
  const rows = losses.map(({ set, teacher, size, baseline, ours, theirs, mean, p }) => [
    `${set}, ${TEACHERS[teacher]}, ${size}`,
    ARMS[baseline],
    ours.toFixed(3),
    theirs.toFixed(3),
    `${points(mean)} ${mark(p)}`.trim(),
    p < 0.001 ? '< 0.001' : p.toFixed(3),
  ]);
  return markdownTable(
    ['set, teacher, size', 'against', 'ours', 'theirs', 'difference', 'p'],
    rows,
  );
}
