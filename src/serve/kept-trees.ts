import type { LoadedRun } from '../report/load-run.ts';

/** The depths whose trees the run keeps, its own among them. */
export function keptDepths({ frontier, manifest }: LoadedRun): number[] {
  return frontier.depths
    .map(({ depth }) => depth)
    .filter(
      (depth) =>
        depth === manifest.student.depth ||
        Object.hasOwn(manifest.artifacts, `trees/${depth}.json`),
    );
}

/** The limits of leaves whose trees the run keeps. */
export function keptLimits({ frontier, manifest }: LoadedRun): number[] {
  return frontier.leaves
    .map(({ limit }) => limit)
    .filter((limit) => Object.hasOwn(manifest.artifacts, `trees/leaves-${limit}.json`));
}
