import type { Records, RowRange } from './records.ts';

/**
 * Row numbers; each node owns a range [start, end). Invariant: splitting a node permutes only its
 * own range, left rows first, and keeps rows ascending within each side (sequential reads).
 */
export interface RowOrder {
  readonly order: Int32Array;
  /** Room for the rows that go right while a node is split. */
  readonly aside: Int32Array;
}

/** The order of a root that holds `rows` (ascending), or all of `nRows`. */
export function rowOrder(rows: Int32Array | null, nRows: number): RowOrder {
  const order = rows === null ? new Int32Array(nRows) : rows.slice();
  if (rows === null) for (let row = 0; row < nRows; row++) order[row] = row;
  return { order, aside: new Int32Array(order.length) };
}

/**
 * Moves the rows that go left to the front of a range, with their records where those are carried;
 * returns where the right ones begin. Each row is written to both sides and only one of them moves
 * on: a branch would be guessed wrong half the time (4 times slower).
 *
 * @param bins the split feature's bin of each row
 * @param leftBins 1 for bins that go left, else 0
 */
export function partition(
  rows: RowOrder,
  records: Records,
  bins: Uint8Array,
  leftBins: Uint8Array,
  { start, end, carriedFrom }: RowRange,
): number {
  const { order, aside } = rows;
  const { carried, stride } = records;
  let middle: number;
  if (carriedFrom === -1) middle = moveRows(rows, bins, leftBins, start, end);
  else {
    const first = (start - carriedFrom) * stride;
    const move = stride === 3 ? moveWithThree : moveWithRecords;
    middle = move(rows, records, bins, leftBins, start, end, first);
    const right = records.aside.subarray(0, (end - middle) * stride);
    carried.set(right, (middle - carriedFrom) * stride);
  }
  order.set(aside.subarray(0, end - middle), middle);
  return middle;
}

/** Left rows close up, right ones go aside; returns where the left ones end. */
function moveRows(
  { order, aside }: RowOrder,
  bins: Uint8Array,
  leftBins: Uint8Array,
  start: number,
  end: number,
): number {
  let left = start;
  for (let i = start; i < end; i++) {
    const row = order[i]!;
    order[left] = row;
    aside[i - left] = row;
    left += leftBins[bins[row]!]!;
  }
  return left;
}

/** The same with records, which begin at `first`. */
function moveWithRecords(
  { order, aside }: RowOrder,
  { carried, aside: recordsAside, stride }: Records,
  bins: Uint8Array,
  leftBins: Uint8Array,
  start: number,
  end: number,
  first: number,
): number {
  let left = start;
  for (let i = start, from = first, to = first; i < end; i++, from += stride) {
    const row = order[i]!;
    order[left] = row;
    aside[i - left] = row;
    for (let c = 0; c < stride; c++) {
      const value = carried[from + c]!;
      carried[to + c] = value;
      recordsAside[from - to + c] = value;
    }
    const goes = leftBins[bins[row]!]!;
    left += goes;
    to += goes * stride;
  }
  return left;
}

/** The same with records of three numbers, one target's (half the time). */
function moveWithThree(
  { order, aside }: RowOrder,
  { carried, aside: recordsAside }: Records,
  bins: Uint8Array,
  leftBins: Uint8Array,
  start: number,
  end: number,
  first: number,
): number {
  let left = start;
  for (let i = start, from = first, to = first; i < end; i++, from += 3) {
    const row = order[i]!;
    order[left] = row;
    aside[i - left] = row;
    const a = carried[from]!;
    const b = carried[from + 1]!;
    const c = carried[from + 2]!;
    carried[to] = a;
    carried[to + 1] = b;
    carried[to + 2] = c;
    recordsAside[from - to] = a;
    recordsAside[from - to + 1] = b;
    recordsAside[from - to + 2] = c;
    const goes = leftBins[bins[row]!]!;
    left += goes;
    to += goes * 3;
  }
  return left;
}

/**
 * Orders all rows anew, whatever their order was: the left ones first. Returns where the right ones
 * begin.
 *
 * @param goesLeft 1 for each row that goes left, else 0
 */
export function orderAnew({ order, aside }: RowOrder, goesLeft: Uint8Array): number {
  let left = 0;
  for (let row = 0; row < goesLeft.length; row++) {
    order[left] = row;
    aside[row - left] = row;
    left += goesLeft[row]!;
  }
  order.set(aside.subarray(0, order.length - left), left);
  return left;
}
