import { treeDepth, type Model } from '../../core/tree.ts';
import { distributionBar } from '../../draw/bars.ts';
import { detailsScene } from '../../draw/details.ts';
import {
  hasMap,
  MOST_ELEMENTS,
  servedOf,
  shownNodes,
  shownWords,
  sizeOf,
  type Shown,
} from '../../draw/folds.ts';
import { counted } from '../../draw/format.ts';
import { nodeShares, type NodeShare } from '../../draw/layout.ts';
import { nodeRowsScene } from '../../draw/node-rows.ts';
import { classStyles } from '../../draw/palette.ts';
import { reachedWords, selectionWords, widthWords } from '../../draw/spoken.ts';
import { elementsIn } from '../../draw/scene.ts';
import { SHIELD_WORDS, shieldScene } from '../../draw/shield.ts';
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
import type { Selection } from '../selection.ts';
import { href, withQuery, type Site } from '../site.ts';
import { gridSection } from './outline.ts';
import { deferMark } from './parts.ts';
import { heldOutWords, truthWords } from './row-words.ts';
import { shell } from './shell.ts';
import { treeHref } from './tree-links.ts';
import { sizeChoice } from './tree-sizes.ts';

/** What is asked of the tree's page. */
export interface TreePageInput {
  readonly site: Site;
  readonly run: LoadedRun;
  /** The run's own tree or another of its frontier. */
  readonly model: Model;
  readonly query: TreeQuery;
  readonly changes: Changes | null;
  readonly selected: Selection | null;
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
    <div class="tree-ways">${viewLinks(state)} ${legend(state)}</div>
    <div class="tree-layout">
      <div class="tree-column">
        ${toolbar(state)} ${mapOf(state)}
        ${state.view === 'diagram' ? diagram(state) : gridSection(state, state.view)}
        <p class="quiet tree-help">${helpOf(state)}</p>
      </div>
      <aside class="tree-panel" id="tree-panel" aria-label="Selected node">
        <div id="tree-details">${details(state)}</div>
        ${rowsHere(state)}
      </aside>
    </div>`;
  const title = `Tree of ${run.id}`;
  const { selected } = input;
  return shell(site, { title, run, tab: 'tree', view: 'tree', selected, isSelection: true, body });
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
  const all = path === undefined ? null : `${href(site, 'runs', run.id, 'paths', path.id)}#rows`;
  const scene = nodeRowsScene({
    ...rows,
    numbers: run.manifest.task === 'regression',
    rowHref: (row) => withQuery(href(site, 'runs', run.id, 'case'), { row }),
    allHref: all,
  });
  return html`<div id="tree-rows" data-of="${rows.node}">${drawing(scene)}</div>`;
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

/** What the parts of a bar mean, and the marks of a drawing. */
function legend({ run, model, view }: TreePageState): Html | null {
  const { classes, deferral } = run.manifest;
  const asks = deferral.leaves > 0;
  const shields = view === 'diagram' && model.features.some((one) => one.protected === true);
  if (classes.length === 0 && !asks && !shields) return null;
  const styles = classStyles(classes);
  const own = classes.slice(0, 8);
  const only = (k: number): number[] => classes.map((_, other) => (other === k ? 1 : 0));
  const others = classes.length - own.length;
  return html`<ul class="legend" aria-label="Legend">
    ${own.map((name, k) => html`<li>${drawing(distributionBar(only(k), styles, 28, 9))} ${name}</li>`)}
    ${
      others > 0
        ? html`<li>
            ${drawing(distributionBar(only(own.length), styles, 28, 9))}
            ${counted(others, 'other class', 'other classes')}, told apart by letter and name
          </li>`
        : null
    }
    ${asks ? html`<li>${deferMark()}: the tree does not answer there</li>` : null}
    ${shields ? html`<li>${drawing(shieldScene())} ${SHIELD_WORDS}</li>` : null}
  </ul>`;
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
      selects, Enter opens a path.</span
    >`;
}
