import { wilson, type Figure } from '../core/interval.ts';
import { isUnder } from '../core/tree.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { SIDES, type RowPage, type RowQuery, type Side, type SideCounts } from './contract-rows.ts';
import type { HeldOutRow } from './held-out-rows.ts';
import { distanceOf } from './path-distance.ts';
import { placeOf } from './page-place.ts';

/** Rows on one page of a list. */
const ROWS_PER_PAGE = 50;

/** Those rows that a query selects, in its order; the set is chosen before. */
export function selectRows(
  rows: readonly HeldOutRow[],
  query: Omit<RowQuery, 'set' | 'page'>,
  run: Pick<LoadedRun, 'paths' | 'model'>,
): HeldOutRow[] {
  const numbers = run.model.task === 'regression';
  const oneCell = query.student !== null && query.teacher !== null;
  const chosen = rows.filter(
    (row) =>
      (oneCell || query.rows === 'all' || row.differs === (query.rows === '')) &&
      (numbers || query.student === null || row.student === query.student) &&
      (numbers || query.teacher === null || row.teacher === query.teacher) &&
      (!numbers || query.side === '' || sideOf(row) === query.side) &&
      (query.leaf === null || isUnder(run.model.tree, run.paths[row.path]!.leaf, query.leaf)),
  );
  const order = query.sort === '' ? 'sure' : query.sort;
  return chosen.toSorted((a, b) => compare(order, numbers, a, b) || a.source - b.source);
}

function compare(
  order: 'sure' | 'path' | 'row',
  numbers: boolean,
  a: HeldOutRow,
  b: HeldOutRow,
): number {
  if (order === 'row') return 0;
  if (order === 'path') return a.path - b.path;
  return numbers ? distanceOf(b) - distanceOf(a) : b.asked - a.asked;
}

export function sideOf({ student, teacher }: HeldOutRow): Side {
  if (student === teacher) return 'equal';
  return student > teacher ? 'above' : 'below';
}

/** Rows by the student's class (down) and the teacher's (across). */
export function classMatrix(rows: readonly HeldOutRow[], nClasses: number): number[][] {
  const counts = Array.from({ length: nClasses }, () => Array.from({ length: nClasses }, () => 0));
  for (const { student, teacher } of rows) counts[student]![teacher]! += 1;
  return counts;
}

/** Rows by where the student's number lies, within the tolerance and beyond. */
export function sideMatrix(rows: readonly HeldOutRow[]): Record<Side, SideCounts> {
  const counts = Object.fromEntries(
    SIDES.map((side) => [side, { within: 0, beyond: 0 }]),
  ) as Record<Side, { within: number; beyond: number }>;
  for (const row of rows) counts[sideOf(row)][row.differs ? 'beyond' : 'within'] += 1;
  return counts;
}

/** The rows of one page of a list, and where the page stands. */
export function pageOf<T>(
  all: readonly T[],
  total: number,
  asked: number | null,
): RowPage & { readonly shown: readonly T[] } {
  const { page, pages, from, to } = placeOf(all.length, ROWS_PER_PAGE, asked);
  return {
    total,
    matched: all.length,
    share: total === 0 ? 0 : all.length / total,
    page,
    pages,
    perPage: ROWS_PER_PAGE,
    shown: all.slice(from, to),
  };
}

/** Share of rows where student and teacher differ. */
export function differing(rows: readonly HeldOutRow[]): Figure {
  return wilson(rows.filter((row) => row.differs).length, rows.length);
}
