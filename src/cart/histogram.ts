import type { BinnedTable } from './bins.ts';

/** What trees are grown on. `sums` holds `weight * target`, so that counting is additions only. */
export interface Sample {
  readonly table: BinnedTable;
  /** Number of target columns: 1 for numbers and for two classes, else one a class. */
  readonly nTargets: number;
  /** Row weights, positive, of length `nRows`. */
  readonly weight: Float64Array;
  /** Row-major `nRows * nTargets`. */
  readonly targets: Float64Array;
  /** `weight * target`, row-major `nRows * nTargets`; `targets` itself where all weights are 1. */
  readonly sums: Float64Array;
}

/** Prepares rows for the engine. `targets` is row-major `nRows * nTargets` and is kept, not copied. */
export function makeSample(
  table: BinnedTable,
  targets: Float64Array,
  nTargets: number,
  weight: Float64Array,
): Sample {
  const { nRows } = table;
  if (allOne(weight)) return { table, nTargets, weight, targets, sums: targets };
  const sums = new Float64Array(targets.length);
  for (let row = 0; row < nRows; row++) {
    for (let k = row * nTargets; k < (row + 1) * nTargets; k++)
      sums[k] = weight[row]! * targets[k]!;
  }
  return { table, nTargets, weight, targets, sums };
}

function allOne(weight: Float64Array): boolean {
  for (let row = 0; row < weight.length; row++) if (weight[row] !== 1) return false;
  return true;
}

/** Where the bins of one feature lie in a histogram. */
export interface FeatureCounts {
  readonly histogram: Float64Array;
  /** Start of the first bin. */
  readonly base: number;
  /** Numbers a bin: rows, weight, then one sum a target. */
  readonly stride: number;
}

/** Where each feature's bins lie in one histogram of all features. */
export interface HistogramLayout {
  readonly stride: number;
  readonly base: readonly number[];
  readonly size: number;
}

/** A place for the bins of every feature of a sample, the missing bin included. */
export function histogramLayout({ table, nTargets }: Sample): HistogramLayout {
  const stride = binStride(nTargets);
  const base: number[] = [];
  let size = 0;
  for (const { nBins } of table.binning) {
    base.push(size);
    size += (nBins + 1) * stride;
  }
  return { stride, base, size };
}

/** Numbers a bin takes: rows, weight, then one sum a target. */
function binStride(nTargets: number): number {
  return 2 + nTargets;
}

/** Totals of a node: what every split of it starts from. */
export interface NodeSums {
  readonly rows: number;
  readonly weight: number;
  /** Σ weight * target, one a target. */
  readonly sums: Float64Array;
  /** Σ weight * |target|². */
  readonly squares: number;
}
