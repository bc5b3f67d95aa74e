import { FLOAT32, FLOAT64, INT32, type Narrower } from '../narrow.ts';
import { DOUBLES, FLOATS, INTS, type Numbers } from '../numbers.ts';
import { numberText } from '../script/quote.ts';

/** Numbers that C can compute with. */
export type CKindName = 'float64' | 'float32' | 'int32';

/** What follows from the numbers that a row of C is made of. */
export interface CKind {
  readonly name: CKindName;
  /** Of a value in a row. */
  readonly type: 'double' | 'float' | 'int32_t';
  /** The header that the numbers need. */
  readonly include: '<math.h>' | '<stdint.h>';
  readonly numbers: Numbers;
  /** What thresholds become among these numbers. */
  readonly narrower: Narrower;
  /** What a missing value is in a row. */
  readonly missing: 'NAN' | 'INT32_MIN';
  /** A literal that is exactly this number; NaN is `ESPALIER_MISSING`. */
  readonly literal: (value: number) => string;
  /** Values as they lie in memory; NaN is a missing value. */
  readonly pack: (values: readonly number[]) => Uint8Array;
}

const INT_MIN = -2147483648;

export const C_KINDS: Readonly<Record<CKindName, CKind>> = {
  float64: {
    name: 'float64',
    type: 'double',
    include: '<math.h>',
    numbers: DOUBLES,
    narrower: FLOAT64,
    missing: 'NAN',
    literal: (value) => floatLiteral(value, '', 'HUGE_VAL'),
    pack: (values) => bytesOf(Float64Array.from(values)),
  },
  float32: {
    name: 'float32',
    type: 'float',
    include: '<math.h>',
    numbers: FLOATS,
    narrower: FLOAT32,
    missing: 'NAN',
    literal: (value) => floatLiteral(value, 'f', 'INFINITY'),
    pack: (values) => bytesOf(Float32Array.from(values)),
  },
  int32: {
    name: 'int32',
    type: 'int32_t',
    include: '<stdint.h>',
    numbers: INTS,
    narrower: INT32,
    missing: 'INT32_MIN',
    literal: intLiteral,
    pack: (values) => {
      const whole = values.map((value) => (Number.isNaN(value) ? INT_MIN : value));
      return bytesOf(Int32Array.from(whole));
    },
  },
};

/** The shortest decimal of the double is, read as a float32, that float32 too. */
function floatLiteral(value: number, suffix: string, infinity: string): string {
  if (Number.isNaN(value)) return MISSING;
  if (!Number.isFinite(value)) return value > 0 ? infinity : `-${infinity}`;
  const text = numberText(value);
  return `${/[.e]/.test(text) ? text : `${text}.0`}${suffix}`;
}

/** The constant that stands for a missing value in a row. */
export const MISSING = 'ESPALIER_MISSING';

function intLiteral(value: number): string {
  if (Number.isNaN(value)) return MISSING;
  if (value === INT_MIN) return '(-2147483647 - 1)';
  return String(Math.min(value, -INT_MIN - 1));
}

function bytesOf(values: Float64Array | Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(values.buffer);
}
