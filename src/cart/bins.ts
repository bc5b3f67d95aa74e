import type { Table } from '../core/table.ts';
import { thresholdBetween } from './threshold.ts';

/** Value bins a feature may have; one more code is kept for missing values, so a bin fits a byte. */
export const MAX_BINS = 255;

/** How one feature is cut into bins. Bin `nBins` always means missing (or an unseen category). */
export interface FeatureBins {
  readonly kind: 'numeric' | 'categorical';
  /** Number of value bins, at most {@link MAX_BINS}. */
  readonly nBins: number;
  /**
   * Numeric features: `nBins - 1` ascending thresholds; `x <= cuts[b]` exactly when the bin of x is
   * at most b. Empty for categorical features, where the bin is the category code.
   */
  readonly cuts: Float64Array;
}

export type Binning = readonly FeatureBins[];

/** A table as bytes: what the engine counts. */
export interface BinnedTable {
  readonly binning: Binning;
  /** One column of bin numbers a feature, each of length `nRows`. */
  readonly columns: readonly Uint8Array[];
  readonly nRows: number;
}

/**
 * Learns the bins from a table: one bin a distinct value where a column has at most `maxBins` (2 to
 * {@link MAX_BINS}) of them, else bins of about equal row count.
 * @throws RangeError for a feature of more than {@link MAX_BINS} categories.
 */
export function learnBins(table: Table, maxBins: number = MAX_BINS): Binning {
  return table.columns.map((column, f) => {
    const feature = table.features[f]!;
    return feature.kind === 'numeric'
      ? numericBins(column as Float64Array, maxBins)
      : categoryBins(feature.categories.length);
  });
}

function categoryBins(nCategories: number): FeatureBins {
  if (nCategories > MAX_BINS) throw new RangeError(`${nCategories} categories do not fit a byte`);
  return { kind: 'categorical', nBins: nCategories, cuts: new Float64Array(0) };
}

function numericBins(column: Float64Array, maxBins: number): FeatureBins {
  const { distinct, counts } = countValues(column);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cuts = lastOfBins(counts, total, maxBins).map((last) =>
    thresholdBetween(distinct[last]!, distinct[last + 1]!),
  );
  return { kind: 'numeric', nBins: cuts.length + 1, cuts: Float64Array.from(cuts) };
}

/** The present values of a column, ascending, and how often each occurs. */
function countValues(column: Float64Array): { distinct: Float64Array; counts: Int32Array } {
  const sorted = column.slice().sort();
  const distinct = new Float64Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let n = 0;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i]!;
    // Missing values sort to the end.
    if (Number.isNaN(value)) break;
    // -0 and 0 sort apart but compare equal: one value.
    if (n > 0 && distinct[n - 1] === value) {
      counts[n - 1]! += 1;
    } else {
      distinct[n] = value;
      counts[n++] = 1;
    }
  }
  return { distinct: distinct.subarray(0, n), counts: counts.subarray(0, n) };
}

/**
 * Index of the last distinct value of each bin but the final one. A bin is closed when it holds its
 * share of the rows that were left when it was begun, or before a value that fills a bin alone.
 */
function lastOfBins(counts: Int32Array, total: number, maxBins: number): number[] {
  const nValues = counts.length;
  if (nValues <= maxBins) return Array.from({ length: Math.max(0, nValues - 1) }, (_, i) => i);
  const lasts: number[] = [];
  let rowsLeft = total;
  let inBin = 0;
  for (let i = 0; lasts.length + 1 < maxBins; i++) {
    inBin += counts[i]!;
    const binsLeft = maxBins - lasts.length;
    const share = rowsLeft / binsLeft;
    const isFull = inBin >= share;
    const isBeforeFrequent = counts[i + 1]! >= share;
    // Each bin that is left needs a value.
    const isLastChance = nValues - i - 1 < binsLeft;
    if (!isFull && !isBeforeFrequent && !isLastChance) continue;
    lasts.push(i);
    rowsLeft -= inBin;
    inBin = 0;
  }
  return lasts;
}

