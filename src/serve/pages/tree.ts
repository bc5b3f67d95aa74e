import { pathTo, treeDepth, type Model } from '../../core/tree.ts';
import { distributionBar } from '../../draw/bars.ts';
import { detailsScene } from '../../draw/details.ts';
import { initialFolds, revealNode, shownWords } from '../../draw/folds.ts';
import { leafCounts, nodeShares } from '../../draw/layout.ts';
import { classStyles } from '../../draw/palette.ts';
import { treeScene } from '../../draw/tree.ts';
import type { TreeQuery } from '../contract.ts';
import { drawing, html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { badRequest } from '../problem.ts';
import { allowedDepth } from '../services.ts';
import { href, withQuery, type Site } from '../site.ts';
import { outlineSection } from './outline.ts';
import { deferMark, keptDepths, keptLimits, sizeWords } from './parts.ts';
import { shell } from './shell.ts';

/** `/runs/:run/tree`: one tree of the frontier, drawn and as an outline. */
export function treePage(site: Site, run: LoadedRun, model: Model, query: TreeQuery): Html {
  const own = model === run.model;
  const node = query.node ?? 0;
  if (node >= model.tree.feature.length) throw badRequest('The tree has no such node.', 'node');
  const shares = nodeShares(model.tree, own ? run.paths : null);
  const folded = revealNode(model.tree, query.folded ?? initialFolds(model.tree), node);
  const path = own ? (run.paths.find((one) => one.leaf === node) ?? null) : null;
  const lit = query.node === null ? [] : pathTo(model.tree, node);
  const view = { model, shares, folded, lit: new Set(lit), selected: query.node, focus: node };
  const address = path === null ? null : href(site, 'runs', run.id, 'paths', path.id);
  const body = html`<h1>Tree</h1>
    ${treeChoice(site, run, model, query)} ${legend(run)}
    <div class="tree-layout">
      <div class="tree-column">
        ${toolbar(site, run, query, model, folded)}
        <div
          class="tree-box"
          id="tree-box"
          tabindex="0"
          role="region"
          aria-label="Drawing of the tree"
        >
          ${drawing(treeScene(view))}
        </div>
        <p class="quiet tree-help">
          ${barWords(run)} Width of a branch: share of
          ${own ? 'held-out rows' : 'the fitting weight'}.
          <span class="with-script"
            >Arrow keys walk the tree, left and right fold and unfold, Enter selects.</span
          >
        </p>
      </div>
      <aside class="tree-panel" id="tree-panel" aria-live="polite" aria-label="Selected node">
        ${drawing(detailsScene({ model, shares, path, href: address, node }))}
      </aside>
    </div>
    ${outlineSection(site, run, model, own ? run.paths : [], shares)}`;
  const title = `Tree of ${run.id}`;
  return shell(site, { title, run, tab: 'tree', view: 'tree', body });
}

/** What the parts of a bar mean. */
function legend(run: LoadedRun): Html | null {
  const { classes, deferral } = run.manifest;
  const asks = deferral.leaves > 0;
  if (classes.length === 0 && !asks) return null;
  const styles = classStyles(classes);
  const only = (k: number): number[] => classes.map((_, other) => (other === k ? 1 : 0));
  return html`<ul class="legend" aria-label="Bars">
    ${classes.map(
      (name, k) => html`<li>${drawing(distributionBar(only(k), styles, 28, 9))} ${name}</li>`,
    )}
    ${asks ? html`<li>${deferMark()}: the tree does not answer there</li>` : null}
  </ul>`;
}

function barWords(run: LoadedRun): string {
  return run.manifest.task === 'regression'
    ? 'Dot: the answer, between the lowest and the highest of all paths.'
    : 'Bar: how the teacher’s answers divide.';
}

/** Every tree the run keeps: by depth, and by number of leaves. */
function treeChoice(site: Site, run: LoadedRun, model: Model, query: TreeQuery): Html {
  const allowed = allowedDepth(run, model, query);
  const leaves = leafCounts(model.tree)[0]!;
  const limit = query.leaves === null ? '' : `, of at most ${query.leaves}`;
  const own = run.manifest.student.depth;
  const depths = keptDepths(run).map((depth) => ({
    size: depth,
    query: { depth: depth === own ? null : depth },
    current: query.leaves === null && depth === allowed,
    picked: depth === own,
  }));
  const limits = keptLimits(run).map((size) => ({
    size,
    query: { leaves: size },
    current: size === query.leaves,
    picked: false,
  }));
  return html`<div class="tree-choice">
    ${choiceList(site, run, 'Depth', depths)} ${choiceList(site, run, 'Leaves', limits)}
    <span class="quiet">${sizeWords(treeDepth(model.tree), leaves, allowed)}${limit}</span>
  </div>`;
}

interface TreeLink {
  readonly size: number;
  readonly query: Readonly<Record<string, number | null>>;
  readonly current: boolean;
  readonly picked: boolean;
}

function choiceList(
  site: Site,
  run: LoadedRun,
  name: string,
  links: readonly TreeLink[],
): Html | null {
  if (links.length === 0) return null;
  const items = links.map(({ size, query, current, picked }) => {
    const address = withQuery(href(site, 'runs', run.id, 'tree'), query);
    const label = html`${size}${picked ? html` <span class="quiet">picked</span>` : null}`;
    return current
      ? html`<li><a href="${address}" aria-current="true">${label}</a></li>`
      : html`<li><a href="${address}">${label}</a></li>`;
  });
  return html`<nav class="depths" aria-label="${name}">
    <span aria-hidden="true">${name}</span>
    <ul>
      ${items}
    </ul>
  </nav>`;
}

function toolbar(
  site: Site,
  run: LoadedRun,
  query: TreeQuery,
  model: Model,
  folded: ReadonlySet<number>,
): Html {
  const address = withQuery(href(site, 'runs', run.id, 'tree'), {
    depth: query.depth,
    leaves: query.leaves,
    node: query.node,
  });
  const unfolded = `${address}${address.includes('?') ? '&' : '?'}folded=`;
  return html`<div class="toolbar">
    <div class="with-script" role="toolbar" aria-label="Drawing">
      <button type="button" data-zoom="in" aria-label="Zoom in">+</button>
      <button type="button" data-zoom="out" aria-label="Zoom out">−</button>
      <button type="button" data-zoom="fit">Fit</button>
      <button type="button" data-fold="none">Unfold all</button>
      <button type="button" data-fold="deep">Fold</button>
    </div>
    ${folded.size === 0 ? null : html`<a class="without-script" href="${unfolded}">Unfold all</a>`}
    <p class="count" role="status" id="tree-count">${shownWords(model.tree, folded)}</p>
  </div>`;
}
