import { inputError, type Warning } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { decisions } from '../core/decision.ts';
import type { Labels } from '../core/table.ts';
import { shorten, visible } from '../core/text.ts';
import { duplicateGroups, textGroups } from './groups.ts';
import { narrowToTraining } from './narrow.ts';
import type { Dataset, Partition, SplitOptions } from './types.ts';

const TRAIN = 0;
const SELECT = 1;
const TEST = 2;
const SHARES = [0.6, 0.2, 0.2] as const;

/** What a column split may say, in any letter case. */
const SET_NAMES: ReadonlyMap<string, number> = new Map([
  ['train', TRAIN],
  ['select', SELECT],
  ['validation', SELECT],
  ['valid', SELECT],
  ['test', TEST],
]);

/**
 * Cuts the rows 60/20/20 into train, select and test, and narrows the schema to what the training
 * rows show. `random` is stratified by class and keeps duplicate rows together; `time` trains on
 * the earliest rows; `group` keeps whole groups together; `column` obeys the file.
 * @throws EspalierError `E_SPLIT` when a set would be empty or the training rows have one class.
 */
export function splitDataset(
  dataset: Dataset,
  options: SplitOptions,
  random: Random,
): { dataset: Dataset; partition: Partition } {
  const sets = setsOf(dataset, options, random);
  const partition = partitionOf(sets, options);
  checkPartition(dataset.truth, partition);
  const narrowed = narrowToTraining(dataset, partition);
  const shared = options.kind === 'random' ? [] : sharedRows(narrowed, sets);
  return { dataset: { ...narrowed, warnings: [...narrowed.warnings, ...shared] }, partition };
}

function setsOf(
  { table, truth, splitValues }: Dataset,
  options: SplitOptions,
  random: Random,
): Uint8Array {
  if (options.kind === 'random') {
    return deal(duplicateGroups(table), strataOf(truth), random);
  }
  if (splitValues === null) {
    throw new Error('the dataset was read without the column of this split');
  }
  if (splitValues instanceof Float64Array) return byTime(splitValues);
  if (options.kind === 'column') return byColumn(splitValues, options.column);
  return deal(textGroups(splitValues), new Int32Array(table.nRows), random);
}

/** The class of each row; one stratum for a regression. */
function strataOf(truth: Labels): Int32Array {
  if (truth.task === 'regression') return new Int32Array(truth.soft.length);
  return decisions(truth.soft, truth.nOutputs);
}

/**
 * Deals whole groups to the sets in random order, each set with a chance in proportion to the rows
 * it still lacks in the stratum of the group's first row: every set gets its share of every stratum
 * up to the size of a group, and of groups of every size.
 */
function deal(groups: Int32Array, strata: Int32Array, random: Random): Uint8Array {
  const nGroups = groups.reduce((most, group) => Math.max(most, group + 1), 0);
  const size = new Int32Array(nGroups);
  const stratum = new Int32Array(nGroups).fill(-1);
  const rowsIn: number[] = [];
  for (const [row, group] of groups.entries()) {
    if (stratum[group] === -1) stratum[group] = strata[row]!;
    size[group]!++;
    rowsIn[stratum[group]!] = (rowsIn[stratum[group]!] ?? 0) + 1;
  }
  const lacking = rowsIn.map(quotas);
  const order = Int32Array.from(size.keys());
  random.shuffle(order);
  const setOfGroup = new Uint8Array(nGroups);
  for (const group of order) {
    const quota = lacking[stratum[group]!]!;
    const set = draw(quota, random);
    quota[set]! -= size[group]!;
    setOfGroup[group] = set;
  }
  return Uint8Array.from(groups, (group) => setOfGroup[group]!);
}

/** Rows of each set; from three rows on, each set gets one at least. */
function quotas(n: number): number[] {
  const held = Math.max(n >= 2 ? 1 : 0, Math.round(SHARES[TEST] * n));
  return n >= 3 ? [n - 2 * held, held, held] : [n - held, 0, held];
}

function draw(quota: readonly number[], random: Random): number {
  const open = quota.map((rows) => Math.max(0, rows));
  let at = random.uniform() * open.reduce((sum, rows) => sum + rows, 0);
  for (const [set, rows] of open.entries()) {
    if (at < rows) return set;
    at -= rows;
  }
  return TRAIN;
}

/** Earliest rows train, latest test; rows of the same time stay together. */
function byTime(times: Float64Array): Uint8Array {
  const sorted = times.toSorted();
  const boundary = (share: number): number => sorted[Math.floor(share * sorted.length)]!;
  const select = boundary(SHARES[TRAIN]);
  const test = boundary(SHARES[TRAIN] + SHARES[SELECT]);
  return Uint8Array.from(times, (time) => (time < select ? TRAIN : time < test ? SELECT : TEST));
}

function byColumn(values: readonly string[], column: string): Uint8Array {
  return Uint8Array.from(values, (value) => {
    const set = SET_NAMES.get(value.toLowerCase());
    if (set !== undefined) return set;
    throw inputError(
      'E_SPLIT',
      `the split column "${visible(column)}" holds "${shorten(value, 30)}": it may hold train, select (or validation) and test.`,
    );
  });
}

function partitionOf(sets: Uint8Array, options: SplitOptions): Partition {
  const rows = Int32Array.from(sets.keys());
  const of = (set: number): Int32Array => rows.filter((row) => sets[row] === set);
  const [train, select, test] = [of(TRAIN), of(SELECT), of(TEST)];
  const record = {
    kind: options.kind,
    column: options.kind === 'random' ? null : options.column,
    train: train.length,
    select: select.length,
    test: test.length,
  };
  return { train, select, test, record };
}

function checkPartition(truth: Labels, { train, select, test, record }: Partition): void {
  const by = record.column === null ? '' : ` by "${visible(record.column)}"`;
  for (const [name, rows] of [
    ['train', train],
    ['select', select],
    ['test', test],
  ] as const) {
    if (rows.length > 0) continue;
    throw inputError(
      'E_SPLIT',
      `the split${by} leaves no row to ${name}: split another way, or give more rows.`,
    );
  }
  const k = truth.nOutputs;
  const seen = new Set(
    Array.from(train, (row) =>
      truth.task === 'regression'
        ? truth.soft[row]!
        : truth.soft.subarray(row * k, (row + 1) * k).indexOf(1),
    ),
  );
  if (seen.size > 1) return;
  const what = truth.task === 'regression' ? 'value of the target' : 'class';
  throw inputError(
    'E_SPLIT',
    `the split${by} leaves the training rows with one ${what} only: split another way.`,
  );
}

/** Says how many test rows a model has seen, where the split could not keep duplicates together. */
function sharedRows({ table }: Dataset, sets: Uint8Array): Warning[] {
  const groups = duplicateGroups(table);
  const trained = new Set(groups.filter((_, row) => sets[row] === TRAIN));
  const tested = groups.filter((_, row) => sets[row] === TEST);
  const shared = tested.filter((group) => trained.has(group)).length;
  if (shared === 0) return [];
  const message = `${shared} of ${tested.length} test rows have the same features as a training row: figures on them flatter.`;
  return [{ code: 'W_SHARED_ROWS', message }];
}
