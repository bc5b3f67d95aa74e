/**
 * The rows of each side of a split, in their order. Each row is written to both sides and kept on
 * one: a branch would be guessed wrong half the time.
 *
 * @param bins the split feature's bin of each row
 * @param leftBins 1 for bins that go left, else 0
 */
export function partRows(
  rows: Int32Array,
  bins: Uint8Array,
  leftBins: Uint8Array,
): [left: Int32Array, right: Int32Array] {
  const left = new Int32Array(rows.length);
  const right = new Int32Array(rows.length);
  let nLeft = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    left[nLeft] = row;
    right[i - nLeft] = row;
    nLeft += leftBins[bins[row]!]!;
  }
  return [left.subarray(0, nLeft), right.subarray(0, rows.length - nLeft)];
}
