/**
 * Our student beside the usual recipes, on each data set, with four teachers, over many splits:
 *
 *   npx tsx test/bench/quality/boosted.ts <folder of data sets> <work folder> [--seeds 1-10]
 *   python3 test/bench/boosted.py <work folder>
 *   npx tsx test/bench/quality.ts <folder of data sets> <work folder> [--seeds 1-10]
 *     [--sets credit,compas] [--teachers forest5,forest1,ml,boosted] [--again student,greedy]
 *   npx tsx test/bench/quality/table.ts <work folder>
 *
 * The first two train the boosted teacher and record its answers. Each split, teacher and set is a
 * file of the work folder; what is there is not measured again, but for the arms after `--again`.
 * Several processes may share a folder if their seeds differ.
 */
import { stackTables } from '../../src/core/table.ts';
import { yardstickOf } from '../../src/evaluate/yardstick.ts';
import type { Teacher } from '../../src/teacher/teacher.ts';
import { ARMS, Classroom, type ArmName } from './quality/arms.ts';
import {
  baselines,
  readCell,
  scoreTrees,
  timed,
  writeCell,
  type Arm,
  type Bench,
  type Cell,
} from './quality/cells.ts';
import { chosen, numbersOf, optionsOf } from './quality/options.ts';
import { splitOf, teacherOf, TEACHERS, type Split, type TeacherName } from './quality/teachers.ts';
import { BENCH_SETS } from './sets.ts';

/** Measures the arms that an earlier run left out, or that are asked for again. */
async function measureCell(
  split: Split,
  name: TeacherName,
  work: string,
  again: readonly ArmName[],
): Promise<void> {
  const id = { set: split.set.name, teacher: name, split: split.seed };
  const known = readCell(work, id);
  const wanted = armsToRun(known, again);
  if (wanted.length === 0) return;
  const { value: teacher, seconds: teaching } = await timed(() => teacherOf(split, name, work));
  const bench = benchOf(split, teacher);
  const room = new Classroom(split, name, teacher);
  const arms: Record<string, Arm> = { ...known?.arms };
  const seconds: Record<string, number> = { teacher: teaching, ...known?.seconds };
  let any =
    known === null ? null : { majority: known.majority, teacherAccuracy: known.teacherAccuracy };
  for (const arm of wanted) {
    const { value, seconds: spent } = await timed(async () => {
      const trees = await room.trees(arm);
      if (trees === null) return {};
      any ??= baselines(trees[0]!.tree, bench);
      return scoreTrees(trees, bench);
    });
    arms[arm] = value;
    seconds[arm] = spent;
  }
  const rows = { trainRows: split.sets.train.table.nRows, heldRows: bench.table.nRows };
  const { task } = split.sets.train.truth;
  writeCell(work, { ...id, task, ...rows, ...any!, arms, seconds });
  const spent = Object.values(seconds).reduce((sum, value) => sum + value, 0);
  process.stderr.write(`${id.set} ${name} ${split.seed}: ${spent.toFixed(1)} s\n`);
}

function armsToRun(known: Cell | null, again: readonly ArmName[]): readonly ArmName[] {
  const names = Object.keys(ARMS) as ArmName[];
  return names.filter((arm) => again.includes(arm) || known?.arms[arm] === undefined);
}

/** All rows that nobody was fitted on: no depth is chosen here, so none are kept for that. */
function benchOf({ sets }: Split, { answers }: Teacher): Bench {
  const { select, test, train } = sets;
  return {
    table: stackTables(select.table, test.table),
    teacher: Float64Array.of(...answers.select, ...answers.test),
    truth: Float64Array.of(...select.truth.soft, ...test.truth.soft),
    yardstick: yardstickOf(answers.train, train.truth, null),
  };
}

const options = optionsOf('quality.ts <folder of data sets> <work folder> [--seeds 1-10] …', 2);
const [folder, work] = options.folders as [string, string];
const names = BENCH_SETS.map(({ name }) => name);
const sets = BENCH_SETS.filter(({ name }) => chosen(options, 'sets', names).includes(name));
const teachers = chosen(options, 'teachers', Object.keys(TEACHERS) as TeacherName[]);
const again = chosen(options, 'again', Object.keys(ARMS) as ArmName[], []);
for (const seed of numbersOf(options, 'seeds', '1-10')) {
  for (const set of sets) {
    const split = await splitOf(set, folder, seed);
    for (const name of teachers) await measureCell(split, name, work, again);
  }
}
