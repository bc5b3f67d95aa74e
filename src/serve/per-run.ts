import type { LoadedRun } from '../report/load-run.ts';

/** What follows from a run's files alone, made when it is first asked for and kept as long as the run. */
export function perRun<T>(make: (run: LoadedRun) => T): (run: LoadedRun) => T {
  const kept = new WeakMap<LoadedRun, { readonly made: T }>();
  return (run) => {
    const known = kept.get(run);
    if (known !== undefined) return known.made;
    const made = make(run);
    kept.set(run, { made });
    return made;
  };
}
