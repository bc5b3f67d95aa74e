import { thresholdBetween } from '../../src/cart/threshold.ts';
import type { Table } from '../../src/core/table.ts';
import { buildTree, type NodeDraft, type SplitDraft, type Tree } from '../../src/core/tree.ts';
import { dot, principal, type Group } from './principal.ts';

/*
 * CART, plain and slow, on raw tables: no bins, no histograms, no subtraction, no typed arrays.
 * Every candidate split is tried by dividing the rows and summing squared distances on each side.
 * It states what src/cart must do, the tie rule included, and is the judge of it in the tests.
 */

/** One row's share in the fit. */
export interface Fit {
  readonly table: Table;
  /** Targets of each row. */
  readonly targets: readonly (readonly number[])[];
  /** Positive weight of each row. */
  readonly weight: readonly number[];
}

export interface ReferenceOptions {
  readonly maxDepth: number;
  readonly minLeafRows: number;
}

/** Gains closer than this share of Σ w |y|² are a tie. */
const TIE = 1e-10;

/** Sides whose weights differ by less than this share weigh the same. */
const WEIGHT_TIE = 1e-9;

/** Steps of power iteration, and the start of it, that order categories of several targets. */
const POWER_STEPS = 24;

/** A way to divide rows in two; `left` and `right` are never empty. */
interface Candidate {
  readonly feature: number;
  readonly gain: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly rule: Pick<SplitDraft, 'threshold' | 'missingLeft' | 'words'>;
}

/** Grows a tree on `rows` as `growTree` does without feature sampling. */
export function growReference(fit: Fit, rows: readonly number[], options: ReferenceOptions): Tree {
  return buildTree(grow(fit, rows, options, options.maxDepth), fit.targets[0]!.length);
}

function grow(
  fit: Fit,
  rows: readonly number[],
  options: ReferenceOptions,
  levels: number,
): NodeDraft {
  const weight = sum(rows.map((row) => fit.weight[row]!));
  const distance = squaredDistance(fit, rows);
  const leaf = { value: meanTarget(fit, rows), weight, impurity: distance / weight, split: null };
  const isPure = distance <= TIE * squares(fit, rows);
  if (levels === 0 || isPure || rows.length < 2 * options.minLeafRows) return leaf;
  const best = bestSplit(fit, rows, options.minLeafRows);
  if (best === null) return leaf;
  const left = grow(fit, best.left, options, levels - 1);
  const right = grow(fit, best.right, options, levels - 1);
  return { ...leaf, split: { feature: best.feature, ...best.rule, left, right } };
}

/** Features in order, candidates in order: a later one must gain more by over a tie. */
function bestSplit(fit: Fit, rows: readonly number[], minLeafRows: number): Candidate | null {
  const tie = TIE * squares(fit, rows);
  let best: Candidate | null = null;
  for (const feature of fit.table.features.keys()) {
    for (const candidate of candidates(fit, rows, feature)) {
      if (Math.min(candidate.left.length, candidate.right.length) < minLeafRows) continue;
      if (candidate.gain > (best?.gain ?? 0) + tie) best = candidate;
    }
  }
  return best;
}

function candidates(fit: Fit, rows: readonly number[], feature: number): Candidate[] {
  return fit.table.features[feature]!.kind === 'numeric'
    ? numericCandidates(fit, rows, feature)
    : categoricalCandidates(fit, rows, feature);
}

function numericCandidates(fit: Fit, rows: readonly number[], feature: number): Candidate[] {
  const column = [...fit.table.columns[feature]!];
  const all = distinct(column.filter((value) => !Number.isNaN(value)));
  const here = distinct(rows.map((row) => column[row]!).filter((value) => !Number.isNaN(value)));
  const cuts = here.slice(1).map((above, i) => {
    // Of the cuts between the two sides, the one in the middle (the lower of two).
    const from = all.indexOf(here[i]!);
    const to = all.indexOf(above);
    const at = Math.floor((from + to - 1) / 2);
    return thresholdBetween(all[at]!, all[at + 1]!);
  });
  const isMissing = (row: number): boolean => Number.isNaN(column[row]!);
  const below = (threshold: number) => (row: number) => column[row]! <= threshold;
  return [
    ...cuts.flatMap((threshold) =>
      bothSidesOfMissing(fit, rows, feature, isMissing, below(threshold), (missingLeft) => ({
        threshold,
        missingLeft,
        words: null,
      })),
    ),
    ...presence(fit, rows, feature, isMissing, { threshold: Infinity, words: null }),
  ];
}

function categoricalCandidates(fit: Fit, rows: readonly number[], feature: number): Candidate[] {
  const column = [...fit.table.columns[feature]!];
  const split = fit.table.features[feature]!;
  const names = split.kind === 'categorical' ? split.categories : [];
  const isMissing = (row: number): boolean => column[row]! < 0;
  const here = orderedCategories(fit, rows, column);
  const absent = [...names.keys()].filter((code) => !here.includes(code));
  const wordsOf = (codes: readonly number[]): number[] => {
    const words = Array.from({ length: Math.max(1, Math.ceil(names.length / 32)) }, () => 0);
    for (const code of codes) words[code >> 5] = (words[code >> 5]! | (1 << (code & 31))) >>> 0;
    return words;
  };
  const cuts = here.slice(1).map((_, i) => here.slice(0, i + 1));
  return [
    ...cuts.flatMap((left) => {
      const goesLeft = (row: number): boolean => left.includes(column[row]!);
      // Categories that did not occur follow the heavier side.
      return bothSidesOfMissing(
        fit,
        rows,
        feature,
        isMissing,
        goesLeft,
        (missingLeft, isHeavy) => ({
          threshold: 0,
          missingLeft,
          words: wordsOf(isHeavy ? [...left, ...absent] : left),
        }),
      );
    }),
    ...presence(fit, rows, feature, isMissing, { threshold: 0, words: wordsOf([...names.keys()]) }),
  ];
}

