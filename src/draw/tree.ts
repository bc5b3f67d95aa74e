import { visible } from '../core/text.ts';
import { isLeaf, pathTo, type Model } from '../core/tree.ts';
import { cutName, looksOf, nodeFace } from './faces.ts';
import { branchLabel } from './labels.ts';
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
import { nodeLabel } from './spoken.ts';

/** What the drawing of a tree shows. */
export interface TreeView {
  readonly model: Model;
  readonly shares: readonly NodeShare[];
  /** The node at the left; the root where it is left out. */
  readonly top?: number;
  /** Inner nodes whose branches are folded away. */
  readonly folded: ReadonlySet<number>;
  readonly selected: number | null;
  /** The node that takes the keyboard focus (one tab stop). */
  readonly focus: number;
}

/** A part of the drawing, in its own pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Nodes up to which a label that is cut says all of it under the pointer: it takes an element. */
const MOST_WITH_TIPS = 120;

/** A drawing in layers, from the lowest up. Each is one element with a class of its name. */
type LayerName = 'links' | 'lit-links' | 'labels' | 'faces' | 'overlay';

/**
 * The tree as an SVG with `role="tree"` and flat tree items in pre-order. Nothing is left out in
 * silence: a folded node says how many paths it holds. The path to the selection is drawn on top,
 * so that selecting changes nothing else.
 */
export function treeScene(view: TreeView, layout = layoutOf(view), area?: Area): Scene {
  const { links, labels, faces } = viewLayers(view, layout, area);
  const lit = litLayers(view, layout);
  const { width, height } = layout;
  return el(
    'svg',
    {
      class: 'tree',
      role: 'tree',
      'aria-label': `Decision tree for ${visible(view.model.target)}`,
      viewBox: `0 0 ${px(width)} ${px(height)}`,
      width: px(width),
      height: px(height),
    },
    links,
    lit['lit-links'],
    labels,
    ...layout.nodes.map((node) => nodeItem(view, node)),
    faces,
    lit.overlay,
  );
}

export function layoutOf({ model, folded, shares, top }: TreeView): TreeLayout {
  return layoutTree(model.tree, folded, shares, top);
}

/** What the eye sees and the items' labels say in words: all of it, or what lies in an area. */
export function viewLayers(
  view: TreeView,
  layout: TreeLayout,
  area?: Area,
): Record<'links' | 'labels' | 'faces', Scene> {
  const byId = new Map(layout.nodes.map((node) => [node.id, node]));
  const nodes = layout.nodes.filter((node) => isIn(area, node, node));
  const links = layout.links.filter((link) =>
    isIn(area, byId.get(link.parent)!, byId.get(link.child)!),
  );
  const looks = looksOf(view.model);
  const { model, shares } = view;
  const withTips = layout.nodes.length <= MOST_WITH_TIPS;
  return {
    links: layer(
      'links',
      links.map((link) => linkShape(link, 'link')),
    ),
    labels: layer(
      'labels',
      links.map((link) => linkLabel(model, link, byId.get(link.child)!, 'branch-label', withTips)),
    ),
    faces: layer(
      'faces',
      nodes.flatMap((node) => nodeFace(model, node, shares[node.id]!.share, looks)),
    ),
  };
}

function isIn(area: Area | undefined, from: PlacedNode, to: PlacedNode): boolean {
  if (area === undefined) return true;
  const right = to.x + NODE_WIDTH + 30;
  const high = Math.min(from.y, to.y);
  const low = Math.max(from.y, to.y) + NODE_HEIGHT;
  return from.x < area.right && right > area.left && high < area.bottom && low > area.top;
}

/** The path to the selection: its branches, their labels, and an outline around each of its nodes. */
export function litLayers(
  { model, selected }: TreeView,
  layout: TreeLayout,
): Record<'lit-links' | 'overlay', Scene> {
  const path = new Set(selected === null ? [] : pathTo(model.tree, selected));
  const nodes = layout.nodes.filter(({ id }) => path.has(id));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const links = layout.links.filter(({ child }) => path.has(child));
  return {
    'lit-links': layer(
      'lit-links',
      links.map((link) => linkShape(link, 'link lit')),
    ),
    overlay: layer('overlay', [
      ...links.map((link) => linkLabel(model, link, byId.get(link.child)!, 'branch-label lit')),
      ...nodes.map((node) => {
        const look = node.id === selected ? 'lit-box selected' : 'lit-box';
        return el('rect', { class: look, ...boxOf(model, node) });
      }),
    ]),
  };
}

function layer(name: LayerName, shapes: readonly Scene[]): Scene {
  return el('g', { class: name, 'aria-hidden': 'true' }, ...shapes);
}

function linkShape(link: PlacedLink, look: string): Scene {
  return el('path', { class: look, d: link.path, 'stroke-width': px(link.width) });
}

/** Upper branches are labelled above their end and lower ones below, where no curve passes. */
function linkLabel(
  model: Model,
  link: PlacedLink,
  child: PlacedNode,
  look: string,
  withTips = false,
): Scene {
  const label = branchLabel(model, link.parent, link.left);
  const x = px(child.x - 6);
  const middle = child.y + NODE_HEIGHT / 2;
  const lift = link.width / 2 + 5;
  const first = link.left ? middle - lift : middle + lift + 8;
  const second = first + (link.left ? -13 : 13);
  const missing = label.missing
    ? el('tspan', { class: 'branch-missing', x, y: px(second) }, 'or missing')
    : null;
  const whole = label.whole === null || !withTips ? null : el('title', {}, label.whole);
  return el('text', { class: look, x, y: px(first) }, label.short, missing, whole);
}

function nodeItem(view: TreeView, node: PlacedNode): Scene {
  const { model } = view;
  const { tree } = model;
  const leaf = isLeaf(tree, node.id);
  const isSecond = node.parent !== -1 && tree.right[node.parent] === node.id;
  const deferred = tree.deferred[node.id] === 1 ? ' deferred' : '';
  return el(
    'rect',
    {
      class: `node ${leaf ? 'leaf' : 'inner'}${deferred}`,
      role: 'treeitem',
      'data-node': node.id,
      'aria-level': node.depth + 1,
      'aria-posinset': isSecond ? 2 : 1,
      'aria-setsize': node.id === 0 ? 1 : 2,
      'aria-expanded': leaf ? null : String(node.folded === 0),
      'aria-selected': String(view.selected === node.id),
      'aria-label': nodeLabel(model, view.shares, node.id, node.folded),
      tabindex: view.focus === node.id ? 0 : -1,
      ...boxOf(model, node),
    },
    cutName(model, node.id),
  );
}

function boxOf(model: Model, node: PlacedNode): Record<string, number> {
  const rx = isLeaf(model.tree, node.id) ? 9 : 3;
  return { x: px(node.x), y: px(node.y), width: NODE_WIDTH, height: NODE_HEIGHT, rx };
}
