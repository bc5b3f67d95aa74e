import {
  bestOfAll,
  childHistograms,
  countAll,
  divide,
  divideAnew,
  maySplit,
  openGrowth,
  openRoot,
  type Growth,
  type OpenNode,
} from '../../cart/grow.ts';
import type { NodeSums } from '../../cart/histogram.ts';
import type { SplitRecord } from '../../cart/splitter.ts';
import { sideSums } from '../../cart/sums.ts';
import type { Problem } from './problem.ts';
import { scoringRows, type Scoring } from './scoring.ts';
import { mostSideVotes, mostVotes } from './votes.ts';

/** Some rows of one node on which its splits are completed greedily, one after the other. */
export interface Completion {
  readonly problem: Problem;
  readonly scoring: Scoring;
  readonly growth: Growth;
  readonly root: OpenNode;
  /** All rows counted; `null` where no side of a split will be split. */
  readonly histogram: Float64Array | null;
  /** Which side each row goes to; used anew for every split. */
  readonly goesLeft: Uint8Array;
}

/** Sides told like bins: 1 is left. */
const GOES_LEFT = Uint8Array.of(0, 1);

/**
 * @param rows the rows of the node, ascending
 * @param most how many of them are used
 * @param horizon levels that complete a split
 */
export function openCompletion(
  problem: Problem,
  rows: Int32Array,
  most: number,
  horizon: number,
): Completion {
  const scoring = scoringRows(problem, rows, most);
  const options = { maxDepth: horizon + 1, minLeafRows: problem.minLeafRows };
  const growth = openGrowth(scoring.sample, null, options);
  const root = openRoot(growth);
  const goesLeft = new Uint8Array(scoring.rows.length);
  const histogram = horizon === 0 ? null : countAll(growth, root);
  return { problem, scoring, growth, root, histogram, goesLeft };
}

/**
 * What is lost when both sides of a split are grown greedily for so many levels, from none up to the
 * horizon: growth of fewer levels is a prefix of growth of more.
 */
export function completedLosses(
  of: Completion,
  { feature, leftBins }: SplitRecord,
): readonly number[] {
  const { problem, scoring, growth, root, goesLeft } = of;
  writeSides(goesLeft, scoring.rows, problem.table.columns[feature]!, leftBins);
  const losses = Array.from({ length: root.levels }, () => 0);
  if (root.levels === 1) addSides(of, root, goesLeft, GOES_LEFT, losses);
  else {
    const [left, right] = divideAnew(growth, goesLeft);
    const parent = growth.free.pop() ?? new Float64Array(growth.layout.size);
    parent.set(of.histogram!);
    const [ofLeft, ofRight] = childHistograms(growth, parent, left, right);
    if (left.sums.rows > 0) addLosses(of, left, ofLeft, losses);
    if (right.sums.rows > 0) addLosses(of, right, ofRight, losses);
  }
  return losses;
}

/** Writes which side each of some rows goes to, by its place. A function of its own optimises better. */
function writeSides(
  goesLeft: Uint8Array,
  rows: Int32Array,
  bins: Uint8Array,
  leftBins: Uint8Array,
): void {
  for (let i = 0; i < rows.length; i++) goesLeft[i] = leftBins[bins[rows[i]!]!]!;
}

/** Grows a node and adds what its leaves lose, after each number of levels; `given` as in growth. */
function addLosses(
  of: Completion,
  node: OpenNode,
  given: Float64Array | null,
  losses: number[],
): void {
  const { problem, scoring, growth } = of;
  const { voters } = scoring;
  const grown = losses.length - 1 - node.levels;
  const votes = voters === null ? undefined : mostVotes(voters, growth.ranges.order, node);
  const own = leafLoss(problem, node.sums, votes);
  losses[grown]! += own;
  const histogram = maySplit(growth, node) ? (given ?? countAll(growth, node)) : given;
  const split = maySplit(growth, node) ? bestOfAll(growth, histogram!, node.sums) : null;
  if (split === null) {
    for (let more = grown + 1; more < losses.length; more++) losses[more]! += own;
    if (histogram !== null) growth.free.push(histogram);
  } else if (node.levels === 1) {
    const column = growth.sample.table.columns[split.feature]!;
    addSides(of, node, column, split.leftBins, losses);
    growth.free.push(histogram!);
  } else {
    const [left, right] = divide(growth, node, split);
    const [ofLeft, ofRight] = childHistograms(growth, histogram!, left, right);
    addLosses(of, left, ofLeft, losses);
    addLosses(of, right, ofRight, losses);
  }
}

/** Adds what both sides of a split lose as leaves. The rows stay where they are. */
function addSides(
  { problem, scoring, growth }: Completion,
  node: OpenNode,
  bins: Uint8Array,
  leftBins: Uint8Array,
  losses: number[],
): void {
  const { records, sample, ranges } = growth;
  const { order } = ranges;
  const { voters } = scoring;
  const votes = voters === null ? null : mostSideVotes(voters, order, node, bins, leftBins);
  const sides = sideSums(records, sample, order, node, bins, leftBins);
  for (const [side, sums] of sides.entries()) {
    if (sums.rows > 0) losses[losses.length - 1]! += leafLoss(problem, sums, votes?.[side]);
  }
}

/** Squared distance, and the weight that is decided otherwise than most of it. */
function leafLoss(
  { squareScale }: Problem,
  { sums, squares, weight }: NodeSums,
  mostVotes: number | undefined,
): number {
  let squared = 0;
  for (const sum of sums) squared += sum * sum;
  const loss = squareScale * Math.max(0, squares - squared / weight);
  return mostVotes === undefined ? loss : loss + weight - mostVotes;
}
