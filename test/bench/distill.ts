/**
 * Runs the whole pipeline on each data set over several seeds, next to trees grown greedily, on the
 * same lesson and on the true labels:
 *
 *   npx tsx test/bench/distill.ts <folder of data sets>
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distill } from '../../src/commands/distill.ts';
import { resolveSettings } from '../../src/commands/settings.ts';
import { makeLesson, rowSets, teach } from '../../src/commands/teach.ts';
import { Random } from '../../src/core/random.ts';
import type { FrontierDocument } from '../../src/core/run.ts';
import { prefixesOf } from '../../src/core/tree.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { splitDataset } from '../../src/dataset/split.ts';
import { judgeFrontiers, type FrontierPoint, type Jury } from '../../src/evaluate/frontier.ts';
import { yardstickOf } from '../../src/evaluate/yardstick.ts';
import { cartStudent } from '../student/cart-student.ts';
import type { Lesson } from '../../src/student/student.ts';
import { BENCH_SETS, pathOf, type BenchSet } from './sets.ts';
import { machine, markdownTable, shown, writeSection } from './table.ts';

const SEEDS = [1, 2, 3, 4, 5];
const DEPTHS = [3, 4, 5, 6, 8];
const DEEPEST = Math.max(...DEPTHS);
const MIN_LEAF_ROWS = 5;

/** One depth: the student beside the tree on true labels. */
interface DepthScores {
  readonly paths: number;
  readonly greedyPaths: number;
  readonly fidelity: number;
  readonly greedyFidelity: number;
  readonly labelFidelity: number;
  readonly headroom: number;
  readonly accuracy: number;
  readonly labelAccuracy: number;
  readonly retained: number;
}

interface SeedScores {
  readonly rows: number;
  readonly seconds: number;
  readonly teacher: number;
  readonly majority: number;
  readonly twin: number;
  readonly picked: number;
  readonly depths: readonly DepthScores[];
}

