import { inputError } from '../core/errors.ts';
import type { Labels } from '../core/table.ts';
import { listWords, shorten, visible } from '../core/text.ts';
import type { Rows } from '../store/column-rows.ts';
import { oneHot } from './target.ts';

/** How far the probabilities of a row may be from a sum of 1: rounding to two decimals. */
const SUM_TOLERANCE = 0.02;

interface NamedColumn {
  readonly name: string;
  readonly at: number;
}

/**
 * A recorded teacher's answers, in the order of `truth.classNames`.
 * @throws EspalierError `E_TEACHER` naming the column, and the row where there is one.
 */
export async function readRecorded(
  rows: Rows,
  columns: readonly NamedColumn[],
  truth: Labels,
): Promise<Labels> {
  if (truth.task === 'regression') return readNumber(rows, columns, truth);
  const [only] = columns;
  const labels =
    columns.length === 1 && only !== undefined ? await readLabels(rows, only, truth) : null;
  return labels ?? readProbabilities(rows, columns, truth);
}

async function readNumber(
  rows: Rows,
  columns: readonly NamedColumn[],
  truth: Labels,
): Promise<Labels> {
  if (columns.length !== 1) {
    refuse(`a regression needs one column of recorded answers, ${columns.length} were given`);
  }
  return { ...truth, soft: await numbersOf(rows, columns[0]!) };
}

/** One column of class names; `null` if it holds numbers that name no class: probabilities. */
async function readLabels(rows: Rows, column: NamedColumn, truth: Labels): Promise<Labels | null> {
  const { classNames } = truth;
  const codes = await rows.codes(column.at, classNames, -1, -1);
  if (!codes.includes(-1)) {
    refuseTwoWays(column, classNames);
    return oneHot(classNames, codes);
  }
  const numbers = await rows.numbers(column.at);
  if (numbers.includes(Infinity)) return refuseLabel(rows, column, codes.indexOf(-1), classNames);
  const byNumber = Int32Array.from(numbers, (value) => classNames.indexOf(String(value)));
  const odd = byNumber.indexOf(-1);
  if (odd === -1) return oneHot(classNames, byNumber);
  if (!byNumber.some((code) => code >= 0) || !Number.isNaN(numbers[odd])) return null;
  return refuseLabel(rows, column, odd, classNames);
}

/** 0 and 1 in a column that is named after the class 0 may be labels, or probabilities of 0. */
function refuseTwoWays({ name }: NamedColumn, classNames: readonly string[]): void {
  if (classNames.join() !== '0,1' || !name.endsWith('0')) return;
  refuse(
    `column "${visible(name)}" holds only 0 and 1, which can be read in two ways: rename it after the class 1 if it holds labels, or give the probabilities of both classes`,
  );
}

async function refuseLabel(
  rows: Rows,
  column: NamedColumn,
  at: number,
  classNames: readonly string[],
): Promise<never> {
  const found = (await rows.texts(column.at))[at] ?? '';
  const known = classNames.slice(0, 5).map((name) => `"${shorten(name, 30)}"`);
  if (classNames.length > 5) known.push('...');
  return refuse(
    `column "${visible(column.name)}" has "${shorten(found, 30)}" in row ${rows.rowNumbers[at]}, which is no class of the target (${listWords(known, 'or')})`,
  );
}

async function readProbabilities(
  rows: Rows,
  columns: readonly NamedColumn[],
  truth: Labels,
): Promise<Labels> {
  const { classNames } = truth;
  const k = classNames.length;
  const ofClass = matchClasses(columns, classNames);
  const soft = new Float64Array(rows.nRows * k);
  for (const [c, column] of ofClass.entries()) {
    if (column === null) continue;
    const values = await numbersOf(rows, column);
    for (let row = 0; row < rows.nRows; row++) soft[row * k + c] = values[row]!;
  }
  const complement = ofClass.indexOf(null);
  for (let row = 0; row < rows.nRows; row++) {
    if (complement !== -1) soft[row * k + complement] = 1 - soft[row * k + 1 - complement]!;
    const fault = normaliseRow(soft, row * k, k);
    if (fault !== null) refuse(`row ${rows.rowNumbers[row]} has ${fault}`);
  }
  return { ...truth, soft };
}

/** Scales a row of probabilities to a sum of 1; says what is wrong if they are none. */
function normaliseRow(soft: Float64Array, start: number, k: number): string | null {
  let sum = 0;
  for (let c = 0; c < k; c++) {
    const p = soft[start + c]!;
    if (!(p >= 0 && p <= 1)) return `the probability ${p}, which is not between 0 and 1`;
    sum += p;
  }
  if (Math.abs(sum - 1) > SUM_TOLERANCE) return `probabilities that sum to ${sum}, not to 1`;
  if (sum !== 1) for (let c = 0; c < k; c++) soft[start + c]! /= sum;
  return null;
}

/** The column of each class, by the end of its name; one of two classes may be left out. */
function matchClasses(
  columns: readonly NamedColumn[],
  classNames: readonly string[],
): (NamedColumn | null)[] {
  const ofClass: (NamedColumn | null)[] = classNames.map(() => null);
  for (const column of columns) {
    const c = longestEnding(column.name, classNames);
    if (c === -1) {
      refuse(
        `the name of column "${visible(column.name)}" ends with no class of the target: rename it, like "p_${shorten(classNames[0]!, 30)}"`,
      );
    }
    if (ofClass[c] !== null) {
      refuse(`two columns answer for the class "${shorten(classNames[c]!, 30)}"`);
    }
    ofClass[c] = column;
  }
  const missing = classNames.filter((_, c) => ofClass[c] === null);
  if (missing.length > (classNames.length === 2 ? 1 : 0)) {
    refuse(`no column answers for the class "${shorten(missing[0]!, 30)}"`);
  }
  return ofClass;
}

function longestEnding(name: string, classNames: readonly string[]): number {
  let best = -1;
  for (const [c, className] of classNames.entries()) {
    if (!name.endsWith(className)) continue;
    if (best === -1 || className.length > classNames[best]!.length) best = c;
  }
  return best;
}

async function numbersOf(rows: Rows, column: NamedColumn): Promise<Float64Array> {
  const values = await rows.numbers(column.at);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad === -1) return values;
  const row = rows.rowNumbers[bad]!;
  return refuse(`column "${visible(column.name)}" has no number in row ${row}`);
}

function refuse(what: string): never {
  throw inputError('E_TEACHER', `the recorded answers cannot be used: ${what}.`);
}
