import { treeDepth, type Model } from '../../core/tree.ts';
import {
  hasMap,
  MOST_ELEMENTS,
  servedOf,
  shownNodes,
  shownWords,
  sizeOf,
  type Shown,
} from '../../draw/folds.ts';
import { nodeShares, type NodeShare } from '../../draw/layout.ts';
import { reachedWords, selectionWords, widthWords } from '../../draw/spoken.ts';
import { elementsIn } from '../../draw/scene.ts';
import { treeScene } from '../../draw/tree.ts';
import {
  TREE_VIEWS,
  type Changes,
  type NodeRows,
  type TreeQuery,
  type TreeViewName,
} from '../contract.ts';
import { drawing, html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { badRequest } from '../problem.ts';
import type { Site } from '../site.ts';
import { gridSection } from './outline.ts';
import { heldOutWords, truthWords } from './row-words.ts';
import { shell } from './shell.ts';
import { treeLegend } from './tree-legend.ts';
import { treeHref } from './tree-links.ts';
import { treePanel } from './tree-panel.ts';
import { sizeChoice } from './tree-sizes.ts';

/** What is asked of the tree's page. */
export interface TreePageInput {
  readonly site: Site;
  readonly run: LoadedRun;
  /** The run's own tree or another of its frontier. */
  readonly model: Model;
  readonly query: TreeQuery;
  readonly changes: Changes | null;
  /** Held-out rows of the selected node; `null` where none is, or none can be read. */
  readonly rows: NodeRows | null;
}

/** The same with what follows from it. */
export interface TreePageState extends TreePageInput {
  readonly view: TreeViewName;
  readonly shares: readonly NodeShare[];
  readonly shown: Shown;
}

/** `/runs/:run/tree`: one tree of the frontier as a diagram, an outline or a table of its paths. */
export function treePage(input: TreePageInput): Html {
  const { site, run, model, query } = input;
  const nodes = model.tree.feature.length;
  if ((query.node ?? 0) >= nodes) throw badRequest('The tree has no such node.', 'node');
  if ((query.focus ?? 0) >= nodes) throw badRequest('The tree has no such node.', 'focus');
  const view = query.view === '' ? 'diagram' : query.view;
  const shares = nodeShares(model.tree, model === run.model ? run.paths : null);
  const state: TreePageState = { ...input, view, shares, shown: shownBy(input, view, shares) };
  const body = html`<h1>Tree</h1>
    ${sizeChoice(site, run, model, query, input.changes)}
    <div class="tree-ways">${viewLinks(state)} ${treeLegend(state)}</div>
    <div class="tree-layout">
      <div class="tree-column">
        ${toolbar(state)} ${mapOf(state)}
        ${state.view === 'diagram' ? diagram(state) : gridSection(state, state.view)}
        <p class="quiet tree-help">${helpOf(state)}</p>
      </div>
      ${treePanel(state)}
    </div>`;
  const title = `Tree of ${run.id}`;
  return shell(site, { title, run, tab: 'tree', view: 'tree', selects: 'told', body });
}

/** Nodes that a page without a script may hold, the more elements each takes the fewer. */
const MOST_UNSCRIPTED = [128, 96, 64, 32] as const;

/** What of the tree the page holds: a drawing of many classes and long names is folded further. */
function shownBy(
  { model, query }: TreePageInput,
  view: TreeViewName,
  shares: readonly NodeShare[],
): Shown {
  const { node, focus, folded = null } = query;
  const served = (most: number): Shown => servedOf(model.tree, { node, focus, folded }, most);
  const fits = (shown: Shown): boolean =>
    elementsIn(treeScene({ model, shares, ...shown, selected: null, focus: 0 })) <= MOST_ELEMENTS;
  const [first, ...fewer] = MOST_UNSCRIPTED;
  let shown = served(first);
  for (const most of view === 'diagram' ? fewer : []) {
    if (fits(shown)) break;
    shown = served(most);
  }
  return shown;
}

function diagram({ model, shares, shown, query }: TreePageState): Html {
  const centre = query.node ?? query.focus ?? shown.top;
  const seen = shownNodes(model.tree, shown.folded, shown.top).includes(centre);
  const focus = seen ? centre : shown.top;
  return html`<div
    class="tree-box"
    id="tree-box"
    tabindex="0"
    role="region"
    aria-label="Drawing of the tree"
  >
    ${drawing(treeScene({ model, shares, ...shown, selected: query.node, focus }))}
  </div>`;
}

const VIEW_LABELS: Readonly<Record<TreeViewName, string>> = {
  diagram: 'Diagram',
  outline: 'Outline',
  table: 'Table',
};

function viewLinks({ site, run, query, view }: TreePageState): Html {
  const items = TREE_VIEWS.map((name) => {
    const address = treeHref(site, run, query, { view: name, page: null });
    return name === view
      ? html`<li>
          <a href="${address}" data-view="${name}" aria-current="page">${VIEW_LABELS[name]}</a>
        </li>`
      : html`<li><a href="${address}" data-view="${name}">${VIEW_LABELS[name]}</a></li>`;
  });
  return html`<nav class="views" aria-label="View of the tree">
    <ul>
      ${items}
    </ul>
  </nav>`;
}

function toolbar({ site, run, query, model, shown, view, shares }: TreePageState): Html {
  const near = sizeOf(model.tree) === 'near';
  const unfolded = treeHref(site, run, query, { folded: [], page: null });
  const words = query.node === null ? '' : selectionWords(model, shares, query.node);
  return html`<div class="toolbar">
    <div class="with-script" role="toolbar" aria-label="Drawing">
      ${
        view !== 'diagram'
          ? null
          : html`<button type="button" data-zoom="in" aria-label="Zoom in">+</button>
              <button type="button" data-zoom="out" aria-label="Zoom out">−</button>
              <button type="button" data-zoom="fit">Fit</button>
              <button type="button" data-save="svg">Save SVG</button>
              <button type="button" data-save="png">Save PNG</button>`
      }
      <button type="button" data-fold="none">Unfold all</button>
      <button type="button" data-fold="deep">Fold</button>
    </div>
    ${
      shown.folded.size === 0 || near || view === 'table'
        ? null
        : html`<a class="without-script" href="${unfolded}">Unfold all</a>`
    }
    <p class="count">
      <span id="tree-status" role="status">${words}</span>
      <span id="tree-count">${shownWords(model.tree, shown.folded, shown.top)}</span>
    </p>
  </div>`;
}

/** The whole tree in small, where the drawing can hardly be seen whole. */
function mapOf({ model, query }: TreePageState): Html {
  const node = query.focus ?? query.node ?? 0;
  const { length } = model.tree.feature;
  return html`<canvas
    id="tree-map"
    class="tree-map with-script ${hasMap(model.tree) ? '' : 'gone'}"
    tabindex="0"
    role="slider"
    aria-label="Map of the tree"
    aria-valuemin="1"
    aria-valuemax="${length}"
    aria-valuenow="${node + 1}"
    aria-valuetext="${reachedWords(model, node)}"
  ></canvas>`;
}

function helpOf({ run, model, view, shares }: TreePageState): Html {
  const bars =
    run.manifest.task === 'regression'
      ? 'Dot: the answer, between the lowest and the highest of all paths.'
      : 'Bar, and percentage beside a decision: the teacher’s mean probability of each class on the rows it was fitted on.';
  return html`${view === 'diagram' ? html`${bars} ${truthWords(run.manifest)} <span id="tree-widths">${widthWords(shares)}</span>` : null}
    ${heldOutWords(run)}
    ${treeDepth(model.tree) === 0 ? 'One answer for every row: nothing is asked.' : null}
    <span class="with-script"
      >Arrow keys walk${view === 'table' ? '' : ', fold and unfold'}, letters find a name, Space
      selects, Escape clears that, Enter opens a path.</span
    >`;
}
