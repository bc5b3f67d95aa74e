import { RandomForestClassifier, RandomForestRegression } from 'ml-random-forest';
import { breathe, type StageOptions, type Warning } from '../core/errors.ts';
import { designRows, learnDesign } from '../core/matrix.ts';
import type { Random } from '../core/random.ts';
import type { RowSets } from '../core/sets.ts';
import { decisions } from '../core/decision.ts';
import { selectLabels, selectRows, type Table } from '../core/table.ts';
import type { Answer, Teacher } from './teacher.ts';

/** Rows ml-random-forest is trained on at most: its time grows as n^1.8. */
const MAX_ROWS = 2000;
const WARN_ROWS = 1000;
/** Its generator takes 32-bit seeds. */
const MAX_SEED = 0x7fffffff;

export interface MlForestOptions {
  readonly trees: number;
  /** Nodes of this many rows or fewer become leaves. */
  readonly minLeaf: number;
}

type Estimator = RandomForestClassifier | RandomForestRegression;

/**
 * Seconds that training takes, roughly: 65 ms a tree at 1,000 rows and 10 columns on the machine it
 * was measured on, growing as n^1.8 and in proportion to the columns.
 */
export function estimateSeconds(rows: number, columns: number, trees: number): number {
  const thousands = rows / 1000;
  const growth = Math.exp(1.8 * Math.log(thousands));
  return 0.065 * trees * growth * (columns / 10);
}

/**
 * The `ml-random-forest` package as a teacher. It knows no categories and no missing values (they
 * are written as 0/1 columns and medians), and has no per-split feature sampling. Answers are the
 * share of votes counted from `predictionValues`: its own `predictProbability` drops the first
 * tree's vote. Each tree is trained as a forest of one, so that the work can be watched and stopped.
 */
export async function mlForestTeacher(
  sets: RowSets,
  options: MlForestOptions,
  random: Random,
  stage: StageOptions,
): Promise<Teacher> {
  const { table, truth } = sets.train;
  const kept = keepRows(table.nRows, random);
  const design = learnDesign(table);
  const rows = designRows(selectRows(table, kept), design);
  const { soft } = selectLabels(truth, kept);
  const isClassifier = truth.task === 'classification';
  const targets = isClassifier ? decisions(soft, truth.nOutputs) : soft;
  const blocking = stage.blocking ?? ((work) => work());
  const slow = sizeWarnings(table, design.length, kept.length, options.trees);
  for (const warning of slow) stage.onWarning?.(warning);
  const estimators: Estimator[] = [];
  for (let t = 0; t < options.trees; t++) {
    const estimator = oneTree(isClassifier, options.minLeaf, random.below(MAX_SEED));
    blocking(() => estimator.train(rows, Array.from(targets)));
    estimators.push(estimator);
    stage.onProgress?.({ stage: 'teacher', done: t + 1, total: options.trees });
    await breathe(stage.signal);
  }
  const answer: Answer = (asked, labelling) =>
    voteShares(estimators, designRows(asked, design), isClassifier ? truth.nOutputs : 1, labelling);
  const quiet = { signal: stage.signal };
  return {
    record: {
      kind: 'ml-random-forest',
      description: `ml-random-forest, ${options.trees} trees on ${kept.length} training rows`,
      settings: { ...options, rows: kept.length },
      sha256: null,
      outOfBag: false,
    },
    warnings: [
      ...slow,
      {
        code: 'W_IN_BAG',
        message:
          'this teacher gives no out-of-bag answers: its labels on the training rows are partly memorised.',
      },
    ],
    answers: {
      train: await answer(table, quiet),
      select: await answer(sets.select.table, quiet),
      test: await answer(sets.test.table, quiet),
    },
    answer,
    saved: null,
  };
}

function keepRows(nRows: number, random: Random): Int32Array {
  const rows = Int32Array.from({ length: nRows }, (_, row) => row);
  if (nRows <= MAX_ROWS) return rows;
  random.shuffle(rows);
  return rows.slice(0, MAX_ROWS).sort();
}

function sizeWarnings(table: Table, columns: number, kept: number, trees: number): Warning[] {
  if (table.nRows <= WARN_ROWS) return [];
  const seconds = Math.ceil(estimateSeconds(kept, columns, trees));
  const cut = kept < table.nRows ? ` It was trained on ${kept} of ${table.nRows} rows.` : '';
  return [
    {
      code: 'W_SLOW_TEACHER',
      message: `ml-random-forest is slow above ${WARN_ROWS} rows: ${kept} rows in ${columns} columns take about ${seconds} s to train.${cut}`,
    },
  ];
}

function oneTree(isClassifier: boolean, minLeaf: number, seed: number): Estimator {
  const options = {
    nEstimators: 1,
    noOOB: true,
    seed,
    replacement: false,
  };
  if (isClassifier) {
    return new RandomForestClassifier({ ...options, treeOptions: { minNumSamples: minLeaf } });
  }
  // For numbers its "gain" is the error left after the split: 0 is a perfect split, not a useless one.
  const treeOptions = { minNumSamples: minLeaf, gainThreshold: -1 };
  return new RandomForestRegression({ ...options, treeOptions });
}

/** Share of votes a class, or the mean number, row-major. */
async function voteShares(
  estimators: readonly Estimator[],
  rows: number[][],
  nOutputs: number,
  { signal, onProgress }: StageOptions,
): Promise<Float64Array> {
  const votes = new Float64Array(rows.length * nOutputs);
  for (const [t, estimator] of estimators.entries()) {
    const values = estimator.predictionValues(rows);
    for (let row = 0; row < rows.length; row++) {
      const vote = values.get(row, 0);
      if (nOutputs === 1) votes[row]! += vote;
      else votes[row * nOutputs + vote]! += 1;
    }
    onProgress?.({ stage: 'label', done: t + 1, total: estimators.length });
    await breathe(signal);
  }
  return votes.map((count) => count / estimators.length);
}
