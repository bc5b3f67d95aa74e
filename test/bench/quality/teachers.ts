import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveSettings, type Settings } from '../../../src/commands/settings.ts';
import { rowSets, teach } from '../../../src/commands/teach.ts';
import { sha256Hex } from '../../../src/core/hash.ts';
import { Random } from '../../../src/core/random.ts';
import { forEachSet, SET_NAMES, type RowSets, type SetName } from '../../../src/core/sets.ts';
import { selectLabels, selectRows, type Table } from '../../../src/core/table.ts';
import { readDataset } from '../../../src/dataset/read.ts';
import { splitDataset } from '../../../src/dataset/split.ts';
import type { Answer, Teacher } from '../../../src/teacher/teacher.ts';
import { pathOf, type BenchSet } from '../sets.ts';

/** The teachers by the names they have in files and on the command line. */
export const TEACHERS = {
  forest5: 'forest, leaf 5',
  forest1: 'forest, leaf 1',
  ml: 'ml-random-forest',
  boosted: 'boosted, recorded',
} as const;

export type TeacherName = keyof typeof TEACHERS;

/** Rows ml-random-forest is trained on: its time grows as n^1.8. */
export const ML_ROWS = 400;

/** A split of a data set, as `distill` makes it. */
export interface Split {
  readonly set: BenchSet;
  readonly seed: number;
  readonly sets: RowSets;
  readonly random: Random;
}

export async function splitOf(set: BenchSet, folder: string, seed: number): Promise<Split> {
  const random = new Random(seed);
  const read = await readDataset(pathOf(set, folder), { target: set.target });
  const { dataset, partition } = splitDataset(read, { kind: 'random' }, random.substream('split'));
  return { set, seed, sets: rowSets(dataset, partition), random };
}

/** The settings of a run with this teacher. */
export function settingsFor({ set, seed }: Split, name: TeacherName): Settings {
  const kind = {
    forest5: 'forest',
    forest1: 'forest',
    ml: 'ml-random-forest',
    boosted: 'recorded:p',
  };
  return resolveSettings({
    data: set.file,
    target: set.target,
    seed,
    teacher: kind[name],
    minLeaf: name === 'forest1' ? 1 : 5,
  });
}

/** A teacher trained on the training rows of a split, or found in the work folder. */
export async function teacherOf(split: Split, name: TeacherName, work: string): Promise<Teacher> {
  const settings = settingsFor(split, name);
  const random = split.random.substream('teacher');
  switch (name) {
    case 'forest5':
    case 'forest1':
      return teach(split.sets, settings, random);
    case 'ml':
      return sampledTeacher(split, settings, random, work);
    case 'boosted':
      return teach(withRecorded(split, work), settings, random);
  }
}

/** Where `boosted.py` leaves its answers. */
export function boostedPath(work: string, { set, seed }: Pick<Split, 'set' | 'seed'>): string {
  return join(work, 'boosted', `${set.name}-${seed}.answers.json`);
}

function withRecorded(split: Split, work: string): RowSets {
  const path = boostedPath(work, split);
  if (!existsSync(path)) throw new Error(`${path} is missing: run boosted.ts and boosted.py first`);
  const answers = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, number[]>>;
  return forEachSet((name) => {
    const own = split.sets[name];
    return { ...own, recorded: { ...own.truth, soft: Float64Array.from(answers[name]!) } };
  });
}

/**
 * ml-random-forest on a sample of the training rows. It answers all of them, the sampled ones from
 * memory. Answers are kept in the work folder, so that a run that finds them trains nothing.
 */
async function sampledTeacher(
  { set, seed, sets }: Split,
  settings: Settings,
  random: Random,
  work: string,
): Promise<Teacher> {
  const rows = Int32Array.from({ length: sets.train.table.nRows }, (_, row) => row);
  random.substream('sample').shuffle(rows);
  const sample = rows.slice(0, ML_ROWS).sort();
  const train = {
    ...sets.train,
    table: selectRows(sets.train.table, sample),
    truth: selectLabels(sets.train.truth, sample),
  };
  let trained: Promise<Teacher> | null = null;
  const folder = join(work, 'answers', `${set.name}-${seed}-${ML_ROWS}`);
  const answer = kept(folder, async (table, options) => {
    trained ??= teach({ ...sets, train }, settings, random);
    return (await trained).answer!(table, options);
  });
  const answers: Record<SetName, Float64Array> = {
    train: new Float64Array(),
    select: new Float64Array(),
    test: new Float64Array(),
  };
  for (const name of SET_NAMES) answers[name] = await answer(sets[name].table, {});
  const record = {
    kind: 'ml-random-forest',
    description: `ml-random-forest on ${sample.length} rows`,
    settings: {},
    sha256: null,
    outOfBag: false,
  } as const;
  return { record, warnings: [], answers, answer, saved: null };
}

/** Answers by the hash of the rows asked, kept in `folder`. */
function kept(folder: string, answer: Answer): Answer {
  return async (table, options) => {
    const path = join(folder, hashOf(table));
    if (existsSync(path)) {
      const bytes = readFileSync(path);
      return new Float64Array(Uint8Array.from(bytes).buffer);
    }
    const soft = await answer(table, options);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, soft);
    return soft;
  };
}

function hashOf({ columns }: Table): string {
  const hashes = columns.map((column) =>
    sha256Hex(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)),
  );
  return sha256Hex(hashes.join());
}
