import { decidedClasses } from '../core/decision.ts';
import type { Objective } from '../core/run.ts';
import type { Lesson } from './student.ts';

/**
 * The weights of a lesson with this share of their total on the real rows; as they are where there
 * are no other rows. Their sum stays.
 */
export function withRealMass(weight: Float64Array, realRows: number, share: number): Float64Array {
  const sum = (part: Float64Array): number => part.reduce((total, own) => total + own, 0);
  const [real, synthetic] = [sum(weight.subarray(0, realRows)), sum(weight.subarray(realRows))];
  if (synthetic === 0) return weight;
  const total = real + synthetic;
  const scales = [(share * total) / real, ((1 - share) * total) / synthetic] as const;
  return weight.map((own, row) => own * (row < realRows ? scales[0] : scales[1]));
}

/**
 * What each row counts in a score: its own weight, or (`balanced`) weights under which every class
 * that the teacher decides has the same total. Their sum stays.
 */
export function scoreWeights(
  { labels }: Lesson,
  weight: Float64Array,
  objective: Objective,
): Float64Array {
  const decided = decidedClasses(labels);
  if (objective === 'fidelity' || decided === null) return weight;
  const mass = new Float64Array(labels.nOutputs);
  let total = 0;
  for (let row = 0; row < weight.length; row++) {
    mass[decided[row]!]! += weight[row]!;
    total += weight[row]!;
  }
  const share = total / mass.filter((own) => own > 0).length;
  return weight.map((own, row) => (own * share) / mass[decided[row]!]!);
}
