import type { AugmentMethod } from '../augment/methods.ts';
import type { StageOptions } from '../core/errors.ts';
import type { Objective, Role, SearchMethod } from '../core/run.ts';
import type { Task } from '../core/table.ts';
import type { ColumnType, SplitOptions } from '../dataset/types.ts';
import type { TeacherFunction } from '../teacher/function-teacher.ts';
import type { Direction } from './wishes.ts';

/** One value a name. A map may hold any name, an object not `__proto__`. */
export type Named<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T>;

/** What {@link distill} is asked to do. Everything but `data` and `target` has a default. */
export interface DistillOptions extends StageOptions {
  /** A CSV, Parquet or JSON file. */
  readonly data: string;
  /** The column the teacher answers. */
  readonly target: string;
  /**
   * `forest` (default), `ml-random-forest`, `recorded:<column>[,<column>…]` for answers that lie in
   * the file, `ba-forest:<file>` for a forest in the format of BA-Trees, or a function that answers
   * rows.
   */
  readonly teacher?: string | TeacherFunction | undefined;
  /** `cart` (default) or `ml-cart`. */
  readonly student?: 'cart' | 'ml-cart' | undefined;
  /** How its splits are looked for: `greedy`, `fast` (default) or `thorough`; ml-cart has its own way. */
  readonly search?: SearchMethod | undefined;
  /** Depth of the tree, or `auto` (default): chosen on the select rows. */
  readonly depth?: number | 'auto' | undefined;
  /** Deepest tree that is tried, 1 to 12 (default 8). */
  readonly maxDepth?: number | undefined;
  /** `decides` (default): the student replaces the teacher; `explains`: it describes it. */
  readonly role?: Role | undefined;
  /** Whole number; the same data, options and seed give the same bytes (default 1). */
  readonly seed?: number | undefined;
  /** Name of the run (default: the file's name): letters, digits, `-` and `_`. */
  readonly name?: string | undefined;
  /** The folder that will hold the run (default `reports`). */
  readonly out?: string | undefined;
  /** Replaces an existing run of the same name. */
  readonly force?: boolean | undefined;
  /** Columns that are not used. */
  readonly ignore?: readonly string[] | undefined;
  /** The class whose probability `predict` writes first (default: the second of two classes). */
  readonly positive?: string | undefined;
  /** Column types that replace the inferred ones. */
  readonly types?: Named<ColumnType> | undefined;
  /** Replaces the inferred task. */
  readonly task?: Task | undefined;
  readonly split?: SplitOptions | undefined;
  /** How synthetic rows are drawn (default `blend`). */
  readonly augment?: AugmentMethod | undefined;
  /**
   * Most synthetic rows, 100 to 20,000,000: they are doubled until two halves of them agree on a tree
   * of three levels, up to this many (default: those of the first draw).
   */
  readonly maxRows?: number | undefined;
  /** Share of the original labels mixed into the real rows' soft targets, 0 (default) to 1. */
  readonly truthWeight?: number | undefined;
  /** Trees of the teacher (default 200; 50 for ml-random-forest). */
  readonly trees?: number | undefined;
  /** Fewest training rows in a leaf of the teacher (default 5). */
  readonly minLeaf?: number | undefined;
  /** What the search lowers: disagreement (`fidelity`), or that of each class alike (`balanced`). */
  readonly objective?: Objective | undefined;
  /** Most leaves of any tree, at least 2. */
  readonly maxLeaves?: number | undefined;
  /** Real training rows every leaf must keep. */
  readonly minRealRows?: number | undefined;
  /** Two classes or a number: columns with which the answer may only rise (`+`) or fall (`-`). */
  readonly monotone?: Named<Direction> | undefined;
  /** What asking a column costs, as the share of rows that must agree more for it, 0 to 1. */
  readonly featureCost?: Named<number> | undefined;
  /** Columns the teacher uses and the student must not; only where the student decides. */
  readonly forbid?: readonly string[] | undefined;
  /** Two classes: the teacher decides `positive` where its probability is at least this. */
  readonly threshold?: number | undefined;
  /**
   * The teacher decides for the class that costs least: `{ 'bad:good': 5 }` makes it cost 5 to
   * decide good where bad is true. Mistakes that are not named cost 1.
   */
  readonly costs?: Named<number> | undefined;
  /** Leaves that agree with the teacher on less than this share of the select rows defer to it. */
  readonly defer?: number | undefined;
  /** Regression: how far two answers may lie apart and count as the same. */
  readonly tolerance?: number | undefined;
  /** Columns that are protected attributes, and columns a person cannot change. */
  readonly protected?: readonly string[] | undefined;
  readonly immutable?: readonly string[] | undefined;
  /** Columns kept out of `heldout.parquet`. */
  readonly redact?: readonly string[] | undefined;
  /** Write `rows.parquet`: every row the student was fitted on. */
  readonly keepRows?: boolean | undefined;
  /** Write `teacher.json` (default true). */
  readonly keepTeacher?: boolean | undefined;
  /**
   * Threads that share the work, from 1 (none but this one) to 64; the default is what the machine
   * can run at once, at most 8. The outcome is the same to the byte.
   */
  readonly workers?: number | undefined;
}
