import type { Figure } from './interval.ts';
import type { Column, Feature } from './table.ts';

/** Rows with two decisions on one class, the favourable one; arrays hold one entry a row. */
export interface SwapRows {
  /** 1 where the teacher gives the class. */
  readonly teacher: Uint8Array;
  /** 1 where the tree's own decision is the class. */
  readonly own: Uint8Array;
  /** The tree's soft value of the class. */
  readonly score: Float64Array;
  /** 1 where the tree asks its teacher: the teacher's decision then stands, whatever the cut-off. */
  readonly asks: Uint8Array;
  /** 1 where the class is the truth. */
  readonly truth: Uint8Array;
  /** The features whose groups are told apart. */
  readonly protected: readonly { readonly feature: Feature; readonly column: Column }[];
}

export interface SwapQuestion {
  /**
   * From which soft value on the tree gives the class; `own` for the tree's own decisions, `match`
   * for the cut-off that gives it to as nearly as many rows as the teacher as its leaves allow.
   */
  readonly cutoff: number | 'own' | 'match';
  /** What a row given the class is worth where it is true, and costs where it is not. */
  readonly amounts: { readonly gain: number; readonly loss: number } | null;
}

/** Rows of one kind, and the share of them in which the class is the truth. */
export interface SwapCell {
  readonly n: number;
  readonly truly: Figure;
}

/** Rows by who gives them the class. */
export interface SwapCounts {
  readonly n: number;
  readonly both: SwapCell;
  /** Only the tree gives it. */
  readonly gained: SwapCell;
  /** Only the teacher gives it. */
  readonly lost: SwapCell;
  readonly neither: SwapCell;
  /** Share of rows that are given the class. */
  readonly teacher: Figure;
  readonly student: Figure;
}

/** What one cut-off would give. */
export interface SwapCutoff {
  readonly cutoff: number;
  /** Rows that the tree would give the class. */
  readonly student: number;
  readonly gained: number;
  readonly lost: number;
  /** Of these, rows in which the class is the truth. */
  readonly gainedTruly: number;
  readonly lostTruly: number;
}

/** Who gains and who loses a class when a tree replaces its teacher. */
export interface SwapSet extends SwapCounts {
  /** `null` for the tree's own decisions. */
  readonly cutoff: number | null;
  readonly groups: readonly {
    readonly feature: string;
    readonly groups: readonly (SwapCounts & { readonly name: string })[];
  }[];
  /** Totals over the rows; the difference (tree less teacher) with its bootstrap interval. */
  readonly money: {
    readonly teacher: number;
    readonly student: number;
    readonly difference: Figure;
  } | null;
  /** Every cut-off that changes a decision, the highest first: it gives the class to no row answered. */
  readonly cutoffs: readonly SwapCutoff[];
  /** Rows that only the tree, and only the teacher, gives the class. */
  readonly gainedRows: readonly number[];
  readonly lostRows: readonly number[];
}
