/** A measured figure with its 95% interval; `null` where it is undefined. */
export interface Figure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Rows behind the figure. */
  readonly n: number;
}

const Z95 = 1.959963984540054;

/** A share `hits / n` with its Wilson score interval (Wilson 1927); `null`s for n = 0. */
export function wilson(hits: number, n: number): Figure {
  if (n === 0) return { value: null, low: null, high: null, n };
  const p = hits / n;
  const z2n = (Z95 * Z95) / n;
  const centre = (p + z2n / 2) / (1 + z2n);
  const half = (Z95 * Math.sqrt((p * (1 - p)) / n + z2n / (4 * n))) / (1 + z2n);
  // At 0 and at n of n a bound equals the share: rounding must not push it past.
  return {
    value: p,
    low: Math.max(0, Math.min(p, centre - half)),
    high: Math.min(1, Math.max(p, centre + half)),
    n,
  };
}

/** A figure without an interval. */
export function plainFigure(value: number | null, n: number): Figure {
  return { value, low: null, high: null, n };
}

/** The `q`-quantile of ascending values (linear interpolation, type 7 of Hyndman and Fan 1996). */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}
