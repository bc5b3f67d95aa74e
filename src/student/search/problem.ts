import { coarsen, type BinnedTable } from '../../cart/bins.ts';
import { makeSample, type Sample } from '../../cart/histogram.ts';
import { engineTargets } from '../../cart/targets.ts';
import { decidedClasses, LARGEST, type DecisionRule } from '../../core/decision.ts';
import { binLesson } from '../bin-lesson.ts';
import { roughTargets } from './rough-targets.ts';
import { noLimits, type Lesson, type StudentOptions } from '../student.ts';

/** A lesson as the search sees it: bins, soft targets, and what the teacher decided of each row. */
export interface Problem {
  /** The features that may be asked. */
  readonly table: BinnedTable;
  /** Index in the lesson of each of the table's features. */
  readonly features: readonly number[];
  /** For growth: the engine's targets. */
  readonly sample: Sample;
  /** The same in few bins and targets: for growth that is only scored. */
  readonly roughSample: Sample;
  /** Row-major, `nRows * nOutputs`. */
  readonly soft: Float64Array;
  readonly nOutputs: number;
  /** What each row counts in the score. */
  readonly weight: Float64Array;
  /** The teacher's class of each row; `null` for regression. */
  readonly decided: Int32Array | null;
  /** How a leaf decides: its mean by the teacher's rule, or what most of its weight is decided as. */
  readonly rule: DecisionRule | 'votes';
  /**
   * What one unit of the engine's squared distance counts in soft targets: 2 for two classes, of
   * which the engine sees one, else 1.
   */
  readonly squareScale: number;
  readonly minLeafRows: number;
  /** How many of the first rows are real, their share of the weight, and how many a leaf must keep. */
  readonly realRows: number;
  readonly realMass: number;
  readonly minRealRows: number;
  /** Per feature of the table: 1 or -1 where `soft` may only rise or fall with it, else 0. */
  readonly monotone: readonly number[];
  /** Per feature of the table: what asking it for the first time costs a unit of weight. */
  readonly toll: readonly number[];
}

/** Bins of a numeric feature in growth that is only scored. */
const ROUGH_BINS = 64;

/** @param weight what each row counts in the score, of length `nRows` */
export function makeProblem(
  lesson: Lesson,
  weight: Float64Array,
  options: StudentOptions,
): Problem {
  const { minLeafRows, objective, limits = noLimits(lesson.table.columns.length) } = options;
  const { labels, realRows } = lesson;
  const binned = binLesson(lesson);
  const features = [...binned.columns.keys()].filter((f) => !limits.forbidden.includes(f));
  const only = <T>(all: readonly T[]): T[] => features.map((f) => all[f]!);
  const table = { ...binned, columns: only(binned.columns), binning: only(binned.binning) };
  const { targets, nTargets } = engineTargets(labels);
  const sample = makeSample(table, targets, nTargets, weight);
  const { nOutputs, soft } = labels;
  const decided = decidedClasses(labels);
  const unit = decided === null ? meanSquare(sample) : 1;
  return {
    table,
    features,
    sample,
    roughSample: roughTargets({ ...sample, table: coarsen(table, ROUGH_BINS) }),
    soft,
    nOutputs,
    weight,
    decided,
    rule: objective === 'balanced' ? 'votes' : (labels.rule ?? LARGEST),
    squareScale: nOutputs === 2 ? 2 : 1,
    minLeafRows,
    realRows,
    realMass: total(weight.subarray(0, realRows)) / total(weight),
    minRealRows: limits.minRealRows,
    monotone: only(limits.monotone),
    toll: only(limits.featureCost).map((cost) => cost * unit),
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Mean squared distance of numbers to their mean: what R² counts as one. */
function meanSquare({ weight, sums, targets }: Sample): number {
  const mass = total(weight);
  const mean = total(sums) / mass;
  return total(sums.map((sum, row) => sum * targets[row]!)) / mass - mean * mean;
}

/** Whether the limits rule out or tax some splits. */
export function hasLimits({ minRealRows, monotone, toll }: Problem): boolean {
  return minRealRows > 0 || monotone.some((side) => side !== 0) || toll.some((cost) => cost > 0);
}

/** All rows of a problem, ascending. */
export function allRows({ table }: Problem): Int32Array {
  return Int32Array.from({ length: table.nRows }, (_, row) => row);
}

/** At most `most` rows, evenly spread. */
export function spread(rows: Int32Array, most: number): Int32Array {
  if (rows.length <= most) return rows;
  const step = rows.length / most;
  const some = new Int32Array(most);
  for (let i = 0; i < most; i++) some[i] = rows[Math.floor(i * step)]!;
  return some;
}
