import type { Records, RowRange } from './records.ts';

/**
 * Row numbers; each node owns a range [start, end). Invariant: splitting a node permutes only its
 * own range, left rows first, and keeps rows ascending within each side (sequential reads).
 */
export interface RowOrder {
  readonly order: Int32Array;
  /** Room for the rows of the smaller side while a node is split, and one row more. */
  readonly spare: Int32Array;
}

/** The order of a root that holds `rows` (ascending), or all of `nRows`. */
export function rowOrder(rows: Int32Array | null, nRows: number): RowOrder {
  const order = rows === null ? new Int32Array(nRows) : rows.slice();
  if (rows === null) for (let row = 0; row < nRows; row++) order[row] = row;
  return { order, spare: new Int32Array((order.length >> 1) + 1) };
}

/**
 * Moves the rows that go left to the front of a range, with their records where those are carried;
 * returns where the right ones begin.
 *
 * @param bins the split feature's bin of each row
 * @param leftBins 1 for bins that go left, else 0
 */
export function partition(
  rows: RowOrder,
  records: Records,
  bins: Uint8Array,
  leftBins: Uint8Array,
  range: RowRange,
): number {
  const { start, end, carriedFrom } = range;
  const { order } = rows;
  let middle = start;
  for (let i = start; i < end; i++) middle += leftBins[bins[order[i]!]!]!;
  const first = carriedFrom === -1 ? -1 : (start - carriedFrom) * records.stride;
  if (end - middle <= middle - start) spareRight(rows, records, bins, leftBins, start, end, first);
  else spareLeft(rows, records, bins, leftBins, start, middle, end, first);
  return middle;
}

/**
 * Keeps the rows that go right aside while the left ones close up. Each row is written to both
 * places and only one of them moves on: a branch would be guessed wrong half the time (4 times
 * slower). `first` is where the records begin, or -1.
 */
function spareRight(
  { order, spare }: RowOrder,
  records: Records,
  bins: Uint8Array,
  leftBins: Uint8Array,
  start: number,
  end: number,
  first: number,
): void {
  const { carried, stride, spare: aside } = records;
  let left = start;
  let right = 0;
  if (first === -1) {
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      const goes = leftBins[bins[row]!]!;
      order[left] = row;
      spare[right] = row;
      left += goes;
      right += 1 - goes;
    }
  } else {
    const base = first - start * stride;
    for (let i = start, at = first; i < end; i++, at += stride) {
      const row = order[i]!;
      const goes = leftBins[bins[row]!]!;
      order[left] = row;
      spare[right] = row;
      copyRecord(carried, at, carried, base + left * stride, aside, right * stride, stride);
      left += goes;
      right += 1 - goes;
    }
    carried.set(aside.subarray(0, right * stride), base + left * stride);
  }
  order.set(spare.subarray(0, right), left);
}

/** The same from the end: keeps the rows that go left aside, from `spare[1]` on. */
function spareLeft(
  { order, spare }: RowOrder,
  records: Records,
  bins: Uint8Array,
  leftBins: Uint8Array,
  start: number,
  middle: number,
  end: number,
  first: number,
): void {
  const { carried, stride, spare: aside } = records;
  const count = middle - start;
  let left = count;
  let right = end - 1;
  if (first === -1) {
    for (let i = end - 1; i >= start; i--) {
      const row = order[i]!;
      const goes = leftBins[bins[row]!]!;
      order[right] = row;
      spare[left] = row;
      left -= goes;
      right -= 1 - goes;
    }
  } else {
    const base = first - start * stride;
    for (let i = end - 1; i >= start; i--) {
      const row = order[i]!;
      const goes = leftBins[bins[row]!]!;
      order[right] = row;
      spare[left] = row;
      const at = base + i * stride;
      copyRecord(carried, at, carried, base + right * stride, aside, left * stride, stride);
      left -= goes;
      right -= 1 - goes;
    }
    carried.set(aside.subarray(stride, (count + 1) * stride), first);
  }
  order.set(spare.subarray(1, count + 1), start);
}

/** Copies one record to two places. A record has at least three numbers. */
function copyRecord(
  from: Float64Array,
  at: number,
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  stride: number,
): void {
  for (let c = 0; c < stride; c++) {
    const value = from[at + c]!;
    a[atA + c] = value;
    b[atB + c] = value;
  }
}

/**
 * Orders all rows of a sample anew, the left ones first, and their records with them; returns where
 * the right ones begin.
 *
 * @param first the records by row number; `null` where they are not carried
 * @param goesLeft 1 for each row that goes left, else 0
 */
export function scatter(
  order: Int32Array,
  { carried, stride }: Records,
  first: Float64Array | null,
  goesLeft: Uint8Array,
): number {
  let middle = 0;
  for (let row = 0; row < goesLeft.length; row++) middle += goesLeft[row]!;
  let left = 0;
  for (let row = 0; row < goesLeft.length; row++) {
    const goes = goesLeft[row]!;
    // Which side a row goes to is computed: a branch would be guessed wrong half the time.
    const to = goes * left + (1 - goes) * (middle + row - left);
    left += goes;
    order[to] = row;
    if (first === null) continue;
    for (let c = 0; c < stride; c++) carried[to * stride + c] = first[row * stride + c]!;
  }
  return middle;
}
