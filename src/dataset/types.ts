import type { StageOptions, Warning } from '../core/errors.ts';
import type { ColumnRecord, SplitRecord } from '../core/run.ts';
import type { Labels, Table, Task } from '../core/table.ts';

export type ColumnType = ColumnRecord['type'];

/** How rows are cut into train, select and test. The column named never becomes a feature. */
export type SplitOptions =
  | { readonly kind: 'random' }
  | { readonly kind: 'time'; readonly column: string }
  | { readonly kind: 'group'; readonly column: string }
  | { readonly kind: 'column'; readonly column: string };

export interface DatasetOptions extends StageOptions {
  readonly target: string;
  /** Types that replace the inferred ones, by column. */
  readonly types?: ReadonlyMap<string, ColumnType> | undefined;
  /** Columns that are not used. */
  readonly ignore?: readonly string[] | undefined;
  /** Class whose probability is written first: checked to exist; the order of classes stays. */
  readonly positive?: string | undefined;
  /**
   * A recorded teacher: columns of class probabilities whose names end with the class names
   * (`p_good`, `p_bad`; one of the two is enough for two classes), or one column of labels, or one
   * of numbers for regression. They never become features.
   */
  readonly teacherColumns?: readonly string[] | undefined;
  readonly split?: SplitOptions | undefined;
  /** Replaces the inferred task. */
  readonly task?: Task | undefined;
  readonly protectedColumns?: readonly string[] | undefined;
  readonly immutableColumns?: readonly string[] | undefined;
  /** Columns that must not be written with the rows: checked to exist and to be left out. */
  readonly redactedColumns?: readonly string[] | undefined;
}

/** A file as a table, with all that was decided on the way. */
export interface Dataset {
  /** File name without its folder, as it is on disk. */
  readonly file: string;
  readonly sha256: string;
  readonly target: string;
  /** Rows that have a target, in file order. */
  readonly table: Table;
  /** The truth: one-hot, or the number itself. */
  readonly truth: Labels;
  /** Rows in the file, and how many of them have no target and were left out. */
  readonly rows: number;
  readonly rowsWithoutTarget: number;
  readonly columns: readonly ColumnRecord[];
  readonly warnings: readonly Warning[];
  /** The recorded teacher's answers, in the order of `truth.classNames`. */
  readonly recorded: Labels | null;
  /** Names of the columns that must not be written with the rows. */
  readonly redacted: readonly string[];
  /** Values of the split's column, one a row: numbers (or days) for time, text for the others. */
  readonly splitValues: Float64Array | readonly string[] | null;
}

/** Row indices into `Dataset.table`, ascending; each row is in exactly one set. */
export interface Partition {
  readonly train: Int32Array;
  readonly select: Int32Array;
  readonly test: Int32Array;
  readonly record: SplitRecord;
}
