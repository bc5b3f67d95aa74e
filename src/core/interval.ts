/** A measured figure with its 95% interval; `null` where it is undefined. */
export interface Figure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Rows behind the figure. */
  readonly n: number;
}

const Z95 = 1.959963984540054;

/**
 * A share `hits / n` with its Wilson score interval (Wilson 1927); `null`s for n = 0. Of several
 * shares that are looked at together, `looks` widens each, so that in 95% of samples all of their
 * intervals hold at once (Bonferroni's inequality: Dunn 1961).
 */
export function wilson(hits: number, n: number, looks = 1): Figure {
  if (n === 0) return { value: null, low: null, high: null, n };
  const p = hits / n;
  const z = looks <= 1 ? Z95 : normalAbove(0.025 / looks);
  const z2n = (z * z) / n;
  const centre = (p + z2n / 2) / (1 + z2n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + z2n / (4 * n))) / (1 + z2n);
  // At 0 and at n of n a bound equals the share: rounding must not push it past.
  return {
    value: p,
    low: Math.max(0, Math.min(p, centre - half)),
    high: Math.min(1, Math.max(p, centre + half)),
    n,
  };
}

/**
 * What a standard normal draw exceeds with the probability `tail`, for tails of 1e-10 to 0.07: the
 * middle range of algorithm AS 241 (Wichura 1988), good to about 16 digits.
 */
export function normalAbove(tail: number): number {
  const r = Math.sqrt(-Math.log(tail)) - 1.6;
  return polynomial(AS241_ABOVE, r) / polynomial(AS241_BELOW, r);
}

/** Coefficients by rising power. */
const AS241_ABOVE = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
  1.27045825245236838258, 2.4178072517745061177e-1, 2.27238449892691845833e-2,
  7.7454501427834140764e-4,
];
const AS241_BELOW = [
  1, 2.05319162663775882187, 1.6763848301838038494, 6.8976733498510000455e-1,
  1.4810397642748007459e-1, 1.51986665636164571966e-2, 5.475938084995344946e-4,
  1.05075007164441684324e-9,
];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
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
