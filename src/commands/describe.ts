import type { CompiledModel } from '../compile/compile.ts';
import { encodeModel } from '../core/codec.ts';
import type { RunDocument, RunRecord } from '../core/run.ts';
import type { RowSets } from '../core/sets.ts';
import { VERSION } from '../core/version.ts';
import type { Dataset, Partition } from '../dataset/types.ts';
import { confusionOf } from '../evaluate/judge-classes.ts';
import { frontierSvg } from '../draw/frontier.ts';
import { documentText } from '../report/documents.ts';
import { answeredColumns, type AnsweredRows } from '../report/held-out-file.ts';
import { modelCard } from '../report/model-card.ts';
import { pathsCsv } from '../report/paths-csv.ts';
import type { RunFiles } from '../report/write-run.ts';
import type { StudentTrees } from '../student/student.ts';
import type { Teacher } from '../teacher/teacher.ts';
import { decisions } from '../core/decision.ts';
import { decidedAt } from '../core/tree.ts';
import { selectRows } from '../core/table.ts';
import { positiveClass } from './wishes.ts';
import type { Findings } from './measure.ts';
import { recordSettings } from './settings-record.ts';
import type { Settings } from './settings.ts';
import type { PreparedLesson } from './teach.ts';

/** What the stages of a pipeline left behind. */
export interface Finished {
  readonly dataset: Dataset;
  readonly partition: Partition;
  readonly sets: RowSets;
  readonly teacher: Teacher;
  readonly twin: { readonly select: Float64Array; readonly test: Float64Array } | null;
  readonly prepared: PreparedLesson;
  readonly student: StudentTrees;
  readonly findings: Findings;
  readonly compiled: CompiledModel;
}

/** Every file of a run but `run.json`, and the manifest without its hashes. */
export function describeRun(finished: Finished, settings: Settings): RunFiles {
  const { findings, compiled, teacher } = finished;
  const manifest = manifestOf(finished, settings);
  const { model, paths, frontier, points, byLeaves } = findings;
  const texts = new Map<string, string>([
    ['tree.json', documentText(encodeModel(model))],
    ...points.map(({ entry, tree }): [string, string] => [
      `trees/${entry.depth}.json`,
      documentText(encodeModel({ ...model, tree })),
    ]),
    ...byLeaves.map(({ entry, tree }): [string, string] => [
      `trees/leaves-${entry.limit}.json`,
      documentText(encodeModel({ ...model, tree })),
    ]),
    ['paths.json', documentText({ schema: 'espalier-paths/1', paths })],
    ['paths.csv', pathsCsv(paths)],
    ['frontier.json', documentText(frontier)],
    ['frontier.svg', frontierSvg(frontier)],
    ...compiled.files,
    ['equality.json', documentText(compiled.equality)],
    ['MODEL_CARD.md', modelCard(manifest, frontier, paths)],
  ]);
  if (settings.keepTeacher && teacher.saved !== null) texts.set('teacher.json', teacher.saved);
  const tables = new Map([['heldout.parquet', heldOutColumns(finished)]]);
  if (settings.keepRows) tables.set('rows.parquet', fittedColumns(finished));
  return { manifest, texts, tables };
}

function manifestOf(finished: Finished, settings: Settings): RunRecord {
  const { dataset, partition, teacher, prepared, student, findings, sets, compiled } = finished;
  const { picked, model, twinAgreement, frontier } = findings;
  const { fidelity, balancedFidelity, headroomClosed, majority, accuracy } = picked.test;
  const { classNames, task } = sets.test.truth;
  return {
    schema: 'espalier-run/1',
    name: settings.name,
    version: VERSION,
    task,
    role: settings.role,
    seed: settings.seed,
    target: dataset.target,
    classes: classNames,
    positive: positiveClass(settings.positive, classNames),
    features: model.features,
    configuration: recordSettings(settings),
    modelHash: compiled.equality.modelHash,
    decisionRule: findings.rule,
    data: {
      file: dataset.file,
      sha256: dataset.sha256,
      rows: dataset.rows,
      rowsWithoutTarget: dataset.rowsWithoutTarget,
      columns: dataset.columns,
      split: partition.record,
    },
    teacher: teacher.record,
    augmentation: {
      method: prepared.sampler === null ? 'none' : settings.augment,
      syntheticRows: prepared.lesson.table.nRows - prepared.lesson.realRows,
      realMass: prepared.realMass,
      truthWeight: settings.truthWeight,
      rounds: prepared.rounds,
      mostRows: prepared.mostRows,
      settled: prepared.settled,
    },
    student: {
      kind: settings.student,
      search: settings.student === 'cart' ? settings.search : 'greedy',
      depth: picked.entry.depth,
      leaves: picked.entry.leaves,
      meanPathLength: picked.entry.meanPathLength,
    },
    fidelityKind: frontier.fidelityKind,
    fidelity,
    balancedFidelity,
    headroomClosed,
    majority,
    accuracy,
    twinAgreement,
    constantAnswer: findings.constantAnswer,
    metrics: picked.test,
    confusion: task === 'classification' ? confusionOnTest(finished) : null,
    deferral: findings.deferral,
    groups: findings.groups,
    warnings: [...dataset.warnings, ...teacher.warnings, ...student.warnings, ...findings.warnings],
  };
}

function confusionOnTest({ findings, teacher, sets }: Finished): RunDocument['confusion'] {
  const student = decidedAt(findings.picked.tree, findings.leaves.test);
  const { classNames, nOutputs } = sets.test.truth;
  const asked = decisions(teacher.answers.test, nOutputs, findings.rule);
  return confusionOf(student, asked, classNames);
}

function heldOutColumns({
  dataset,
  sets,
  teacher,
  twin,
  findings,
}: Finished): ReturnType<typeof answeredColumns> {
  const parts = (['select', 'test'] as const).map((set): AnsweredRows => ({
    set,
    table: sets[set].table,
    truth: sets[set].truth.soft,
    teacher: teacher.answers[set],
    twin: twin?.[set] ?? null,
    leaves: findings.leaves[set],
    weight: null,
  }));
  return answeredColumns(parts, sets.test.truth, dataset.redacted);
}

/** The rows the student was fitted on: real ones with their truth, synthetic ones without. */
function fittedColumns({
  dataset,
  prepared: { lesson },
  sets,
}: Finished): ReturnType<typeof answeredColumns> {
  const { table, labels, weight, realRows } = lesson;
  const part = (
    set: string,
    from: number,
    to: number,
    truth: Float64Array | null,
  ): AnsweredRows => ({
    set,
    table: selectRows(
      table,
      Int32Array.from({ length: to - from }, (_, i) => from + i),
    ),
    truth,
    teacher: labels.soft.subarray(from * labels.nOutputs, to * labels.nOutputs),
    twin: null,
    leaves: null,
    weight: weight.subarray(from, to),
  });
  const parts = [part('train', 0, realRows, sets.train.truth.soft)];
  if (realRows < table.nRows) parts.push(part('synthetic', realRows, table.nRows, null));
  return answeredColumns(parts, labels, dataset.redacted);
}
