import { plainFigure, type Figure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';
import { percentileFigure, replicatesOf } from './bootstrap.ts';
import type { Scoreboard } from './scoreboard.ts';

/** How a tree stands against the best one of its frontier. */
export interface Standing {
  /** Its score less that of the best, with the 95% interval. */
  readonly behindBest: Figure;
  /** Share of the resamples in which it scores at least as well as the best. */
  readonly asGood: number | null;
}

/**
 * Each tree against the best one (the first of equals), by the paired percentile bootstrap over rows:
 * every tree is scored on the same resamples. `null`s where the scores are not defined.
 */
export function standingsOf(board: Scoreboard, random: Random): Standing[] {
  const { nRows, nTrees, nGroups, groupOf } = board;
  const counts = new Int32Array(nGroups);
  const point = new Float64Array(nTrees);
  if (nRows === 0) {
    return Array.from(point, () => ({ behindBest: plainFigure(null, 0), asGood: null }));
  }
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
  return draws.map((values, t) => {
    const behindBest = percentileFigure(point[t]! - point[best]!, values, nRows);
    return { behindBest, asGood: behindBest.value === null ? null : shareAtLeastZero(values) };
  });
}

/** Resamples in which a score is not defined do not count. */
function shareAtLeastZero(values: Float64Array): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.filter((value) => value >= 0).length / defined.length;
}
