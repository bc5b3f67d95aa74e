import { MAX_BINS, type FeatureBins } from '../../cart/bins.ts';
import { splitAt, type Sides, type SplitRecord } from '../../cart/splitter.ts';
import type { Problem } from './problem.ts';

/** Rows of the bins of one feature, and what they lose more on the left than on the right. */
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
  const counted = countCosts(table.columns, rows, advantage);
  let least = below;
  let best: SplitRecord | null = null;
  for (const [feature, bins] of table.binning.entries()) {
    const toll = tollOn(feature);
    if (toll === null) continue;
    const costs = counted[feature]!;
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

/** The costs of every feature. Three at a time: their additions overlap (a third of the time). */
function countCosts(
  columns: readonly Uint8Array[],
  rows: Int32Array,
  advantage: Float64Array,
): BinCosts[] {
  const counted = columns.map(() => ({
    rows: new Int32Array(MAX_BINS + 1),
    cost: new Float64Array(MAX_BINS + 1),
  }));
  let f = 0;
  for (; f + 3 <= columns.length; f += 3) countThree(columns, f, rows, advantage, counted);
  for (; f < columns.length; f++) countOne(columns[f]!, rows, advantage, counted[f]!);
  return counted;
}

function countThree(
  columns: readonly Uint8Array[],
  f: number,
  rows: Int32Array,
  advantage: Float64Array,
  counted: readonly BinCosts[],
): void {
  const [binsA, binsB, binsC] = [columns[f]!, columns[f + 1]!, columns[f + 2]!];
  const { rows: rowsA, cost: costA } = counted[f]!;
  const { rows: rowsB, cost: costB } = counted[f + 1]!;
  const { rows: rowsC, cost: costC } = counted[f + 2]!;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const own = advantage[i]!;
    const a = binsA[row]!;
    const b = binsB[row]!;
    const c = binsC[row]!;
    rowsA[a]! += 1;
    costA[a]! += own;
    rowsB[b]! += 1;
    costB[b]! += own;
    rowsC[c]! += 1;
    costC[c]! += own;
  }
}

function countOne(
  bins: Uint8Array,
  rows: Int32Array,
  advantage: Float64Array,
  costs: BinCosts,
): void {
  for (let i = 0; i < rows.length; i++) {
    const bin = bins[rows[i]!]!;
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
