import { allows, boxOf } from '../core/box.ts';
import { nearestEntry } from '../core/entry.ts';
import type { RegionFlip } from '../core/region-flips.ts';
import type { PathRecord } from '../core/run.ts';
import { MISSING } from '../core/table.ts';
import { leafOf } from '../core/tree.ts';
import type { LoadedRun } from '../report/load-run.ts';
import type { RowFacts } from './row-facts.ts';

/** Rows tried at most. */
const MOST_ROWS = 1000;

/** A row to try changes on. */
export interface TriedRow {
  /** Its number in the data file; `null` for one that is made up. */
  readonly source: number | null;
  readonly values: readonly number[];
}

/** Held-out rows of the path of which nothing was redacted. */
export function rowsOf({ leaf }: PathRecord, { sets }: RowFacts): TriedRow[] {
  if (sets === null) return [];
  return [sets.test, sets.select]
    .flatMap(({ table, leaves, sourceRow }) => {
      if (table === null) return [];
      const own = Array.from(leaves.keys()).filter((row) => leaves[row] === leaf);
      return own.map((row) => ({
        source: sourceRow[row]!,
        values: table.columns.map((column) => column[row]!),
      }));
    })
    .slice(0, MOST_ROWS);
}

/** A row of the path: the middle of what training saw within its bounds, the first category. */
export function madeUpRow({ model }: LoadedRun, { leaf }: PathRecord): number[] {
  return boxOf(model, leaf).map((bound, f) => {
    const feature = model.features[f]!;
    if (feature.kind === 'categorical') {
      return (bound.kind === 'categorical' ? bound.codes[0] : undefined) ?? MISSING;
    }
    const middle = (feature.min + feature.max) / 2;
    if (bound.kind !== 'numeric') return middle;
    return nearestEntry(feature, bound, middle, feature.max - feature.min) ?? Number.NaN;
  });
}

export interface MovedRow {
  readonly source: number | null;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** A neighbour, and the rows that it was tried on with success. */
export interface Tried {
  readonly neighbour: RegionFlip;
  readonly moved: readonly MovedRow[];
}

/** The rows that the changes alone bring to the neighbour. */
export function tryOn(
  { model }: LoadedRun,
  neighbour: RegionFlip,
  rows: readonly TriedRow[],
  { spreads }: RowFacts,
): Tried {
  const moved = rows.flatMap(({ source, values: before }) => {
    const after = [...before];
    for (const { feature, to } of neighbour.changes) {
      const one = model.features[feature]!;
      const value = before[feature]!;
      if (allows(to, value)) continue;
      if (to.kind === 'categorical') after[feature] = value === MISSING ? value : to.codes[0]!;
      else if (one.kind === 'numeric' && !Number.isNaN(value)) {
        after[feature] = nearestEntry(one, to, value, spreads[feature]!) ?? value;
      }
    }
    const leaf = leafOf(model.tree, (feature) => after[feature]!);
    return leaf === neighbour.leaf ? [{ source, before, after }] : [];
  });
  return { neighbour, moved };
}

/** Of the rows moved, the middle one by how far it moves: a row as it was, not one made up. */
export function middleOf(
  { model }: LoadedRun,
  moved: readonly MovedRow[],
  { spreads }: RowFacts,
): MovedRow | null {
  const distance = ({ before, after }: MovedRow): number =>
    model.features.reduce((sum, { kind }, f) => {
      const [from, to] = [before[f]!, after[f]!];
      if (Object.is(from, to)) return sum;
      return sum + (kind === 'numeric' ? Math.abs(to - from) / spreads[f]! : 1);
    }, 0);
  const sorted = moved.toSorted((a, b) => distance(a) - distance(b));
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
