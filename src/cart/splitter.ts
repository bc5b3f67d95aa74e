import { MAX_BINS, type FeatureBins } from './bins.ts';
import { orderCategories } from './categories.ts';
import { nodeScore, TIE } from './criterion.ts';
import { binStride, type FeatureCounts, type NodeSums } from './histogram.ts';

/** Sides whose weights differ by less than this share of the node's weigh the same. */
const WEIGHT_TIE = 1e-9;

/** A split in bins. */
export interface SplitRecord {
  readonly feature: number;
  /** Reduction of the summed squared distance. */
  readonly gain: number;
  /** Bins that go left, the missing bin included, as 0 or 1 by bin number. */
  readonly leftBins: Uint8Array;
  readonly missingLeft: boolean;
  /** Numeric: index of the cut; `nBins - 1` asks only whether a value is present. */
  readonly cut: number;
}

/** Where the best prefix of an ordering lies. */
interface Candidate {
  gain: number;
  /** Occupied bins on the left are `order[0..prefix]`; -1 while none was found. */
  prefix: number;
  missingLeft: boolean;
  leftWeight: number;
}

/** Reused by every search of one growth. */
export interface SplitScratch {
  /** Occupied bins in the order they are tried. */
  readonly order: Int32Array;
  /** Σ targets of the left side. */
  readonly left: Float64Array;
  /** Room for the bins of one feature. */
  readonly counts: FeatureCounts;
  readonly candidate: Candidate;
}

/** Room for searching splits of samples with `nTargets` targets. */
export function splitScratch(nTargets: number): SplitScratch {
  const stride = binStride(nTargets);
  return {
    order: new Int32Array(MAX_BINS),
    left: new Float64Array(nTargets),
    counts: { histogram: new Float64Array((MAX_BINS + 1) * stride), base: 0, stride },
    candidate: { gain: 0, prefix: -1, missingLeft: false, leftWeight: 0 },
  };
}

/**
 * The best split of one feature, or `null` when none gains more than `floor`. Ties keep the earlier
 * candidate: the lower cut (or category order), missing right before missing left.
 *
 * @param counts what each bin holds, the missing bin last
 * @param minLeafRows rows each side must keep, at least 1
 */
export function bestSplitOf(
  feature: number,
  bins: FeatureBins,
  counts: FeatureCounts,
  node: NodeSums,
  minLeafRows: number,
  floor: number,
  scratch: SplitScratch,
): SplitRecord | null {
  const { order, candidate } = scratch;
  const occupied = occupiedBins(counts, bins.nBins, order);
  if (bins.kind === 'categorical') orderCategories(counts, order, occupied);
  candidate.gain = floor;
  candidate.prefix = -1;
  scanPrefixes(counts, bins.nBins, occupied, node, minLeafRows, scratch);
  return candidate.prefix === -1 ? null : describe(feature, bins, node, occupied, scratch);
}

/** Lists the value bins that hold rows, ascending; returns how many. */
function occupiedBins(
  { histogram, base, stride }: FeatureCounts,
  nBins: number,
  order: Int32Array,
): number {
  let occupied = 0;
  for (let bin = 0; bin < nBins; bin++) {
    if (histogram[base + bin * stride]! > 0) order[occupied++] = bin;
  }
  return occupied;
}

/**
 * Tries every prefix of the ordered bins as the left side (or the one that ends at `only`), missing
 * values on either side.
 */
function scanPrefixes(
  { histogram, base, stride }: FeatureCounts,
  nBins: number,
  occupied: number,
  node: NodeSums,
  minLeafRows: number,
  { order, left, candidate }: SplitScratch,
  only = -1,
): void {
  const nTargets = left.length;
  const missing = base + nBins * stride;
  const missingRows = histogram[missing]!;
  const tie = TIE * node.squares;
  const parent = nodeScore(node);
  const sides = missingRows > 0 ? 2 : 1;
  let rows = 0;
  let weight = 0;
  left.fill(0);
  // The last prefix is all present values: a split where some are missing, else no row is right.
  for (let i = 0; i < occupied; i++) {
    const at = base + order[i]! * stride;
    rows += histogram[at]!;
    weight += histogram[at + 1]!;
    for (let k = 0; k < nTargets; k++) left[k]! += histogram[at + 2 + k]!;
    if (only !== -1 && i !== only) continue;
    for (let side = 0; side < sides; side++) {
      const leftRows = rows + (side === 1 ? missingRows : 0);
      if (leftRows < minLeafRows || node.rows - leftRows < minLeafRows) continue;
      const leftWeight = weight + (side === 1 ? histogram[missing + 1]! : 0);
      let leftSquares = 0;
      let rightSquares = 0;
      for (let k = 0; k < nTargets; k++) {
        const l = left[k]! + (side === 1 ? histogram[missing + 2 + k]! : 0);
        const r = node.sums[k]! - l;
        leftSquares += l * l;
        rightSquares += r * r;
      }
      const gain = leftSquares / leftWeight + rightSquares / (node.weight - leftWeight) - parent;
      if (gain > candidate.gain + tie) {
        candidate.gain = gain;
        candidate.prefix = i;
        candidate.missingLeft = side === 1;
        candidate.leftWeight = leftWeight;
      }
    }
  }
  // Missing values that did not occur here follow the heavier side.
  if (missingRows === 0) candidate.missingLeft = leftIsHeavier(candidate, node);
}

