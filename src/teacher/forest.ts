import { addAnswers } from '../cart/answer.ts';
import { binTable, learnBins } from '../cart/bins.ts';
import { pickBytes, toBytes, type ByteGrid, type ByteRows } from '../cart/bytes.ts';
import { growTree } from '../cart/grow.ts';
import {
  addByteAnswers,
  addPackedAnswers,
  PACKED_BLOCK,
  packOnGrid,
  packTrees,
  type PackedTrees,
} from '../cart/packed.ts';
import { makeSample } from '../cart/histogram.ts';
import { engineTargets, softAnswers, uncentre } from '../cart/targets.ts';
import { breathe, type StageOptions } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import type { Feature, Labels, Table, Task } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';

/** Deepest tree of a forest: the leaf size stops growth long before on real data. */
const MAX_TREE_DEPTH = 60;

export interface ForestOptions {
  /** Number of trees, at least 1. */
  readonly trees: number;
  /** Fewest training rows a leaf may hold, at least 1. */
  readonly minLeaf: number;
  /** Features tried at each split; the default is {@link defaultMaxFeatures}. */
  readonly maxFeatures: number;
}

/** A random forest (Breiman 2001). */
export interface Forest {
  readonly task: Task;
  readonly features: readonly Feature[];
  readonly classNames: readonly string[];
  /** Trees on the engine's targets: two classes have one value a node. */
  readonly trees: readonly Tree[];
}

/** The square root of the number of features for classes, a third for numbers; at least 1. */
export function defaultMaxFeatures(task: Task, nFeatures: number): number {
  const share = task === 'classification' ? Math.sqrt(nFeatures) : nFeatures / 3;
  return Math.max(1, Math.floor(share));
}

export interface TrainedForest {
  readonly forest: Forest;
  /**
   * Out-of-bag answers for the training rows, row-major: the mean over the trees that did not see
   * the row (over all trees for a row that every tree saw).
   */
  readonly outOfBag: Float64Array;
}

/** Trains a forest: bootstrap rows for each tree, features drawn anew at every split. */
export async function trainForest(
  table: Table,
  truth: Labels,
  options: ForestOptions,
  random: Random,
  stage: StageOptions,
): Promise<TrainedForest> {
  const binned = binTable(table, learnBins(table));
  const { targets, nTargets, centre } = engineTargets(truth);
  // Thresholds are the bins' own cuts: the bytes of the training rows serve every tree.
  const grid = { features: table.features, cuts: binned.binning.map(({ cuts }) => cuts) };
  const bytes = toBytes(grid, table, 0, table.nRows);
  const trees: Tree[] = [];
  const sums = new Float64Array(targets.length);
  const votes = new Int32Array(table.nRows);
  for (let t = 0; t < options.trees; t++) {
    const draw = random.substream(t);
    const bag = drawBag(table.nRows, draw);
    const sample = makeSample(binned, targets, nTargets, bag.times);
    const grown = growTree(sample, bag.inside, {
      maxDepth: MAX_TREE_DEPTH,
      minLeafRows: options.minLeaf,
      maxFeatures: options.maxFeatures,
      random: draw,
    });
    const tree = uncentre(grown, centre);
    addOutside(tree, table, bytes, grid, bag, sums);
    for (let i = 0; i < bag.outside.length; i++) votes[bag.outside[i]!]! += 1;
    trees.push(tree);
    stage.onProgress?.({ stage: 'teacher', done: t + 1, total: options.trees });
    await breathe(stage.signal);
  }
  const forest = {
    task: truth.task,
    features: table.features,
    classNames: truth.classNames,
    trees,
  };
  answerNeverOutside(forest, table, sums, votes);
  for (let i = 0; i < sums.length; i++) sums[i]! /= votes[Math.floor(i / nTargets)]!;
  return { forest, outOfBag: softAnswers(sums, truth.nOutputs) };
}

/** The rows of one tree. */
interface Bag {
  /** How often each row was drawn. */
  readonly times: Float64Array;
  /** Rows that were drawn, ascending. */
  readonly inside: Int32Array;
  /** Rows that were not, ascending. */
  readonly outside: Int32Array;
}

/** `n` draws of `n` rows, with replacement. */
function drawBag(n: number, random: Random): Bag {
  const times = new Float64Array(n);
  for (let i = 0; i < n; i++) times[random.below(n)]! += 1;
  const inside = new Int32Array(n);
  const outside = new Int32Array(n);
  let count = 0;
  for (let row = 0; row < n; row++) {
    inside[count] = row;
    outside[row - count] = row;
    if (times[row]! > 0) count += 1;
  }
  return { times, inside: inside.subarray(0, count), outside: outside.subarray(0, n - count) };
}

/** Adds one tree's answers for the rows outside its bag to their sums. */
function addOutside(
  tree: Tree,
  table: Table,
  bytes: ByteRows,
  grid: ByteGrid,
  { times, outside }: Bag,
  sums: Float64Array,
): void {
  const packed = packOnGrid([tree], grid);
  if (packed === null) {
    addAnswers(
      tree,
      table,
      sums,
      Uint8Array.from(times, (count) => Number(count === 0)),
    );
    return;
  }
  const k = tree.nOutputs;
  const answers = new Float64Array(outside.length * k);
  addByteAnswers(packed, pickBytes(bytes, outside), answers, 0);
  for (let i = 0; i < outside.length; i++) {
    for (let c = 0; c < k; c++) sums[outside[i]! * k + c]! += answers[i * k + c]!;
  }
}

/** Rows that were in every bag take the answer of the whole forest. */
function answerNeverOutside(
  { trees }: Forest,
  table: Table,
  sums: Float64Array,
  votes: Int32Array,
): void {
  const never = Uint8Array.from(votes, (count) => (count === 0 ? 1 : 0));
  if (!never.includes(1)) return;
  for (const tree of trees) addAnswers(tree, table, sums, never);
  for (let row = 0; row < votes.length; row++) if (never[row] === 1) votes[row] = trees.length;
}

/** Forests as bytes, packed when first asked; `null` where that cannot be. */
const packs = new WeakMap<Forest, PackedTrees | null>();

function packOf(forest: Forest): PackedTrees | null {
  const known = packs.get(forest);
  if (known !== undefined) return known;
  const packed = packTrees(forest.trees, forest.features);
  packs.set(forest, packed);
  return packed;
}

/** The forest's soft answers: the mean over its trees, row-major `nRows * nOutputs`. */
export async function forestAnswers(
  forest: Forest,
  table: Table,
  stage: StageOptions,
): Promise<Float64Array> {
  const { trees, task, classNames } = forest;
  const nOutputs = task === 'regression' ? 1 : classNames.length;
  const sums = new Float64Array(table.nRows * (nOutputs === 2 ? 1 : nOutputs));
  const packed = packOf(forest);
  for (let from = 0; from < table.nRows; from += PACKED_BLOCK) {
    const to = Math.min(from + PACKED_BLOCK, table.nRows);
    if (packed === null) for (const tree of trees) addAnswers(tree, table, sums, null, from, to);
    else addPackedAnswers(packed, table, from, to, sums);
    stage.onProgress?.({ stage: 'label', done: to, total: table.nRows });
    await breathe(stage.signal);
  }
  for (let i = 0; i < sums.length; i++) sums[i]! /= trees.length;
  return softAnswers(sums, nOutputs);
}
