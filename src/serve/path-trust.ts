import { hypergeometricTail, jointShare, type Figure } from '../core/interval.ts';

/** Rows of one path, and how many of them count against it. */
export interface Tally {
  readonly rows: number;
  readonly differ: number;
}

/** A path's disagreement, with an interval that holds for all paths of the tree at once. */
export interface Trust extends Tally {
  /** Place of the path in the run's list. */
  readonly path: number;
  readonly share: Figure;
  /** The share of rows on all other paths; `null` where there are none. */
  readonly elsewhere: number | null;
  /**
   * It differs more often than the rest of the tree does, beyond what looking at many paths explains:
   * by Fisher's exact test against the other paths, at a level shared by all paths looked at.
   */
  readonly beyondChance: boolean;
}

/** One a path, in the order of the paths. */
export function trustOf(tallies: readonly Tally[]): Trust[] {
  const looks = looksAt(tallies);
  const all = tallies.reduce((sum, { rows }) => sum + rows, 0);
  const differing = tallies.reduce((sum, { differ }) => sum + differ, 0);
  return tallies.map(({ rows, differ }, path) => {
    const share = jointShare(differ, rows, looks);
    const elsewhere = all === rows ? null : (differing - differ) / (all - rows);
    const p = hypergeometricTail(differ, { rows, marked: differing, all });
    const beyondChance = p < 0.025 / Math.max(1, looks);
    return { path, rows, differ, share, elsewhere, beyondChance };
  });
}

/** How many paths have rows to be looked at. */
export function looksAt(tallies: readonly Tally[]): number {
  return tallies.filter(({ rows }) => rows > 0).length;
}

/** Paths with rows, the one first that is shown to differ most: by the lower end of its interval. */
export function worstFirst(all: readonly Trust[]): Trust[] {
  return all
    .filter(({ rows }) => rows > 0)
    .toSorted((a, b) => b.share.low! - a.share.low! || b.share.value! - a.share.value!);
}
