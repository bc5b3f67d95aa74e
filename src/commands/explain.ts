import { inputError, usageError, type StageOptions } from '../core/errors.ts';
import type { PathRecord, RunDocument } from '../core/run.ts';
import { selectRows } from '../core/table.ts';
import { visible } from '../core/text.ts';
import { DEFER, leavesOf } from '../core/tree.ts';
import { conditionWords, valueWords } from '../core/words.ts';
import { readRows } from '../dataset/rows.ts';
import { figureWords } from '../report/words.ts';
import { openRun } from './find-run.ts';
import { outOfRange } from './predict.ts';

/** Why one row got its answer. */
export interface Explanation {
  readonly row: number;
  readonly answer: string;
  readonly value: readonly number[];
  readonly path: PathRecord;
  /** Each condition of the path in words, beside the row's own value. */
  readonly reasons: readonly { readonly condition: string; readonly value: string }[];
  readonly outOfRange: readonly string[];
}

/** Explains row `row` (from 1) of a file by the path it follows. */
export async function explain(
  nameOrPath: string,
  data: string,
  row: number,
  options: StageOptions = {},
): Promise<{ readonly explanation: Explanation; readonly run: RunDocument }> {
  if (!Number.isInteger(row) || row < 1) {
    throw usageError('E_OPTION', `row is ${row}: give a whole number from 1.`);
  }
  const { model, paths, manifest } = await openRun(nameOrPath);
  const { table } = await readRows(data, model.features, { ...options, target: model.target });
  if (row > table.nRows) {
    throw inputError(
      'E_NO_ROW',
      `${visible(data)} has ${table.nRows} rows, there is no row ${row}.`,
    );
  }
  const one = selectRows(table, [row - 1]);
  const leaf = leavesOf(model.tree, one)[0]!;
  const path = paths.find((record) => record.leaf === leaf)!;
  const reasons = path.conditions.map((condition) => {
    const f = model.features.findIndex((feature) => feature.name === condition.feature);
    return {
      condition: conditionWords(condition, model.features[f]),
      value: valueWords(model.features[f]!, one.columns[f]![0]!),
    };
  });
  const explanation = {
    row,
    answer: path.decision,
    value: path.value,
    path,
    reasons,
    outOfRange: outOfRange(one, 0),
  };
  return { explanation, run: manifest };
}

/** An explanation for a person at a terminal. */
export function explanationText({ explanation, run }: Awaited<ReturnType<typeof explain>>): string {
  const { row, path, reasons } = explanation;
  const lines = [
    `Row ${row}: ${answerWords(explanation, run)}, by path ${path.id}`,
    ...reasons.map(({ condition, value: own }) => `  because ${condition}   [here: ${own}]`),
    ...(reasons.length === 0 ? ['  always: the tree has one path'] : []),
    `  ${path.coverage.n === 0 ? 'No' : figureWords(path.coverage)} of the held-out rows follow this path; there the student answers like the teacher on ${figureWords(path.fidelity)}.`,
    ...(run.role === 'explains'
      ? ['  The teacher decides; these reasons describe it and need not be its own.']
      : []),
    ...explanation.outOfRange.map(
      (name) => `  ${visible(name)} lies outside what the training rows showed.`,
    ),
  ];
  return lines.join('\n');
}

function meanName({ augmentation }: RunDocument): string {
  return augmentation.truthWeight === 0 ? 'teacher’s mean probability' : 'mean probability';
}

function answerWords({ answer, value, path }: Explanation, run: RunDocument): string {
  const own = path.deferredFrom ?? answer;
  const probability =
    run.task === 'classification'
      ? ` (${meanName(run)} ${value[run.classes.indexOf(own)]!.toFixed(3)})`
      : '';
  const target = visible(run.target);
  return path.deferredFrom === null
    ? `${target} is ${visible(own)}${probability}`
    : `${DEFER}, the tree does not answer here: ask the teacher; it would say that ${target} is ${visible(own)}${probability}`;
}
