import { breathe } from '../../core/errors.ts';
import type { Task } from '../../core/workers.ts';
import {
  copyKnot,
  divideRows,
  fitKnots,
  totalLoss,
  writeLosses,
  type Branch,
  type Knot,
} from './knot.ts';
import { leavesKeep, mayPart, tollOf, totalToll, type Asked } from './limits.ts';
import { bestDivision } from './divide.ts';
import type { Problem } from './problem.ts';

/** A change must lose less by this share to count as one. */
const TIE = 1e-9;

/** What all refinements of one search have in common. */
export interface RefineData {
  readonly problem: Problem;
  readonly rows: Int32Array;
  readonly sweeps: number;
}

/** Refines one tree; see {@link refine}. */
export const REFINE: Task<RefineData, Knot, Knot> = {
  name: 'refine',
  run: ({ problem, rows, sweeps }, root, signal) => refine(problem, root, rows, sweeps, signal),
};

/**
 * Moves every split in turn to where it loses least, all else fixed, and refits the leaves, until
 * nothing improves or `sweeps` are used up (coordinate descent over splits; Bennett 1994, alternating
 * optimisation of Carreira-Perpinan and Tavallali 2018). Never loses more than it was given.
 */
export async function refine(
  problem: Problem,
  root: Knot,
  rows: Int32Array,
  sweeps: number,
  signal: AbortSignal | undefined,
): Promise<Knot> {
  const losses = {
    own: new Float64Array(problem.table.nRows),
    other: new Float64Array(problem.table.nRows),
  };
  let best = root;
  let least = totalLoss(problem, root, rows) + totalToll(problem, root);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    await breathe(signal);
    const next = copyKnot(best);
    if (!moveSplits(problem, next, rows, losses, [])) break;
    const loss = fitKnots(problem, next, rows) + totalToll(problem, next);
    if (loss >= least - TIE * least) break;
    best = next;
    least = loss;
  }
  return best;
}

/** What rows lose, by row number. */
interface Losses {
  /** In the leaf each of them reaches. */
  readonly own: Float64Array;
  /** In the leaf it would reach on the other side of the split that is being moved. */
  readonly other: Float64Array;
}

/**
 * One sweep, children before their parent; whether any split moved.
 *
 * @param losses `own` is filled for `rows`
 */
function moveSplits(
  problem: Problem,
  knot: Knot,
  rows: Int32Array,
  losses: Losses,
  asked: Asked,
): boolean {
  const { branch } = knot;
  if (branch === null || knot.settled) {
    writeLosses(problem, knot, rows, losses.own);
    return false;
  }
  const [left, right] = divideRows(problem, branch.split, rows);
  const below = [...asked, branch.split.feature];
  const movedLeft = moveSplits(problem, branch.left, left, losses, below);
  const movedRight = moveSplits(problem, branch.right, right, losses, below);
  writeLosses(problem, branch.right, left, losses.other);
  writeLosses(problem, branch.left, right, losses.other);
  const moved = moveSplit(problem, knot, branch, rows, losses, asked);
  if (moved) unsettle(knot);
  else knot.settled = !movedLeft && !movedRight;
  return !knot.settled;
}

/** Other rows come here now: everything below is open again. */
function unsettle(knot: Knot): void {
  knot.settled = false;
  if (knot.branch === null) return;
  unsettle(knot.branch.left);
  unsettle(knot.branch.right);
}

/** Moves one split to where it loses least, unless a leaf below would keep too few rows. */
function moveSplit(
  problem: Problem,
  knot: Knot,
  branch: Branch,
  rows: Int32Array,
  { own, other }: Losses,
  asked: Asked,
): boolean {
  const { split, left, right } = branch;
  const { weight } = knot;
  const bins = problem.table.columns[split.feature]!;
  const advantage = new Float64Array(rows.length);
  let current = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const isLeft = split.leftBins[bins[row]!]!;
    const more = own[row]! - other[row]!;
    // Times 1 or -1, and 1 or 0: a branch would be guessed wrong.
    advantage[i] = more * (2 * isLeft - 1);
    current += more * isLeft;
  }
  const tollOn = (feature: number): number | null =>
    mayPart(problem, feature, left, right) ? tollOf(problem, feature, weight, asked) : null;
  const below = current + tollOf(problem, split.feature, weight, asked) - TIE * weight;
  const better = bestDivision(problem, rows, advantage, below, tollOn);
  if (better === null) return false;
  branch.split = better;
  if (!leavesKeep(problem, knot, rows)) {
    branch.split = split;
    return false;
  }
  const newBins = problem.table.columns[better.feature]!;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const stays = split.leftBins[bins[row]!] === better.leftBins[newBins[row]!];
    if (!stays) own[row] = other[row]!;
  }
  return true;
}