/**
 * A rule with missing values on the right, then on the left; where none occurred, they follow the
 * heavier side (the left one where both weigh the same).
 */
function bothSidesOfMissing(
  fit: Fit,
  rows: readonly number[],
  feature: number,
  isMissing: (row: number) => boolean,
  goesLeft: (row: number) => boolean,
  ruleFor: (missingLeft: boolean, leftIsHeavier: boolean) => Candidate['rule'],
): Candidate[] {
  const sides = rows.some(isMissing) ? [false, true] : [null];
  return sides.map((side) => {
    const isLeft = (row: number): boolean => (isMissing(row) ? side === true : goesLeft(row));
    const left = rows.filter(isLeft);
    const right = rows.filter((row) => !isLeft(row));
    const weigh = (of: readonly number[]): number => sum(of.map((row) => fit.weight[row]!));
    const leftIsHeavier = weigh(left) >= weigh(right) * (1 - WEIGHT_TIE);
    const rule = ruleFor(side ?? leftIsHeavier, leftIsHeavier);
    return { feature, gain: gainOf(fit, rows, left, right), left, right, rule };
  });
}

/** Present values left, missing ones right; nothing where all or none are missing. */
function presence(
  fit: Fit,
  rows: readonly number[],
  feature: number,
  isMissing: (row: number) => boolean,
  rule: Omit<Candidate['rule'], 'missingLeft'>,
): Candidate[] {
  const right = rows.filter(isMissing);
  const left = rows.filter((row) => !isMissing(row));
  if (left.length === 0 || right.length === 0) return [];
  const gain = gainOf(fit, rows, left, right);
  return [{ feature, gain, left, right, rule: { ...rule, missingLeft: false } }];
}

/** The categories among the rows: by mean for one target, along a direction for several. */
function orderedCategories(fit: Fit, rows: readonly number[], column: readonly number[]): number[] {
  const codes = distinct(rows.map((row) => column[row]!).filter((code) => code >= 0));
  if (codes.length === 0) return [];
  const groups = codes.map((code): Group => {
    const members = rows.filter((row) => column[row] === code);
    return {
      weight: sum(members.map((row) => fit.weight[row]!)),
      mean: meanTarget(fit, members),
    };
  });
  const direction = groups[0]!.mean.length === 1 ? [1] : poweredDirection(groups);
  const along = groups.map(({ mean }) => dot(mean, direction));
  const largest = Math.max(...along.map(Math.abs));
  const isBefore = (a: number, b: number): number => {
    const difference = along[a]! - along[b]!;
    return Math.abs(difference) <= 1e-11 * largest ? codes[a]! - codes[b]! : difference;
  };
  return [...codes.keys()].sort(isBefore).map((i) => codes[i]!);
}

/**
 * What {@link POWER_STEPS} steps of power iteration from (√1, √2, …) arrive at, from the eigenvalues
 * instead of by steps; the last of its largest components is positive.
 */
function poweredDirection(groups: readonly Group[]): number[] {
  const { values, vectors } = principal(groups);
  const start = vectors.map((_, t) => Math.sqrt(t + 1));
  if (values[0] === 0) return start;
  const direction = start.map((_, t) =>
    sum(
      vectors.map((vector, j) => {
        const share = (values[j]! / values[0]!) ** POWER_STEPS;
        return share * dot(vector, start) * vector[t]!;
      }),
    ),
  );
  const largest = Math.max(...direction.map(Math.abs));
  const last = direction.findLast((value) => Math.abs(value) >= (1 - 1e-6) * largest)!;
  return last > 0 ? direction : direction.map((value) => -value);
}

/** How much less the squared distance to the mean is on both sides together. */
function gainOf(
  fit: Fit,
  rows: readonly number[],
  left: readonly number[],
  right: readonly number[],
): number {
  return squaredDistance(fit, rows) - squaredDistance(fit, left) - squaredDistance(fit, right);
}

/** Σ w |y - mean|², in two passes. */
function squaredDistance(fit: Fit, rows: readonly number[]): number {
  const mean = meanTarget(fit, rows);
  return sum(
    rows.map((row) => {
      const apart = fit.targets[row]!.map((target, t) => target - mean[t]!);
      return fit.weight[row]! * dot(apart, apart);
    }),
  );
}

/** Σ w |y|². */
function squares(fit: Fit, rows: readonly number[]): number {
  return sum(rows.map((row) => fit.weight[row]! * dot(fit.targets[row]!, fit.targets[row]!)));
}

function meanTarget(fit: Fit, rows: readonly number[]): number[] {
  const weight = sum(rows.map((row) => fit.weight[row]!));
  return fit.targets[0]!.map(
    (_, t) => sum(rows.map((row) => fit.weight[row]! * fit.targets[row]![t]!)) / weight,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Ascending, each once; -0 and 0 are one value. */
function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
