const NEARLY_ZERO = 0.05;

/**
 * Where an axis of fidelities starts: an R² just below 0, as a constant answer has on other rows,
 * is drawn at 0 and does not open a negative half.
 */
export function axisLow(least: number): number {
  return least < 0 && least > -NEARLY_ZERO ? 0 : least;
}
