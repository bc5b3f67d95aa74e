import { decidedClasses } from '../core/decision.ts';
import type { Lesson, Objective } from './student.ts';

/**
 * What each row counts while a student is fitted: its own weight, or (`balanced`) weights under
 * which every class that the teacher decides has the same total. Their sum stays.
 */
export function scoreWeights({ labels, weight }: Lesson, objective: Objective): Float64Array {
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
