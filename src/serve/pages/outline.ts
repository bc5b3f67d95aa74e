import { evidenceOf } from '../../draw/evidence.ts';
import { shownNodes, sizeOf, toggleFold } from '../../draw/folds.ts';
import { gridScene, type GridLinks } from '../../draw/grid.ts';
import {
  gridRows,
  pageCount,
  pageOfRow,
  pageWords,
  rowFor,
  type GridKind,
} from '../../draw/grid-pages.ts';
import { drawing, html, type Html } from '../html.ts';
import type { TreePageState } from './tree.ts';
import { treeHref } from './tree-links.ts';

/** The tree as an outline, or its paths as a table: one page of rows. */
export function gridSection(state: TreePageState, kind: GridKind): Html {
  const { run, model, shares, shown, query } = state;
  const rows = gridRows(kind, model, shownNodes(model.tree, shown.folded, shown.top));
  const focus = rowFor(rows, model, query.node ?? query.focus ?? shown.top);
  const pages = pageCount({ kind, rows });
  const page = Math.min(pages, Math.max(1, query.page ?? pageOfRow({ kind, rows }, focus)));
  const evidence = evidenceOf(model.tree, model === run.model ? run.paths : null);
  const links = linksOf(state);
  const view = { kind, model, shares, evidence, rows, page, selected: query.node, focus, links };
  const label = kind === 'outline' ? 'The tree as an outline' : 'The paths of the tree';
  return html`<div
      class="grid-box scroll"
      id="tree-box"
      tabindex="0"
      role="region"
      aria-label="${label}"
    >
      ${drawing(gridScene({ ...view, folded: shown.folded }))}
    </div>
    <nav class="pager ${pages === 1 ? 'gone' : ''}" aria-label="Pages">
      ${pageLink(state, page - 1, pages, 'Before', '-1')}
      <span id="tree-page">${pageWords(view)}</span>
      ${pageLink(state, page + 1, pages, 'After', '1')}
    </nav>`;
}

function linksOf({ site, run, model, shown, query }: TreePageState): GridLinks {
  const { tree } = model;
  const near = sizeOf(tree) === 'near';
  return {
    choose: (node) => treeHref(site, run, query, { node, page: null }),
    fold: (node) => {
      if (near && shown.folded.has(node)) {
        return treeHref(site, run, { ...query, folded: undefined }, { focus: node, page: null });
      }
      const folded = near ? [node] : Array.from(toggleFold(tree, shown.folded, node));
      return treeHref(site, run, query, { folded, page: null });
    },
  };
}

function pageLink(
  { site, run, query }: TreePageState,
  page: number,
  pages: number,
  label: string,
  step: string,
): Html {
  const there = page >= 1 && page <= pages;
  const address = treeHref(site, run, query, { page });
  return html`<a class="${there ? '' : 'gone'}" href="${address}" data-page="${step}">${label}</a>`;
}
