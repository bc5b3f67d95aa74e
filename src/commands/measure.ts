import type { Sampler } from '../augment/sampler.ts';
import type { Warning } from '../core/errors.ts';
import { plainFigure, type Figure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';
import type { FrontierDocument, LeafLimitEntry, Objective, PathRecord } from '../core/run.ts';
import type { RowSets } from '../core/sets.ts';
import { decisions, type DecisionRule } from '../core/decision.ts';
import { leavesOf, type Model } from '../core/tree.ts';
import { drawFreshRows } from '../evaluate/fresh.ts';
import { judgeFrontiers, type FrontierPoint } from '../evaluate/frontier.ts';
import type { HeldOut } from '../evaluate/held-out.ts';
import { judge } from '../evaluate/judge.ts';
import { describePaths } from '../evaluate/paths.ts';
import { pickDepth } from '../evaluate/pick.ts';
import { yardstickOf, type Yardstick } from '../evaluate/yardstick.ts';
import type { StudentTrees } from '../student/student.ts';
import type { Teacher } from '../teacher/teacher.ts';
import type { Settings } from './settings.ts';

/** Everything that was measured of one student. */
export interface Findings {
  readonly model: Model;
  readonly points: readonly FrontierPoint[];
  /** The trees of at most so many leaves. */
  readonly byLeaves: readonly FrontierPoint<LeafLimitEntry>[];
  /** The point of the depth that was picked. */
  readonly picked: FrontierPoint;
  readonly frontier: FrontierDocument;
  readonly paths: readonly PathRecord[];
  readonly twinAgreement: Figure;
  /** How the teacher's probabilities became its decisions. */
  readonly rule: DecisionRule;
  /** The constant answer `majority` stands for. */
  readonly constantAnswer: string | number;
  /** Leaf of each select and test row. */
  readonly leaves: { readonly select: Int32Array; readonly test: Int32Array };
  readonly warnings: readonly Warning[];
}

export interface MeasureInput {
  /** The students of each depth, and of each number of leaves. */
  readonly student: Pick<StudentTrees, 'trees' | 'byLeaves'>;
  readonly target: string;
  readonly sets: RowSets;
  readonly teacher: Teacher;
  readonly twin: { readonly test: Float64Array } | null;
  readonly sampler: Sampler | null;
  readonly rule: DecisionRule;
}

/** What a measurement may be asked for beyond the settings of every run. */
export interface MeasureOptions {
  /** What the pick compares trees by (default `fidelity`). */
  readonly objective?: Objective;
}

/** Judges every tree, picks a depth, and gathers the evidence of each of its paths. */
export async function measure(
  input: MeasureInput,
  settings: Settings & MeasureOptions,
  random: Random,
): Promise<Findings> {
  const { sets, teacher } = input;
  const { truth } = sets.train;
  const yardstick = yardstickOf(
    teacher.answers.train,
    truth,
    settings.tolerance ?? null,
    input.rule,
  );
  const heldOut = { select: heldOutRows(input, 'select'), test: heldOutRows(input, 'test') };
  const objective = settings.objective ?? 'fidelity';
  const { depths: points, leaves: byLeaves } = await judgeFrontiers(
    input.student,
    { ...heldOut, yardstick, objective },
    random.substream('bootstrap'),
    settings,
  );
  const entries = points.map((point) => point.entry);
  const fidelityKind = truth.task === 'classification' ? 'agreement' : 'r2';
  const given = settings.depth === 'auto' ? null : settings.depth;
  const pick = pickDepth(entries, { given, objective, fidelityKind });
  const picked = points[pick.depth - 1]!;
  const model: Model = {
    task: truth.task,
    target: input.target,
    features: sets.train.table.features,
    classNames: truth.classNames,
    tree: picked.tree,
  };
  const twinAgreement = agreementOfTwins(input, yardstick, random.substream('twins'));
  const paths = await pathEvidence(input, model, picked, heldOut, yardstick, settings, random);
  const { majority, accuracy } = picked.test;
  return {
    model,
    points,
    byLeaves,
    picked,
    frontier: {
      schema: 'espalier-frontier/1',
      fidelityKind,
      depths: entries,
      leaves: byLeaves.map((point) => point.entry),
      pick,
      baselines: { majority, teacherAccuracy: accuracy.teacher, twinAgreement },
    },
    paths,
    twinAgreement,
    rule: yardstick.rule,
    constantAnswer: truth.classNames[yardstick.constant] ?? yardstick.constant,
    leaves: {
      select: leavesOf(picked.tree, heldOut.select.table),
      test: leavesOf(picked.tree, heldOut.test.table),
    },
    warnings: uselessTeacher(picked, input, yardstick),
  };
}

function heldOutRows({ sets, teacher }: MeasureInput, name: 'select' | 'test'): HeldOut {
  const { table, truth } = sets[name];
  return { table, teacher: teacher.answers[name], truth: truth.soft };
}

function agreementOfTwins(input: MeasureInput, yardstick: Yardstick, random: Random): Figure {
  const { twin, teacher, sets } = input;
  if (twin === null) return plainFigure(null, 0);
  const judged = {
    student: twin.test,
    decided: decisions(twin.test, yardstick.nOutputs, yardstick.rule),
    teacher: teacher.answers.test,
    truth: sets.test.truth.soft,
  };
  return judge(judged, yardstick, random).fidelity;
}

async function pathEvidence(
  { sampler, teacher, sets }: MeasureInput,
  model: Model,
  picked: FrontierPoint,
  heldOut: { readonly select: HeldOut; readonly test: HeldOut },
  yardstick: Yardstick,
  settings: Settings,
  random: Random,
): Promise<PathRecord[]> {
  const fresh =
    sampler === null || teacher.answer === null
      ? null
      : await drawFreshRows(
          model.tree,
          sampler,
          teacher.answer,
          random.substream('fresh'),
          settings,
        );
  const { fidelity, withinTolerance } = picked.test;
  const overall = model.task === 'classification' ? fidelity : withinTolerance.share;
  return describePaths(model, { train: sets.train.table, ...heldOut, fresh, overall }, yardstick);
}

/** A teacher that is no better than a constant answer is said so, loudly. */
function uselessTeacher(
  { test }: FrontierPoint,
  { sets, teacher }: MeasureInput,
  { task }: Yardstick,
): Warning[] {
  const accuracy = test.accuracy.teacher.value;
  if (accuracy === null) {
    const message = 'every test row has the same target: how good the teacher is cannot be said.';
    return [{ code: 'W_CONSTANT_TEST', message }];
  }
  const constant = task === 'regression' ? 0 : constantAccuracy(sets);
  if (accuracy > constant) return [];
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  const message =
    task === 'regression'
      ? `the teacher's R² on test rows is ${accuracy.toFixed(3)}: it is no better than its mean, and a faithful student is no better either.`
      : `the ${teacher.record.kind} teacher is right on ${percent(accuracy)} of the test rows, always giving the most frequent class would be right on ${percent(constant)}: a faithful student is no better.`;
  return [{ code: 'W_USELESS_TEACHER', message }];
}

/** How often the most frequent true class of the training rows is right on the test rows. */
function constantAccuracy({ train, test }: RowSets): number {
  const { constant } = yardstickOf(train.truth.soft, train.truth, null);
  const truth = decisions(test.truth.soft, test.truth.nOutputs);
  return truth.filter((k) => k === constant).length / truth.length;
}
