import { coarsen, type BinnedTable } from '../../cart/bins.ts';
import { makeSample, type Sample } from '../../cart/histogram.ts';
import { engineTargets } from '../../cart/targets.ts';
import { decidedClasses } from '../../core/decision.ts';
import { binLesson } from '../bin-lesson.ts';
import type { Lesson } from '../student.ts';

/** A lesson as the search sees it: bins, soft targets, and what the teacher decided of each row. */
export interface Problem {
  readonly table: BinnedTable;
  /** For growth: the engine's targets. */
  readonly sample: Sample;
  /** The same in few bins: for growth that is only scored. */
  readonly roughSample: Sample;
  /** Row-major, `nRows * nOutputs`. */
  readonly soft: Float64Array;
  readonly nOutputs: number;
  readonly weight: Float64Array;
  /** The teacher's class of each row; `null` for regression. */
  readonly decided: Int32Array | null;
  /**
   * What one unit of the engine's squared distance counts in soft targets: 2 for two classes, of
   * which the engine sees one, else 1.
   */
  readonly squareScale: number;
  readonly minLeafRows: number;
}

/** Bins of a numeric feature in growth that is only scored. */
const ROUGH_BINS = 64;

export function makeProblem(lesson: Lesson, minLeafRows: number): Problem {
  const { labels, weight } = lesson;
  const binned = binLesson(lesson);
  const { targets, nTargets } = engineTargets(labels);
  const sample = makeSample(binned, targets, nTargets, weight);
  const { nOutputs, soft } = labels;
  return {
    table: binned,
    sample,
    roughSample: { ...sample, table: coarsen(binned, ROUGH_BINS) },
    soft,
    nOutputs,
    weight,
    decided: decidedClasses(labels),
    squareScale: nOutputs === 2 ? 2 : 1,
    minLeafRows,
  };
}

/** All rows of a problem, ascending. */
export function allRows({ table }: Problem): Int32Array {
  return Int32Array.from({ length: table.nRows }, (_, row) => row);
}

/** At most `most` rows, evenly spread. */
export function spread(rows: Int32Array, most: number): Int32Array {
  if (rows.length <= most) return rows;
  const step = rows.length / most;
  return Int32Array.from({ length: most }, (_, i) => rows[Math.floor(i * step)]!);
}
