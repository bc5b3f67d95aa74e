import { FEATURE_NAMES, Features, WARM_UP } from './features.mjs';
import { BASIS_POINT } from './market.mjs';

/** What is asked at each tick: how the price moves over the next `HORIZON` ticks. */
export const HORIZON = 20;

/** A move has to be over this to be worth a trade: the spread there and back, and a fee. */
const COST = 4 * BASIS_POINT;

/** In the order in which Espalier numbers the classes. */
export const MOVES = ['down', 'flat', 'up'];

/**
 * The move that followed tick `t`: its place in {@link MOVES}.
 * @param {Float64Array} price
 * @param {number} t At most `price.length - 1 - HORIZON`.
 */
export function moveAfter(price, t) {
  const move = Math.log(price[t + HORIZON] / price[t]);
  return move > COST ? 2 : move < -COST ? 0 : 1;
}

/**
 * The past as a CSV file: one row every `HORIZON` ticks, so that no two rows look at the same ticks
 * ahead and a split by time hands no answer from one side to the other.
 * @param {import('./market.mjs').Ticks} ticks
 */
export function pastAsCsv(ticks) {
  const { price } = ticks;
  const features = new Features();
  const lines = [['tick', ...FEATURE_NAMES, 'move'].join(',')];
  for (let t = 0; t < price.length - HORIZON; t++) {
    features.push(ticks, t);
    if (t < WARM_UP || t % HORIZON !== 0) continue;
    lines.push([t, ...features.row, MOVES[moveAfter(price, t)]].join(','));
  }
  return `${lines.join('\n')}\n`;
}
