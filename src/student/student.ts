import type { Warning } from '../core/errors.ts';
import type { Objective } from '../core/run.ts';
import type { Labels, Table } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';
import type { PooledOptions } from '../core/workers.ts';

/** What a student is fitted on: real and synthetic rows with the teacher's soft answers. */
export interface Lesson {
  readonly table: Table;
  readonly labels: Labels;
  /** Row weights, positive, of length `nRows`. */
  readonly weight: Float64Array;
  /** How many of the first rows are real. */
  readonly realRows: number;
}

/** What every tree must keep to. Features go by index. */
export interface TreeLimits {
  /** Most leaves; Infinity where there is no limit. */
  readonly maxLeaves: number;
  /** Real rows a leaf must keep; 0 where it need not keep any. */
  readonly minRealRows: number;
  /** Features that may not be asked, ascending. */
  readonly forbidden: readonly number[];
  /**
   * Per feature 1 or -1 where the answer (the number, or the probability of the second class) may
   * only rise or fall with it, else 0. Not for more than two classes.
   */
  readonly monotone: readonly number[];
  /**
   * Per feature, what asking it costs a row that was not asked yet, in the unit of the score: 0.01
   * is one row in a hundred that agrees.
   */
  readonly featureCost: readonly number[];
}

/** No limits for `nFeatures` features. */
export function noLimits(nFeatures: number): TreeLimits {
  const zeros = Array.from({ length: nFeatures }, () => 0);
  return {
    maxLeaves: Infinity,
    minRealRows: 0,
    forbidden: [],
    monotone: zeros,
    featureCost: zeros,
  };
}

export interface StudentOptions extends PooledOptions {
  readonly maxDepth: number;
  /** Rows, real or synthetic, a leaf must keep. */
  readonly minLeafRows: number;
  /** Default `fidelity`. */
  readonly objective?: Objective;
  /** Default {@link noLimits}. */
  readonly limits?: TreeLimits;
}

/** A student grown in one pass: the prefixes of its tree are the students of every smaller depth. */
export interface Student {
  readonly tree: Tree;
  readonly warnings: readonly Warning[];
}

/** A tree of at most `leaves` leaves. */
export interface LimitedTree {
  readonly leaves: number;
  readonly tree: Tree;
}

/** The students of every depth: `trees[d - 1]` has at most d levels of splits. */
export interface StudentTrees {
  readonly trees: readonly Tree[];
  /** The best trees of at most so many leaves, by rising number of leaves. */
  readonly byLeaves: readonly LimitedTree[];
  readonly warnings: readonly Warning[];
}
