import { Z95, type Figure } from '../core/interval.ts';
import type { HeldOutRow } from './held-out-rows.ts';

/** How far the numbers of student and teacher lie apart on the held-out rows of one path. */
export interface PathDistance {
  /** Place of the path in the run's list. */
  readonly path: number;
  /** Their mean absolute distance, ± 1.96 standard errors. */
  readonly distance: Figure;
}

/** How far the student's number lies from the teacher's. */
export function distanceOf({ student, teacher }: HeldOutRow): number {
  return Math.abs(student - teacher);
}

/**
 * One a path with rows, the one first that is shown to lie farthest: by the lower end of its
 * interval, also where that is below 0, then by the mean itself. The standard error of a path is
 * taken from the spread within all paths together, as few rows reach most of them: two that happen
 * to be alike would else be the surest of all.
 */
export function farthestFirst(rows: readonly HeldOutRow[]): PathDistance[] {
  const byPath = new Map<number, number[]>();
  for (const row of rows) {
    const found = byPath.get(row.path);
    if (found === undefined) byPath.set(row.path, [distanceOf(row)]);
    else found.push(distanceOf(row));
  }
  const spread = spreadWithin([...byPath.values()]);
  return Array.from(byPath, ([path, distances]) => ({ path, distance: meanOf(distances, spread) }))
    .toSorted((a, b) => a.path - b.path)
    .toSorted(({ distance: a }, { distance: b }) => leastOf(b) - leastOf(a) || b.value! - a.value!);
}

/** The lower end as it is worked out: the one that is shown stops at 0, where many would tie. */
function leastOf({ value, high }: Figure): number {
  return high === null ? value! : value! - (high - value!);
}

/** The standard deviation about the mean of each group; `null` where every group is a single row. */
function spreadWithin(groups: readonly (readonly number[])[]): number | null {
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  if (n === groups.length) return null;
  const squares = groups.map((group) => {
    const mean = sumOf(group) / group.length;
    return sumOf(group.map((value) => (value - mean) * (value - mean)));
  });
  return Math.sqrt(sumOf(squares) / (n - groups.length));
}

function meanOf(values: readonly number[], spread: number | null): Figure {
  const n = values.length;
  const value = sumOf(values) / n;
  if (spread === null) return { value, low: null, high: null, n };
  const half = (Z95 * spread) / Math.sqrt(n);
  return { value, low: Math.max(0, value - half), high: value + half, n };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