/** Whether the left side weighs at least as much as the right one, up to rounding. */
function leftIsHeavier({ leftWeight }: Candidate, node: NodeSums): boolean {
  return 2 * leftWeight >= node.weight * (1 - WEIGHT_TIE);
}

/** The best candidate as a split of all bins. */
function describe(
  feature: number,
  bins: FeatureBins,
  node: NodeSums,
  occupied: number,
  { order, candidate }: SplitScratch,
): SplitRecord {
  const sides = {
    occupied: order.subarray(0, occupied),
    prefix: candidate.prefix,
    missingLeft: candidate.missingLeft,
    heavierLeft: leftIsHeavier(candidate, node),
  };
  return splitAt(feature, bins, sides, candidate.gain);
}

/** How the bins of one feature are divided. */
export interface Sides {
  /** Bins that hold rows, the left ones first: ascending for numbers. */
  readonly occupied: Int32Array;
  /** The left ones are `occupied[0..prefix]`. */
  readonly prefix: number;
  readonly missingLeft: boolean;
  /** The side of categories that do not occur here. */
  readonly heavierLeft: boolean;
}

/** A split of all bins, those included that hold no row here. */
export function splitAt(
  feature: number,
  bins: FeatureBins,
  { occupied, prefix, missingLeft, heavierLeft }: Sides,
  gain: number,
): SplitRecord {
  const leftBins = new Uint8Array(bins.nBins + 1);
  const isPresence = prefix === occupied.length - 1;
  let cut = -1;
  if (bins.kind === 'numeric') {
    // The middle cut of the empty bins between the two sides: the widest margin.
    cut = isPresence ? bins.nBins - 1 : (occupied[prefix]! + occupied[prefix + 1]! - 1) >> 1;
    leftBins.fill(1, 0, cut + 1);
  } else {
    leftBins.fill(isPresence || heavierLeft ? 1 : 0);
    for (const [i, bin] of occupied.entries()) leftBins[bin] = i <= prefix ? 1 : 0;
  }
  leftBins[bins.nBins] = missingLeft ? 1 : 0;
  return { feature, gain, leftBins, missingLeft, cut };
}

/**
 * Up to `most` good splits of one feature, best first, prefixes at least `apart` from one another.
 * Ties keep the lower cut.
 */
export function goodSplitsOf(
  feature: number,
  bins: FeatureBins,
  counts: FeatureCounts,
  node: NodeSums,
  minLeafRows: number,
  { most, apart }: { readonly most: number; readonly apart: number },
  scratch: SplitScratch,
): SplitRecord[] {
  const { order, candidate } = scratch;
  const occupied = occupiedBins(counts, bins.nBins, order);
  if (bins.kind === 'categorical') orderCategories(counts, order, occupied);
  const found: { readonly prefix: number; readonly split: SplitRecord }[] = [];
  for (let prefix = 0; prefix < occupied; prefix++) {
    // Even a split that gains nothing may open the way for good ones (exclusive or).
    candidate.gain = -Infinity;
    candidate.prefix = -1;
    scanPrefixes(counts, bins.nBins, occupied, node, minLeafRows, scratch, prefix);
    if (candidate.prefix === -1) continue;
    found.push({ prefix, split: describe(feature, bins, node, occupied, scratch) });
  }
  found.sort((a, b) => b.split.gain - a.split.gain || a.prefix - b.prefix);
  const kept: typeof found = [];
  for (const one of found) {
    if (kept.length === most) break;
    if (kept.every((other) => Math.abs(other.prefix - one.prefix) >= apart)) kept.push(one);
  }
  return kept.map(({ split }) => split);
}
