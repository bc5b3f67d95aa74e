import { plainFigure, type Figure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';
import { percentileFigure, replicatesOf } from './bootstrap.ts';
import type { Scoreboard } from './scoreboard.ts';

/**
 * The score of each tree less that of the best one (the first of equals), with its 95% interval by
 * the paired percentile bootstrap over rows: every tree is scored on the same resamples. `null`
 * where the scores are not defined.
 */
export function behindBest(board: Scoreboard, random: Random): Figure[] {
  const { nRows, nTrees, nGroups, groupOf } = board;
  const counts = new Int32Array(nGroups);
  const point = new Float64Array(nTrees);
  if (nRows === 0) return Array.from(point, () => plainFigure(null, 0));
  for (const group of groupOf) counts[group]! += 1;
  board.score(counts, point);
  const best = point.reduce((top, score, t) => (score > point[top]! ? t : top), 0);
  const replicates = replicatesOf(nRows);
  const draws = Array.from(point, () => new Float64Array(replicates));
  const scores = new Float64Array(nTrees);
  for (let b = 0; b < replicates; b++) {
    counts.fill(0);
    for (let i = 0; i < nRows; i++) counts[groupOf[random.below(nRows)]!]! += 1;
    board.score(counts, scores);
    for (let t = 0; t < nTrees; t++) draws[t]![b] = scores[t]! - scores[best]!;
  }
  return draws.map((values, t) => percentileFigure(point[t]! - point[best]!, values, nRows));
}
