import type { Column, Feature } from './table.ts';

/** What a case's distance is counted in, for each feature: see {@link spreadsOf}. */
export type Spreads = readonly number[];

/**
 * How widely the values of each feature lie: the median distance from the median, or where half of
 * the rows share one value, a quarter of the range. A column may be unknown: the training range
 * stands in. Categories have spread 1. Never 0.
 */
export function spreadsOf(
  features: readonly Feature[],
  columns: readonly (Column | null)[],
): Spreads {
  return features.map((feature, f) => {
    if (feature.kind === 'categorical') return 1;
    const range = feature.max - feature.min;
    const values = Array.from(columns[f] ?? []).filter((value) => Number.isFinite(value));
    const middle = quantile(values, 0.5);
    const off = values.map((value) => Math.abs(value - middle));
    return [quantile(off, 0.5), range / 4].find((spread) => spread > 0 && spread < Infinity) ?? 1;
  });
}

/** The value below which `share` of the values lie, one of them; NaN where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
