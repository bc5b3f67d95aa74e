const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The next double above `x`; NaN and Infinity stay as they are. */
export function nextUp(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  if (x === 0) return Number.MIN_VALUE;
  double[0] = x;
  bits[0] = bits[0]! + (x > 0 ? 1n : -1n);
  return double[0];
}

/** The next double below `x`; NaN and -Infinity stay as they are. */
export function nextDown(x: number): number {
  return -nextUp(-x);
}

/** The number of fewest decimals in (low, high], `low < high`; nearest to `low` among those. */
export function shortestIn(low: number, high: number): number {
  if (low < 0 && high >= 0) return 0;
  if (low === -Infinity) return Math.floor(high);
  for (let digits = 0; digits <= 17; digits++) {
    const found = nextDecimal(low, digits);
    if (found > low && found <= high) return found;
  }
  return high === Infinity && low < Number.MAX_VALUE ? Number.MAX_VALUE : high;
}

/** The first number of so many decimals over `x`, as far as doubles tell them apart. */
function nextDecimal(x: number, digits: number): number {
  const scale = Number(`1e${digits}`);
  return Number(`${Math.floor(x * scale) + 1}e-${digits}`);
}
