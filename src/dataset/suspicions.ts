import type { Warning } from '../core/errors.ts';
import { argmax, decisions } from '../core/decision.ts';
import type { Column, Labels } from '../core/table.ts';
import { visible } from '../core/text.ts';
import type { ReadColumn } from './column.ts';

/** Share of different values that makes a column look like an identifier. */
const ID_SHARE = 0.95;
/** Share of the target that one column must reproduce to look like a leak. */
const LEAK_SHARE = 0.999;
/** Share of what the majority leaves open that a leak must explain besides. */
const LEAK_GAIN = 0.9;
/** Rows a value needs on average before its own mean or majority says anything. */
const ROWS_PER_VALUE = 10;
const MAX_VALUES = 254;
/** Rows of the sample that comes before a full search, and the share it must reach. */
const SAMPLE_ROWS = 10_000;
const SAMPLE_SHARE = 0.99;

/** A column whose values name rows: categories or whole numbers, nearly all different. */
export function idWarning(column: ReadColumn, nRows: number): Warning | null {
  const { feature } = column;
  const countable =
    feature.kind === 'categorical' || (feature.integer && feature.format === 'number');
  const present = nRows - column.missing;
  if (!countable || present < 2 || column.distinct < ID_SHARE * present) return null;
  const message = `"${visible(feature.name)}" looks like an identifier: ${column.distinct} different values in ${present} rows; use --ignore "${visible(feature.name)}" if it is one.`;
  return { code: 'W_ID_LIKE', column: feature.name, message };
}

/** What leaks are looked for in: the truth, as classes where it has any. */
export interface Answers {
  readonly truth: Labels;
  /** The class of each row; `null` for a regression. */
  readonly classes: Int32Array | null;
}

export function answersOf(truth: Labels): Answers {
  const classes = truth.task === 'regression' ? null : decisions(truth.soft, truth.nOutputs);
  return { truth, classes };
}

/** A column that gives the target away by one split (a threshold, or each value by itself). */
export function leakWarning(column: ReadColumn, { truth, classes }: Answers): Warning | null {
  const share =
    classes === null ? explained(column, truth) : reproduced(column, classes, truth.nOutputs);
  if (share < LEAK_SHARE) return null;
  const name = visible(column.feature.name);
  const message = `"${name}" alone gives ${percent(share)} of the target away: use --ignore "${name}" if it is not known when the decision is made.`;
  return { code: 'W_LEAK', column: column.feature.name, message };
}

function percent(share: number): string {
  return share === 1 ? 'all' : `${Math.floor(share * 1000) / 10}%`;
}

/** Share of rows whose class one column tells; 0 if the majority answer tells nearly as much. */
function reproduced(column: ReadColumn, classes: Int32Array, k: number): number {
  const n = classes.length;
  const groups = groupsOf(column);
  const byValue = groups === null ? 0 : majorities(groups, classes, k);
  const hits = Math.max(byValue, thresholdHits(column.values, classes, k));
  const majority = majorities(new Int32Array(n), classes, k);
  const gain = majority === n ? 0 : (hits - majority) / (n - majority);
  return gain >= LEAK_GAIN ? hits / n : 0;
}

/** Rows that the best threshold gets right; 0 if a sample shows that they are far too few. */
function thresholdHits(values: Column, classes: Int32Array, k: number): number {
  if (!(values instanceof Float64Array)) return 0;
  const step = Math.ceil(values.length / SAMPLE_ROWS);
  if (step > 1) {
    const some = (_: number, row: number): boolean => row % step === 0;
    const sample = classes.filter(some);
    if (bestThreshold(values.filter(some), sample, k) < SAMPLE_SHARE * sample.length) return 0;
  }
  return bestThreshold(values, classes, k);
}

/** A small code for each value, missing included; `null` when there are too many to judge by. */
function groupsOf({ values, distinct }: ReadColumn): Int32Array | null {
  if (distinct > Math.min(MAX_VALUES, values.length / ROWS_PER_VALUE)) return null;
  const codes = new Map<number, number>();
  return Int32Array.from(values, (value: number) => {
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
}

/** Rows that the majority class of each group gets right. */
function majorities(groups: Int32Array, classes: Int32Array, k: number): number {
  const counts: number[] = [];
  for (let row = 0; row < groups.length; row++) {
    const at = groups[row]! * k + classes[row]!;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  let hits = 0;
  for (let start = 0; start < counts.length; start += k) {
    hits += Math.max(...Array.from({ length: k }, (_, c) => counts[start + c] ?? 0));
  }
  return hits;
}

/** Rows that the best threshold gets right, missing values on a side of their own. */
function bestThreshold(values: Float64Array, classes: Int32Array, k: number): number {
  const present = classes.map((_, row) => row).filter((row) => !Number.isNaN(values[row]));
  const right = Array.from({ length: k }, () => 0);
  const absent = Array.from({ length: k }, () => 0);
  for (let row = 0; row < values.length; row++) {
    (Number.isNaN(values[row]) ? absent : right)[classes[row]!]!++;
  }
  present.sort((a, b) => values[a]! - values[b]!);
  const left = right.map(() => 0);
  const top = (counts: readonly number[]): number => counts[argmax(counts, 0, k)]!;
  let best = top(right);
  for (let i = 0; i < present.length; i++) {
    const row = present[i]!;
    left[classes[row]!]!++;
    right[classes[row]!]!--;
    const next = present[i + 1];
    if (next === undefined || values[next] === values[row]) continue;
    best = Math.max(best, top(left) + top(right));
  }
  return best + top(absent);
}

/** R² of the target on one column: linear in a number, or the mean of each of few values. */
function explained(column: ReadColumn, truth: Labels): number {
  const groups = groupsOf(column);
  const byValue = groups === null ? 0 : betweenShare(groups, truth.soft);
  const { values } = column;
  return Math.max(byValue, values instanceof Float64Array ? linearShare(values, truth.soft) : 0);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Share of the variance of `y` between groups. */
function betweenShare(groups: Int32Array, y: Float64Array): number {
  const centre = mean(y);
  const sums: number[] = [];
  const counts: number[] = [];
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    const d = y[row]! - centre;
    const group = groups[row]!;
    sums[group] = (sums[group] ?? 0) + d;
    counts[group] = (counts[group] ?? 0) + 1;
    total += d * d;
  }
  const between = sums.reduce((sum, s, group) => sum + (s * s) / counts[group]!, 0);
  return total === 0 ? 0 : between / total;
}

/** Squared correlation; 0 if a value is missing. */
function linearShare(x: Float64Array, y: Float64Array): number {
  const mx = mean(x);
  const my = mean(y);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let row = 0; row < y.length; row++) {
    const dx = x[row]! - mx;
    const dy = y[row]! - my;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const share = (xy * xy) / (xx * yy);
  return Number.isFinite(share) ? share : 0;
}
