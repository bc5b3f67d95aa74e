/** A measured figure with its 95% interval; `null` where it is undefined. */
export interface Figure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Rows behind the figure. */
  readonly n: number;
}

/** Standard errors to either side of a normal mean that hold it in 95% of samples. */
export const Z95 = 1.959963984540054;

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

/**
 * A share `hits / n` that is one of `looks` looked at together: the exact interval (Clopper and
 * Pearson 1934) at a level that lets all of them hold at once in 95% of samples (Bonferroni's
 * inequality: Dunn 1961). Wilson's is no good here: so far out its lower end of 1 in 1 is 8%, where
 * a share of 0.03% gives as much.
 */
export function jointShare(hits: number, n: number, looks: number): Figure {
  if (n === 0) return { value: null, low: null, high: null, n };
  const level = 0.025 / Math.max(1, looks);
  const share = hits / n;
  // Both ends by sums of `hits` terms, which are few where disagreements are counted.
  const atLeast = (p: number): number => 1 - binomialTail(hits - 1, n, p);
  return {
    value: share,
    low: hits === 0 ? 0 : turningPoint(0, share, (p) => atLeast(p) < level),
    high: hits === n ? 1 : turningPoint(share, 1, (p) => binomialTail(hits, n, p) > level),
    n,
  };
}

/** Where `holds` turns false between `low`, where it holds, and `high`; by bisection. */
function turningPoint(low: number, high: number, holds: (p: number) => boolean): number {
  let [below, above] = [low, high];
  for (let step = 0; step < 40; step++) {
    const middle = (below + above) / 2;
    if (holds(middle)) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/**
 * The chance of at most `hits` successes in `n` trials that each succeed with probability `p`: exact,
 * where normal approximations mislead (few trials, `p` near 1).
 */
export function binomialTail(hits: number, n: number, p: number): number {
  if (hits >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  const odds = Math.log(p) - Math.log1p(-p);
  let log = n * Math.log1p(-p);
  let tail = Math.exp(log);
  for (let i = 0; i < hits; i++) {
    log += Math.log((n - i) / (i + 1)) + odds;
    tail += Math.exp(log);
  }
  return Math.min(1, tail);
}

/** Draws without replacement: `rows` of `all`, of which `marked` count. */
interface Draws {
  readonly rows: number;
  readonly marked: number;
  readonly all: number;
}

/**
 * The chance that at least `hits` of the drawn count, exact: a hypergeometric tail. Where two groups
 * share one rate this is the one-sided p of their table, whatever that rate is (Fisher 1935, The
 * Logic of Inductive Inference).
 */
export function hypergeometricTail(hits: number, { rows, marked, all }: Draws): number {
  const least = Math.max(0, rows + marked - all);
  const most = Math.min(rows, marked);
  if (hits <= least) return 1;
  if (hits > most) return 0;
  // Each count's chance next to that of the one below it; the chance of `hits` itself cancels out.
  const growth = (k: number): number =>
    ((marked - k + 1) * (rows - k + 1)) / (k * (all - marked - rows + k));
  let [upper, lower] = [1, 0];
  for (let k = hits + 1, part = 1; k <= most && part > 0; k++) upper += part *= growth(k);
  for (let k = hits, part = 1; k > least && part > 0; k--) lower += part /= growth(k);
  // Beyond the largest number on one side, the chance lies there.
  return upper === Infinity ? 1 : upper / (upper + lower);
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
