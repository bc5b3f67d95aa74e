import type { Feature, Table } from '../core/table.ts';
import { MAX_BINS } from './bins.ts';

/** The byte of a missing number. */
export const MISSING_BYTE = 255;

/** How values become bytes. */
export interface ByteGrid {
  readonly features: readonly Feature[];
  /** Thresholds of each numeric feature, ascending, under 255 of them; not read for categories. */
  readonly cuts: readonly Float64Array[];
}

/** Rows as bytes. */
export interface ByteRows {
  /** Row-major; padded to a multiple of four rows. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly rows: number;
  /** Whether a number may be missing among them. */
  readonly hasMissing: boolean;
}

/** Rows [from, to) as bytes. */
export function toBytes(
  { features, cuts }: ByteGrid,
  { columns }: Pick<Table, 'columns'>,
  from: number,
  to: number,
): ByteRows {
  const rows = to - from;
  const width = features.length;
  const bytes = new Uint8Array(width * paddedRows(rows));
  let hasMissing = false;
  for (const [f, column] of columns.entries()) {
    const feature = features[f]!;
    if (feature.kind === 'numeric') {
      const numbers = column as Float64Array;
      if (numbersToBytes(numbers, cuts[f]!, from, to, bytes, f, width)) hasMissing = true;
    } else {
      const unseen = feature.categories.length;
      for (let row = from, at = f; row < to; row++, at += width) {
        const code = column[row]!;
        bytes[at] = code < 0 ? unseen : code;
      }
    }
  }
  return { bytes, width, rows, hasMissing };
}

/** Halves without a branch, as `binTable` does; returns whether a value is missing. */
function numbersToBytes(
  column: Float64Array,
  cuts: Float64Array,
  from: number,
  to: number,
  bytes: Uint8Array,
  first: number,
  width: number,
): boolean {
  let hasMissing = false;
  const padded = new Float64Array(MAX_BINS + 1).fill(Infinity);
  padded.set(cuts);
  for (let row = from, at = first; row < to; row++, at += width) {
    const value = column[row]!;
    let below = 0;
    for (let step = (MAX_BINS + 1) >> 1; step > 0; step >>= 1) {
      below += step * Number(padded[below + step - 1]! < value);
    }
    const isMissing = Number.isNaN(value);
    if (isMissing) hasMissing = true;
    bytes[at] = isMissing ? MISSING_BYTE : below;
  }
  return hasMissing;
}

/** Some of the rows. */
export function pickBytes({ bytes, width, hasMissing }: ByteRows, which: Int32Array): ByteRows {
  const picked = new Uint8Array(width * paddedRows(which.length));
  for (let i = 0; i < which.length; i++) {
    const from = which[i]! * width;
    for (let f = 0; f < width; f++) picked[i * width + f] = bytes[from + f]!;
  }
  return { bytes: picked, width, rows: which.length, hasMissing };
}

/** Rows are walked four at a time. */
function paddedRows(rows: number): number {
  return ((rows + 3) >> 2) << 2;
}
