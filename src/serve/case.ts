import { decide } from '../core/decision.ts';
import { UNSEEN, type Column, type Feature, type Table } from '../core/table.ts';
import { leafOf, pathTo, type Model } from '../core/tree.ts';
import { numberWords, valueWords } from '../core/words.ts';
import { branchWords } from '../draw/labels.ts';
import {
  changedValues,
  flipWords,
  missingFlip,
  MOST_FLIPS,
  nearestFlips,
  slacksOf,
  type Wishes,
} from './case-flips.ts';
import type { CaseAnswer, CaseStep, TeacherAnswer } from './contract-case.ts';
import type { LoadedRun } from '../report/load-run.ts';

/** Answers rows of a run's features with its teacher: soft values, row-major. */
export type Answerer = (rows: Table) => Promise<ArrayLike<number>>;

/**
 * Sends a case down the tree with the reference walker, and to the teacher where there is one: the
 * case itself, and as the nearest changes leave it.
 */
export async function answerCase(
  run: LoadedRun,
  values: readonly number[],
  answerer: Answerer | null,
  wishes: Wishes,
): Promise<CaseAnswer> {
  const { model } = run;
  const leaf = leafOf(model.tree, (feature) => values[feature]!);
  const record = run.paths.find((path) => path.leaf === leaf)!;
  const nearest = nearestFlips(run, values, wishes);
  const beyond = missingFlip(run, values, wishes, nearest);
  const all = beyond === null ? nearest : [...nearest, beyond];
  const rows = [values, ...all.map((flip) => changedValues(values, flip))];
  const [teacher = null, ...others] = await teacherAnswers(run, rows, answerer);
  const told = all.map((flip, i) => flipWords(run, values, flip, others[i] ?? null));
  const flips = told.slice(0, nearest.length);
  const asked = flips.filter(({ agrees }) => agrees !== null);
  return {
    decision: record.decision,
    deferredFrom: record.deferredFrom,
    value: record.value,
    leaf,
    pathId: record.id,
    words: record.words,
    steps: stepsTo(model, leaf, values),
    notices: model.features.flatMap((feature, f) => noticesOf(feature, values[f]!)),
    teacher,
    flips: flips.slice(0, MOST_FLIPS),
    agreed: asked.find(({ agrees }) => agrees === true) ?? null,
    asked: asked.length,
    missingFlip: told[nearest.length] ?? null,
    slack: slacksOf(run, values),
  };
}

/** What the teacher answers to each row, by its own rule; nothing where it cannot be asked. */
export async function teacherAnswers(
  { model, manifest }: LoadedRun,
  rows: readonly (readonly number[])[],
  answerer: Answerer | null,
): Promise<TeacherAnswer[]> {
  if (answerer === null || rows.length === 0) return [];
  const soft = Array.from(await answerer(tableOf(model.features, rows)));
  const k = model.tree.nOutputs;
  return rows.map((_, i) => {
    const value = soft.slice(i * k, (i + 1) * k);
    const decision =
      model.task === 'regression'
        ? String(value[0])
        : model.classNames[decide(manifest.decisionRule, value, 0, k)]!;
    return { decision, value };
  });
}

function stepsTo(model: Model, leaf: number, values: readonly number[]): CaseStep[] {
  const path = pathTo(model.tree, leaf);
  return path.slice(0, -1).map((node, i) => {
    const f = model.tree.feature[node]!;
    const feature = model.features[f]!;
    return {
      node,
      feature: feature.name,
      value: valueWords(feature, values[f]!),
      met: branchWords(model, node, model.tree.left[node] === path[i + 1]),
    };
  });
}

function noticesOf(feature: Feature, value: number): { feature: string; message: string }[] {
  if (feature.kind === 'categorical') {
    if (value !== UNSEEN) return [];
    const message = 'This value was not seen in training. It follows the rule for missing values.';
    return [{ feature: feature.name, message }];
  }
  const over = value > feature.max;
  if (!over && !(value < feature.min)) return [];
  const edge = numberWords(feature, over ? feature.max : feature.min);
  const message = `${numberWords(feature, value)} lies ${over ? 'above' : 'below'} every value seen in training (${over ? 'highest' : 'lowest'}: ${edge}). Nothing was measured out there.`;
  return [{ feature: feature.name, message }];
}

function tableOf(features: readonly Feature[], rows: readonly (readonly number[])[]): Table {
  return {
    features,
    columns: features.map((feature, f): Column => {
      const values = rows.map((row) => row[f]!);
      return feature.kind === 'numeric' ? Float64Array.from(values) : Int32Array.from(values);
    }),
    nRows: rows.length,
    sourceRow: new Int32Array(rows.length),
  };
}
