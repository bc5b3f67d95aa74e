import { nextDown, nextUp } from '../core/doubles.ts';

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/** The numbers that a row can hold: what lies beside a threshold depends on them. */
export interface Numbers {
  /** The next one above; NaN and Infinity stay as they are. */
  readonly up: (x: number) => number;
  /** The next one below; NaN and -Infinity stay as they are. */
  readonly down: (x: number) => number;
  /** The one that a literal stands for. */
  readonly round: (x: number) => number;
  /** Whether a row can hold it; NaN is a missing value. */
  readonly holds: (x: number) => boolean;
  /** Those that are tried at every split. */
  readonly extremes: readonly number[];
}

/** The next float32 above `x`, which is one itself. */
function nextFloatUp(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  float[0] = x;
  if (x === 0) floatBits[0] = 1;
  else floatBits[0]! += x > 0 ? 1 : -1;
  return float[0];
}

const FLOATING: readonly number[] = [-0, NaN, Infinity, -Infinity];

export const DOUBLES: Numbers = {
  up: nextUp,
  down: nextDown,
  round: (x) => x,
  holds: () => true,
  extremes: FLOATING,
};

export const FLOATS: Numbers = {
  up: nextFloatUp,
  down: (x) => -nextFloatUp(-x),
  round: Math.fround,
  holds: (x) => Object.is(Math.fround(x), x),
  extremes: FLOATING,
};

/** Whole numbers of 32 bits, but for the least, which stands for a missing value. */
export const INTS: Numbers = {
  up: (x) => x + 1,
  down: (x) => x - 1,
  round: (x) => x,
  holds: (x) => Number.isNaN(x) || (Object.is(x | 0, x) && x !== -2147483648),
  extremes: [NaN, 2147483647, -2147483647],
};

/** The largest float32 that is not over `x`: divides float32 values as `x` does. */
export function floorToFloat(x: number): number {
  const near = Math.fround(x);
  return near > x ? FLOATS.down(near) : near;
}
