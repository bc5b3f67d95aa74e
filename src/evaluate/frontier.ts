import { breathe, type StageOptions } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import type {
  FrontierEntry,
  FrontierFigures,
  LeafLimitEntry,
  Metrics,
  Objective,
} from '../core/run.ts';
import type { Table } from '../core/table.ts';
import { leafIds, leavesOf, treeDepth, type Tree } from '../core/tree.ts';
import { answersAt, judgeTree, meanPathLength, type HeldOut } from './held-out.ts';
import { judge } from './judge.ts';
import { standingsOf, type Standing } from './paired.ts';
import { scoreboardOf, type Answers } from './scoreboard.ts';
import type { Yardstick } from './yardstick.ts';

/** One place of a frontier: its tree, and what test rows say of it. */
export interface FrontierPoint<Entry extends FrontierFigures = FrontierEntry> {
  readonly tree: Tree;
  readonly entry: Entry;
  readonly test: Metrics;
}

/** The trees of every depth (`trees[d - 1]`), and those of at most so many leaves. */
export interface Candidates {
  readonly trees: readonly Tree[];
  readonly byLeaves: readonly { readonly leaves: number; readonly tree: Tree }[];
}

/** Both frontiers: over depths and over numbers of leaves. */
export interface Frontiers {
  readonly depths: readonly FrontierPoint[];
  readonly leaves: readonly FrontierPoint<LeafLimitEntry>[];
}

/** What trees are judged by, and on which rows. */
export interface Jury {
  readonly select: HeldOut;
  readonly test: HeldOut;
  readonly yardstick: Yardstick;
  readonly objective: Objective;
}

/** A tree with all but its distance to the best. */
interface JudgedTree {
  readonly tree: Tree;
  readonly select: Metrics;
  readonly test: Metrics;
  readonly selectAnswers: Answers;
}

/** Judges the trees of both frontiers, on the rows that choose and those that report. */
export async function judgeFrontiers(
  { trees, byLeaves }: Candidates,
  jury: Jury,
  random: Random,
  { signal, onProgress }: StageOptions,
): Promise<Frontiers> {
  const total = trees.length + byLeaves.length;
  const judged: JudgedTree[] = [];
  const judgeNext = async (tree: Tree, draw: Random): Promise<void> => {
    judged.push(judgeOne(tree, jury, draw));
    onProgress?.({ stage: 'evaluate', done: judged.length, total });
    await breathe(signal);
  };
  for (const [i, tree] of trees.entries()) await judgeNext(tree, random.substream(i + 1));
  for (const { leaves, tree } of byLeaves) {
    await judgeNext(tree, random.substream(`leaves-${leaves}`));
  }
  const { test } = jury;
  const compared = (name: string, some: readonly JudgedTree[]): Compared[] =>
    compare(some, jury, random.substream(name));
  return {
    depths: compared('depths', judged.slice(0, trees.length)).map((one, i) => {
      const entry = { depth: i + 1, ...figuresOf(one, test.table) };
      return { tree: one.tree, test: one.test, entry };
    }),
    leaves: compared('leaves', judged.slice(trees.length)).map((one, i) => {
      const own = { limit: byLeaves[i]!.leaves, depth: treeDepth(one.tree) };
      const entry = { ...own, ...figuresOf(one, test.table) };
      return { tree: one.tree, test: one.test, entry };
    }),
  };
}

function judgeOne(tree: Tree, { select, test, yardstick }: Jury, random: Random): JudgedTree {
  const selectAnswers = answersAt(tree, leavesOf(tree, select.table));
  return {
    tree,
    selectAnswers,
    select: judge({ ...selectAnswers, ...select }, yardstick, random.substream('select')),
    test: judgeTree(tree, test, yardstick, random.substream('test')),
  };
}

interface Compared extends JudgedTree {
  readonly standing: Standing;
}

function compare(
  judged: readonly JudgedTree[],
  { select, yardstick, objective }: Jury,
  random: Random,
): Compared[] {
  const answers = judged.map(({ selectAnswers }) => selectAnswers);
  const board = scoreboardOf(answers, select.teacher, yardstick, objective);
  const standings = standingsOf(board, random);
  return judged.map((one, i) => ({ ...one, standing: standings[i]! }));
}

function figuresOf(one: Compared, testRows: Table): FrontierFigures {
  const { tree, select, test } = one;
  return {
    leaves: leafIds(tree).length,
    meanPathLength: meanPathLength(tree, testRows),
    fidelity: test.fidelity,
    headroomClosed: test.headroomClosed,
    balancedFidelity: test.balancedFidelity,
    accuracy: test.accuracy.student,
    retained: test.accuracy.retained,
    select: {
      fidelity: select.fidelity,
      headroomClosed: select.headroomClosed,
      balancedFidelity: select.balancedFidelity,
      accuracy: select.accuracy.student,
      ...one.standing,
    },
  };
}
