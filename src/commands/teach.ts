import { basename } from 'node:path';
import { learnSampler, drawRows, syntheticRowCount } from '../augment/augment.ts';
import type { Sampler } from '../augment/sampler.ts';
import type { Random } from '../core/random.ts';
import { forEachSet, type RowSets } from '../core/sets.ts';
import { argmax, selectLabels, selectRows, stackTables, type Labels } from '../core/table.ts';
import type { Dataset, Partition } from '../dataset/types.ts';
import type { Lesson } from '../student/student.ts';
import { readTextFile } from '../store/text-file.ts';
import { baForestTeacher } from '../teacher/ba-forest-teacher.ts';
import { forestTeacher, twinAnswers } from '../teacher/forest-teacher.ts';
import { defaultMaxFeatures, type ForestOptions } from '../teacher/forest.ts';
import { functionTeacher } from '../teacher/function-teacher.ts';
import { mlForestTeacher } from '../teacher/ml-forest.ts';
import { recordedTeacher } from '../teacher/recorded.ts';
import type { Teacher } from '../teacher/teacher.ts';
import type { Settings } from './settings.ts';

/** The rows of each set. */
export function rowSets(dataset: Dataset, partition: Partition): RowSets {
  return forEachSet((name) => ({
    table: selectRows(dataset.table, partition[name]),
    truth: selectLabels(dataset.truth, partition[name]),
    recorded: dataset.recorded === null ? null : selectLabels(dataset.recorded, partition[name]),
  }));
}

/** Trains or wraps the teacher that was asked for. */
export async function teach(sets: RowSets, settings: Settings, random: Random): Promise<Teacher> {
  const { teacher, trees, minLeaf } = settings;
  switch (teacher.kind) {
    case 'forest':
      return forestTeacher(sets, forestOptions(sets, settings), random, settings);
    case 'ml-random-forest':
      return mlForestTeacher(sets, { trees, minLeaf }, random, settings);
    case 'ba-forest': {
      const text = await readTextFile(teacher.file);
      return baForestTeacher(sets, text, basename(teacher.file), settings);
    }
    case 'recorded':
      return recordedTeacher(sets, teacher.columns);
    case 'function':
      return functionTeacher(sets, teacher.answer, settings);
  }
}

function forestOptions({ train }: RowSets, { trees, minLeaf }: Settings): ForestOptions {
  const maxFeatures = defaultMaxFeatures(train.truth.task, train.table.features.length);
  return { trees, minLeaf, maxFeatures };
}

/** A second built-in forest; `null` for other teachers, of which there is only one. */
export async function teachTwin(
  sets: RowSets,
  settings: Settings,
  random: Random,
): Promise<{ readonly select: Float64Array; readonly test: Float64Array } | null> {
  if (settings.teacher.kind !== 'forest') return null;
  return twinAnswers(sets, forestOptions(sets, settings), random, settings);
}

/** What the student is fitted on, and the sampler that drew its synthetic rows. */
export interface PreparedLesson {
  readonly lesson: Lesson;
  readonly sampler: Sampler | null;
  /** Share of the total weight on real rows. */
  readonly realMass: number;
}

/**
 * The training rows with the teacher's answers (and `truthWeight` of the truth), and synthetic rows
 * with its answers. Real rows keep half of the total mass.
 */
export async function makeLesson(
  sets: RowSets,
  teacher: Teacher,
  settings: Settings,
  random: Random,
): Promise<PreparedLesson> {
  const { table, truth } = sets.train;
  const real = mixTruth(teacher.answers.train, truth, settings.truthWeight);
  const score = majorityScore(teacher.answers.train, truth.nOutputs);
  const sampler = learnSampler(settings.augment, table, score, random.substream('learn'));
  if (sampler === null || teacher.answer === null) {
    const weight = new Float64Array(table.nRows).fill(1);
    const lesson = { table, labels: { ...truth, soft: real }, weight, realRows: table.nRows };
    return { lesson, sampler: null, realMass: 1 };
  }
  const count = syntheticRowCount(table.nRows, settings.maxDepth);
  const synthetic = await drawRows(sampler, count, random.substream('draw'), settings);
  const answers = await teacher.answer(synthetic, settings);
  const soft = new Float64Array(real.length + answers.length);
  soft.set(real, 0);
  soft.set(answers, real.length);
  const weight = new Float64Array(table.nRows + count).fill(table.nRows / count);
  weight.fill(1, 0, table.nRows);
  const lesson = {
    table: stackTables(table, synthetic),
    labels: { ...truth, soft },
    weight,
    realRows: table.nRows,
  };
  return { lesson, sampler, realMass: 0.5 };
}

function mixTruth(soft: Float64Array, truth: Labels, truthWeight: number): Float64Array {
  if (truthWeight === 0) return soft;
  return soft.map((value, i) => (1 - truthWeight) * value + truthWeight * truth.soft[i]!);
}

/** The probability of the teacher's most likely class (or the number): orders categories. */
function majorityScore(soft: Float64Array, nOutputs: number): Float64Array {
  const totals = new Float64Array(nOutputs);
  soft.forEach((value, i) => {
    totals[i % nOutputs]! += value;
  });
  const major = argmax(totals, 0, nOutputs);
  return soft.filter((_, i) => i % nOutputs === major);
}
