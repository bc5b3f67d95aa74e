import { counted, percent } from './format.ts';
import { distributionShapes, positionShapes, type Place } from './bars.ts';
import { askedFeature, branchLabel, branchWords, decisionOf, valueOf } from './labels.ts';
import {
  layoutTree,
  NODE_HEIGHT,
  NODE_WIDTH,
  type NodeShare,
  type PlacedLink,
  type PlacedNode,
  type TreeLayout,
} from './layout.ts';
import { chipShapes, classStyles, type ClassStyle } from './palette.ts';
import { el, px, type Scene } from './scene.ts';
import { shorten, visible } from '../core/text.ts';
import { isLeaf, leafIds, type Model } from '../core/tree.ts';

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

const BAR: Place = { x: 9, y: 29, width: 84, height: 7 };

/**
 * The tree as an SVG with `role="tree"` and flat tree items in pre-order. Nothing is left out in
 * silence: a folded node says how many paths it holds.
 */
export function treeScene(view: TreeView): Scene {
  const layout = layoutTree(view.model.tree, view.folded, view.shares);
  const styles = classStyles(view.model.classNames);
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
    ...layout.nodes.map((node) => nodeItem(view, node, layout)),
    // The items' labels say all of this in words: it is for the eye alone.
    el(
      'g',
      { class: 'faces', 'aria-hidden': 'true' },
      ...layout.nodes.map((node) => nodeFace(view, node, styles)),
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
    el('text', { class: 'branch-label', x, y: px(first) }, label.short),
    label.missing ? el('text', { class: 'branch-missing', x, y: px(second) }, 'or missing') : null,
  );
}

function nodeItem(view: TreeView, node: PlacedNode, layout: TreeLayout): Scene {
  const leaf = isLeaf(view.model.tree, node.id);
  const siblings = layout.nodes.filter((other) => other.parent === node.parent);
  const classes = ['node', leaf ? 'leaf' : 'inner', isLit(view, node.id) ? 'lit' : ''];
  return el(
    'g',
    {
      class: classes.join(' ').trim(),
      role: 'treeitem',
      'data-node': node.id,
      'aria-level': node.depth + 1,
      'aria-posinset': siblings.indexOf(node) + 1,
      'aria-setsize': siblings.length,
      'aria-expanded': leaf ? null : String(node.folded === 0),
      'aria-selected': String(view.selected === node.id),
      'aria-label': nodeLabel(view, node),
      tabindex: view.focus === node.id ? 0 : -1,
      transform: `translate(${px(node.x)},${px(node.y)})`,
    },
    el('rect', { class: 'node-box', width: NODE_WIDTH, height: NODE_HEIGHT, rx: leaf ? 9 : 3 }),
  );
}

/** What is written and drawn on a node's box. */
function nodeFace(view: TreeView, node: PlacedNode, styles: readonly ClassStyle[]): Scene {
  const leaf = isLeaf(view.model.tree, node.id);
  const share = percent(view.shares[node.id]!.share, 0);
  return el(
    'g',
    { transform: `translate(${px(node.x)},${px(node.y)})` },
    ...(leaf ? leafShapes(view.model, node.id, styles) : innerShapes(view.model, node.id, styles)),
    el('text', { class: 'node-share', x: NODE_WIDTH - 9, y: 37, 'text-anchor': 'end' }, share),
    leaf ? null : toggleShape(node),
  );
}

function innerShapes(model: Model, id: number, styles: readonly ClassStyle[]): Scene[] {
  return [
    el('text', { class: 'node-name', x: 9, y: 19 }, shorten(askedFeature(model, id), 16)),
    ...valueShapes(model, id, styles),
  ];
}

function leafShapes(model: Model, id: number, styles: readonly ClassStyle[]): Scene[] {
  const decision = decisionOf(model, id);
  const style = styles[decision.index];
  return [
    el('g', { transform: 'translate(9,6)' }, ...(style === undefined ? [] : chipShapes(style, 17))),
    el(
      'text',
      { class: 'node-name', x: style === undefined ? 9 : 31, y: 19 },
      shorten(decision.text, style === undefined ? 15 : 10),
    ),
    el(
      'text',
      { class: 'node-strength', x: NODE_WIDTH - 9, y: 19, 'text-anchor': 'end' },
      decision.strength,
    ),
    ...valueShapes(model, id, styles),
  ];
}

function valueShapes(model: Model, id: number, styles: readonly ClassStyle[]): Scene[] {
  if (model.task === 'classification') return distributionShapes(valueOf(model, id), styles, BAR);
  const ends = leafIds(model.tree).map((leaf) => model.tree.value[leaf]!);
  const low = ends.reduce((least, value) => Math.min(least, value), Infinity);
  const high = ends.reduce((most, value) => Math.max(most, value), -Infinity);
  return positionShapes(model.tree.value[id]!, low, high, BAR);
}

/** The fold button at a node's right edge: pointer only, as arrow keys do the same. */
function toggleShape(node: PlacedNode): Scene {
  const y = NODE_HEIGHT / 2;
  const r = node.folded > 0 ? 13 : 7;
  const x = node.folded > 0 ? NODE_WIDTH + r : NODE_WIDTH;
  return el(
    'g',
    { class: 'toggle', 'data-toggle': node.id },
    el('rect', { class: 'toggle-area', x: NODE_WIDTH - 4, y: y - 14, width: 30, height: 28 }),
    el('circle', { class: 'toggle-disc', cx: x, cy: y, r }),
    el(
      'text',
      { class: 'toggle-sign', x, y: y + 4, 'text-anchor': 'middle' },
      node.folded > 0 ? `+${node.folded}` : '−',
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
    ? `decides ${visible(decision.text)}${strength}`
    : `asks ${visible(askedFeature(model, node.id))}`;
  const count = rows === null ? '' : `${counted(rows, 'held-out row')}, `;
  const folded = node.folded > 0 ? `, ${counted(node.folded, 'path')} folded` : '';
  return `${reached}: ${what}; ${count}${percent(share)} of rows${folded}`;
}

function isLit(view: TreeView, node: number): boolean {
  return view.lit.has(node);
}
