import type { DeferralRecord, RunRecord } from '../core/run.ts';
import { figureWords } from './words.ts';

type Run = Pick<RunRecord, 'deferral' | 'student' | 'task' | 'metrics'>;

/** A floor as a share: `99.5%`. */
export function floorWords(floor: number): string {
  return `${Number((100 * floor).toPrecision(6))}%`;
}

/** What agreement with the teacher is, as a verb: for numbers within the tolerance. */
export function agreeWords({ task, metrics }: Pick<RunRecord, 'task' | 'metrics'>): string {
  if (task === 'classification') return 'agrees with the teacher';
  return `is within ${metrics.withinTolerance.tolerance?.toPrecision(3)} of the teacher`;
}

/** How much the tree leaves to its teacher, in a sentence; `null` where it answers everything. */
export function deferralSentence({ deferral, student, task, metrics }: Run): string | null {
  const { floor, leaves, answered, fidelity } = deferral;
  if (floor === null) return null;
  const paths = `${leaves} of ${student.leaves} ${student.leaves === 1 ? 'path' : 'paths'}`;
  const verb = leaves === 1 ? 'asks' : 'ask';
  return `${paths} ${verb} the teacher: the tree answers ${figureWords(answered)} of the test rows, and there ${agreeWords({ task, metrics })} on ${figureWords(fidelity)}. A path asks where its agreement on the select rows, drawn a little towards the whole tree's, is below ${floorWords(floor)}, or none came.`;
}

/** The floors that were tried, each as cells: floor, paths that ask, share answered, fidelity there. */
export function floorRows({ floors }: DeferralRecord): string[][] {
  return floors.map(({ floor, leaves, answered, fidelity }) => [
    floorWords(floor),
    String(leaves),
    figureWords(answered),
    figureWords(fidelity),
  ]);
}
