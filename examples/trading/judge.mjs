import { loadDecider } from './deciders.mjs';
import { Features } from './features.mjs';
import { HORIZON, MOVES, moveAfter } from './task.mjs';

/**
 * How the tree and its teacher do on ticks from `first` on, which neither has seen.
 * @param {import('./market.mjs').Ticks} ticks
 * @param {number} first
 * @param {string} run
 */
export async function judge(ticks, first, run) {
  const tree = await loadDecider('tree', run);
  const forest = await loadDecider('forest', run);
  const features = new Features();
  const counts = { ticks: 0, treeRight: 0, forestRight: 0, agree: 0 };
  const moves = MOVES.map(() => 0);
  const answers = MOVES.map(() => 0);
  for (let t = 0; t < ticks.price.length - HORIZON; t++) {
    features.push(ticks, t);
    if (t < first) continue;
    const truth = moveAfter(ticks.price, t);
    const taught = forest(features.row, 0);
    const decided = tree(features.row, 0);
    counts.ticks += 1;
    if (decided === truth) counts.treeRight += 1;
    if (taught === truth) counts.forestRight += 1;
    if (decided === taught) counts.agree += 1;
    moves[truth] += 1;
    answers[taught] += 1;
  }
  return {
    ...counts,
    mostFrequentMove: Math.max(...moves),
    mostFrequentAnswer: Math.max(...answers),
  };
}
