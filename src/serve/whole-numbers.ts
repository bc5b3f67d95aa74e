import type { Model } from '../core/tree.ts';
import type { HeldOutSets } from '../report/held-out.ts';
import type { LoadedRun } from '../report/load-run.ts';

/** Features of which some held-out row holds a fraction; looked for once in rows that are read once. */
const fractions = new WeakMap<HeldOutSets, ReadonlySet<number>>();

/**
 * The model of a run as questions about all cases take it: a feature is asked over whole numbers only
 * where neither training nor the held-out rows hold another number.
 */
export function overWholeNumbers({ model }: LoadedRun, rows: HeldOutSets | null): Model {
  if (rows === null) return model;
  const parted = fractions.get(rows) ?? partedIn(rows);
  fractions.set(rows, parted);
  const features = model.features.map((feature, f) =>
    feature.kind === 'numeric' && parted.has(f) ? { ...feature, integer: false } : feature,
  );
  return { ...model, features };
}

function partedIn({ select, test }: HeldOutSets): ReadonlySet<number> {
  const isParted = (value: number): boolean => !Number.isNaN(value) && !Number.isInteger(value);
  return new Set(
    test.columns.flatMap((_, f) =>
      [select, test].some(({ columns }) => columns[f]?.some(isParted) === true) ? [f] : [],
    ),
  );
}
