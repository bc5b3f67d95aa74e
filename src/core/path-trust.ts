import { hypergeometricTail, jointShare, type Figure } from './interval.ts';
import { PATH_FLAGS, type PathFlag, type PathRecord } from './run.ts';

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
  const total = totalOf(tallies);
  const beyond = beyondChance(tallies);
  return tallies.map(({ rows, differ }, path) => {
    const share = jointShare(differ, rows, looks);
    const elsewhere = shareElsewhere({ rows, differ }, total);
    return { path, rows, differ, share, elsewhere, beyondChance: beyond[path]! };
  });
}

/** Which differ more often than all others together, at a level shared by all that have rows. */
function beyondChance(tallies: readonly Tally[]): boolean[] {
  const { rows: all, differ: marked } = totalOf(tallies);
  const level = 0.025 / Math.max(1, looksAt(tallies));
  return tallies.map(
    ({ rows, differ }) => hypergeometricTail(differ, { rows, marked, all }) < level,
  );
}

/** The share that differs on all paths but one; `null` where the others have no row. */
function shareElsewhere(one: Tally, total: Tally): number | null {
  return one.rows === total.rows ? null : (total.differ - one.differ) / (total.rows - one.rows);
}

function totalOf(tallies: readonly Tally[]): Tally {
  return {
    rows: tallies.reduce((sum, { rows }) => sum + rows, 0),
    differ: tallies.reduce((sum, { differ }) => sum + differ, 0),
  };
}

/** The rows behind a share of agreement, and how many of them do not agree. */
export function tallyOf({ value, n }: Figure): Tally {
  return { rows: n, differ: n - Math.round((value ?? 1) * n) };
}

/** The flags that compare a path with all others, and the figure that each of them is about. */
const COMPARED = { 'low-fidelity': 'fidelity', 'low-fresh-fidelity': 'freshFidelity' } as const;

/**
 * The records with the flags of paths that agree with the teacher less often than the others do,
 * beyond chance. Whatever such flags they had go: runs of earlier versions tested each path alone.
 */
export function withComparedFlags<T extends ComparedPath>(paths: readonly T[]): T[] {
  const found = (Object.keys(COMPARED) as (keyof typeof COMPARED)[]).map((flag) => {
    const beyond = beyondChance(paths.map((path) => tallyOf(path[COMPARED[flag]])));
    return [flag, beyond] as const;
  });
  const low = new Map<PathFlag, readonly boolean[]>(found);
  return paths.map((path, i) => ({
    ...path,
    flags: PATH_FLAGS.filter((flag) => low.get(flag)?.[i] ?? path.flags.includes(flag)),
  }));
}

type ComparedPath = Pick<PathRecord, 'fidelity' | 'freshFidelity' | 'flags'>;

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
