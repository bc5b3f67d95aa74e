import { plainFigure, quantileSorted, type Figure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';

const REPLICATES = 1000;
const FEWEST_REPLICATES = 200;
/** Rows drawn in all, so that large tables do not take minutes. */
const MOST_DRAWS = 20_000_000;

/** Writes statistics of the rows named by `rows` to `out`; NaN where one is undefined. */
export type Statistic = (rows: Int32Array, out: Float64Array) => void;

/**
 * Figures with 95% percentile bootstrap intervals over rows (Efron 1979). All statistics share the
 * same resamples, so differences and ratios of them are paired.
 */
export function bootstrapFigures(
  n: number,
  nStatistics: number,
  statistic: Statistic,
  random: Random,
): Figure[] {
  const rows = Int32Array.from({ length: n }, (_, row) => row);
  const point = new Float64Array(nStatistics);
  if (n === 0) return Array.from({ length: nStatistics }, () => plainFigure(null, 0));
  statistic(rows, point);
  const replicates = replicatesOf(n);
  const draws = Array.from({ length: nStatistics }, () => new Float64Array(replicates));
  const out = new Float64Array(nStatistics);
  for (let b = 0; b < replicates; b++) {
    for (let i = 0; i < n; i++) rows[i] = random.below(n);
    statistic(rows, out);
    for (let s = 0; s < nStatistics; s++) draws[s]![b] = out[s]!;
  }
  return draws.map((values, s) => percentileFigure(point[s]!, values, n));
}

/** How many resamples of `n` rows are drawn. */
export function replicatesOf(n: number): number {
  return Math.max(FEWEST_REPLICATES, Math.min(REPLICATES, Math.floor(MOST_DRAWS / n)));
}

/** A figure with the 95% percentile interval of its `draws`; those that are not defined are left out. */
export function percentileFigure(value: number, draws: Float64Array, n: number): Figure {
  if (!Number.isFinite(value)) return { value: null, low: null, high: null, n };
  const sorted = draws.filter((draw) => Number.isFinite(draw)).sort();
  if (sorted.length === 0) return { value, low: null, high: null, n };
  return { value, low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975), n };
}
