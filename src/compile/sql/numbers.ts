/** A finite number of SQL: the exponent makes it a double, where `0.5` alone is a decimal. */
export function sqlNumber(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
  return text.includes('e') ? text : `${text}e0`;
}

/** So many decimal digits make a whole number that a double holds. */
const SAFE_DIGITS = 15;
/** The largest power of two that one step takes: every version reads it as it is. */
const STEP = 60;

/**
 * A finite number for a database that rounds some decimals wrongly, as SQLite does (3.40 misreads
 * `50.996143`, 3.45 `31.617896`): a decimal where that is exactly the double, so that nothing is
 * rounded, and else a whole number divided or multiplied by powers of two.
 */
export function exactNumber(value: number): string {
  const size = Math.abs(value);
  if (isExactDecimal(size)) return sqlNumber(value);
  let whole = size;
  let power = 0;
  for (; !Number.isInteger(whole); whole *= 2) power--;
  for (; whole > Number.MAX_SAFE_INTEGER; whole /= 2) power++;
  return `${value < 0 ? '-' : ''}${whole}e0${powerSteps(power)}`;
}

/** Whether every version of every database reads the literal of a number as that number. */
export function isReadExactly(value: number): boolean {
  const size = Math.abs(value);
  return Number.isSafeInteger(size) || isPowerOfTwo(size) || isExactDecimal(size);
}

/** One that {@link exactNumber} divides or multiplies by. */
function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(size) && Number(1n << BigInt(STEP)) % size === 0;
}

/** Whether the decimal is the double itself: tenths are halves where fives divide the digits. */
function isExactDecimal(size: number): boolean {
  const text = String(size);
  const [whole, decimals = ''] = text.split('.');
  const digits = `${whole}${decimals}`;
  if (text.includes('e') || digits.length > SAFE_DIGITS) return false;
  const fives = Array.from(decimals).reduce((product) => product * 5, 1);
  return Number(digits) % fives === 0;
}

function powerSteps(power: number): string {
  const operator = power < 0 ? '/' : '*';
  let steps = '';
  for (let left = Math.abs(power); left > 0; left -= STEP) {
    steps += ` ${operator} ${1n << BigInt(Math.min(STEP, left))}e0`;
  }
  return steps;
}
