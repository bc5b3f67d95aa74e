import { nextUp } from '../core/doubles.ts';
import { wilson, type Figure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';
import type {
  SwapCell,
  SwapCounts,
  SwapCutoff,
  SwapQuestion,
  SwapRows,
  SwapSet,
} from '../core/swap-set.ts';
import { bootstrapFigures } from './bootstrap.ts';
import { groupsOf } from './groups.ts';

/**
 * The swap set of a tree and its teacher: the rows whose decision changes when one replaces the
 * other, as credit scoring compares two scorecards. A cut-off is held fixed in the resamples.
 */
export function swapSet(rows: SwapRows, question: SwapQuestion, random: Random): SwapSet {
  const cutoffs = cutoffsOf(rows);
  const cutoff = cutoffOf(rows, question, cutoffs);
  const student = decisionsAt(rows, cutoff);
  const all = [...student.keys()];
  const only = (tree: number): number[] =>
    all.filter((row) => student[row] === tree && rows.teacher[row] !== tree);
  return {
    ...countsOf(rows, student, all),
    cutoff,
    groups: rows.protected.map(({ feature, column }) => ({
      feature: feature.name,
      groups: groupsOf(feature, column).map((group) => ({
        name: group.name,
        ...countsOf(rows, student, group.rows),
      })),
    })),
    money: moneyOf(rows, student, question, random),
    cutoffs,
    gainedRows: only(1),
    lostRows: only(0),
  };
}

/** What the tree gives at a cut-off. */
function decisionsAt({ own, score, asks, teacher }: SwapRows, cutoff: number | null): Uint8Array {
  return own.map((decided, row) => {
    if (asks[row] === 1) return teacher[row]!;
    return cutoff === null ? decided : Number(score[row]! >= cutoff);
  });
}

function cutoffOf(
  { teacher }: SwapRows,
  { cutoff }: SwapQuestion,
  cutoffs: readonly SwapCutoff[],
): number | null {
  if (cutoff === 'own') return null;
  if (cutoff !== 'match') return cutoff;
  const given = teacher.reduce((sum, one) => sum + one, 0);
  const off = ({ student }: SwapCutoff): number => Math.abs(student - given);
  const [first, ...rest] = cutoffs;
  if (first === undefined) return null;
  return rest.reduce((best, one) => (off(one) < off(best) ? one : best), first).cutoff;
}

/**
 * One cut-off for each soft value of the rows that the tree answers, after the one that none of them
 * reaches: others change nothing.
 */
function cutoffsOf({ teacher, score, asks, truth }: SwapRows): SwapCutoff[] {
  const answered = [...score.keys()].filter((row) => asks[row] === 0);
  answered.sort((a, b) => score[b]! - score[a]!);
  let student = 0;
  let lost = 0;
  let lostTruly = 0;
  teacher.forEach((given, row) => {
    student += given * asks[row]!;
    lost += given * (1 - asks[row]!);
    lostTruly += given * (1 - asks[row]!) * truth[row]!;
  });
  let gained = 0;
  let gainedTruly = 0;
  const [first] = answered;
  if (first === undefined) return [];
  const above = score[first]! < 1 ? 1 : nextUp(score[first]!);
  const none = { gained, lost, gainedTruly, lostTruly };
  const cutoffs: SwapCutoff[] = [{ cutoff: above, student, ...none }];
  answered.forEach((row, i) => {
    student++;
    if (teacher[row] === 1) {
      lost--;
      lostTruly -= truth[row]!;
    } else {
      gained++;
      gainedTruly += truth[row]!;
    }
    const cutoff = score[row]!;
    if (score[answered[i + 1]!] === cutoff) return;
    cutoffs.push({ cutoff, student, gained, lost, gainedTruly, lostTruly });
  });
  return cutoffs;
}

function countsOf(
  { teacher, truth }: SwapRows,
  student: Uint8Array,
  rows: readonly number[],
): SwapCounts {
  const cell = (tree: number, given: number): SwapCell => {
    const own = rows.filter((row) => student[row] === tree && teacher[row] === given);
    const truly = own.reduce((sum, row) => sum + truth[row]!, 0);
    return { n: own.length, truly: wilson(truly, own.length) };
  };
  const [both, gained, lost, neither] = [cell(1, 1), cell(1, 0), cell(0, 1), cell(0, 0)];
  return {
    n: rows.length,
    both,
    gained,
    lost,
    neither,
    teacher: wilson(both.n + lost.n, rows.length),
    student: wilson(both.n + gained.n, rows.length),
  };
}

function moneyOf(
  { teacher, truth }: SwapRows,
  student: Uint8Array,
  { amounts }: SwapQuestion,
  random: Random,
): SwapSet['money'] {
  if (amounts === null) return null;
  const worth = Float64Array.from(truth, (is) => (is === 1 ? amounts.gain : -amounts.loss));
  const total = (given: Uint8Array): number =>
    worth.reduce((sum, value, row) => sum + value * given[row]!, 0);
  const change = worth.map((value, row) => value * (student[row]! - teacher[row]!));
  return { teacher: total(teacher), student: total(student), difference: sumOf(change, random) };
}

/** The sum over rows with its percentile bootstrap interval. */
function sumOf(values: Float64Array, random: Random): Figure {
  const [figure] = bootstrapFigures(
    values.length,
    1,
    (rows, out) => {
      let sum = 0;
      for (const row of rows) sum += values[row]!;
      out[0] = sum;
    },
    random,
  );
  return figure!;
}
