import { MAX_BINS, type FeatureBins } from '../../cart/bins.ts';
import { splitAt, type Sides, type SplitRecord } from '../../cart/splitter.ts';
import type { Problem } from './problem.ts';

/** Rows of one feature's bins, and what they lose more on the left than on the right. Reused. */
interface BinCosts {
  readonly rows: Int32Array;
  readonly cost: Float64Array;
}

/** How one feature's bins are divided. */
interface Division {
  readonly cost: number;
  /** Numbers: the last bin on the left. Categories: -1, each goes where it costs less. */
  readonly last: number;
  readonly leftRows: number;
}

/**
 * The split of rows that costs less than `below` and least of all; `null` if there is none. Ties keep
 * the lower feature, then the lower cut. Both sides keep a row.
 *
 * @param advantage what each of `rows` loses more on the left than on the right
 * @param tollOn what asking a feature costs here; `null` where it may not be asked
 */
export function bestDivision(
  { table }: Problem,
  rows: Int32Array,
  advantage: Float64Array,
  below: number,
  tollOn: (feature: number) => number | null,
): SplitRecord | null {
  const costs = { rows: new Int32Array(MAX_BINS + 1), cost: new Float64Array(MAX_BINS + 1) };
  let least = below;
  let best: SplitRecord | null = null;
  for (const [feature, column] of table.columns.entries()) {
    const toll = tollOn(feature);
    if (toll === null) continue;
    const bins = table.binning[feature]!;
    countCosts(column, bins, rows, advantage, costs);
    const missingRows = costs.rows[bins.nBins]!;
    const missingCost = costs.cost[bins.nBins]!;
    const missingGoesLeft = missingRows > 0 && missingCost < 0;
    const divide = bins.kind === 'numeric' ? cheapestPrefix : cheapestSet;
    const found = divide(bins, costs, missingGoesLeft ? missingRows : 0, rows.length);
    if (found === null) continue;
    const total = found.cost + toll + (missingGoesLeft ? missingCost : 0);
    if (total >= least) continue;
    least = total;
    const heavierLeft = 2 * found.leftRows >= rows.length;
    const missingLeft = missingRows > 0 ? missingGoesLeft : heavierLeft;
    const order = found.last === -1 ? orderSet(bins, costs) : orderPrefix(bins, costs, found.last);
    best = splitAt(feature, bins, { ...order, missingLeft, heavierLeft }, 0);
  }
  return best;
}

function countCosts(
  column: Uint8Array,
  { nBins }: FeatureBins,
  rows: Int32Array,
  advantage: Float64Array,
  costs: BinCosts,
): void {
  costs.rows.fill(0, 0, nBins + 1);
  costs.cost.fill(0, 0, nBins + 1);
  for (let i = 0; i < rows.length; i++) {
    const bin = column[rows[i]!]!;
    costs.rows[bin]! += 1;
    costs.cost[bin]! += advantage[i]!;
  }
}

/** Numbers: the prefix of bins that costs least. */
function cheapestPrefix(
  { nBins }: FeatureBins,
  costs: BinCosts,
  missingLeft: number,
  rows: number,
): Division | null {
  let last = -1;
  let least = Infinity;
  let leastRows = 0;
  let cost = 0;
  let leftRows = missingLeft;
  for (let bin = 0; bin < nBins; bin++) {
    if (costs.rows[bin] === 0) continue;
    cost += costs.cost[bin]!;
    leftRows += costs.rows[bin]!;
    if (leftRows === rows) break;
    if (cost >= least) continue;
    last = bin;
    least = cost;
    leastRows = leftRows;
  }
  return last === -1 ? null : { cost: least, last, leftRows: leastRows };
}

/** Categories: each goes where it costs less. */
function cheapestSet(
  { nBins }: FeatureBins,
  costs: BinCosts,
  missingLeft: number,
  rows: number,
): Division | null {
  let cost = 0;
  let leftRows = missingLeft;
  for (let bin = 0; bin < nBins; bin++) {
    if (costs.rows[bin] === 0 || costs.cost[bin]! >= 0) continue;
    cost += costs.cost[bin]!;
    leftRows += costs.rows[bin]!;
  }
  return leftRows === missingLeft || leftRows === rows ? null : { cost, last: -1, leftRows };
}

type Order = Pick<Sides, 'occupied' | 'prefix'>;

function orderPrefix({ nBins }: FeatureBins, { rows }: BinCosts, last: number): Order {
  const occupied = Int32Array.from(rows.subarray(0, nBins).keys()).filter((bin) => rows[bin]! > 0);
  return { occupied, prefix: occupied.indexOf(last) };
}

function orderSet({ nBins }: FeatureBins, { rows, cost }: BinCosts): Order {
  const occupied = Int32Array.from(rows.subarray(0, nBins).keys()).filter((bin) => rows[bin]! > 0);
  const left = occupied.filter((bin) => cost[bin]! < 0);
  const right = occupied.filter((bin) => cost[bin]! >= 0);
  return { occupied: Int32Array.of(...left, ...right), prefix: left.length - 1 };
}
