import { directionOf, type Direction } from '../core/direction.ts';
import type { LoadedRun } from '../report/load-run.ts';

/** Which way one number pushes the answer, all else being equal. */
export interface FeatureDirection {
  readonly feature: number;
  readonly direction: Direction;
}

/** A score of each node: whether it decides the class, or its number. Leaves that defer have none. */
function scoresOf({ model }: LoadedRun, of: number): Float64Array {
  const { tree, task } = model;
  return Float64Array.from(tree.feature, (_, node) => {
    if (tree.deferred[node] === 1) return NaN;
    return task === 'regression' ? tree.value[node]! : Number(tree.decision[node] === of);
  });
}

const known = new WeakMap<LoadedRun, Map<number, FeatureDirection[]>>();

/** The direction of every number that the tree asks; worked out once for each class of a run. */
export function directionsOf(run: LoadedRun, of: number): readonly FeatureDirection[] {
  const kept = known.get(run) ?? new Map<number, FeatureDirection[]>();
  known.set(run, kept);
  const found = kept.get(of) ?? compute(run, of);
  kept.set(of, found);
  return found;
}

function compute(run: LoadedRun, of: number): FeatureDirection[] {
  const { model } = run;
  const score = scoresOf(run, of);
  const asked = new Set(model.tree.feature);
  return model.features.flatMap(({ kind }, feature) =>
    kind === 'numeric' && asked.has(feature)
      ? [{ feature, direction: directionOf(model, feature, score) }]
      : [],
  );
}
