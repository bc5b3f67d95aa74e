import type { Sampler } from '../augment/sampler.ts';
import type { Warning } from '../core/errors.ts';
import { plainFigure, type Figure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';
import type {
  DeferralRecord,
  FeatureGroups,
  FrontierDocument,
  LeafLimitEntry,
  PathRecord,
} from '../core/run.ts';
import { normalName } from '../core/names.ts';
import type { RowSets } from '../core/sets.ts';
import type { Feature } from '../core/table.ts';
import { decisions, type DecisionRule } from '../core/decision.ts';
import { leavesOf, type Model, type Tree } from '../core/tree.ts';
import { deferredLeaves, measureDeferral, type LeafRows } from '../evaluate/deferral.ts';
import { drawFreshRows } from '../evaluate/fresh.ts';
import { judgeFrontiers, type FrontierPoint } from '../evaluate/frontier.ts';
import { compareGroups } from '../evaluate/groups.ts';
import { answersAt, type HeldOut } from '../evaluate/held-out.ts';
import { judge } from '../evaluate/judge.ts';
import { describePaths } from '../evaluate/paths.ts';
import { pickDepth } from '../evaluate/pick.ts';
import { yardstickOf, type Yardstick } from '../evaluate/yardstick.ts';
import type { StudentTrees } from '../student/student.ts';
import type { Teacher } from '../teacher/teacher.ts';
import { positiveClass } from './wishes.ts';
import { nothingAnswered, uselessTeacher } from './measure-warnings.ts';
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
  readonly deferral: DeferralRecord;
  readonly groups: readonly FeatureGroups[];
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
}

/** Judges every tree, picks a depth, and gathers the evidence of each of its paths. */
export async function measure(
  input: MeasureInput,
  settings: Settings,
  random: Random,
): Promise<Findings> {
  const { sets, teacher } = input;
  const { truth } = sets.train;
  const yardstick = yardstickOf(
    teacher.answers.train,
    truth,
    settings.tolerance ?? null,
    teacher.rule,
  );
  const heldOut = { select: heldOutRows(input, 'select'), test: heldOutRows(input, 'test') };
  const { objective } = settings;
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
  const leaves = {
    select: leavesOf(picked.tree, heldOut.select.table),
    test: leavesOf(picked.tree, heldOut.test.table),
  };
  const rows = {
    select: { leaves: leaves.select, teacher: heldOut.select.teacher },
    test: { leaves: leaves.test, teacher: heldOut.test.teacher },
  };
  const deferral = measureDeferral(picked.tree, rows, yardstick, settings.defer ?? null);
  const model: Model = {
    task: truth.task,
    target: input.target,
    features: withholding(sets.train.table.features, settings.forbid),
    classNames: truth.classNames,
    tree: deferring(picked.tree, rows.select, yardstick, settings.defer),
  };
  const twinAgreement = agreementOfTwins(input, yardstick, random.substream('twins'));
  const paths = await pathEvidence(input, model, heldOut, yardstick, settings, random);
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
    leaves,
    deferral,
    groups: groupsOfTest(input, model, leaves.test, yardstick, settings, random),
    warnings: [...uselessTeacher(picked, input, yardstick), ...nothingAnswered(deferral)],
  };
}

/** Marks the features that the student was not allowed to ask. */
function withholding(features: readonly Feature[], forbid: readonly string[]): readonly Feature[] {
  const names = new Set(forbid.map(normalName));
  return features.map((feature) =>
    names.has(feature.name) ? { ...feature, withheld: true } : feature,
  );
}

/** The tree with the leaves that do not reach the floor deferred; the tree itself without a floor. */
function deferring(
  tree: Tree,
  select: LeafRows,
  yardstick: Yardstick,
  floor: number | undefined,
): Tree {
  if (floor === undefined) return tree;
  return { ...tree, deferred: deferredLeaves(tree, select, yardstick, floor) };
}

function groupsOfTest(
  { sets, teacher }: MeasureInput,
  { tree, features, classNames }: Model,
  leaves: Int32Array,
  yardstick: Yardstick,
  { positive }: Settings,
  random: Random,
): FeatureGroups[] {
  const table = { ...sets.test.table, features };
  const rows = { table, teacher: teacher.answers.test, ...answersAt(tree, leaves) };
  const options = { classNames, positive: positiveClass(positive, classNames) };
  return compareGroups(rows, yardstick, options, random.substream('groups'));
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
  return describePaths(model, { train: sets.train.table, ...heldOut, fresh }, yardstick);
}
