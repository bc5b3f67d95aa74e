/**
 * What more synthetic rows are worth: how often two disjoint halves of them give the same tree of
 * three levels, what drawing and searching more of them costs, and what it gains.
 *
 *   npx tsx test/bench/settle.ts <folder of data sets>
 */
import { drawRows } from '../../src/augment/augment.ts';
import { resolveSettings, type Settings } from '../../src/commands/settings.ts';
import { hasSettled, lessonOf, type Answered } from '../../src/commands/enough-rows.ts';
import { makeLesson, rowSets, teach } from '../../src/commands/teach.ts';
import { Random } from '../../src/core/random.ts';
import type { RowSets } from '../../src/core/sets.ts';
import { selectLabels, selectRows, stackTables } from '../../src/core/table.ts';
import type { Tree } from '../../src/core/tree.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { splitDataset } from '../../src/dataset/split.ts';
import { judgeTree, type HeldOut } from '../../src/evaluate/held-out.ts';
import { stabilityOf } from '../../src/evaluate/stability.ts';
import { likenessAt } from '../../src/evaluate/top-splits.ts';
import { yardstickOf } from '../../src/evaluate/yardstick.ts';
import { searchStudent } from '../../src/student/search-student.ts';
import type { Teacher } from '../../src/teacher/teacher.ts';
import { BENCH_SETS, pathOf, type BenchSet } from './sets.ts';
import { machine, markdownTable, shown, writeSection } from './table.ts';

const SEEDS = [1];
const REDRAWS = 2;
const TIMES = [1, 2, 4];
const DEPTHS = [3, 4, 5];
const MOST = Math.max(...TIMES);

/** One number of rows on one draw. */
interface Measured {
  readonly settled: boolean;
  readonly seconds: { readonly draw: number; readonly check: number; readonly search: number };
  /** The student of each of {@link DEPTHS}, and its fidelity. */
  readonly trees: readonly Tree[];
  readonly fidelity: readonly number[];
}

/** Mean over the draws of one set and seed. */
interface Scores {
  readonly settled: number;
  readonly draw: number;
  readonly check: number;
  readonly search: number;
  readonly fidelity: readonly number[];
  /** Agreement of the students of two draws on held-out rows, by depth. */
  readonly agreement: readonly number[];
  readonly sameRoot: readonly number[];
}

interface Taught {
  readonly settings: Settings;
  readonly sets: RowSets;
  readonly teacher: Teacher;
  readonly heldOut: HeldOut;
  readonly tolerance: number | null;
  readonly fidelityOf: (tree: Tree) => number;
}

async function taught(set: BenchSet, folder: string, seed: number): Promise<Taught> {
  const data = pathOf(set, folder);
  const settings = resolveSettings({ data, target: set.target, seed });
  const random = new Random(seed);
  const read = await readDataset(data, { target: set.target });
  const { dataset, partition } = splitDataset(read, settings.split, random.substream('split'));
  const sets = rowSets(dataset, partition);
  const teacher = await teach(sets, settings, random.substream('teacher'));
  const { select, test, train } = sets;
  const heldOut = {
    table: stackTables(select.table, test.table),
    teacher: Float64Array.of(...teacher.answers.select, ...teacher.answers.test),
    truth: Float64Array.of(...select.truth.soft, ...test.truth.soft),
  };
  const yardstick = yardstickOf(teacher.answers.train, train.truth, null);
  const fidelityOf = (tree: Tree): number =>
    judgeTree(tree, heldOut, yardstick, new Random('judge')).fidelity.value!;
  return { settings, sets, teacher, heldOut, tolerance: yardstick.tolerance, fidelityOf };
}

/** CPU seconds since the last call. */
function stopwatch(): () => number {
  let last = process.cpuUsage();
  return () => {
    const spent = process.cpuUsage(last);
    last = process.cpuUsage();
    return (spent.user + spent.system) / 1e6;
  };
}

/** Draws the most rows once, and measures what the first so many of them give. */
async function measureDraw(of: Taught, random: Random): Promise<Measured[]> {
  const { settings, sets, teacher, fidelityOf } = of;
  const { table, truth } = sets.train;
  const real = { table, labels: { ...truth, soft: teacher.answers.train } };
  // The first draw is not used: it is the sampler that is wanted.
  const unchecked = { ...settings, student: 'ml-cart' as const };
  const first = await makeLesson(sets, teacher, unchecked, random.substream('first'));
  const count = first.mostRows;
  const lap = stopwatch();
  const rows = await drawRows(first.sampler!, MOST * count, random.substream('draw'), {});
  const soft = await teacher.answer!(rows, {});
  const all = { table: rows, labels: { ...truth, soft } };
  const draw = lap() / MOST;
  const found: Measured[] = [];
  for (const times of TIMES) {
    const synthetic = firstRows(all, times * count);
    lap();
    const settled = await hasSettled(real, synthetic, settings);
    const check = lap();
    const lesson = lessonOf(real, synthetic);
    const options = { maxDepth: Math.max(...DEPTHS), minLeafRows: 5 };
    const { trees } = await searchStudent(lesson, options, 'fast');
    const search = lap();
    const students = DEPTHS.map((depth) => trees[Math.min(depth, trees.length) - 1]!);
    const seconds = { draw: times * draw, check, search };
    found.push({ settled, seconds, trees: students, fidelity: students.map(fidelityOf) });
  }
  return found;
}