/** Runs `distill` for one seed and times it; the run itself is thrown away. */
async function runOnce(
  set: BenchSet,
  folder: string,
  seed: number,
): Promise<{ frontier: FrontierDocument; seconds: number }> {
  const out = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  try {
    const start = performance.now();
    const options = { data: pathOf(set, folder), target: set.target, seed, out, maxDepth: DEEPEST };
    const { directory } = await distill(options);
    const seconds = (performance.now() - start) / 1000;
    const text = readFileSync(join(directory, 'frontier.json'), 'utf8');
    return { frontier: JSON.parse(text) as FrontierDocument, seconds };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Trees grown greedily, in one pass each: on the student's own lesson, and on the true labels. */
interface GreedyTrees {
  readonly lesson: readonly FrontierPoint[];
  readonly truth: readonly FrontierPoint[];
  /** Rows of the whole data set. */
  readonly rows: number;
}

/** Grows and judges them on the rows and the teacher of the run of the same seed. */
async function greedyTrees(set: BenchSet, folder: string, seed: number): Promise<GreedyTrees> {
  const data = pathOf(set, folder);
  const settings = resolveSettings({ data, target: set.target, seed, maxDepth: DEEPEST });
  const random = new Random(seed);
  const read = await readDataset(data, { target: set.target });
  const { dataset, partition } = splitDataset(read, settings.split, random.substream('split'));
  const sets = rowSets(dataset, partition);
  const teacher = await teach(sets, settings, random.substream('teacher'));
  const { lesson } = await makeLesson(sets, teacher, settings, random.substream('augment'));
  const { table, truth } = sets.train;
  const weight = new Float64Array(table.nRows).fill(1);
  const heldOut = (name: 'select' | 'test'): Jury['test'] => ({
    table: sets[name].table,
    teacher: teacher.answers[name],
    truth: sets[name].truth.soft,
  });
  const jury: Jury = {
    select: heldOut('select'),
    test: heldOut('test'),
    yardstick: yardstickOf(teacher.answers.train, truth, null),
    objective: 'fidelity',
  };
  const judged = async (taught: Lesson): Promise<readonly FrontierPoint[]> => {
    const { tree } = await cartStudent(taught, { maxDepth: DEEPEST, minLeafRows: MIN_LEAF_ROWS });
    const students = { trees: prefixesOf(tree), byLeaves: [] };
    return (await judgeFrontiers(students, jury, random.substream('greedy'), {})).depths;
  };
  return {
    lesson: await judged(lesson),
    truth: await judged({ table, labels: truth, weight, realRows: table.nRows }),
    rows: dataset.table.nRows,
  };
}

/** The tree of a depth, or the deepest one where growth stopped earlier. */
function atDepth<T>(trees: readonly T[], depth: number): T {
  return trees[Math.min(depth, trees.length) - 1]!;
}

async function scoresOf(set: BenchSet, folder: string, seed: number): Promise<SeedScores> {
  const { frontier, seconds } = await runOnce(set, folder, seed);
  const { lesson, truth, rows } = await greedyTrees(set, folder, seed);
  const { majority, teacherAccuracy, twinAgreement } = frontier.baselines;
  return {
    rows,
    seconds,
    teacher: teacherAccuracy.value!,
    majority: majority.value!,
    twin: twinAgreement.value!,
    picked: frontier.pick.depth,
    depths: DEPTHS.map((depth) => {
      const student = atDepth(frontier.depths, depth);
      const label = atDepth(truth, depth).entry;
      const greedy = atDepth(lesson, depth).entry;
      return {
        paths: student.leaves,
        greedyPaths: greedy.leaves,
        fidelity: student.fidelity.value!,
        greedyFidelity: greedy.fidelity.value!,
        labelFidelity: label.fidelity.value!,
        headroom: student.headroomClosed.value!,
        accuracy: student.accuracy.value!,
        labelAccuracy: label.accuracy.value!,
        retained: student.retained.value!,
      };
    }),
  };
}

const SET_HEAD = [
  'set',
  'rows',
  'teacher accuracy',
  'majority',
  'agreement of twins',
  'depth picked',
  'seconds',
];
const DEPTH_HEAD = [
  'set, depth',
  'fidelity',
  'grown greedily',
  'of the label tree',
  'headroom closed',
  'accuracy',
  'of the label tree',
  'accuracy retained',
  'paths',
  'grown greedily',
];

function meanOf(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(0);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: distill.ts <folder of data sets>');
const setRows: string[][] = [];
const depthRows: string[][] = [];
for (const set of BENCH_SETS) {
  const seeds: SeedScores[] = [];
  for (const seed of SEEDS) seeds.push(await scoresOf(set, folder, seed));
  const of = (score: (scores: SeedScores) => number): string => shown(seeds.map(score));
  setRows.push([
    set.name,
    String(seeds[0]!.rows),
    of(({ teacher }) => teacher),
    of(({ majority }) => majority),
    of(({ twin }) => twin),
    seeds.map(({ picked }) => picked).join(' '),
    shown(
      seeds.map(({ seconds }) => seconds),
      1,
    ),
  ]);
  DEPTHS.forEach((depth, i) => {
    const at = (score: (scores: DepthScores) => number): string =>
      of(({ depths }) => score(depths[i]!));
    depthRows.push([
      `${set.name}, ${depth}`,
      at(({ fidelity }) => fidelity),
      at(({ greedyFidelity }) => greedyFidelity),
      at(({ labelFidelity }) => labelFidelity),
      at(({ headroom }) => headroom),
      at(({ accuracy }) => accuracy),
      at(({ labelAccuracy }) => labelAccuracy),
      at(({ retained }) => retained),
      meanOf(seeds.map(({ depths }) => depths[i]!.paths)),
      meanOf(seeds.map(({ depths }) => depths[i]!.greedyPaths)),
    ]);
  });
}
const note = `Mean ± SE over ${SEEDS.length} seeds. Seconds of the whole run, code generation and files included. ${machine()}.`;
writeSection(
  'distill',
  [markdownTable(SET_HEAD, setRows), markdownTable(DEPTH_HEAD, depthRows), note].join('\n\n'),
);
