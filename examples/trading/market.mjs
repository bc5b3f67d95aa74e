/**
 * A made-up market, the same for the same seed. The value follows one of three regimes and changes
 * it at random (a Markov chain); what is seen of it is trades at the bid or the ask, a cent apart
 * at least: microstructure noise. No claim is made that real prices move like this.
 */

/** Basis points, 1/10,000 of the value. */
export const BASIS_POINT = 1e-4;

const HALF_SPREAD = 1 * BASIS_POINT;
const SWITCH_CHANCE = 1 / 400;
const START_VALUE = 100;

/**
 * Per tick: `noise` is the standard deviation of the value's steps, `drift` its steady part (up or
 * down, drawn when the regime begins), `pull` the share of the way back to where the regime began.
 */
const REGIMES = [
  { noise: 1 * BASIS_POINT, drift: 0.35 * BASIS_POINT, pull: 0, volume: 1 },
  { noise: 1.2 * BASIS_POINT, drift: 0, pull: 0.04, volume: 0.7 },
  { noise: 2.5 * BASIS_POINT, drift: 0, pull: 0, volume: 2 },
];

/**
 * @typedef {object} Ticks Trades, one entry a tick.
 * @property {Float64Array} price In units of money, to the cent.
 * @property {Float64Array} volume Above 0.
 */

/**
 * @param {number} count How many ticks.
 * @param {number} seed A whole number.
 * @returns {Ticks}
 */
export function makeTicks(count, seed) {
  const uniform = uniformNumbers(seed);
  const price = new Float64Array(count);
  const volume = new Float64Array(count);
  let regime = beginRegime(uniform, 0);
  let logValue = 0;
  for (let t = 0; t < count; t++) {
    if (uniform() < SWITCH_CHANCE) regime = beginRegime(uniform, logValue);
    const step =
      regime.drift + regime.pull * (regime.anchor - logValue) + regime.noise * normal(uniform);
    const side = uniform() < buyChance(step) ? 1 : -1;
    logValue += step;
    price[t] = toCents(START_VALUE * Math.exp(logValue + side * HALF_SPREAD));
    volume[t] = regime.volume * (0.5 - Math.log(1 - uniform()));
  }
  return { price, volume };
}

/**
 * @param {() => number} uniform
 * @param {number} anchor The logarithm of the value where it begins.
 */
function beginRegime(uniform, anchor) {
  const { noise, drift, pull, volume } = REGIMES[Math.floor(uniform() * REGIMES.length)];
  return { noise, drift: uniform() < 0.5 ? drift : -drift, pull, volume, anchor };
}

/**
 * Who trades knows a little of where the value goes.
 * @param {number} step
 */
function buyChance(step) {
  return 1 / (1 + Math.exp(-0.5 * (step / BASIS_POINT)));
}

/** @param {number} price */
function toCents(price) {
  return Math.round(price * 100) / 100;
}

/**
 * Standard normal numbers (Box and Muller).
 * @param {() => number} uniform
 */
function normal(uniform) {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/**
 * Numbers from 0 to 1, 1 left out: the generator mulberry32.
 * @param {number} seed
 * @returns {() => number}
 */
function uniformNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
