import type { Condition } from './box.ts';
import type { DecisionRule } from './decision.ts';
import type { Warning } from './errors.ts';
import type { Figure } from './interval.ts';
import type { Feature, Task } from './table.ts';

/** Who decides: the student itself, or still the teacher (the student then describes it). */
export type Role = 'decides' | 'explains';

/** How the student's splits are looked for: greedily, or by search within a budget of work. */
export const SEARCH_METHODS = ['greedy', 'fast', 'thorough'] as const;

export type SearchMethod = (typeof SEARCH_METHODS)[number];

/** What a student is to be good at: rows alike, or the classes of its teacher alike. */
export const OBJECTIVES = ['fidelity', 'balanced'] as const;

export type Objective = (typeof OBJECTIVES)[number];

/** How a set of rows was cut into train, select and test. */
export interface SplitRecord {
  readonly kind: 'random' | 'time' | 'group' | 'column';
  /** The column a time, group or column split reads. */
  readonly column: string | null;
  readonly train: number;
  readonly select: number;
  readonly test: number;
}

/** What was done with one column of the file. */
export interface ColumnRecord {
  readonly name: string;
  /** Inferred, or chosen by `--type`. */
  readonly type: 'numeric' | 'categorical' | 'boolean' | 'date';
  readonly role: 'feature' | 'target' | 'split' | 'teacher' | 'ignored' | 'dropped';
  readonly distinct: number;
  readonly missing: number;
  /** Why it was typed or dropped as it was, in words. */
  readonly note: string;
}

export interface TeacherRecord {
  readonly kind: 'forest' | 'ml-random-forest' | 'ba-forest' | 'recorded' | 'function';
  /** One sentence for people. */
  readonly description: string;
  /** Settings such as `trees` and `minLeaf`. */
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  /** SHA-256 of the saved teacher, or of its recorded answers. */
  readonly sha256: string | null;
  /** Whether the labels of its own training rows are out-of-bag answers. */
  readonly outOfBag: boolean;
}

/** Accuracy of teacher and student against the truth; R² for regression. */
interface AccuracyRecord {
  readonly teacher: Figure;
  readonly student: Figure;
  /** student / teacher, in shares of the teacher's accuracy (paired bootstrap interval). */
  readonly retained: Figure;
}

export interface CalibrationBin {
  /** Mean predicted share of the bin, and the share seen. */
  readonly predicted: number;
  readonly observed: Figure;
}

/** How one set of rows judges one tree. Regression leaves class-only figures `null`. */
export interface Metrics {
  /** Rows judged. */
  readonly n: number;
  /** Agreement with the teacher's decision, or R² to the teacher's answer. */
  readonly fidelity: Figure;
  /** (fidelity - majority) / (1 - majority). */
  readonly headroomClosed: Figure;
  /** Mean over the teacher's classes of the agreement within each. */
  readonly balancedFidelity: Figure;
  /** Cohen's kappa between student and teacher. */
  readonly kappa: Figure;
  /** Agreement of the constant answer: the teacher's most frequent class. */
  readonly majority: Figure;
  readonly accuracy: AccuracyRecord;
  /** Area under the ROC curve (one class against the rest, averaged over classes). */
  readonly auc: {
    readonly studentTeacher: Figure;
    readonly studentTruth: Figure;
    readonly teacherTruth: Figure;
  };
  /** Leaf values against the truth; expected calibration error. Empty for regression. */
  readonly calibration: {
    readonly teacherGap: number | null;
    readonly truthGap: number | null;
    readonly bins: readonly CalibrationBin[];
  };
  /** Mean absolute error to the teacher and to the truth; regression only. */
  readonly mae: { readonly teacher: Figure; readonly truth: Figure };
  /** Share of rows within the tolerance of the teacher's answer; regression only. */
  readonly withinTolerance: { readonly tolerance: number | null; readonly share: Figure };
}

/** Rows of the student's decision against the teacher's, on test rows. */
export interface ConfusionRecord {
  readonly classes: readonly string[];
  /** `counts[student][teacher]`. */
  readonly counts: readonly (readonly number[])[];
}

/** What deferring to the teacher gives at one floor: the select rows choose, test rows report. */
export interface FloorRecord {
  /** Share of a leaf's select rows that must agree with the teacher, or the leaf defers. */
  readonly floor: number;
  /** Leaves that defer. */
  readonly leaves: number;
  /** Share of test rows that reach a leaf that answers. */
  readonly answered: Figure;
  /** Agreement with the teacher on the answered ones; share within the tolerance for numbers. */
  readonly fidelity: Figure;
}

/** Deferral as the run has it (no floor: every leaf answers), and at several floors by rising floor. */
export interface DeferralRecord extends Omit<FloorRecord, 'floor'> {
  readonly floor: number | null;
  readonly floors: readonly FloorRecord[];
}

/** Groups of fewer rows are joined, count for no gap and are left out of sentences. */
export const FEWEST_GROUP_ROWS = 10;

