import { MAX_BINS, type Binning, type FeatureBins } from './bins.ts';
import { orderCategories } from './categories.ts';
import type { FeatureCounts, NodeSums } from './histogram.ts';
import { leftIsHeavier, scanPrefixes, type Division, type Trial } from './scan.ts';

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

/** Reused by every search of one growth. */
export interface SplitScratch {
  /** The feature that is being tried, and the best one so far: they change places. */
  trial: Trial;
  best: Trial;
  /** Σ targets of the left side. */
  readonly left: Float64Array;
}

/** Room for searching splits of samples with `nTargets` targets. */
export function splitScratch(nTargets: number): SplitScratch {
  return { trial: newTrial(), best: newTrial(), left: new Float64Array(nTargets) };
}

function newTrial(): Trial {
  const order = new Int32Array(MAX_BINS + 1);
  return {
    order,
    occupied: 0,
    feature: -1,
    gain: 0,
    prefix: -1,
    missingLeft: false,
    leftWeight: 0,
  };
}

/** Begins a search over features: any gain will do. */
export function openSearch({ best }: SplitScratch): void {
  best.gain = 0;
  best.prefix = -1;
}

/**
 * Tries the splits of one feature, whose occupied bins `scratch.trial` lists in ascending order. Ties
 * keep the earlier candidate: the feature tried first, the lower cut (or category order), missing
 * right before missing left.
 *
 * @param counts what each bin holds, the missing bin last
 * @param minLeafRows rows each side must keep, at least 1
 */
export function tryFeature(
  feature: number,
  { kind, nBins }: FeatureBins,
  counts: FeatureCounts,
  node: NodeSums,
  minLeafRows: number,
  scratch: SplitScratch,
): void {
  const { trial, best, left } = scratch;
  if (kind === 'categorical') orderCategories(counts, trial.order, trial.occupied);
  trial.feature = feature;
  trial.gain = best.gain;
  trial.prefix = -1;
  const missing = counts.base + nBins * counts.stride;
  scanPrefixes(counts, missing, node, minLeafRows, left, trial, null);
  if (trial.prefix === -1) return;
  scratch.trial = best;
  scratch.best = trial;
}

/** The best split that was tried, or `null` where none gains anything. */
export function foundSplit(
  { best }: SplitScratch,
  binning: Binning,
  node: NodeSums,
): SplitRecord | null {
  return best.prefix === -1 ? null : describe(best, best, binning[best.feature]!, node);
}

/** Lists the value bins that hold rows, ascending. */
export function listOccupied(
  { histogram, base, stride }: FeatureCounts,
  nBins: number,
  trial: Trial,
): void {
  const { order } = trial;
  let occupied = 0;
  for (let bin = 0, at = base; bin < nBins; bin++, at += stride) {
    // Always written, kept where it holds rows: no branch to be guessed wrong.
    order[occupied] = bin;
    occupied += Number(histogram[at]! > 0);
  }
  trial.occupied = occupied;
}

/** A division as a split of all bins. */
function describe(
  { feature, order, occupied }: Trial,
  division: Division,
  bins: FeatureBins,
  node: NodeSums,
): SplitRecord {
  const sides = {
    occupied: order.subarray(0, occupied),
    prefix: division.prefix,
    missingLeft: division.missingLeft,
    heavierLeft: leftIsHeavier(division, node),
  };
  return splitAt(feature, bins, sides, division.gain);
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
 * Ties keep the lower cut. Even a split that gains nothing may open the way for good ones (exclusive or).
 */
export function goodSplitsOf(
  feature: number,
  bins: FeatureBins,
  counts: FeatureCounts,
  node: NodeSums,
  minLeafRows: number,
  { most, apart }: { readonly most: number; readonly apart: number },
  { trial, left }: SplitScratch,
): SplitRecord[] {
  listOccupied(counts, bins.nBins, trial);
  if (bins.kind === 'categorical') orderCategories(counts, trial.order, trial.occupied);
  trial.feature = feature;
  const found: Division[] = [];
  const missing = counts.base + bins.nBins * counts.stride;
  scanPrefixes(counts, missing, node, minLeafRows, left, trial, found);
  found.sort((a, b) => b.gain - a.gain || a.prefix - b.prefix);
  const kept: Division[] = [];
  for (const one of found) {
    if (kept.length === most) break;
    if (kept.every((other) => Math.abs(other.prefix - one.prefix) >= apart)) kept.push(one);
  }
  return kept.map((division) => describe(trial, division, bins, node));
}
