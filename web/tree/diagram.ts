import { MOST_ELEMENTS, shownNodes } from '../../src/draw/folds.ts';
import type { TreeLayout } from '../../src/draw/layout.ts';
import {
  layoutOf,
  litLayers,
  treeScene,
  viewLayers,
  type Area,
  type TreeView,
} from '../../src/draw/tree.ts';
import { elementsIn, type Scene } from '../../src/draw/scene.ts';
import { mount } from '../mount.ts';
import { makeZoom, type Zoom } from '../zoom.ts';
import type { Stage, TreeFace } from './stage.ts';

/** Nodes from which so much lies in view at a small scale that drawing it all would be slow. */
const MANY = 130;
/** Nodes up to which it is drawn at once; of more, what lies in view comes first. */
const MOST_AT_ONCE = 40;
/** The smallest scale of so many. */
const LEAST_OF_MANY = 0.5;
/** Pixels drawn beyond the edge of the box. */
const MARGIN = 160;
const NOTHING: Area = { left: 0, right: 0, top: 0, bottom: 0 };
/** Milliseconds after which what is out of view is drawn, if nothing else was asked for. */
const PAUSE = 250;

export interface Diagram extends TreeFace {
  readonly zoom: Zoom;
  /** The drawing that the server sent, where it shows the same. */
  adopt(): void;
  itemOf(node: number): SVGElement | null;
  /** Scrolls the box, and never the page, so that the node is in the middle. */
  centre(node: number): void;
  /** Scrolls the box no further than it takes to see the node. */
  show(node: number): void;
  /** Everything, also what is out of view: for paper and for files. */
  whole(): Scene;
}

export function makeDiagram(stage: Stage): Diagram {
  const { box } = stage;
  /** Where everything is; of a drawing of the server's, once something asks. */
  let placed: TreeLayout | null = null;
  /** What is drawn of it; all where it is not said. */
  let drawn: Area | undefined;
  let later = 0;

  const layout = (): TreeLayout => (placed ??= layoutOf(viewOf(stage)));
  const shown = (): number[] =>
    shownNodes(stage.data.model.tree, stage.shown.folded, stage.shown.top);
  const refresh = (): void => {
    const svg = box.querySelector('svg');
    if (svg === null || drawn === undefined || holds(drawn, areaOf(box, svg, 0))) return;
    drawPart(svg, areaOf(box, svg, MARGIN));
  };
  const drawPart = (svg: SVGSVGElement, area: Area | undefined): void => {
    drawn = area;
    replaceLayers(svg, Object.values(viewLayers(viewOf(stage), layout(), drawn)));
  };
  const drawRest = (): void => {
    const svg = box.querySelector('svg');
    if (svg === null || drawn === undefined || shown().length > MANY) return;
    if (elementsIn(treeScene(viewOf(stage), layout())) <= MOST_ELEMENTS) drawPart(svg, undefined);
  };
  const zoom = makeZoom(box, refresh);
  const draw = (): void => {
    placed = null;
    const { length } = shown();
    zoom.atLeast(length > MANY ? LEAST_OF_MANY : 0);
    drawn = length > MOST_AT_ONCE ? NOTHING : undefined;
    box.replaceChildren(mount(treeScene(viewOf(stage), layout(), drawn)));
    zoom.apply();
    refresh();
    clearTimeout(later);
    later = window.setTimeout(drawRest, PAUSE);
  };
  const itemOf = (node: number): SVGElement | null =>
    box.querySelector<SVGElement>(`[role=treeitem][data-node="${node}"]`);
  const select = (): void => {
    const svg = box.querySelector('svg');
    if (svg === null) return;
    replaceLayers(svg, Object.values(litLayers(viewOf(stage), layout())));
    svg.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
    itemOf(stage.selected ?? -1)?.setAttribute('aria-selected', 'true');
  };
  const stand = (withFocus: boolean): void => {
    const item = itemOf(stage.cursor);
    box.querySelector('[role=treeitem][tabindex="0"]')?.setAttribute('tabindex', '-1');
    item?.setAttribute('tabindex', '0');
    if (!withFocus) return;
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    refresh();
  };
  box.addEventListener('scroll', () => requestAnimationFrame(refresh), { passive: true });
  return {
    zoom,
    draw,
    adopt: () => {
      const { length } = shown();
      if (box.querySelectorAll('[role=treeitem]').length !== length) draw();
    },
    select,
    stand,
    itemOf,
    centre: (node) => {
      scrollBox(box, itemOf(node), 0.5);
      refresh();
    },
    show: (node) => scrollBox(box, itemOf(node), 0),
    rows: shown,
    whole: () => treeScene(viewOf(stage), layout()),
  };
}

/** Brings an item into the box: by half of the room around it, or just so. */
function scrollBox(box: HTMLElement, item: SVGElement | null, room: number): void {
  if (item === null) return;
  const [inner, outer] = [item.getBoundingClientRect(), box.getBoundingClientRect()];
  const by = (from: number, size: number, least: number, most: number): number => {
    if (room > 0) return from + size / 2 - (least + most) * room;
    return Math.min(0, from - least) + Math.max(0, from + size - most);
  };
  box.scrollBy({
    left: by(inner.left, inner.width, outer.left, outer.left + box.clientWidth),
    top: by(inner.top, inner.height, outer.top, outer.top + box.clientHeight),
  });
}

function viewOf({ data, shown, selected, cursor }: Stage): TreeView {
  return { model: data.model, shares: data.shares, ...shown, selected, focus: cursor };
}

/** The part of the drawing that can be seen, in its own pixels. */
function areaOf(box: HTMLElement, svg: SVGSVGElement, margin: number): Area {
  const { width } = svg.viewBox.baseVal;
  const scale = svg.getBoundingClientRect().width / width || 1;
  const left = box.scrollLeft / scale - margin;
  const top = box.scrollTop / scale - margin;
  return {
    left,
    top,
    right: left + box.clientWidth / scale + 2 * margin,
    bottom: top + box.clientHeight / scale + 2 * margin,
  };
}

function holds(outer: Area, inner: Area): boolean {
  const across = outer.left <= inner.left && outer.right >= inner.right;
  return across && outer.top <= inner.top && outer.bottom >= inner.bottom;
}

function replaceLayers(svg: SVGSVGElement, layers: readonly Scene[]): void {
  for (const scene of layers) {
    const name = String(scene.attributes['class']);
    svg.querySelector(`:scope > .${name}`)?.replaceWith(mount(scene, true));
  }
}
