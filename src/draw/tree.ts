import { counted, percent } from './format.ts';
import { cutName, looksOf, nodeFace } from './faces.ts';
import { askedFeature, branchLabel, branchWords, decisionOf } from './labels.ts';
import {
  layoutTree,
  NODE_HEIGHT,
  NODE_WIDTH,
  type NodeShare,
  type PlacedLink,
  type PlacedNode,
  type TreeLayout,
} from './layout.ts';
import { el, px, type Scene } from './scene.ts';
import { visible } from '../core/text.ts';
import { isLeaf, type Model } from '../core/tree.ts';

/** What the drawing of a tree shows. */
export interface TreeView {
  readonly model: Model;
  readonly shares: readonly NodeShare[];
  /** Inner nodes whose branches are folded away. */
  readonly folded: ReadonlySet<number>;
  /** Nodes on the path to point out. */
  readonly lit: ReadonlySet<number>;
  readonly selected: number | null;
  /** The node that takes the keyboard focus (one tab stop). */
  readonly focus: number;
}

/**
 * The tree as an SVG with `role="tree"` and flat tree items in pre-order. Nothing is left out in
 * silence: a folded node says how many paths it holds.
 */
export function treeScene(view: TreeView): Scene {
  const layout = layoutTree(view.model.tree, view.folded, view.shares);
  const looks = looksOf(view.model);
  return el(
    'svg',
    {
      class: 'tree',
      role: 'tree',
      'aria-label': `Decision tree for ${visible(view.model.target)}`,
      viewBox: `0 0 ${px(layout.width)} ${px(layout.height)}`,
      width: px(layout.width),
      height: px(layout.height),
    },
    el('g', { 'aria-hidden': 'true' }, ...linkShapes(view, layout)),
    ...layout.nodes.map((node) => nodeItem(view, node)),
    // The items' labels say all of this in words: it is for the eye alone.
    el(
      'g',
      { class: 'faces', 'aria-hidden': 'true' },
      ...layout.nodes.map((node) => nodeFace(view.model, node, view.shares[node.id]!.share, looks)),
    ),
  );
}

function linkShapes(view: TreeView, layout: TreeLayout): Scene[] {
  const paths = layout.links.map((link) =>
    el('path', {
      class: isLit(view, link.child) ? 'link lit' : 'link',
      d: link.path,
      'stroke-width': px(link.width),
    }),
  );
  const byId = new Map(layout.nodes.map((node) => [node.id, node]));
  return [...paths, ...layout.links.map((link) => linkLabel(view, link, byId.get(link.child)!))];
}

/** Upper branches are labelled above their end and lower ones below, where no curve passes. */
function linkLabel(view: TreeView, link: PlacedLink, child: PlacedNode): Scene {
  const label = branchLabel(view.model, link.parent, link.left);
  const x = px(child.x - 6);
  const middle = child.y + NODE_HEIGHT / 2;
  const lift = link.width / 2 + 5;
  const first = link.left ? middle - lift : middle + lift + 8;
  const second = first + (link.left ? -13 : 13);
  return el(
    'g',
    { class: isLit(view, link.child) ? 'branch lit' : 'branch', 'text-anchor': 'end' },
    el('title', {}, branchWords(view.model, link.parent, link.left)),
    el('text', { class: 'branch-label', x, y: px(first) }, label.short),
    label.missing ? el('text', { class: 'branch-missing', x, y: px(second) }, 'or missing') : null,
  );
}

function nodeItem(view: TreeView, node: PlacedNode): Scene {
  const { tree } = view.model;
  const leaf = isLeaf(tree, node.id);
  const isSecond = node.parent !== -1 && tree.right[node.parent] === node.id;
  const classes = [
    'node',
    leaf ? 'leaf' : 'inner',
    tree.deferred[node.id] === 1 ? 'deferred' : '',
    isLit(view, node.id) ? 'lit' : '',
  ].filter((name) => name !== '');
  return el(
    'g',
    {
      class: classes.join(' '),
      role: 'treeitem',
      'data-node': node.id,
      'aria-level': node.depth + 1,
      'aria-posinset': isSecond ? 2 : 1,
      'aria-setsize': node.parent === -1 ? 1 : 2,
      'aria-expanded': leaf ? null : String(node.folded === 0),
      'aria-selected': String(view.selected === node.id),
      'aria-label': nodeLabel(view, node),
      tabindex: view.focus === node.id ? 0 : -1,
      transform: `translate(${px(node.x)},${px(node.y)})`,
    },
    el(
      'rect',
      {
        class: 'node-box',
        'aria-hidden': 'true',
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
        rx: leaf ? 9 : 3,
      },
      cutName(view.model, node.id),
    ),
  );
}

function nodeLabel(view: TreeView, node: PlacedNode): string {
  const { model } = view;
  const { share, rows } = view.shares[node.id]!;
  const reached =
    node.parent === -1
      ? 'All rows'
      : branchWords(model, node.parent, model.tree.left[node.parent] === node.id);
  const decision = decisionOf(model, node.id);
  const strength = decision.strength === '' ? '' : ` at ${decision.strength}`;
  const what = isLeaf(model.tree, node.id)
    ? `${decision.deferred ? `asks the teacher, would decide` : 'decides'} ${visible(decision.text)}${strength}`
    : `asks ${visible(askedFeature(model, node.id))}`;
  const count = rows === null ? '' : `${counted(rows, 'held-out row')}, `;
  const folded = node.folded > 0 ? `, ${counted(node.folded, 'path')} folded` : '';
  return `${reached}: ${what}; ${count}${percent(share)} of rows${folded}`;
}

function isLit(view: TreeView, node: number): boolean {
  return view.lit.has(node);
}
