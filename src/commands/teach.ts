import { basename } from 'node:path';
import { learnSampler, drawRows } from '../augment/augment.ts';
import type { Sampler } from '../augment/sampler.ts';
import type { Random } from '../core/random.ts';
import { forEachSet, type RowSets } from '../core/sets.ts';
import { argmax } from '../core/decision.ts';
import { selectLabels, selectRows, type Labels } from '../core/table.ts';
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
import {
  drawUntilSettled,
  lessonOf,
  syntheticRowCounts,
  type Answered,
  type Drawing,
} from './enough-rows.ts';
import { decisionRule } from './wishes.ts';

/** The rows of each set. */
export function rowSets(dataset: Dataset, partition: Partition): RowSets {
  return forEachSet((name) => ({
    table: selectRows(dataset.table, partition[name]),
    truth: selectLabels(dataset.truth, partition[name]),
    recorded: dataset.recorded === null ? null : selectLabels(dataset.recorded, partition[name]),
  }));
}

/**
 * Trains or wraps the teacher that was asked for.
 * @throws EspalierError `E_OPTION`, before anything is trained, for a decision rule that does not fit.
 */
export async function teach(sets: RowSets, settings: Settings, random: Random): Promise<Teacher> {
  const rule = decisionRule(settings, sets.train.truth);
  return { ...(await teacherOf(sets, settings, random)), rule };
}

async function teacherOf(sets: RowSets, settings: Settings, random: Random): Promise<Teacher> {
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

/** What the student is fitted on, and how its synthetic rows were drawn. */
export interface PreparedLesson {
  readonly lesson: Lesson;
  readonly sampler: Sampler | null;
  /** Share of the total weight on real rows. */
  readonly realMass: number;
  /** The most synthetic rows there might have been. */
  readonly mostRows: number;
  readonly rounds: Drawing['rounds'];
  readonly settled: Drawing['settled'];
}

/**
 * The training rows with the teacher's answers (and `truthWeight` of the truth), and synthetic rows
 * with its answers: as many as it takes until the top of the tree settles, up to a cap. Real rows
 * keep half of the total mass.
 */
export async function makeLesson(
  sets: RowSets,
  teacher: Teacher,
  settings: Settings,
  random: Random,
): Promise<PreparedLesson> {
  const { table, truth } = sets.train;
  const soft = mixTruth(teacher.answers.train, truth, settings.truthWeight);
  const labels = { ...truth, soft, rule: teacher.rule };
  const real = { table, labels };
  const score = majorityScore(teacher.answers.train, truth.nOutputs);
  const sampler = learnSampler(settings.augment, table, score, random.substream('learn'));
  const { answer } = teacher;
  if (sampler === null || answer === null) {
    const weight = new Float64Array(table.nRows).fill(1);
    const lesson = { ...real, weight, realRows: table.nRows };
    return { lesson, sampler: null, realMass: 1, mostRows: 0, rounds: 0, settled: null };
  }
  const draw = async (n: number, round: number): Promise<Answered> => {
    const stream = random.substream(round === 1 ? 'draw' : `draw-${round}`);
    const drawn = await drawRows(sampler, n, stream, settings);
    return { table: drawn, labels: { ...labels, soft: await answer(drawn, settings) } };
  };
  const sizes = syntheticRowCounts(table.nRows, settings);
  const { synthetic, rounds, settled } = await drawUntilSettled(real, draw, sizes, settings);
  const lesson = lessonOf(real, synthetic);
  return { lesson, sampler, realMass: 0.5, mostRows: sizes.most, rounds, settled };
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
