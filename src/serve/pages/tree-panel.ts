import { detailsScene } from '../../draw/details.ts';
import { nodeRowsScene } from '../../draw/node-rows.ts';
import { drawing, html, type Html } from '../html.ts';
import { href, runHref, withQuery } from '../site.ts';
import { hiddenWhen } from './parts.ts';
import { treeHref } from './tree-links.ts';
import type { TreePageState } from './tree.ts';

/** What is known of the selected node, beside the tree. */
export function treePanel(state: TreePageState): Html {
  return html`<aside class="tree-panel" id="tree-panel" aria-label="Selected node">
    <a
      id="tree-clear"
      href="${treeHref(state.site, state.run, state.query, { node: null, page: null })}"
      ${hiddenWhen(state.query.node === null)}
      >Clear<span class="visually-hidden"> the selection</span></a
    >
    <div id="tree-details">${details(state)}</div>
    ${rowsHere(state)}
  </aside>`;
}

function details({ site, run, model, shares, query }: TreePageState): Html {
  const node = query.node ?? 0;
  const path = model === run.model ? (run.paths.find((one) => one.leaf === node) ?? null) : null;
  const address = path === null ? null : href(site, 'runs', run.id, 'paths', path.id);
  const { truthWeight } = run.manifest.augmentation;
  return drawing(detailsScene({ model, shares, path, truthWeight, href: address, node }));
}

/** Some of the rows that come to the selected node, each a case to look into. */
function rowsHere({ site, run, rows }: TreePageState): Html | null {
  if (!Object.hasOwn(run.manifest.artifacts, 'heldout.parquet')) return null;
  if (rows === null) return html`<div id="tree-rows"></div>`;
  const path = run.paths.find(({ leaf }) => leaf === rows.node);
  const all =
    path === undefined
      ? runHref(site, run, 'disagreements', { leaf: rows.node, rows: 'all' })
      : href(site, 'runs', run.id, 'paths', path.id);
  const scene = nodeRowsScene({
    ...rows,
    numbers: run.manifest.task === 'regression',
    rowHref: (row) => withQuery(href(site, 'runs', run.id, 'case'), { row }),
    allHref: `${all}#rows`,
  });
  return html`<div id="tree-rows" data-of="${rows.node}">${drawing(scene)}</div>`;
}
