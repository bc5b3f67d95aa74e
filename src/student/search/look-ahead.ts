import { perform, sideBySide, type Workers } from '../../core/workers.ts';
import type { SplitRecord } from '../../cart/splitter.ts';
import { divideRows, leafKnot, type Knot } from './knot.ts';
import { mostGain } from './good-splits.ts';
import type { Asked } from './limits.ts';
import type { Problem } from './problem.ts';
import {
  isRanked,
  LOOK_INTO,
  rankSplits,
  type LookAheadBudget,
  type Prospects,
} from './prospects.ts';

/** What is known of nodes, by their place in the tree. */
export interface LookAheadMemo {
  /** The split of most gain, or none. */
  readonly greedy: Map<string, readonly SplitRecord[]>;
  readonly ahead: Map<string, Prospects>;
}

export function emptyMemo(): LookAheadMemo {
  return { greedy: new Map(), ahead: new Map() };
}

/** One growth of a tree. */
export interface LookAheadGrowth {
  /** Levels of splits. */
  readonly depth: number;
  /** Which of the root's splits is taken: 0 for the best one. */
  readonly rank: number;
  readonly lookAhead: LookAheadBudget;
  readonly memo: LookAheadMemo;
  readonly signal: AbortSignal | undefined;
  readonly pool?: Workers | undefined;
}

interface Place {
  /** Names the rows of a node: the splits that lead to it. */
  readonly key: string;
  readonly level: number;
  /** Levels of splits allowed at and below it. */
  readonly levels: number;
  /** Features asked on the way. */
  readonly asked: Asked;
}

/**
 * Grows a tree whose first levels are chosen by one-step look-ahead: each of a node's best splits is
 * completed greedily and scored by disagreement + squared distance, and the one that loses least is
 * taken (as LicketySPLIT does; Babbar et al. 2025). Greedy growth is the case of no levels. `null`
 * where the root has no split of that rank but the first.
 */
export async function growLookingAhead(
  problem: Problem,
  rows: Int32Array,
  growth: LookAheadGrowth,
): Promise<Knot | null> {
  const grow = async (own: Int32Array, place: Place): Promise<Knot> => {
    const splits = await splitsAt(problem, own, place, growth);
    const split = splits[place.level === 0 ? growth.rank : 0];
    const knot = leafKnot(problem, own);
    if (split === undefined) return knot;
    const sides = divideRows(problem, split, own);
    const [left, right] = await sideBySide(growth.pool, [0, 1], (side) =>
      grow(sides[side]!, {
        key: `${place.key}/${split.feature}:${split.leftBins.join('')}${'lr'[side]}`,
        level: place.level + 1,
        levels: place.levels - 1,
        asked: [...place.asked, split.feature],
      }),
    );
    knot.branch = { split, left: left!, right: right! };
    return knot;
  };
  const root = await grow(rows, { key: '', level: 0, levels: growth.depth, asked: [] });
  return root.branch === null && growth.rank > 0 ? null : root;
}

/** The splits of a node, best first; none where it stays a leaf. */
async function splitsAt(
  problem: Problem,
  rows: Int32Array,
  { key, level, levels, asked }: Place,
  growth: LookAheadGrowth,
): Promise<readonly SplitRecord[]> {
  if (levels === 0) return [];
  const { lookAhead, memo } = growth;
  if (level >= lookAhead.levels) return greedySplit(problem, rows, key, asked, memo);
  const outlook = { rows, asked, horizon: Math.min(levels - 1, lookAhead.horizon), lookAhead };
  const known = memo.ahead.get(key);
  if (known !== undefined && isRanked(known, outlook)) return rankSplits(known, outlook);
  const prospects = await perform(LOOK_INTO, problem, { ...outlook, known }, growth);
  memo.ahead.set(key, prospects);
  return rankSplits(prospects, outlook);
}

/** The split of most gain, or none: found sooner than a worker is asked. */
function greedySplit(
  problem: Problem,
  rows: Int32Array,
  key: string,
  asked: Asked,
  { greedy }: LookAheadMemo,
): readonly SplitRecord[] {
  const known = greedy.get(key);
  if (known !== undefined) return known;
  const best = mostGain(problem, rows, asked);
  const splits = best === null ? [] : [best];
  greedy.set(key, splits);
  return splits;
}
