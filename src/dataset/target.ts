import { inputError, type Warning } from '../core/errors.ts';
import type { Labels, Task } from '../core/table.ts';
import { compareText, listWords, shorten, visible } from '../core/text.ts';
import type { ReadColumn } from './column.ts';

/** Most classes of a target. */
const MAX_CLASSES = 100;
/** A class with fewer rows cannot be in each of the three sets. */
const RARE_ROWS = 3;

export interface Target {
  readonly truth: Labels;
  readonly note: string;
  readonly warnings: readonly Warning[];
}

/** Squared errors of a million such numbers still fit a double. */
const LARGEST_TARGET = 1e100;

/**
 * The truth of a target column that has a value in every row. Text and booleans are classes; a
 * number with two different values is two classes, with more it is a regression, unless `task`
 * says otherwise.
 * @throws EspalierError `E_ONE_CLASS`, `E_TOO_MANY_CLASSES`, `E_TARGET_TYPE`, `E_TARGET_RANGE`.
 */
export function readTarget(column: ReadColumn, task: Task | undefined): Target {
  const name = visible(column.feature.name);
  if (column.type === 'date') {
    throw inputError(
      'E_TARGET_TYPE',
      `the target "${name}" holds dates: give a class or a number.`,
    );
  }
  if (column.distinct < 2) {
    throw inputError(
      'E_ONE_CLASS',
      `the target "${name}" has the same value in every row: there is nothing to learn.`,
    );
  }
  const numeric = column.type === 'numeric';
  if (task === 'regression' && !numeric) {
    throw inputError('E_TARGET_TYPE', `the target "${name}" is no number: leave out the task.`);
  }
  const chosen = task ?? (numeric && column.distinct > 2 ? 'regression' : 'classification');
  const said = task === undefined ? 'inferred' : 'chosen';
  if (chosen === 'regression') return regression(column, said);
  return classification(column, said);
}

function regression(column: ReadColumn, said: string): Target {
  const soft = Float64Array.from(column.values);
  const row = soft.findIndex((value) => Math.abs(value) > LARGEST_TARGET);
  if (row !== -1) {
    throw inputError(
      'E_TARGET_RANGE',
      `the target "${visible(column.feature.name)}" has ${soft[row]}: numbers beyond ±${LARGEST_TARGET} cannot be squared; use a smaller unit.`,
    );
  }
  return {
    truth: { task: 'regression', nOutputs: 1, classNames: [], soft },
    note: `regression (${said}): ${column.note}, ${column.distinct} different values`,
    warnings: [],
  };
}

function classification(column: ReadColumn, said: string): Target {
  const name = visible(column.feature.name);
  if (column.distinct > MAX_CLASSES) {
    throw inputError(
      'E_TOO_MANY_CLASSES',
      `the target "${name}" has ${column.distinct} classes, at most ${MAX_CLASSES} are possible: group them.`,
    );
  }
  const classNames = classNamesOf(column);
  const truth = oneHot(classNames, classOf(column, classNames));
  const counts = classNames.map((_, c) => countClass(truth, c));
  const note = `classification (${said}) with ${classNames.length} classes: ${column.note}`;
  return { truth, note, warnings: rareClasses(column.feature.name, classNames, counts) };
}

function classNamesOf({ feature, values }: ReadColumn): string[] {
  if (feature.kind === 'categorical') return [...feature.categories];
  return [...new Set(values)].map(String).toSorted(compareText);
}

function classOf({ feature, values }: ReadColumn, classNames: readonly string[]): Int32Array {
  if (feature.kind === 'categorical') return Int32Array.from(values);
  const codes = new Map(classNames.map((name, code) => [Number(name), code]));
  return Int32Array.from(values, (value) => codes.get(value)!);
}

/** Labels that give each row its class with certainty. */
export function oneHot(classNames: readonly string[], classes: Int32Array): Labels {
  const k = classNames.length;
  const soft = new Float64Array(classes.length * k);
  for (let row = 0; row < classes.length; row++) soft[row * k + classes[row]!] = 1;
  return { task: 'classification', nOutputs: k, classNames, soft };
}

function countClass(labels: Labels, c: number): number {
  let count = 0;
  for (let at = c; at < labels.soft.length; at += labels.nOutputs) count += labels.soft[at]!;
  return count;
}

function rareClasses(
  column: string,
  classNames: readonly string[],
  counts: readonly number[],
): Warning[] {
  const rare = classNames.filter((_, c) => counts[c]! < RARE_ROWS);
  if (rare.length === 0) return [];
  const shown = rare.slice(0, 5).map((name) => `"${shorten(name, 30)}"`);
  if (rare.length > 5) shown.push(`${rare.length - 5} more`);
  const message = `${rare.length === 1 ? 'the class' : 'the classes'} ${listWords(shown, 'and')} of "${visible(column)}" ${rare.length === 1 ? 'has' : 'have'} fewer than ${RARE_ROWS} rows: too few to learn from or to measure.`;
  return [{ code: 'W_RARE_CLASS', column, message }];
}
