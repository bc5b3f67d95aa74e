import { spreadOf } from '../table.ts';
import type { Cell, Score } from './cells.ts';
import { compare, mark, type Compared } from './t-test.ts';
import type { Size } from './trees.ts';

export type FigureName = keyof Score;

/** One number a split, by split; splits without it are left out. */
export type Series = ReadonlyMap<number, number>;

/** A figure of one arm at one size, over the splits of `cells` (one set, one teacher). */
export function seriesOf(
  cells: readonly Cell[],
  arm: string,
  size: Size,
  figure: FigureName,
): Series {
  const entries = cells.map((cell): [number, number | null | undefined] => [
    cell.split,
    cell.arms[arm]?.[size]?.[figure],
  ]);
  return new Map(
    entries.filter(
      (entry): entry is [number, number] => entry[1] !== null && entry[1] !== undefined,
    ),
  );
}

/** The mean over several sets, for the splits that all of them have. */
export function meanOfSeries(all: readonly Series[]): Series {
  const [first = new Map<number, number>()] = all;
  const splits = [...first.keys()].filter((split) => all.every((series) => series.has(split)));
  return new Map(
    splits.map((split) => [
      split,
      all.reduce((sum, series) => sum + series.get(split)!, 0) / all.length,
    ]),
  );
}

/** `a - b`, paired by split; `null` where fewer than two splits have both. */
export function difference(a: Series, b: Series, heldToTrain: number): Compared | null {
  const pairs = [...a.keys()].filter((split) => b.has(split));
  if (pairs.length < 2) return null;
  return compare(
    pairs.map((split) => a.get(split)! - b.get(split)!),
    heldToTrain,
  );
}

/** Held-out rows to training rows: what the corrected test needs. */
export function heldToTrain(cells: readonly Cell[]): number {
  const shares = cells.map(({ heldRows, trainRows }) => heldRows / trainRows);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** `0.912 ± 0.004`, or a dash where there is nothing. */
export function shownSeries(series: Series, digits = 3): string {
  if (series.size === 0) return '–';
  const { mean, error } = spreadOf([...series.values()]);
  const spread = series.size === 1 ? '' : ` ± ${error.toFixed(digits)}`;
  return `${mean.toFixed(digits)}${spread}`;
}

export function meanOf(series: Series): number {
  return spreadOf([...series.values()]).mean;
}

/** A difference in points: `+1.2 ± 0.4 †`. */
export function shownDifference(compared: Compared | null): string {
  if (compared === null) return '–';
  const { mean, error, p } = compared;
  return `${points(mean)} ± ${(100 * error).toFixed(1)} ${mark(p)}`.trim();
}

/** Hundredths with a sign: `+1.2`, `-0.3`, `0.0`. */
export function points(value: number): string {
  const shown = (100 * value).toFixed(1);
  if (Number(shown) === 0) return '0.0';
  return value > 0 ? `+${shown}` : shown;
}
