import { directionOf, type Direction } from '../core/direction.ts';
import type { Model } from '../core/tree.ts';
import type { HeldOutSets } from '../report/held-out.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { perRun } from './per-run.ts';
import { overWholeNumbers } from './whole-numbers.ts';

/** Which way one number pushes the answer, all else being equal. */
export interface FeatureDirection {
  readonly feature: number;
  readonly direction: Direction;
}

/** The class asked for by its index; the positive one otherwise. */
export function favouredClass({ manifest }: LoadedRun, of: number | null): number {
  if (of !== null && of < manifest.classes.length) return of;
  return Math.max(0, manifest.classes.indexOf(manifest.positive ?? ''));
}

const known = perRun(() => new Map<number, FeatureDirection[]>());

/** The direction of every number that the tree asks; worked out once for each class of a run. */
export function directionsOf(
  run: LoadedRun,
  rows: HeldOutSets | null,
  of: number,
): readonly FeatureDirection[] {
  const kept = known(run);
  const found = kept.get(of) ?? compute(overWholeNumbers(run, rows), of);
  kept.set(of, found);
  return found;
}

function compute(model: Model, of: number): FeatureDirection[] {
  const score = scoresOf(model, of);
  const asked = new Set(model.tree.feature);
  return model.features.flatMap(({ kind }, feature) =>
    kind === 'numeric' && asked.has(feature)
      ? [{ feature, direction: directionOf(model, feature, score) }]
      : [],
  );
}

/** A score of each node: whether it decides the class, or its number. Leaves that defer have none. */
function scoresOf({ tree, task }: Model, of: number): Float64Array {
  return Float64Array.from(tree.feature, (_, node) => {
    if (tree.deferred[node] === 1) return NaN;
    return task === 'regression' ? tree.value[node]! : Number(tree.decision[node] === of);
  });
}
