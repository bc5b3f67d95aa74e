import { join } from 'node:path';
import { compileModel, type CompiledModel } from '../compile/compile.ts';
import { sha256Hex } from '../core/hash.ts';
import { Random } from '../core/random.ts';
import type { PathRecord, RunDocument } from '../core/run.ts';
import type { RowSets } from '../core/sets.ts';
import { begin } from '../core/workers.ts';
import { prefixesOf, type Model } from '../core/tree.ts';
import { encodeModel } from '../core/codec.ts';
import { VERSION } from '../core/version.ts';
import { readDataset } from '../dataset/read.ts';
import { splitDataset } from '../dataset/split.ts';
import { documentText } from '../report/documents.ts';
import { refuseUnwritable, writeRun } from '../report/write-run.ts';
import { mlCartStudent } from '../student/ml-cart-student.ts';
import { searchStudent } from '../student/search-student.ts';
import type { Lesson, StudentTrees, TreeLimits } from '../student/student.ts';
import { describeRun } from './describe.ts';
import { measure, type Findings } from './measure.ts';
import type { DistillOptions } from './options.ts';
import { resolveSettings, type Settings } from './settings.ts';
import { STUDENT_MIN_LEAF_ROWS } from './enough-rows.ts';
import { makeLesson, rowSets, teach, teachTwin } from './teach.ts';
import { treeLimits } from './wishes.ts';
import { withPool } from './with-pool.ts';

/** A finished run. */
export interface Distillation {
  /** Where it was written. */
  readonly directory: string;
  readonly run: RunDocument;
  readonly model: Model;
  readonly paths: readonly PathRecord[];
}

/**
 * The whole pipeline: data → teacher → augment → label → student → evaluate → compile → report.
 * Writes a run directory, whole or not at all.
 * @throws EspalierError for everything that can be wrong with options, data, teacher or disk.
 */
export async function distill(options: DistillOptions): Promise<Distillation> {
  const settings = resolveSettings(options);
  return withPool(settings.workers, settings, (pool) => runStages({ ...settings, pool }));
}

async function runStages(settings: Settings): Promise<Distillation> {
  const random = new Random(settings.seed);
  const directory = join(settings.out, settings.name);
  await refuseUnwritable(directory, settings.force);
  const read = await readDataset(settings.data, datasetOptions(settings));
  const { dataset, partition } = splitDataset(read, settings.split, random.substream('split'));
  const sets = rowSets(dataset, partition);
  const limits = treeLimits(settings, sets.train.table.features, sets.train.truth);
  const teacher = await teach(sets, settings, random.substream('teacher'));
  const twinLater = await begin(settings.pool, () =>
    teachTwin(sets, settings, random.substream('twin')),
  );
  const prepared = await makeLesson(sets, teacher, settings, random.substream('augment'));
  const student = await learn(prepared.lesson, limits, settings, random.substream('student'));
  const twin = await twinLater.done;
  const findings = await measure(
    {
      student,
      target: dataset.target,
      sets,
      teacher,
      twin,
      sampler: prepared.sampler,
    },
    settings,
    random.substream('measure'),
  );
  const compiled = compileFindings(findings, sets, teacher.record.description, settings);
  const files = describeRun(
    { dataset, partition, sets, teacher, twin, prepared, student, findings, compiled },
    settings,
  );
  const run = await writeRun(directory, files, settings);
  return { directory, run, model: findings.model, paths: findings.paths };
}

/** What the settings say of the file and its columns. */
export function datasetOptions(settings: Settings): Parameters<typeof readDataset>[1] {
  const { target, types, ignore, positive, teacher, split, task, redact, signal, onProgress } =
    settings;
  return {
    target,
    types,
    ignore,
    positive,
    teacherColumns: teacher.kind === 'recorded' ? teacher.columns : undefined,
    split,
    task,
    protectedColumns: settings.protected,
    immutableColumns: settings.immutable,
    redactedColumns: redact,
    signal,
    onProgress,
  };
}

/** The students of every depth up to the settings' deepest. */
export async function learn(
  lesson: Lesson,
  limits: TreeLimits,
  settings: Settings,
  random: Random,
): Promise<StudentTrees> {
  const options = { ...settings, limits, minLeafRows: STUDENT_MIN_LEAF_ROWS };
  if (settings.student === 'cart') return searchStudent(lesson, options, settings.search);
  const { tree, warnings } = await mlCartStudent(lesson, options, random);
  return { trees: prefixesOf(tree), byLeaves: [], warnings };
}

function compileFindings(
  { model, picked, paths }: Findings,
  sets: RowSets,
  teacher: string,
  settings: Settings,
): CompiledModel {
  return compileModel(model, paths, {
    name: settings.name,
    version: VERSION,
    modelHash: sha256Hex(documentText(encodeModel(model))),
    role: settings.role,
    teacher,
    fidelityKind: sets.train.truth.task === 'classification' ? 'agreement' : 'r2',
    fidelity: picked.entry.fidelity,
    depth: picked.entry.depth,
    leaves: picked.entry.leaves,
    seed: settings.seed,
    featureCosts: settings.featureCost,
  });
}
