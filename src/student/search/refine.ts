import type { FeatureBins } from '../../cart/bins.ts';
import { splitAt, type SplitRecord } from '../../cart/splitter.ts';
import { breathe } from '../../core/errors.ts';
import {
  copyKnot,
  divideRows,
  fitKnots,
  leafAt,
  rowLoss,
  totalLoss,
  type Branch,
  type Knot,
} from './knot.ts';
import { leavesKeep, mayPart, tollOf, totalToll, type Asked } from './limits.ts';
import type { Problem } from './problem.ts';

/** A change must lose less by this share to count as one. */
const TIE = 1e-9;

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
  const own = new Float64Array(problem.table.nRows);
  let best = root;
  const costOf = (knot: Knot): number => totalLoss(problem, knot, rows) + totalToll(problem, knot);
  let least = costOf(root);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    await breathe(signal);
    const next = copyKnot(best);
    if (!moveSplits(problem, next, rows, own, [])) break;
    fitKnots(problem, next, rows);
    const loss = costOf(next);
    if (loss >= least - TIE * least) break;
    best = next;
    least = loss;
  }
  return best;
}

/**
 * One sweep, children before their parent; whether any split moved.
 *
 * @param own what each row loses where it is: filled for `rows`
 */
function moveSplits(
  problem: Problem,
  knot: Knot,
  rows: Int32Array,
  own: Float64Array,
  asked: Asked,
): boolean {
  const { branch } = knot;
  if (branch === null || knot.settled) {
    for (const row of rows) own[row] = rowLoss(problem, row, leafAt(problem, knot, row));
    return false;
  }
  const [left, right] = divideRows(problem, branch.split, rows);
  const below = [...asked, branch.split.feature];
  const movedLeft = moveSplits(problem, branch.left, left, own, below);
  const movedRight = moveSplits(problem, branch.right, right, own, below);
  const moved = moveSplit(problem, knot, branch, rows, own, asked);
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
  own: Float64Array,
  asked: Asked,
): boolean {
  const { split, left, right } = branch;
  const { weight } = knot;
  const bins = problem.table.columns[split.feature]!;
  const other = new Float64Array(rows.length);
  const advantage = new Float64Array(rows.length);
  let current = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const isLeft = split.leftBins[bins[row]!] === 1;
    other[i] = rowLoss(problem, row, leafAt(problem, isLeft ? right : left, row));
    advantage[i] = isLeft ? own[row]! - other[i]! : other[i]! - own[row]!;
    if (isLeft) current += advantage[i]!;
  }
  const tollOn = (feature: number): number | null =>
    mayPart(problem, feature, left, right) ? tollOf(problem, feature, weight, asked) : null;
  const below = current + tollOf(problem, split.feature, weight, asked) - TIE * weight;
  const better = cheapestSplit(problem, rows, advantage, below, tollOn);
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
    if (!stays) own[row] = other[i]!;
  }
  return true;
}

/** Rows of one feature's bins, and what they lose more on the left than on the right. */
interface BinCosts {
  readonly rows: Int32Array;
  readonly cost: Float64Array;
}

/** A division of one feature's bins. */
interface Division {
  readonly cost: number;
  readonly occupied: Int32Array;
  readonly prefix: number;
  readonly leftRows: number;
}

/**
 * The split of rows that costs less than `below` and least of all; `null` if there is none.
 *
 * @param tollOn what asking a feature costs here; `null` where it may not be asked
 */
function cheapestSplit(
  { table }: Problem,
  rows: Int32Array,
  advantage: Float64Array,
  below: number,
  tollOn: (feature: number) => number | null,
): SplitRecord | null {
  let cost = below;
  let best: SplitRecord | null = null;
  for (const [feature, column] of table.columns.entries()) {
    const toll = tollOn(feature);
    if (toll === null) continue;
    const bins = table.binning[feature]!;
    const costs = countCosts(column, bins, rows, advantage);
    const missingRows = costs.rows[bins.nBins]!;
    const missingCost = costs.cost[bins.nBins]!;
    const missingGoesLeft = missingRows > 0 && missingCost < 0;
    const divide = bins.kind === 'numeric' ? cheapestPrefix : cheapestSet;
    const found = divide(bins, costs, missingGoesLeft ? missingRows : 0, rows.length);
    const total =
      found === null ? Infinity : found.cost + toll + (missingGoesLeft ? missingCost : 0);
    if (found === null || total >= cost) continue;
    cost = total;
    const heavierLeft = 2 * found.leftRows >= rows.length;
    const missingLeft = missingRows > 0 ? missingGoesLeft : heavierLeft;
    best = splitAt(feature, bins, { ...found, missingLeft, heavierLeft }, 0);
  }
  return best;
}

function countCosts(
  column: Uint8Array,
  { nBins }: FeatureBins,
  rows: Int32Array,
  advantage: Float64Array,
): BinCosts {
  const counts = new Int32Array(nBins + 1);
  const cost = new Float64Array(nBins + 1);
  for (let i = 0; i < rows.length; i++) {
    const bin = column[rows[i]!]!;
    counts[bin]! += 1;
    cost[bin]! += advantage[i]!;
  }
  return { rows: counts, cost };
}

function occupiedBins({ nBins }: FeatureBins, { rows }: BinCosts): Int32Array {
  const bins = Int32Array.from({ length: nBins }, (_, bin) => bin);
  return bins.filter((bin) => rows[bin]! > 0);
}

/** Numbers: the prefix of bins that costs least; both sides keep a row. */
function cheapestPrefix(
  bins: FeatureBins,
  costs: BinCosts,
  missingLeft: number,
  rows: number,
): Division | null {
  const occupied = occupiedBins(bins, costs);
  let best: Division | null = null;
  let cost = 0;
  let leftRows = missingLeft;
  for (const [prefix, bin] of occupied.entries()) {
    cost += costs.cost[bin]!;
    leftRows += costs.rows[bin]!;
    if (leftRows === rows) break;
    if (best === null || cost < best.cost) best = { cost, occupied, prefix, leftRows };
  }
  return best;
}

/** Categories: each goes where it costs less; both sides keep a row. */
function cheapestSet(
  bins: FeatureBins,
  costs: BinCosts,
  missingLeft: number,
  rows: number,
): Division | null {
  const occupied = occupiedBins(bins, costs);
  const left = occupied.filter((bin) => costs.cost[bin]! < 0);
  const right = occupied.filter((bin) => costs.cost[bin]! >= 0);
  const leftRows = left.reduce((sum, bin) => sum + costs.rows[bin]!, missingLeft);
  if (left.length === 0 || leftRows === rows) return null;
  return {
    cost: left.reduce((sum, bin) => sum + costs.cost[bin]!, 0),
    occupied: Int32Array.from([...left, ...right]),
    prefix: left.length - 1,
    leftRows,
  };
}
