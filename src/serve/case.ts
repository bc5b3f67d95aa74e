import { decide } from '../core/decision.ts';
import { UNSEEN, type Feature, type Table } from '../core/table.ts';
import { leafOf, pathTo, type Model } from '../core/tree.ts';
import { numberWords, valueWords } from '../core/words.ts';
import { branchWords } from '../draw/labels.ts';
import type { CaseAnswer, CaseStep } from './contract.ts';
import type { LoadedRun } from '../report/load-run.ts';

/** Answers rows of a run's features with its teacher: soft values, row-major. */
export type Answerer = (rows: Table) => Promise<ArrayLike<number>>;

/** Sends a case down the tree with the reference walker, and to the teacher where there is one. */
export async function answerCase(
  run: LoadedRun,
  values: readonly number[],
  answerer: Answerer | null,
): Promise<CaseAnswer> {
  const { model } = run;
  const leaf = leafOf(model.tree, (feature) => values[feature]!);
  const record = run.paths.find((path) => path.leaf === leaf)!;
  const soft = answerer === null ? null : await answerer(oneRow(model.features, values));
  return {
    decision: record.decision,
    deferredFrom: record.deferredFrom,
    value: record.value,
    leaf,
    pathId: record.id,
    words: record.words,
    steps: stepsTo(model, leaf, values),
    notices: model.features.flatMap((feature, f) => noticesOf(feature, values[f]!)),
    teacher: soft === null ? null : decided(run, Array.from(soft)),
  };
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

function decided(
  { model, manifest }: LoadedRun,
  value: readonly number[],
): { decision: string; value: number[] } {
  const decision =
    model.task === 'regression'
      ? String(value[0])
      : model.classNames[decide(manifest.decisionRule, value, 0, value.length)]!;
  return { decision, value: value.slice() };
}

function oneRow(features: readonly Feature[], values: readonly number[]): Table {
  return {
    features,
    columns: features.map((feature, f) =>
      feature.kind === 'numeric' ? Float64Array.of(values[f]!) : Int32Array.of(values[f]!),
    ),
    nRows: 1,
    sourceRow: Int32Array.of(0),
  };
}
