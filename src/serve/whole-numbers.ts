import type { Model } from '../core/tree.ts';
import type { HeldOutSets } from '../report/held-out.ts';
import type { LoadedRun } from '../report/load-run.ts';

/**
 * The model of a run as questions about all cases take it: a feature is asked over whole numbers only
 * where neither training nor the held-out rows hold another number.
 */
export function overWholeNumbers({ model }: LoadedRun, rows: HeldOutSets | null): Model {
  if (rows === null) return model;
  const isWhole = (f: number): boolean =>
    [rows.select, rows.test].every(
      ({ columns }) =>
        columns[f]?.every((value) => !(value % 1 !== 0) || Number.isNaN(value)) ?? true,
    );
  const features = model.features.map((feature, f) =>
    feature.kind === 'numeric' && feature.integer && !isWhole(f)
      ? { ...feature, integer: false }
      : feature,
  );
  return { ...model, features };
}