/** How often a group is given one answer: share of its rows, or their mean for numbers. */
export interface GroupOutcome {
  /** Class name; `null` for numbers. */
  readonly answer: string | null;
  readonly teacher: Figure;
  readonly student: Figure;
}

/** One group of test rows. */
export interface GroupRecord {
  /** A category, a side of the median, `(other)` or `(missing)`. */
  readonly name: string;
  readonly n: number;
  /** Agreement with the teacher; share within the tolerance for numbers. */
  readonly fidelity: Figure;
  /** Of two classes the positive one, of more each; one without a name for numbers. */
  readonly outcomes: readonly GroupOutcome[];
}

/** The largest less the smallest figure of the groups of at least 10 rows; `null` for fewer than two. */
export interface GroupGap {
  readonly fidelity: number | null;
  readonly outcomes: readonly {
    readonly answer: string | null;
    readonly teacher: number | null;
    readonly student: number | null;
  }[];
}

/** The groups of one protected or forbidden feature. */
export interface FeatureGroups {
  readonly feature: string;
  readonly protected: boolean;
  /** Withheld from the student. */
  readonly forbidden: boolean;
  readonly groups: readonly GroupRecord[];
  readonly gaps: GroupGap;
}

/** `run.json`: the manifest, written last. */
export interface RunDocument {
  readonly schema: 'espalier-run/1';
  readonly name: string;
  readonly version: string;
  readonly task: Task;
  readonly role: Role;
  readonly seed: number;
  readonly target: string;
  /** Class names in the order of every soft value; empty for regression. */
  readonly classes: readonly string[];
  /** The class whose probability is written first: chosen, or the second of two. */
  readonly positive: string | null;
  /** How the teacher's probabilities become its decisions. */
  readonly decisionRule: DecisionRule;
  readonly features: readonly Feature[];
  /** Every option of the run, resolved. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** SHA-256 of `tree.json`: ties code, site and every other target to one tree. */
  readonly modelHash: string;
  readonly data: {
    /** File name without its folder. */
    readonly file: string;
    readonly sha256: string;
    /** Rows in the file, and rows left out because they have no target. */
    readonly rows: number;
    readonly rowsWithoutTarget: number;
    readonly columns: readonly ColumnRecord[];
    readonly split: SplitRecord;
  };
  readonly teacher: TeacherRecord;
  readonly augmentation: {
    readonly method: 'blend' | 'copula' | 'munge' | 'none';
    readonly syntheticRows: number;
    /** Share of the fitting mass on real rows. */
    readonly realMass: number;
    readonly truthWeight: number;
    /** How often synthetic rows were drawn: each time after the first as many again. */
    readonly rounds: number;
    /** The most synthetic rows there might have been. */
    readonly mostRows: number;
    /**
     * Whether trees of three levels fitted to two disjoint halves of the synthetic rows ask nearly
     * the same at every place; `null` where there are none, or nothing was compared.
     */
    readonly settled: boolean | null;
  };
  readonly student: {
    readonly kind: 'cart' | 'ml-cart';
    /** How its splits were looked for. */
    readonly search: SearchMethod;
    /** The depth it may have: the one that was picked. */
    readonly depth: number;
    readonly leaves: number;
    readonly meanPathLength: number;
  };
  readonly fidelityKind: 'agreement' | 'r2';
  /** The headline figures, all on test rows: the same as in `metrics`. */
  readonly fidelity: Figure;
  readonly balancedFidelity: Figure;
  readonly headroomClosed: Figure;
  readonly majority: Figure;
  readonly accuracy: AccuracyRecord;
  readonly twinAgreement: Figure;
  /** The constant answer that `majority` is measured with: a class name, or the teacher's mean. */
  readonly constantAnswer: string | number;
  readonly metrics: Metrics;
  readonly confusion: ConfusionRecord | null;
  readonly deferral: DeferralRecord;
  /** Groups of the test rows by each protected and each forbidden feature. */
  readonly groups: readonly FeatureGroups[];
  readonly warnings: readonly Warning[];
  /** SHA-256 of every other file of the run, by its path in the directory. */
  readonly artifacts: Readonly<Record<string, string>>;
  /** SHA-256 of this document as it is written without its seal. */
  readonly seal: string;
}

/** What is known of a run before its files are written. */
export type RunRecord = Omit<RunDocument, 'artifacts' | 'seal'>;

/** What a reader should know before trusting a path. */
export const PATH_FLAGS = [
  'no-real-rows',
  'few-real-rows',
  'low-fidelity',
  'low-fresh-fidelity',
  'undecided',
  'rare-in-training',
] as const;

export type PathFlag = (typeof PATH_FLAGS)[number];

