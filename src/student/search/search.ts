import type { Tree } from '../../core/tree.ts';
import { begin, perform, sideBySide, type Later, type PooledOptions } from '../../core/workers.ts';
import type { LimitedTree } from '../student.ts';
import { fitKnots, leavesBelow, totalLoss, treeOf, type Knot } from './knot.ts';
import { totalToll } from './limits.ts';
import { emptyMemo, growLookingAhead, type LookAheadMemo } from './look-ahead.ts';
import { mergeSiblings } from './merge.ts';
import { allRows, hasLimits, spread, type Problem } from './problem.ts';
import type { LookAheadBudget } from './prospects.ts';
import { prunings } from './prune.ts';
import { REFINE, type RefineData } from './refine.ts';

/** How much work a search may do. */
export interface SearchBudget {
  readonly lookAhead: LookAheadBudget;
  /**
   * Share of the score on real rows, at most the half they have in the fit. Few real rows judge
   * splits worse than the many synthetic ones near them do.
   */
  readonly realMass: number;
  /** Best splits of the root that are each grown and refined, the best tree kept. */
  readonly starts: number;
  /** Rows searched on, spread evenly over all; the leaves are fitted to all of them afterwards. */
  readonly rows: number;
  /** Sweeps of refinement at most. */
  readonly sweeps: number;
}

const GREEDY: LookAheadBudget = {
  levels: 0,
  candidates: 0,
  rows: 0,
  finalists: 0,
  finalRows: 0,
  horizon: 0,
};

/** Budgets by name, in work and not in seconds: the same answer on every machine. */
export const SEARCH_BUDGETS = {
  greedy: { lookAhead: GREEDY, realMass: 0.5, starts: 1, rows: 1_000_000, sweeps: 0 },
  fast: {
    realMass: 0.2,
    starts: 1,
    lookAhead: {
      levels: 3,
      candidates: 32,
      rows: 3_000,
      finalists: 8,
      finalRows: 16_000,
      horizon: 4,
    },
    rows: 100_000,
    sweeps: 10,
  },
  thorough: {
    realMass: 0.2,
    starts: 3,
    lookAhead: {
      levels: 6,
      candidates: 32,
      rows: 20_000,
      finalists: 8,
      finalRows: 100_000,
      horizon: 7,
    },
    rows: 1_000_000,
    sweeps: 30,
  },
} as const satisfies Record<string, SearchBudget>;

/** The sizes of trees that are wanted. */
interface Sizes {
  readonly maxDepth: number;
  /** Most leaves; Infinity where there is no limit. */
  readonly maxLeaves: number;
}

/** The best trees found, fitted to the rows of the search alone. */
export interface FoundTrees {
  /** One a depth from 1; none deeper than grows. */
  readonly byDepth: readonly Tree[];
  readonly byLeaves: readonly LimitedTree[];
}

/** Numbers of leaves whose best trees are looked for. */
const LEAF_STEPS = [8, 12, 16, 24, 32, 48, 64, 96, 128];

/**
 * The best tree found for each depth from 1 to `maxDepth`: grown with look-ahead (or greedily, where
 * that loses less), every split refined, leaves refitted; and the best of at most 8, 12, 16 … leaves:
 * cut out of those, and refined again. Scored by weighted disagreement plus squared distance of the
 * soft targets; numbers by the latter alone. Stops early when a depth gives no deeper tree.
 */
export async function searchTrees(
  problem: Problem,
  { maxDepth, maxLeaves }: Sizes,
  budget: SearchBudget,
  stage: PooledOptions,
): Promise<FoundTrees> {
  const all = allRows(problem);
  const rows = spread(all, budget.rows);
  const common = { problem, rows, sweeps: budget.sweeps };
  const search: Search = { problem, rows, budget, memo: emptyMemo(), common, stage };
  const knots = await searchDepths(search, { maxDepth, maxLeaves });
  const finish = (knot: Knot): Tree => {
    if (rows !== all) fitKnots(problem, knot, all);
    return treeOf(problem, knot);
  };
  const byLeaves = await searchLeaves(search, knots, maxLeaves);
  return {
    byDepth: knots.map(finish),
    byLeaves: byLeaves.map(({ leaves, knot }) => ({ leaves, tree: finish(knot) })),
  };
}

interface Search {
  readonly problem: Problem;
  readonly rows: Int32Array;
  readonly budget: SearchBudget;
  readonly memo: LookAheadMemo;
  /** What every refinement needs. */
  readonly common: RefineData;
  readonly stage: PooledOptions;
}

