import { leafIds, pathTo, type Model } from '../core/tree.ts';
import { grouped } from './format.ts';

export type GridKind = 'outline' | 'table';

/** All rows of a grid as nodes, and the page of them that is shown, from 1. */
export interface GridPage {
  readonly kind: GridKind;
  readonly rows: readonly number[];
  readonly page: number;
}

/** As many rows as a page may hold without growing slow. */
export const PAGE_ROWS: Readonly<Record<GridKind, number>> = { outline: 128, table: 100 };

export function pageCount({ kind, rows }: Pick<GridPage, 'kind' | 'rows'>): number {
  return Math.max(1, Math.ceil(rows.length / PAGE_ROWS[kind]));
}

/** The page a row stands on, from 1. */
export function pageOfRow({ kind, rows }: Pick<GridPage, 'kind' | 'rows'>, node: number): number {
  return Math.floor(Math.max(0, rows.indexOf(node)) / PAGE_ROWS[kind]) + 1;
}

/** `Rows 101 to 200 of 511`; nothing where all are on one page. */
export function pageWords(view: GridPage): string {
  if (pageCount(view) === 1) return '';
  const size = PAGE_ROWS[view.kind];
  const first = (view.page - 1) * size + 1;
  const last = Math.min(view.rows.length, first + size - 1);
  return `Rows ${grouped(first)} to ${grouped(last)} of ${grouped(view.rows.length)}`;
}

/** The rows of a grid: what a drawing shows, or every path. */
export function gridRows(
  kind: GridKind,
  model: Model,
  shown: readonly number[],
): readonly number[] {
  return kind === 'table' ? leafIds(model.tree) : shown;
}

/** The row to stand on for a node: itself, or the nearest that is there. */
export function rowFor(rows: readonly number[], model: Model, node: number): number {
  const there = new Set(rows);
  const above = pathTo(model.tree, node).findLast((id) => there.has(id));
  return above ?? rows.find((id) => id >= node) ?? rows[0]!;
}
