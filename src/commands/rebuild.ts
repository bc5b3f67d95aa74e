import { basename, join } from 'node:path';
import { inputError, usageError, type StageOptions } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import type { RunDocument } from '../core/run.ts';
import type { RowSets, SetName } from '../core/sets.ts';
import { visible } from '../core/text.ts';
import { readDataset } from '../dataset/read.ts';
import { splitDataset } from '../dataset/split.ts';
import { hashFile, type LoadedRun } from '../report/load-run.ts';
import { loadHeldOut } from '../report/held-out.ts';
import { readTable } from '../report/read-held-out.ts';
import { readParquet } from '../store/parquet.ts';
import type { Teacher } from '../teacher/teacher.ts';
import { datasetOptions } from './distill.ts';
import { recalledSettings } from './settings-record.ts';
import type { Settings } from './settings.ts';
import { rowSets, teach } from './teach.ts';

/** A run's settings, rows and teacher, made again from what the run says of them. */
export interface Rebuilt {
  readonly settings: Settings;
  readonly sets: RowSets;
  readonly teacher: Teacher;
}

/**
 * Makes the rows and the teacher of a run again: from its data file, or from the rows it kept, by
 * its own configuration and seed; and proves that the teacher is the recorded one.
 * @throws EspalierError `E_NO_DATA`, `E_OTHER_DATA`, `E_OTHER_TEACHER`, `E_TEACHER`.
 */
export async function rebuild(
  run: LoadedRun,
  data: string | undefined,
  stage: StageOptions,
): Promise<Rebuilt> {
  const { manifest } = run;
  refuseFunction(manifest);
  const settings = { ...recalledSettings(manifest, data ?? manifest.data.file), ...stage };
  const sets = data === undefined ? await keptSets(run) : await setsFromFile(data, run, settings);
  const teacher = await teach(sets, settings, new Random(settings.seed).substream('teacher'));
  await refuseOtherTeacher(run, teacher);
  return { settings, sets, teacher };
}

function refuseFunction({ teacher }: RunDocument): void {
  if (teacher.kind !== 'function') return;
  throw usageError(
    'E_TEACHER',
    'the teacher of this run is a function of the program that made it and cannot be asked again: record its answers in the file and distil with --teacher recorded:<column>.',
  );
}

async function setsFromFile(data: string, run: LoadedRun, settings: Settings): Promise<RowSets> {
  const { file, sha256 } = run.manifest.data;
  const found = await hashFile(data).catch(() => null);
  if (found !== null && found !== sha256) {
    throw inputError(
      'E_OTHER_DATA',
      `${visible(basename(data))} is not the file this run was made from (its SHA-256 starts with ${found.slice(0, 12)}, not ${sha256.slice(0, 12)}): give ${visible(file)} as it was then.`,
    );
  }
  const read = await readDataset(data, datasetOptions(settings));
  const random = new Random(settings.seed).substream('split');
  const { dataset, partition } = splitDataset(read, settings.split, random);
  return rowSets(dataset, partition);
}

/** The rows that a run keeps itself: `rows.parquet` (with `--keep-rows`) and `heldout.parquet`. */
async function keptSets({ folder, manifest, model }: LoadedRun): Promise<RowSets> {
  const { file } = manifest.data;
  const { truthWeight } = manifest.augmentation;
  const advice = `give the data file it was made from (${visible(file)})`;
  if (!Object.hasOwn(manifest.artifacts, 'rows.parquet')) {
    throw usageError('E_NO_DATA', `this run keeps no training rows: ${advice}.`);
  }
  if (manifest.teacher.kind === 'recorded' && truthWeight > 0) {
    const reason = 'the rows of this run keep recorded answers only mixed with the truth';
    throw usageError('E_NO_DATA', `${reason}: ${advice}.`);
  }
  const { task, classNames, tree, features } = model;
  const labels = { task, classNames, nOutputs: tree.nOutputs };
  const heldOut = await readParquet(join(folder, 'heldout.parquet'));
  const columns = {
    train: await readParquet(join(folder, 'rows.parquet')),
    select: heldOut,
    test: heldOut,
  };
  const setOf = (name: SetName): RowSets[SetName] => {
    const { table, truth, teacher } = readTable(columns[name], name, features, labels);
    if (table === null) {
      throw usageError('E_NO_DATA', `the rows of this run lack redacted columns: ${advice}.`);
    }
    const recorded = manifest.teacher.kind === 'recorded' ? { ...labels, soft: teacher } : null;
    return { table, truth: { ...labels, soft: truth }, recorded };
  };
  return { train: setOf('train'), select: setOf('select'), test: setOf('test') };
}

/** By the hash of the teacher where it has one, else by its answers to every held-out row. */
async function refuseOtherTeacher(run: LoadedRun, teacher: Teacher): Promise<void> {
  const { manifest } = run;
  const isSame =
    manifest.teacher.sha256 === null
      ? await answersAlike(run, teacher)
      : manifest.teacher.sha256 === teacher.record.sha256;
  if (isSame) return;
  throw inputError(
    'E_OTHER_TEACHER',
    `the teacher made again from this run's data and settings is not the recorded one: this is another version of espalier than the ${visible(manifest.version)} that made the run; use that one, or distil again.`,
  );
}

async function answersAlike(run: LoadedRun, teacher: Teacher): Promise<boolean> {
  const stored = await loadHeldOut(run);
  return (['select', 'test'] as const).every((name) =>
    stored[name].teacher.every((value, i) => value === teacher.answers[name][i]),
  );
}
