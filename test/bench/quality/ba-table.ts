/**
 * Writes the tables of `../ba-trees.ts` into the README of the benchmarks:
 *
 *   npx tsx test/bench/quality/ba-table.ts <work folder>
 */
import { machine, markdownTable, writeSection } from '../table.ts';
import { BA_SETS, type BaSet } from './ba-sets.ts';
import { collectCells, type Cell } from './cells.ts';
import {
  difference,
  heldToTrain,
  meanOf,
  meanOfSeries,
  seriesOf,
  shownDifference,
  shownSeries,
  type Series,
} from './figures.ts';
import { optionsOf } from './options.ts';
import type { Size } from './trees.ts';

const SIZES: readonly Size[] = [
  'depth 3',
  'depth 4',
  'depth 5',
  'depth 6',
  'depth 7',
  'depth 8',
  'leaves 8',
  'leaves 16',
  'leaves 32',
];
/** A tree that answers like its teacher so often is as good as it, in most uses. */
const NEARLY_ALL = 0.99;
/** Fewer rows in all folds say nothing of a set. */
const ENOUGH_ROWS = 40;

const [work] = optionsOf('ba-table.ts <work folder>', 1).folders as [string];
const all = collectCells(work);
const sizes = SIZES.filter((size) => all.some(({ arms }) => arms['student']?.[size] !== undefined));
const baSets = BA_SETS.filter(({ folder }) => all.some(({ set }) => set === folder));

function cellsOf({ folder }: BaSet, rows: 'unseen' | 'all'): Cell[] {
  return all.filter(({ set, teacher }) => set === folder && teacher === rows);
}

/** Held-out rows of all folds. */
function rowsOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { heldRows }) => sum + heldRows, 0);
}

function fidelities(set: BaSet, rows: 'unseen' | 'all', arm: string, size: Size): Series {
  return seriesOf(cellsOf(set, rows), arm, size, 'fidelity');
}

function leaves(set: BaSet, arm: string, size: Size): string {
  return meanOf(seriesOf(cellsOf(set, 'all'), arm, size, 'leaves')).toFixed(1);
}

/** The smallest depth whose fidelity on unseen rows is nearly all, with its leaves. */
function enough(set: BaSet): string {
  const size = sizes.find(
    (name) => meanOf(fidelities(set, 'unseen', 'student', name)) >= NEARLY_ALL,
  );
  return size === undefined
    ? '–'
    : `${size.replace('depth ', '')} / ${leaves(set, 'student', size)}`;
}

function setTable(): string {
  const head = [
    'set',
    'held-out rows',
    'of them unseen',
    'teacher accuracy',
    'exact tree: depth / leaves',
    'fewest leaves, exact',
    'pruned, not exact: depth / leaves',
    'ours for 99 %: depth / leaves',
  ];
  const rows = baSets.map((set) => {
    const [held, unseen] = [cellsOf(set, 'all'), cellsOf(set, 'unseen')];
    const accuracy = held.reduce((sum, cell) => sum + cell.teacherAccuracy! / held.length, 0);
    return [
      set.name,
      String(rowsOf(held)),
      String(rowsOf(unseen)),
      accuracy.toFixed(3),
      `${set.exactDepth} / ${set.exactLeaves}`,
      String(set.fewestLeaves),
      `${set.prunedDepth} / ${set.prunedLeaves}`,
      enough(set),
    ];
  });
  return markdownTable(head, rows);
}

/** Three lines: ours, greedy growth, and the difference, in the mean over `some` sets. */
function threeLines(name: string, some: readonly BaSet[], rows: 'unseen' | 'all'): string[][] {
  const ratio = heldToTrain(some.flatMap((set) => cellsOf(set, rows)));
  const of = (arm: string, size: Size): Series =>
    meanOfSeries(some.map((set) => fidelities(set, rows, arm, size)));
  return [
    [`${name}, ours`, ...sizes.map((size) => shownSeries(of('student', size)))],
    [`${name}, greedy`, ...sizes.map((size) => shownSeries(of('greedy', size)))],
    [
      `${name}, difference`,
      ...sizes.map((size) =>
        shownDifference(difference(of('student', size), of('greedy', size), ratio)),
      ),
    ],
  ];
}

/** The mean over the sets that have rows enough for one, then set by set. */
function fidelityTable(rows: 'unseen' | 'all'): string {
  const many = baSets.filter((set) => rowsOf(cellsOf(set, rows)) >= ENOUGH_ROWS);
  const lines = [
    ...threeLines(`mean of ${many.length} sets`, many, rows),
    ...baSets.flatMap((set) => threeLines(set.name, [set], rows)),
  ];
  return markdownTable(['fidelity', ...sizes], lines);
}

function leafTable(): string {
  const rows = baSets.map((set) => [
    set.name,
    ...sizes.map((size) => `${leaves(set, 'student', size)} (${leaves(set, 'greedy', size)})`),
  ]);
  return markdownTable(['leaves, ours (greedy)', ...sizes], rows);
}

const folds = new Set(all.map(({ split }) => split)).size;
const note = `Mean ± SE over ${folds} folds (those with unseen rows). Differences in points, paired by fold; † p < 0.05, ‡ p < 0.01 by the corrected resampled t-test. ${machine()}.`;
writeSection(
  'ba-trees',
  [
    setTable(),
    'On unseen rows:',
    fidelityTable('unseen'),
    'On all held-out rows:',
    fidelityTable('all'),
    'Leaves:',
    leafTable(),
    note,
  ].join('\n\n'),
);
