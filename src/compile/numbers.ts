const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);
const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/** The numbers that a row can hold: what lies beside a threshold depends on them. */
export interface Numbers {
  /** The next one above; NaN and Infinity stay as they are. */
  readonly up: (x: number) => number;
  /** The next one below; NaN and -Infinity stay as they are. */
  readonly down: (x: number) => number;
  /** The nearest one. */
  readonly round: (x: number) => number;
}

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

/** The next float32 above `x`, which is one itself. */
function nextFloatUp(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  float[0] = x;
  if (x === 0) floatBits[0] = 1;
  else floatBits[0]! += x > 0 ? 1 : -1;
  return float[0];
}

export const DOUBLES: Numbers = { up: nextUp, down: nextDown, round: (x) => x };

export const FLOATS: Numbers = {
  up: nextFloatUp,
  down: (x) => -nextFloatUp(-x),
  round: Math.fround,
};

/** The largest float32 that is not over `x`: divides float32 values as `x` does. */
export function floorToFloat(x: number): number {
  const near = Math.fround(x);
  return near > x ? FLOATS.down(near) : near;
}
