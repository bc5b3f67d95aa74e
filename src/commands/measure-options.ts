import { usageError } from '../core/errors.ts';
import type { Objective } from '../core/run.ts';
import { DEFER } from '../core/tree.ts';

/** What a measurement may be asked for beyond the settings of every run. */
export interface MeasureOptions {
  /** What the pick compares trees by (default `fidelity`). */
  readonly objective?: Objective;
  /** Share of its select rows on which a leaf must agree, or it defers to the teacher, in (0, 1]. */
  readonly defer?: number;
  /** Features withheld from the student: groups are compared by them. */
  readonly forbid?: readonly string[];
}

/**
 * Refuses to defer where a class is called as what a leaf answers then, before any work is done.
 * @throws EspalierError `E_OPTION`
 */
export function refuseUndeferrable(classNames: readonly string[], { defer }: MeasureOptions): void {
  if (defer === undefined || !classNames.includes(DEFER)) return;
  throw usageError(
    'E_OPTION',
    `defer (--defer) is ${defer}, but a class is called ${DEFER}, which is what a leaf answers that defers: rename the class, or leave the option out.`,
  );
}

/** The class that is written first: chosen, or the second of two. */
export function positiveClass(
  chosen: string | undefined,
  classNames: readonly string[],
): string | null {
  return chosen ?? (classNames.length === 2 ? classNames[1]! : null);
}