/**
 * The same rows in at most about `maxBins` bins a numeric feature, neighbours joined; categories
 * stay. For counting that may be rough.
 */
export function coarsen({ binning, columns, nRows }: BinnedTable, maxBins: number): BinnedTable {
  const joined = binning.map((bins) => joinBins(bins, maxBins));
  return {
    binning: joined.map(({ bins }) => bins),
    columns: columns.map((column, f) => {
      const { into } = joined[f]!;
      return into === null ? column : joinColumn(column, into);
    }),
    nRows,
  };
}

function joinColumn(column: Uint8Array, into: Uint8Array): Uint8Array {
  const joined = new Uint8Array(column.length);
  for (let i = 0; i < column.length; i++) joined[i] = into[column[i]!]!;
  return joined;
}

/** Coarser bins, and where each bin goes (`null`: nothing changes). */
function joinBins(
  bins: FeatureBins,
  maxBins: number,
): { readonly bins: FeatureBins; readonly into: Uint8Array | null } {
  const { kind, nBins, cuts } = bins;
  if (kind === 'categorical' || nBins <= maxBins) return { bins, into: null };
  const width = Math.ceil(nBins / maxBins);
  const count = Math.ceil(nBins / width);
  const into = Uint8Array.from({ length: nBins + 1 }, (_, bin) =>
    bin === nBins ? count : Math.floor(bin / width),
  );
  const kept = cuts.filter((_, cut) => (cut + 1) % width === 0);
  return { bins: { kind, nBins: count, cuts: kept }, into };
}

/** Writes a table in bins. Values off the learned grid fall where `x <= cut` puts them. */
export function binTable(table: Table, binning: Binning): BinnedTable {
  const columns = table.columns.map((column, f) =>
    column instanceof Float64Array
      ? binNumbers(column, binning[f]!)
      : binCodes(column, binning[f]!),
  );
  return { binning, columns, nRows: table.nRows };
}

/**
 * The bin of a value is the number of cuts below it, found by halving without a branch: which way a
 * value goes cannot be foreseen, and a guess would be wrong half the time (3 times slower). Four
 * values go at once, because each step waits for the one before it (half the time).
 */
function binNumbers(column: Float64Array, { cuts, nBins }: FeatureBins): Uint8Array {
  const padded = new Float64Array(MAX_BINS + 1).fill(Infinity);
  padded.set(cuts);
  const out = new Uint8Array(column.length);
  let i = 0;
  for (; i + 4 <= column.length; i += 4) {
    const a = column[i]!;
    const b = column[i + 1]!;
    const c = column[i + 2]!;
    const d = column[i + 3]!;
    let belowA = 0;
    let belowB = 0;
    let belowC = 0;
    let belowD = 0;
    for (let step = (MAX_BINS + 1) >> 1; step > 0; step >>= 1) {
      belowA += step * Number(padded[belowA + step - 1]! < a);
      belowB += step * Number(padded[belowB + step - 1]! < b);
      belowC += step * Number(padded[belowC + step - 1]! < c);
      belowD += step * Number(padded[belowD + step - 1]! < d);
    }
    out[i] = Number.isNaN(a) ? nBins : belowA;
    out[i + 1] = Number.isNaN(b) ? nBins : belowB;
    out[i + 2] = Number.isNaN(c) ? nBins : belowC;
    out[i + 3] = Number.isNaN(d) ? nBins : belowD;
  }
  for (; i < column.length; i++) {
    const value = column[i]!;
    let below = 0;
    while (below < nBins - 1 && padded[below]! < value) below++;
    out[i] = Number.isNaN(value) ? nBins : below;
  }
  return out;
}

function binCodes(column: Int32Array, { nBins }: FeatureBins): Uint8Array {
  return Uint8Array.from(column, (code) => (code < 0 ? nBins : code));
}
