import type { StageOptions, Warning } from '../core/errors.ts';
import type { Labels, Table } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';

/** What a student is fitted on: real and synthetic rows with the teacher's soft answers. */
export interface Lesson {
  readonly table: Table;
  readonly labels: Labels;
  /** Row weights, positive, of length `nRows`. */
  readonly weight: Float64Array;
  /** How many of the first rows are real. */
  readonly realRows: number;
}

export interface StudentOptions extends StageOptions {
  readonly maxDepth: number;
  /** Rows, real or synthetic, a leaf must keep. */
  readonly minLeafRows: number;
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
