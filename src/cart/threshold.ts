/** Characters a threshold may cost more so that it is exact in float32 as well. */
const FLOAT32_ALLOWANCE = 2;

/**
 * A threshold strictly between two neighbouring values `a < b`, for the rule `x <= threshold`: the
 * decimal of fewest digits in the gap, the nearest to its middle on a tie. One that is exact in
 * float32 too is preferred when it is hardly longer. Never -0.
 *
 * Between adjacent doubles there is nothing strictly inside; the answer is then `a`, which splits
 * them all the same (their midpoint may round to `b` and would not).
 */
export function thresholdBetween(a: number, b: number): number {
  const sum = (a + b) / 2;
  const middle = Number.isFinite(sum) ? sum : a / 2 + b / 2;
  const shortest = shortestDecimal(a, b, middle);
  if (shortest === null) return a === 0 ? 0 : a;
  if (isFloat32(shortest)) return shortest;
  const portable = shortestDyadic(a, b, middle);
  if (portable === null) return shortest;
  return length(portable) <= length(shortest) + FLOAT32_ALLOWANCE ? portable : shortest;
}

const isFloat32 = (value: number): boolean => Math.fround(value) === value;

const length = (value: number): number => String(value).length;

const inside = (value: number, a: number, b: number): boolean => a < value && value < b;

/**
 * Rounding the middle to ever more digits finds the shortest: the gap is symmetric about its
 * middle, so if any decimal of that length lies inside, the one nearest to the middle does.
 */
function shortestDecimal(a: number, b: number, middle: number): number | null {
  if (inside(0, a, b)) return 0;
  for (let digits = 1; digits <= 17; digits++) {
    const candidate = Number(middle.toPrecision(digits));
    if (inside(candidate, a, b)) return candidate;
  }
  return null;
}

/** A short decimal in the gap that float32 holds exactly: few digits, or a multiple of 2^-12. */
function shortestDyadic(a: number, b: number, middle: number): number | null {
  for (let digits = 1; digits <= 8; digits++) {
    const candidate = Number(middle.toPrecision(digits));
    if (inside(candidate, a, b) && isFloat32(candidate)) return candidate;
  }
  let scale = 1;
  for (let places = 1; places <= 12; places++) {
    scale *= 2;
    const candidate = Math.round(middle * scale) / scale;
    if (inside(candidate, a, b) && isFloat32(candidate)) return candidate;
  }
  return null;
}
