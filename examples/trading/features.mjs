import { BASIS_POINT } from './market.mjs';

/** The columns of a row, in order. Returns and gaps are in basis points. */
export const FEATURE_NAMES = [
  'return_1',
  'return_5',
  'return_20',
  'return_60',
  'gap_fast',
  'gap_slow',
  'volatility',
  'volatility_ratio',
  'imbalance',
  'volume_ratio',
];

/** The ticks after which every feature has its full window. */
export const WARM_UP = 256;

/** Log prices that are remembered: a power of two over the longest window. */
const MEMORY = 64;
const MASK = MEMORY - 1;

/** Weights of the newest tick in the exponential means, which look 10 and 60 ticks back. */
const FAST = 2 / (10 + 1);
const SLOW = 2 / (60 + 1);

/** Keeps a quiet market from dividing by zero. */
const TINY = 1e-9;

// The places of the running means.
const MEAN_FAST = 0;
const MEAN_SLOW = 1;
const SQUARES_FAST = 2;
const SQUARES_SLOW = 3;
const SIGNED_VOLUME = 4;
const VOLUME_FAST = 5;
const VOLUME_SLOW = 6;
const LAST_SIGN = 7;

/**
 * Features of a stream of trades, brought up to date with each tick: one logarithm, one square root
 * and some forty additions and products. Nothing is allocated after the constructor. Numbers that
 * change live in typed arrays for that, and a tick is handed over as arrays and a place: a number
 * that is an argument or a field of its own may become an object at every call.
 */
export class Features {
  /** The newest row, in the order of {@link FEATURE_NAMES}: what `predictAt` reads. */
  row = new Float64Array(FEATURE_NAMES.length);
  #logPrices = new Float64Array(MEMORY);
  #means = new Float64Array(8);
  #ticks = 0;

  /**
   * Takes one trade in and writes the row.
   * @param {import('./market.mjs').Ticks} ticks
   * @param {number} at Which of them.
   */
  push({ price, volume }, at) {
    const now = Math.log(price[at]) / BASIS_POINT;
    const size = volume[at];
    const t = this.#ticks;
    if (t === 0) this.#begin(now);
    this.#ticks = (t + 1) | 0;
    const past = this.#logPrices;
    const means = this.#means;
    past[t & MASK] = now;

    const change = now - past[(t - 1) & MASK];
    // The tick rule (Lee and Ready, 1991): a trade above the one before was a buyer's, and one at
    // the same price was on the side of the one before.
    const sign = change > 0 ? 1 : change < 0 ? -1 : means[LAST_SIGN];
    means[LAST_SIGN] = sign;
    means[MEAN_FAST] += FAST * (now - means[MEAN_FAST]);
    means[MEAN_SLOW] += SLOW * (now - means[MEAN_SLOW]);
    means[SQUARES_FAST] += FAST * (change * change - means[SQUARES_FAST]);
    means[SQUARES_SLOW] += SLOW * (change * change - means[SQUARES_SLOW]);
    means[SIGNED_VOLUME] += FAST * (sign * size - means[SIGNED_VOLUME]);
    means[VOLUME_FAST] += FAST * (size - means[VOLUME_FAST]);
    means[VOLUME_SLOW] += SLOW * (size - means[VOLUME_SLOW]);

    const row = this.row;
    row[0] = change;
    row[1] = now - past[(t - 5) & MASK];
    row[2] = now - past[(t - 20) & MASK];
    row[3] = now - past[(t - 60) & MASK];
    row[4] = now - means[MEAN_FAST];
    row[5] = now - means[MEAN_SLOW];
    row[6] = Math.sqrt(means[SQUARES_SLOW]);
    row[7] = means[SQUARES_FAST] / (means[SQUARES_SLOW] + TINY);
    row[8] = means[SIGNED_VOLUME] / (means[VOLUME_FAST] + TINY);
    row[9] = means[VOLUME_FAST] / (means[VOLUME_SLOW] + TINY);
  }

  /**
   * As if the first price had always been the price.
   * @param {number} now
   */
  #begin(now) {
    this.#logPrices.fill(now);
    this.#means[MEAN_FAST] = now;
    this.#means[MEAN_SLOW] = now;
  }
}