/**
 * The best tree of each depth, the deepest first: how far it looks ahead serves all others. Where
 * there are workers, one is refined while the next ones grow.
 */
async function searchDepths(search: Search, { maxDepth, maxLeaves }: Sizes): Promise<Knot[]> {
  const { pool, onProgress } = search.stage;
  const refined: Later<Knot>[] = [];
  let done = 0;
  let deepest = maxDepth;
  for (let depth = maxDepth; depth > 0; depth--) {
    const starts = await growStarts(search, depth);
    if (depth > 1 && starts.every((start) => depthOf(start) < depth)) {
      deepest = depth - 1;
      continue;
    }
    const refining = async (): Promise<Knot> => {
      const best = await bestRefined(search, starts, maxLeaves);
      onProgress?.({ stage: 'student', done: ++done, total: maxDepth });
      return best;
    };
    refined.push(await begin(pool, refining));
  }
  const knots = await Promise.all(refined.map((one) => one.done));
  return knots.toReversed().slice(0, deepest);
}

/**
 * Trees to refine: with look-ahead, from the best splits of the root; and grown greedily, where that
 * loses less than the best of them.
 */
async function growStarts(search: Search, depth: number): Promise<Knot[]> {
  const { problem, rows, budget, memo, stage } = search;
  const { signal, pool } = stage;
  const grow = (lookAhead: LookAheadBudget, rank: number): Promise<Knot | null> =>
    growLookingAhead(problem, rows, { depth, rank, lookAhead, memo, signal, pool });
  const greedy = (await grow(GREEDY, 0))!;
  if (budget.lookAhead.levels === 0) return [greedy];
  const starts: Knot[] = [];
  for (let rank = 0; rank < budget.starts; rank++) {
    const start = await grow(budget.lookAhead, rank);
    if (start !== null) starts.push(start);
  }
  return costOf(search, greedy) < costOf(search, starts[0]!) ? [greedy, ...starts] : starts;
}

async function bestRefined(
  search: Search,
  starts: readonly Knot[],
  maxLeaves: number,
): Promise<Knot> {
  const refined = await sideBySide(search.stage.pool, starts, (start) =>
    searchDepth(search, start, maxLeaves),
  );
  if (refined.length === 1) return refined[0]!;
  const costs = refined.map((knot) => costOf(search, knot));
  return refined[costs.indexOf(Math.min(...costs))]!;
}

function costOf({ problem, rows }: Search, knot: Knot): number {
  return totalLoss(problem, knot, rows) + totalToll(problem, knot);
}

/** Refines a grown tree; cut back, and refined again, where it has too many leaves or pays too much. */
async function searchDepth(search: Search, start: Knot, maxLeaves: number): Promise<Knot> {
  const { problem, rows, common, stage } = search;
  const refined = await perform(REFINE, common, start, stage);
  const leaves = leavesBelow(refined).length;
  if (leaves <= maxLeaves && !hasLimits(problem)) return refined;
  const cut = prunings(problem, merged(problem, refined), rows, maxLeaves).at(-1)!.knot;
  return perform(REFINE, common, cut, stage);
}

/** The best tree of at most so many leaves, out of the trees of all depths. */
async function searchLeaves(
  { problem, rows, common, stage }: Search,
  knots: readonly Knot[],
  maxLeaves: number,
): Promise<{ readonly leaves: number; readonly knot: Knot }[]> {
  const sources = knots.map((knot) => merged(problem, knot));
  const most = Math.min(maxLeaves, Math.max(...sources.map((knot) => leavesBelow(knot).length)));
  const steps = LEAF_STEPS.filter((leaves) => leaves < most || leaves === maxLeaves);
  if (steps.length === 0) return [];
  const cut = sources.map((knot) => prunings(problem, knot, rows, steps.at(-1)!));
  // The largest take longest: they go first.
  const found = await sideBySide(stage.pool, steps.toReversed(), async (leaves) => {
    const candidates = cut.map((own) => own[Math.min(leaves, own.length) - 1]!);
    const { knot } = candidates.reduce((best, next) => (next.cost < best.cost ? next : best));
    return { leaves, knot: await perform(REFINE, common, knot, stage) };
  });
  return found.toReversed();
}

/** Classes: without sibling leaves of one decision. Numbers: as it is. */
function merged({ decided }: Problem, knot: Knot): Knot {
  return decided === null ? knot : mergeSiblings(knot);
}

function depthOf({ branch }: Knot): number {
  return branch === null ? 0 : 1 + Math.max(depthOf(branch.left), depthOf(branch.right));
}
