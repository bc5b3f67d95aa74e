/**
 * The public benchmark of Born-Again Tree Ensembles (Vidal and Schiffer 2020): the authors' own
 * forests, folds and vote rule.
 *
 *   npx tsx test/bench/ba-trees.ts <folder of ba-trees/src/resources> <work folder>
 *     [--sets Seeds,FICO] [--folds 1-10] [--again student,greedy]
 *   npx tsx test/bench/quality/ba-table.ts <work folder>
 *
 * Trained on the training fold with the forest of that fold as the teacher. Judged on the rows of
 * the held-out fold whose feature vector no training row has, and on the whole fold. Each set and
 * fold is a file of the work folder; what is there is not measured again.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveSettings } from '../../src/commands/settings.ts';
import { makeLesson, rowSets, teach } from '../../src/commands/teach.ts';
import { Random } from '../../src/core/random.ts';
import type { RowSets } from '../../src/core/sets.ts';
import { selectRows, selectLabels, type Table } from '../../src/core/table.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { yardstickOf } from '../../src/evaluate/yardstick.ts';
import type { Teacher } from '../../src/teacher/teacher.ts';
import { BA_SETS } from './quality/ba-sets.ts';
import {
  baselines,
  readCell,
  scoreTrees,
  timed,
  writeCell,
  type Arm,
  type Bench,
} from './quality/cells.ts';
import { chosen, numbersOf, optionsOf } from './quality/options.ts';
import { greedyTrees, searchedTrees } from './quality/trees.ts';

const TARGET = 'Class';
const ARMS = { student: searchedTrees, greedy: greedyTrees } as const;
type ArmName = keyof typeof ARMS;

/** The rows of a fold: those it trains on and those it holds out. */
interface Fold {
  readonly data: string;
  readonly sets: RowSets;
}

/** Reads both files of a fold as one, so that their columns are typed alike. */
async function readFold(resources: string, set: string, fold: number): Promise<Fold> {
  const [train, test] = ['train', 'test'].map((name) => {
    const path = join(resources, 'datasets', set, `${set}.${name}${fold}.csv`);
    return readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  }) as [string[], string[]];
  const folder = mkdtempSync(join(tmpdir(), 'espalier-ba-'));
  try {
    const data = join(folder, `${set}.csv`);
    writeFileSync(data, [...train, ...test.slice(1), ''].join('\n'));
    const dataset = await readDataset(data, { target: TARGET, task: 'classification' });
    const rows = Int32Array.from({ length: dataset.table.nRows }, (_, row) => row);
    const cut = train.length - 1;
    const record = { kind: 'random', column: null, train: cut, select: 0 } as const;
    const partition = {
      train: rows.slice(0, cut),
      select: rows.slice(0, 0),
      test: rows.slice(cut),
    };
    const sets = rowSets(dataset, { ...partition, record: { ...record, test: rows.length - cut } });
    return { data, sets };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The held-out rows whose feature vector is not that of a training row. */
function unseenRows({ train, test }: RowSets): number[] {
  const key = ({ columns }: Table, row: number): string =>
    columns.map((column) => column[row]!).join();
  const seen = new Set(Array.from(train.table.sourceRow, (_, row) => key(train.table, row)));
  return Array.from(test.table.sourceRow.keys()).filter((row) => !seen.has(key(test.table, row)));
}

function benchOf({ train, test }: RowSets, { answers }: Teacher, rows: readonly number[]): Bench {
  return {
    table: selectRows(test.table, rows),
    teacher: selectLabels({ ...test.truth, soft: answers.test }, rows).soft,
    truth: selectLabels(test.truth, rows).soft,
    yardstick: yardstickOf(answers.train, train.truth, null),
  };
}

/** Measures a fold twice over: on the rows never seen (`unseen`), and on all it holds out (`all`). */
async function measureFold(
  resources: string,
  work: string,
  set: string,
  fold: number,
  again: readonly ArmName[],
): Promise<void> {
  const ids = {
    unseen: { set, teacher: 'unseen', split: fold },
    all: { set, teacher: 'all', split: fold },
  };
  const known = { unseen: readCell(work, ids.unseen), all: readCell(work, ids.all) };
  const names = Object.keys(ARMS) as ArmName[];
  const wanted = names.filter((arm) => again.includes(arm) || known.all?.arms[arm] === undefined);
  if (wanted.length === 0) return;
  const { data, sets } = await readFold(resources, set, fold);
  const file = join(resources, 'forests', set, `${set}.RF${fold}.txt`);
  const settings = resolveSettings({
    data,
    target: TARGET,
    seed: fold,
    teacher: `ba-forest:${file}`,
  });
  const random = new Random(fold);
  const teacher = await teach(sets, settings, random.substream('teacher'));
  const { lesson } = await makeLesson(sets, teacher, settings, random.substream('augment'));
  const every = Array.from(sets.test.table.sourceRow.keys());
  const benches = {
    unseen: benchOf(sets, teacher, unseenRows(sets)),
    all: benchOf(sets, teacher, every),
  };
  const made = [];
  for (const arm of wanted) made.push({ arm, ...(await timed(() => ARMS[arm](lesson))) });
  for (const kind of ['unseen', 'all'] as const) {
    const bench = benches[kind];
    const arms: Record<string, Arm> = { ...known[kind]?.arms };
    const seconds: Record<string, number> = { ...known[kind]?.seconds };
    for (const { arm, value, seconds: spent } of made) {
      arms[arm] = scoreTrees(value, bench);
      seconds[arm] = spent;
    }
    writeCell(work, {
      ...ids[kind],
      task: 'classification',
      trainRows: sets.train.table.nRows,
      heldRows: bench.table.nRows,
      ...baselines(made[0]!.value[0]!.tree, bench),
      arms,
      seconds,
    });
  }
}

const options = optionsOf('ba-trees.ts <folder of ba-trees/src/resources> <work folder> …', 2);
const [resources, work] = options.folders as [string, string];
const sets = chosen(
  options,
  'sets',
  BA_SETS.map(({ folder }) => folder),
);
const again = chosen(options, 'again', Object.keys(ARMS) as ArmName[], []);
for (const fold of numbersOf(options, 'folds', '1-10')) {
  for (const set of sets) {
    const { seconds } = await timed(() => measureFold(resources, work, set, fold, again));
    process.stderr.write(`${set} ${fold}: ${seconds.toFixed(1)} s\n`);
  }
}
