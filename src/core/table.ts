import type { DecisionRule } from './decision.ts';

/** What a person may say about a column beyond what the file shows. */
interface FeatureNotes {
  readonly unit?: string;
  readonly description?: string;
  /** Protected attribute (sex, age, ...): outcomes are compared between its groups. */
  readonly protected?: boolean;
  /** Cannot be changed by the person concerned: never offered as "what would flip this". */
  readonly immutable?: boolean;
  /** The teacher uses it, the student was not allowed to ask it. */
  readonly withheld?: boolean;
}

/** A column of numbers. Dates are numeric too: days since 1970-01-01. */
export interface NumericFeature extends FeatureNotes {
  readonly kind: 'numeric';
  /** Untrusted text from the file's header. */
  readonly name: string;
  /** How a value is written in words. */
  readonly format: 'number' | 'date';
  /** Every seen value is a whole number. */
  readonly integer: boolean;
  /** Smallest and largest value in the training rows. */
  readonly min: number;
  readonly max: number;
  /** Share of training rows without a value, in [0, 1]. */
  readonly missingShare: number;
}

/** A column of names. Booleans are categories too. */
export interface CategoricalFeature extends FeatureNotes {
  readonly kind: 'categorical';
  readonly name: string;
  /** Categories seen in training, in a fixed order: the code of a category is its index here. */
  readonly categories: readonly string[];
  /**
   * The category that stands for every text that is not listed: for the rare ones, and for those
   * not seen in training. Only a feature of more than 254 seen values has one.
   */
  readonly rest: string | null;
  readonly boolean: boolean;
  readonly missingShare: number;
}

export type Feature = NumericFeature | CategoricalFeature;

/** Code of a missing category in an `Int32Array` column. */
export const MISSING = -1;
/**
 * Code of a category that was not seen in training: treated as missing, and flagged. A feature with
 * a rest has none.
 */
export const UNSEEN = -2;

/** Whether a value of a feature, as rows hold it, is not there at all. */
export function isMissing({ kind }: Feature, value: number): boolean {
  return kind === 'numeric' ? Number.isNaN(value) : value === MISSING;
}

/**
 * The code of a category by its name, `null` where there is none. One rule for files, generated code
 * and site: a listed name is its place in the list, nothing at all is {@link MISSING}, and any other
 * text is the rest where the feature has one, {@link UNSEEN} where it has not.
 */
export function categoryCode(feature: CategoricalFeature, name: string | null): number {
  if (name === null) return MISSING;
  const code = feature.categories.indexOf(name);
  return code === -1 ? unlistedCode(feature) : code;
}

/** The code of every text that is not a category of the feature. */
export function unlistedCode({ categories, rest }: CategoricalFeature): number {
  return rest === null ? UNSEEN : categories.indexOf(rest);
}

/** `Float64Array` for a numeric feature (NaN is missing), `Int32Array` codes for a categorical one. */
export type Column = Float64Array | Int32Array;

/** Rows of features, column-major. */
export interface Table {
  readonly features: readonly Feature[];
  /** One column per feature, each of length `nRows`. */
  readonly columns: readonly Column[];
  readonly nRows: number;
  /** Row number in the source file, from 1 (header not counted); 0 for a synthetic row. */
  readonly sourceRow: Int32Array;
}

export type Task = 'classification' | 'regression';

/** Soft targets: what a teacher answered, or the truth written the same way. */
export interface Labels {
  readonly task: Task;
  /** Number of classes, or 1 for regression. */
  readonly nOutputs: number;
  /** Class names in a fixed order; empty for regression. */
  readonly classNames: readonly string[];
  /** Row-major, `nRows * nOutputs`: class probabilities, or the number itself. */
  readonly soft: Float64Array;
  /** How the probabilities become a decision; the largest wins when left out. */
  readonly rule?: DecisionRule | undefined;
}

/** The rows of `table` named by `rows`, in that order. */
export function selectRows(table: Table, rows: ArrayLike<number>): Table {
  const n = rows.length;
  const pick = <A extends Column>(from: A, into: A): A => {
    for (let i = 0; i < n; i++) into[i] = from[rows[i]!]!;
    return into;
  };
  return {
    features: table.features,
    columns: table.columns.map((column) =>
      column instanceof Float64Array
        ? pick(column, new Float64Array(n))
        : pick(column, new Int32Array(n)),
    ),
    nRows: n,
    sourceRow: pick(table.sourceRow, new Int32Array(n)),
  };
}

/** The soft targets of the rows named by `rows`, in that order. */
export function selectLabels(labels: Labels, rows: ArrayLike<number>): Labels {
  const k = labels.nOutputs;
  const soft = new Float64Array(rows.length * k);
  for (let i = 0; i < rows.length; i++) {
    for (let c = 0; c < k; c++) soft[i * k + c] = labels.soft[rows[i]! * k + c]!;
  }
  return { ...labels, soft };
}

/** `a` above `b`: two tables of the same features as one. */
export function stackTables(a: Table, b: Table): Table {
  const n = a.nRows + b.nRows;
  const join = <A extends Column>(into: A, top: A, bottom: A): A => {
    into.set(top, 0);
    into.set(bottom, a.nRows);
    return into;
  };
  return {
    features: a.features,
    columns: a.columns.map((column, f) =>
      column instanceof Float64Array
        ? join(new Float64Array(n), column, b.columns[f] as Float64Array)
        : join(new Int32Array(n), column, b.columns[f] as Int32Array),
    ),
    nRows: n,
    sourceRow: join(new Int32Array(n), a.sourceRow, b.sourceRow),
  };
}
