import { BORROWED_ROWS, type DeferralRecord, type RunRecord } from '../core/run.ts';
import { figureWords } from './words.ts';

type Run = Pick<RunRecord, 'deferral' | 'student' | 'task' | 'metrics'>;

/** A floor as a share: `99.5%`. */
export function floorWords(floor: number): string {
  return `${Number((100 * floor).toPrecision(6))}%`;
}

/** Why a path asks: its agreement `… is below 99%`. */
export function belowFloorWords(floor: number | null): string {
  const bar = floor === null ? 'the floor' : floorWords(floor);
  return `its agreement on the select rows, drawn towards the whole tree’s as if ${BORROWED_ROWS} more rows had come, is below ${bar}, or no select row came`;
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
  return `${paths} ${verb} the teacher: the tree answers ${figureWords(answered)} of the test rows, and there ${agreeWords({ task, metrics })} on ${figureWords(fidelity)}. A path asks where ${belowFloorWords(floor)}.`;
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
