import type { StageOptions } from '../../core/errors.ts';
import type { Tree } from '../../core/tree.ts';
import { fitKnots, totalLoss, treeOf, type Knot } from './knot.ts';
import { growLookingAhead, type LookAheadBudget, type LookAheadMemo } from './look-ahead.ts';
import { mergeSiblings } from './merge.ts';
import { allRows, spread, type Problem } from './problem.ts';
import { refine } from './refine.ts';

/** How much work a search may do. */
export interface SearchBudget {
  readonly lookAhead: LookAheadBudget;
  /** Rows searched on, spread evenly over all; the leaves are fitted to all of them afterwards. */
  readonly rows: number;
  /** Sweeps of refinement at most. */
  readonly sweeps: number;
}

const GREEDY: LookAheadBudget = { levels: 0, candidates: 0, rows: 0, horizon: 0 };

/** Budgets by name, in work and not in seconds: the same answer on every machine. */
export const SEARCH_BUDGETS = {
  fast: {
    lookAhead: { levels: 3, candidates: 32, rows: 6_000, horizon: 4 },
    rows: 100_000,
    sweeps: 10,
  },
  thorough: {
    lookAhead: { levels: 6, candidates: 32, rows: 50_000, horizon: 7 },
    rows: 1_000_000,
    sweeps: 30,
  },
} as const satisfies Record<string, SearchBudget>;

/**
 * The best tree found for each depth from 1 to `maxDepth`: grown with look-ahead (or greedily, where
 * that loses less), every split refined, leaves refitted, siblings of one decision merged. Scored by
 * weighted disagreement plus squared distance of the soft targets; numbers by the latter alone.
 * Stops early when a depth gives no deeper tree.
 */
export async function searchTrees(
  problem: Problem,
  maxDepth: number,
  { lookAhead, rows: most, sweeps }: SearchBudget,
  { signal, onProgress }: StageOptions,
): Promise<Tree[]> {
  const all = allRows(problem);
  const rows = spread(all, most);
  const memo: LookAheadMemo = new Map();
  const trees: Tree[] = [];
  for (let depth = 1; depth <= maxDepth; depth++) {
    const greedy = await growLookingAhead(problem, rows, depth, GREEDY, memo, signal);
    const looked = await growLookingAhead(problem, rows, depth, lookAhead, memo, signal);
    if (depth > 1 && Math.max(depthOf(greedy), depthOf(looked)) < depth) break;
    const start =
      totalLoss(problem, looked, rows) < totalLoss(problem, greedy, rows) ? looked : greedy;
    const refined = await refine(problem, start, rows, sweeps, signal);
    if (rows !== all) fitKnots(problem, refined, all);
    trees.push(treeOf(problem, problem.decided === null ? refined : mergeSiblings(refined)));
    onProgress?.({ stage: 'student', done: depth, total: maxDepth });
  }
  return trees;
}

function depthOf({ branch }: Knot): number {
  return branch === null ? 0 : 1 + Math.max(depthOf(branch.left), depthOf(branch.right));
}
