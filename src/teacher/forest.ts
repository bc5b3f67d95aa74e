import { addAnswers } from '../cart/answer.ts';
import { binTable, learnBins } from '../cart/bins.ts';
import { toBytes } from '../cart/bytes.ts';
import { PACKED_BLOCK, packTrees, type PackedTrees } from '../cart/packed.ts';
import { engineTargets, softAnswers } from '../cart/targets.ts';
import { breathe } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import type { Feature, Labels, Table, Task } from '../core/table.ts';
import type { Tree } from '../core/tree.ts';
import { ifWorth, inTurn, perform, spans, type PooledOptions } from '../core/workers.ts';
import { ANSWER_ROWS } from './answer-rows.ts';
import { GROW_TREES, type GrownTree } from './grow-trees.ts';

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

/** Rows that the trees of one task are grown on, together. */
const ROWS_A_TASK = 20_000;
/** Rows times trees from which on workers pay: about half a second. */
const WORTH_SHARING = 250_000;

/** Trains a forest: bootstrap rows for each tree, features drawn anew at every split. */
export async function trainForest(
  table: Table,
  truth: Labels,
  options: ForestOptions,
  random: Random,
  given: PooledOptions,
): Promise<TrainedForest> {
  const stage = ifWorth(given, table.nRows * options.trees, WORTH_SHARING);
  const binned = binTable(table, learnBins(table));
  const engine = engineTargets(truth);
  const grid = { features: table.features, cuts: binned.binning.map(({ cuts }) => cuts) };
  const bytes = toBytes(grid, table, 0, table.nRows);
  const { minLeaf, maxFeatures } = options;
  const randomPath = random.path;
  const ground = { ...engine, table: binned, bytes, grid, minLeaf, maxFeatures, randomPath };
  const trees: Tree[] = [];
  const sums = new Float64Array(engine.targets.length);
  const votes = new Int32Array(table.nRows);
  await inTurn(
    stage.pool,
    spans(options.trees, Math.ceil(ROWS_A_TASK / table.nRows)),
    (span) => perform(GROW_TREES, ground, span, stage),
    (grown) => {
      for (const one of grown) {
        addOutside(one, table, sums, votes);
        trees.push(one.tree);
      }
      stage.onProgress?.({ stage: 'teacher', done: trees.length, total: options.trees });
    },
  );
  const { task, classNames } = truth;
  const forest = { task, features: table.features, classNames, trees };
  answerNeverOutside(forest, table, sums, votes);
  for (let i = 0; i < sums.length; i++) sums[i]! /= votes[Math.floor(i / engine.nTargets)]!;
  return { forest, outOfBag: softAnswers(sums, truth.nOutputs) };
}

/** Adds one tree's answers for the rows outside its bag to their sums. */
function addOutside(
  { tree, outside, answers }: GrownTree,
  table: Table,
  sums: Float64Array,
  votes: Int32Array,
): void {
  const k = tree.nOutputs;
  for (let i = 0; i < outside.length; i++) votes[outside[i]!]! += 1;
  if (answers === null) {
    const only = new Uint8Array(table.nRows);
    for (const row of outside) only[row] = 1;
    addAnswers(tree, table, sums, only);
    return;
  }
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

/** Rows answered by one task. */
const ROWS_ANSWERED = 2 * PACKED_BLOCK;
/** Rows times trees from which on workers pay: about a quarter of a second. */
const WORTH_ASKING = 4_000_000;

/** The forest's soft answers: the mean over its trees, row-major `nRows * nOutputs`. */
export async function forestAnswers(
  forest: Forest,
  table: Table,
  given: PooledOptions,
): Promise<Float64Array> {
  const { trees, task, classNames } = forest;
  const stage = ifWorth(given, table.nRows * trees.length, WORTH_ASKING);
  const nOutputs = task === 'regression' ? 1 : classNames.length;
  const k = nOutputs === 2 ? 1 : nOutputs;
  const sums = new Float64Array(table.nRows * k);
  const packed = packOf(forest);
  await inTurn(
    stage.pool,
    spans(table.nRows, ROWS_ANSWERED),
    async ([from, to]) => {
      if (packed === null) for (const tree of trees) addAnswers(tree, table, sums, null, from, to);
      else sums.set(await perform(ANSWER_ROWS, packed, pickRows(table, from, to), stage), from * k);
      await breathe(stage.signal);
      return to;
    },
    (to) => stage.onProgress?.({ stage: 'label', done: to, total: table.nRows }),
  );
  for (let i = 0; i < sums.length; i++) sums[i]! /= trees.length;
  return softAnswers(sums, nOutputs);
}

/** The values of some rows alone: a view of a column would take all of it along. */
function pickRows({ columns }: Table, from: number, to: number): Pick<Table, 'columns' | 'nRows'> {
  return { columns: columns.map((column) => column.slice(from, to)), nRows: to - from };
}
