import { shownNodes } from '../../src/draw/folds.ts';
import { gridScene } from '../../src/draw/grid.ts';
import {
  gridRows,
  pageCount,
  pageOfRow,
  pageWords,
  rowFor,
  type GridKind,
} from '../../src/draw/grid-pages.ts';
import { byId, mount } from '../mount.ts';
import type { Stage, TreeFace } from './stage.ts';

/** The tree as an outline or a table: one page of rows at a time. */
export function makeRows(stage: Stage, kind: GridKind): TreeFace {
  const { box } = stage;
  let rows: readonly number[] = [];
  let page = 1;

  const rowOf = (node: number): HTMLElement | null =>
    box.querySelector<HTMLElement>(`tr[data-node="${node}"]`);
  const draw = (): void => {
    const { data, shown, selected } = stage;
    rows = gridRows(kind, data.model, shownNodes(data.model.tree, shown.folded, shown.top));
    stage.cursor = rowFor(rows, data.model, stage.cursor);
    const wanted = stage.page ?? pageOfRow({ kind, rows }, stage.cursor);
    page = Math.min(pageCount({ kind, rows }), Math.max(1, wanted));
    const view = { ...data, kind, rows, page, selected, focus: stage.cursor, links: null };
    box.replaceChildren(mount(gridScene({ ...view, folded: shown.folded })));
    if (rowOf(stage.cursor) === null) {
      box.querySelector('tr[data-node]')?.setAttribute('tabindex', '0');
    }
    showPages();
  };
  const showPages = (): void => {
    const pages = pageCount({ kind, rows });
    byId('tree-page').textContent = pageWords({ kind, rows, page });
    for (const link of document.querySelectorAll<HTMLElement>('a[data-page]')) {
      const there = page + Number(link.dataset['page']);
      link.classList.toggle('gone', there < 1 || there > pages);
      link.closest('nav')?.classList.toggle('gone', pages === 1);
    }
  };
  const select = (): void => {
    box.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
    rowOf(stage.selected ?? -1)?.setAttribute('aria-selected', 'true');
  };
  const stand = (withFocus: boolean): void => {
    stage.cursor = rowFor(rows, stage.data.model, stage.cursor);
    if (rowOf(stage.cursor) === null) {
      stage.page = null;
      draw();
    }
    box.querySelector('tr[tabindex="0"]')?.setAttribute('tabindex', '-1');
    const row = rowOf(stage.cursor);
    row?.setAttribute('tabindex', '0');
    if (!withFocus) return;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  };
  return { draw, select, stand, rows: () => rows };
}
