/**
 * Adds up rows in their order: returns Σ weight and writes Σ weight * target to `sums`, one a column
 * of targets. Two columns have a loop of their own: half the time.
 *
 * @param targets row-major, `sums.length` a row
 */
export function sumRows(
  rows: Int32Array,
  weight: Float64Array,
  targets: Float64Array,
  sums: Float64Array,
): number {
  if (sums.length === 2) return sumPairs(rows, weight, targets, sums);
  const k = sums.length;
  let total = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const own = weight[row]!;
    total += own;
    for (let c = 0; c < k; c++) sums[c]! += own * targets[row * k + c]!;
  }
  return total;
}

function sumPairs(
  rows: Int32Array,
  weight: Float64Array,
  targets: Float64Array,
  sums: Float64Array,
): number {
  let [total, first, second] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const own = weight[row]!;
    total += own;
    first += own * targets[2 * row]!;
    second += own * targets[2 * row + 1]!;
  }
  sums[0] = first;
  sums[1] = second;
  return total;
}
