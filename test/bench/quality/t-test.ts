/** A mean of paired differences, and how far it may be chance. */
export interface Compared {
  readonly mean: number;
  /** Standard error of the mean over splits; it takes them as independent, which they are not. */
  readonly error: number;
  /** Two-sided p-value of the corrected resampled t-test. */
  readonly p: number;
}

/**
 * The corrected resampled t-test (Nadeau and Bengio 2003): splits of one data set share rows, so
 * their differences vary less than those of new data would. The variance of their mean is taken as
 * (1/n + held-out rows / training rows) s² instead of s²/n.
 */
export function compare(differences: readonly number[], heldToTrain: number): Compared {
  const n = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const squares = differences.reduce((sum, d) => sum + (d - mean) * (d - mean), 0);
  const variance = squares / (n - 1);
  const t = mean / Math.sqrt((1 / n + heldToTrain) * variance);
  const p = mean === 0 ? 1 : twoSided(Math.abs(t), n - 1);
  return { mean, error: Math.sqrt(variance / n), p };
}

const STEPS = 2000;

/** Chance of a Student t beyond ±`t`: with t = √df tan θ its density is that of cos^(df-1) θ. */
export function twoSided(t: number, df: number): number {
  const density = (theta: number): number => Math.exp((df - 1) * Math.log(Math.cos(theta)));
  const inner = Math.atan(t / Math.sqrt(df));
  return 1 - simpson(density, inner) / simpson(density, Math.PI / 2);
}

/** Integral of `f` from 0 to `end` by Simpson's rule. */
function simpson(f: (x: number) => number, end: number): number {
  const h = end / STEPS;
  let sum = f(0) + f(end);
  for (let i = 1; i < STEPS; i++) sum += f(i * h) * (i % 2 === 1 ? 4 : 2);
  return (sum * h) / 3;
}

/** `‡` below 1 %, `†` below 5 %, nothing above. */
export function mark(p: number): string {
  if (p < 0.01) return '‡';
  return p < 0.05 ? '†' : '';
}
