import type { BinnedTable } from '../cart/bins.ts';
import { pickBytes, type ByteGrid, type ByteRows } from '../cart/bytes.ts';
import { growTree } from '../cart/grow.ts';
import { makeSample } from '../cart/histogram.ts';
import { addByteAnswers, packOnGrid } from '../cart/packed.ts';
import { uncentre, type EngineTargets } from '../cart/targets.ts';
import { breathe } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import type { Tree } from '../core/tree.ts';
import type { Task } from '../core/workers.ts';

/** Deepest tree of a forest: the leaf size stops growth long before on real data. */
const MAX_TREE_DEPTH = 60;

/** What all trees of one forest are grown on. */
export interface ForestGround extends EngineTargets {
  readonly table: BinnedTable;
  /** The same rows as bytes on the grid of the bins' own cuts, which every threshold is one of. */
  readonly bytes: ByteRows;
  readonly grid: ByteGrid;
  readonly minLeaf: number;
  readonly maxFeatures: number;
  /** Path of the generator whose substream t grows tree t. */
  readonly randomPath: string;
}

/** One tree, and what it says of the rows outside its bag. */
export interface GrownTree {
  readonly tree: Tree;
  /** Rows that were not drawn, ascending. */
  readonly outside: Int32Array;
  /** Its answers for them, row-major; `null` where it cannot be walked on bytes. */
  readonly answers: Float64Array | null;
}

/** Grows the trees numbered [from, to) of a forest: bootstrap rows, features drawn anew at every split. */
export const GROW_TREES: Task<ForestGround, readonly [from: number, to: number], GrownTree[]> = {
  name: 'grow-trees',
  run: async (ground, [from, to], signal) => {
    const grown: GrownTree[] = [];
    for (let t = from; t < to; t++) {
      grown.push(growOne(ground, t));
      await breathe(signal);
    }
    return grown;
  },
};

function growOne(ground: ForestGround, t: number): GrownTree {
  const { table, targets, nTargets, centre, minLeaf, maxFeatures } = ground;
  const random = new Random(ground.randomPath).substream(t);
  const { times, inside, outside } = drawBag(table.nRows, random);
  const sample = makeSample(table, targets, nTargets, times);
  const options = { maxDepth: MAX_TREE_DEPTH, minLeafRows: minLeaf, maxFeatures, random };
  const tree = uncentre(growTree(sample, inside, options), centre);
  return { tree, outside, answers: answersOutside(tree, outside, ground) };
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
  return { times, inside: inside.subarray(0, count), outside: outside.slice(0, n - count) };
}

function answersOutside(
  tree: Tree,
  outside: Int32Array,
  { bytes, grid }: ForestGround,
): Float64Array | null {
  const packed = packOnGrid([tree], grid);
  if (packed === null) return null;
  const answers = new Float64Array(outside.length * tree.nOutputs);
  addByteAnswers(packed, pickBytes(bytes, outside), answers, 0);
  return answers;
}