function firstRows({ table, labels }: Answered, n: number): Answered {
  const rows = Int32Array.from({ length: n }, (_, row) => row);
  return { table: selectRows(table, rows), labels: selectLabels(labels, rows) };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The scores of each number of rows. */
async function scoresOf(set: BenchSet, folder: string, seed: number): Promise<Scores[]> {
  const of = await taught(set, folder, seed);
  const draws: Measured[][] = [];
  for (let redraw = 0; redraw < REDRAWS; redraw++) {
    draws.push(await measureDraw(of, new Random(`${seed} ${redraw}`)));
  }
  return TIMES.map((_, t) => {
    const at = draws.map((draw) => draw[t]!);
    const compared = DEPTHS.map((_depth, d) => {
      const redrawn = at.map(({ trees }) => trees[d]!);
      const [own, other] = redrawn as [Tree, Tree];
      const train = of.sets.train.table;
      const { table: heldOut } = of.heldOut;
      const { agreement } = stabilityOf({ own, redrawn, train, heldOut, tolerance: of.tolerance });
      return { agree: agreement.pairs.mean, root: likenessAt(own, other, '', train) === 'same' };
    });
    return {
      settled: mean(at.map(({ settled }) => Number(settled))),
      draw: mean(at.map(({ seconds }) => seconds.draw)),
      check: mean(at.map(({ seconds }) => seconds.check)),
      search: mean(at.map(({ seconds }) => seconds.search)),
      fidelity: DEPTHS.map((_depth, d) => mean(at.map(({ fidelity }) => fidelity[d]!))),
      agreement: compared.map(({ agree }) => agree),
      sameRoot: compared.map(({ root }) => Number(root)),
    };
  });
}

/** `+0.31 ± 0.12`, in points. */
function points(values: readonly number[]): string {
  const text = shown(
    values.map((value) => 100 * value),
    2,
  );
  return text.startsWith('-') ? text : `+${text}`;
}

const HEAD = [
  'rows',
  'settled',
  'draw and label, s',
  'check, s',
  'search to depth 5, s',
  ...DEPTHS.map((depth) => `fidelity, depth ${depth}`),
  ...DEPTHS.map((depth) => `agreement of two draws, depth ${depth}`),
  ...DEPTHS.map((depth) => `same root, depth ${depth}`),
];

function tableRow(all: readonly (readonly Scores[])[], t: number): string[] {
  const column = (value: (scores: Scores) => number): number[] => all.map((of) => value(of[t]!));
  const gains = (value: (scores: Scores) => number): string =>
    t === 0
      ? mean(column(value)).toFixed(3)
      : points(all.map((of) => value(of[t]!) - value(of[0]!)));
  const share = (value: (scores: Scores) => number): string =>
    `${(100 * mean(column(value))).toFixed(0)}%`;
  return [
    `${TIMES[t]}×`,
    share(({ settled }) => settled),
    ...(['draw', 'check', 'search'] as const).map((name) =>
      mean(column((scores) => scores[name])).toFixed(1),
    ),
    ...DEPTHS.map((_, d) => gains(({ fidelity }) => fidelity[d]!)),
    ...DEPTHS.map((_, d) => gains(({ agreement }) => agreement[d]!)),
    ...DEPTHS.map((_, d) => share(({ sameRoot }) => sameRoot[d]!)),
  ];
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: settle.ts <folder of data sets>');
const all: Scores[][] = [];
for (const seed of SEEDS) {
  for (const set of BENCH_SETS) {
    all.push(await scoresOf(set, folder, seed));
    process.stderr.write(`${set.name}, seed ${seed}: done\n`);
  }
  const note = `Mean over ${all.length} runs (6 sets, seeds ${SEEDS.join(', ')}), ${REDRAWS} draws each; from the second row on, points gained over the first (± SE). Agreement and fidelity on select and test rows; R² and the tolerance for \`wine_quality\`. ${machine()}.`;
  const rows = TIMES.map((_, t) => tableRow(all, t));
  writeSection('settle', [markdownTable(HEAD, rows), note].join('\n\n'));
}
