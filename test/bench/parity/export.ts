/**
 * Trains our forest on several splits of each data set, and writes the same rows as plain numbers
 * for `forest.py`:
 *
 *   npx tsx test/bench/parity/export.ts <folder of data sets> <work folder>
 *
 * The folder gets one `<set>-<seed>.json` a split and `ours.json` with our held-out scores.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { designRows, learnDesign } from '../../../src/core/matrix.ts';
import { Random } from '../../../src/core/random.ts';
import { decisions } from '../../../src/core/decision.ts';
import {
  selectLabels,
  selectRows,
  type Feature,
  type Labels,
  type Table,
} from '../../../src/core/table.ts';
import { readDataset } from '../../../src/dataset/read.ts';
import { splitDataset } from '../../../src/dataset/split.ts';
import { defaultMaxFeatures, forestAnswers, trainForest } from '../../../src/teacher/forest.ts';
import { BENCH_SETS, pathOf, type BenchSet } from '../sets.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const TREES = 200;
const MIN_LEAF = 5;

/** Held-out scores of one split: accuracy, or R² for numbers. */
interface OurScores {
  readonly set: string;
  readonly seed: number;
  readonly task: Labels['task'];
  readonly rows: number;
  /** On the very numbers that scikit-learn gets. */
  readonly encoded: number;
  /** On our own columns, with categories and missing values. */
  readonly own: number;
}

interface Split {
  readonly train: { readonly table: Table; readonly truth: Labels };
  readonly test: { readonly table: Table; readonly truth: Labels };
}

/** 60 % of the rows to train on, the other 40 % to score on. */
async function splitOf(set: BenchSet, folder: string, seed: number): Promise<Split> {
  const read = await readDataset(pathOf(set, folder), { target: set.target });
  const split = splitDataset(read, { kind: 'random' }, new Random(seed));
  const { table, truth } = split.dataset;
  const { train, select, test } = split.partition;
  const rows = (numbers: ArrayLike<number>): Split['train'] => ({
    table: selectRows(table, numbers),
    truth: selectLabels(truth, numbers),
  });
  return { train: rows(train), test: rows([...select, ...test]) };
}

/** Rows of plain numbers as a table of numeric features. */
function numericTable(rows: readonly (readonly number[])[], names: readonly string[]): Table {
  const features = names.map((name): Feature => ({
    kind: 'numeric',
    name,
    format: 'number',
    integer: false,
    min: 0,
    max: 0,
    missingShare: 0,
  }));
  return {
    features,
    columns: names.map((_, f) => Float64Array.from(rows, (row) => row[f]!)),
    nRows: rows.length,
    sourceRow: new Int32Array(rows.length),
  };
}

function scoreOf(soft: Float64Array, { task, nOutputs, soft: truth }: Labels): number {
  if (task === 'classification') {
    const right = decisions(truth, nOutputs);
    const given = decisions(soft, nOutputs);
    return given.filter((k, row) => k === right[row]).length / right.length;
  }
  const mean = truth.reduce((sum, y) => sum + y, 0) / truth.length;
  const left = truth.reduce((sum, y, i) => sum + (y - soft[i]!) * (y - soft[i]!), 0);
  return 1 - left / truth.reduce((sum, y) => sum + (y - mean) * (y - mean), 0);
}

async function forestScore(
  train: Split['train'],
  test: Split['train'],
  seed: number,
): Promise<number> {
  const maxFeatures = defaultMaxFeatures(train.truth.task, train.table.features.length);
  const options = { trees: TREES, minLeaf: MIN_LEAF, maxFeatures };
  const random = new Random(`parity/${seed}`);
  const { forest } = await trainForest(train.table, train.truth, options, random, {});
  return scoreOf(await forestAnswers(forest, test.table, {}), test.truth);
}

/** The target as scikit-learn takes it: class codes, or the numbers. */
function targetsOf({ task, nOutputs, soft }: Labels): number[] {
  return Array.from(task === 'classification' ? decisions(soft, nOutputs) : soft);
}

async function exportSplit(
  set: BenchSet,
  seed: number,
  folder: string,
  work: string,
): Promise<OurScores> {
  const { train, test } = await splitOf(set, folder, seed);
  const design = learnDesign(train.table);
  const [trainX, testX] = [train, test].map(({ table }) => designRows(table, design)) as [
    number[][],
    number[][],
  ];
  const { task } = train.truth;
  const document = {
    set: set.name,
    seed,
    task,
    trees: TREES,
    minLeaf: MIN_LEAF,
    maxFeatures: defaultMaxFeatures(task, design.length),
    trainX,
    trainY: targetsOf(train.truth),
    testX,
    testY: targetsOf(test.truth),
  };
  writeFileSync(join(work, `${set.name}-${seed}.json`), JSON.stringify(document));
  const names = design.map((_, i) => `x${i}`);
  const encoded = await forestScore(
    { table: numericTable(trainX, names), truth: train.truth },
    { table: numericTable(testX, names), truth: test.truth },
    seed,
  );
  const own = await forestScore(train, test, seed);
  return { set: set.name, seed, task, rows: train.table.nRows, encoded, own };
}

const [folder, work] = process.argv.slice(2);
if (folder === undefined || work === undefined) {
  throw new Error('usage: export.ts <folder of data sets> <work folder>');
}
mkdirSync(work, { recursive: true });
const scores: OurScores[] = [];
for (const set of BENCH_SETS) {
  for (const seed of SEEDS) scores.push(await exportSplit(set, seed, folder, work));
}
writeFileSync(join(work, 'ours.json'), JSON.stringify(scores));
