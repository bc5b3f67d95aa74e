import type { BinnedTable } from './bins.ts';

/**
 * What trees are grown on. `sums` holds `weight * target`, so that counting is additions only.
 */
export interface Sample {
  readonly table: BinnedTable;
  /** Number of target columns: 1 for numbers and for two classes, else one a class. */
  readonly nTargets: number;
  /** Row weights, positive, of length `nRows`. */
  readonly weight: Float64Array;
  /** `weight * target`, row-major `nRows * nTargets`. */
  readonly sums: Float64Array;
  /** `weight * |target|²`, of length `nRows`: what impurities are computed from. */
  readonly squares: Float64Array;
}

/** Prepares rows for the engine. `targets` is row-major `nRows * nTargets`. */
export function makeSample(
  table: BinnedTable,
  targets: Float64Array,
  nTargets: number,
  weight: Float64Array,
): Sample {
  const sums = new Float64Array(targets.length);
  const squares = new Float64Array(table.nRows);
  for (let row = 0; row < table.nRows; row++) {
    for (let k = row * nTargets; k < (row + 1) * nTargets; k++) {
      sums[k] = weight[row]! * targets[k]!;
      squares[row]! += sums[k]! * targets[k]!;
    }
  }
  return { table, nTargets, weight, sums, squares };
}

/** Where each feature's bins lie in one histogram of all features. */
export interface HistogramLayout {
  /** Numbers a bin: rows, weight, then one sum a target. */
  readonly stride: number;
  /** Start of each feature's bins. */
  readonly base: readonly number[];
  readonly size: number;
}

export function histogramLayout(sample: Sample): HistogramLayout {
  const stride = 2 + sample.nTargets;
  const base: number[] = [];
  let size = 0;
  for (const { nBins } of sample.table.binning) {
    base.push(size);
    size += (nBins + 1) * stride;
  }
  return { stride, base, size };
}

/**
 * Adds rows `order[start..end)` to the bins of one feature, which start at `base`. The hot loop of
 * the engine: one target has a loop of its own (a third faster than the general one).
 */
export function countRows(
  histogram: Float64Array,
  base: number,
  bins: Uint8Array,
  sample: Sample,
  order: Int32Array,
  start: number,
  end: number,
): void {
  const { weight, sums, nTargets } = sample;
  if (nTargets === 1) {
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      const at = base + bins[row]! * 3;
      histogram[at]! += 1;
      histogram[at + 1]! += weight[row]!;
      histogram[at + 2]! += sums[row]!;
    }
    return;
  }
  const stride = 2 + nTargets;
  for (let i = start; i < end; i++) {
    const row = order[i]!;
    const at = base + bins[row]! * stride;
    histogram[at]! += 1;
    histogram[at + 1]! += weight[row]!;
    for (let k = 0; k < nTargets; k++) histogram[at + 2 + k]! += sums[row * nTargets + k]!;
  }
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

export function nodeSums(sample: Sample, order: Int32Array, start: number, end: number): NodeSums {
  const { nTargets } = sample;
  const sums = new Float64Array(nTargets);
  let weight = 0;
  let squares = 0;
  for (let i = start; i < end; i++) {
    const row = order[i]!;
    weight += sample.weight[row]!;
    squares += sample.squares[row]!;
    for (let k = 0; k < nTargets; k++) sums[k]! += sample.sums[row * nTargets + k]!;
  }
  return { rows: end - start, weight, sums, squares };
}
