import type { LoadedRun } from '../report/load-run.ts';

/**
 * What follows from a run's files alone, made when it is first asked for and kept as long as the run.
 * A promise that fails is not kept: the next request tries again.
 */
export function perRun<T>(make: (run: LoadedRun) => T): (run: LoadedRun) => T {
  const kept = new WeakMap<LoadedRun, { readonly made: T }>();
  return (run) => {
    const known = kept.get(run);
    if (known !== undefined) return known.made;
    const made = make(run);
    kept.set(run, { made });
    if (made instanceof Promise) made.catch(() => kept.delete(run));
    return made;
  };
}