/** One record a leaf, in `paths.json`. */
export interface PathRecord {
  readonly id: string;
  /** Node id of the leaf in `tree.json`. */
  readonly leaf: number;
  readonly conditions: readonly Condition[];
  readonly words: string;
  /** Class name, or the number as text for regression; `DEFER` where the teacher is to be asked. */
  readonly decision: string;
  /** What the tree would have decided where it defers; `null` where it decides. */
  readonly deferredFrom: string | null;
  /** Soft value: class probabilities in the order of `classes`, or one number. */
  readonly value: readonly number[];
  readonly depth: number;
  /** Share of real select and test rows that reach the leaf, and how many. */
  readonly coverage: Figure;
  readonly realRows: { readonly train: number; readonly select: number; readonly test: number };
  /** Agreement with the teacher on real select and test rows; share within tolerance for numbers. */
  readonly fidelity: Figure;
  /** The same on rows drawn afresh in the leaf's box and answered by the teacher. */
  readonly freshFidelity: Figure;
  /** Agreement with the truth on real select and test rows (share within tolerance for numbers). */
  readonly accuracy: Figure;
  readonly flags: readonly PathFlag[];
}

export interface PathsDocument {
  readonly schema: 'espalier-paths/1';
  readonly paths: readonly PathRecord[];
}

/** What is measured of one tree of a frontier; on test rows but for `select`, the rows that choose. */
export interface FrontierFigures {
  /** Leaves the tree has. */
  readonly leaves: number;
  readonly meanPathLength: number;
  readonly fidelity: Figure;
  readonly headroomClosed: Figure;
  readonly balancedFidelity: Figure;
  readonly accuracy: Figure;
  readonly retained: Figure;
  readonly select: {
    readonly fidelity: Figure;
    readonly headroomClosed: Figure;
    readonly balancedFidelity: Figure;
    readonly accuracy: Figure;
    /** Its score less that of the best tree of its frontier (paired bootstrap interval). */
    readonly behindBest: Figure;
    /** Share of the resamples in which it scores at least as well as that best tree. */
    readonly asGood: number | null;
  };
}

/** One depth of the frontier: the tree of at most so many levels of splits. */
export interface FrontierEntry extends FrontierFigures {
  readonly depth: number;
}

/** One number of leaves of the second frontier: the tree of at most `limit` leaves. */
export interface LeafLimitEntry extends FrontierFigures {
  readonly limit: number;
  /** Levels of splits the tree has. */
  readonly depth: number;
}

/**
 * A depth may be as good as the best if it is in at least this share of the resamples. Over six data
 * sets and five seeds that lost no fidelity on test rows against the best depth, with fewer leaves;
 * 0.025 lost up to 2.6 points where select rows were few: too little was shown.
 */
export const MAY_BE_AS_GOOD = 0.1;

export interface FrontierDocument {
  readonly schema: 'espalier-frontier/1';
  readonly fidelityKind: 'agreement' | 'r2';
  readonly depths: readonly FrontierEntry[];
  /** By rising limit; empty for a student that does not come by number of leaves. */
  readonly leaves: readonly LeafLimitEntry[];
  readonly pick: {
    readonly depth: number;
    readonly rule: 'paired-bootstrap' | 'given';
    /** What trees are compared by: their fidelity, or their balanced fidelity. */
    readonly objective: Objective;
    /** Why this depth, in words. */
    readonly why: string;
  };
  /** On test rows: constant answer, teacher's accuracy, and two teachers of different seeds. */
  readonly baselines: {
    readonly majority: Figure;
    readonly teacherAccuracy: Figure;
    readonly twinAgreement: Figure;
  };
}

/** `equality.json`: what was proven of each compiled target. */
export interface EqualityDocument {
  readonly schema: 'espalier-equality/1';
  readonly modelHash: string;
  readonly targets: Readonly<Record<string, TargetEquality>>;
  /** SHA-256 of each file beside it: of what `espalier compile` wrote, which no manifest lists. */
  readonly artifacts?: Readonly<Record<string, string>> | undefined;
}

export interface TargetEquality {
  /** Whether the emitted text was read back and is the tree, node for node. */
  readonly readBack: 'equal' | 'none';
  /** What read it back; `null` where no parser of the language was at hand. */
  readonly readBackBy: string | null;
  /** What ran it on the boundary vectors; `null` where nothing that runs the language was at hand. */
  readonly ranBy: string | null;
  /** Boundary vectors run; all of them reached the same leaf as the tree. */
  readonly vectors: number;
  readonly differences: 0;
  readonly mutants: {
    /** Seeded faults applied to the emitted text. */
    readonly applied: number;
    /** Faults that change no answer. */
    readonly equivalent: number;
    readonly caught: number;
    readonly survived: 0;
  };
  /** TypeScript and JavaScript: how each function walks the tree. */
  readonly functions?: readonly CompiledFunction[] | undefined;
}

/** A function of a compiled module, as V8 will see it. */
export interface CompiledFunction {
  readonly name: string;
  readonly shape: 'nested' | 'destructured' | 'table' | 'call';
  /** Estimated bytes of bytecode: V8 optimises up to 61,440 and takes up to 460 into the caller. */
  readonly bytecode: number;
}
