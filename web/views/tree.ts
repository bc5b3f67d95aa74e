import { select } from 'd3-selection';

import { decodeModel } from '../../src/core/codec.ts';
import { isLeaf, pathTo, type Model, type Tree } from '../../src/core/tree.ts';
import { detailsScene } from '../../src/draw/details.ts';
import { initialFolds, revealNode, shownWords, toggleFold } from '../../src/draw/folds.ts';
import { treeScene } from '../../src/draw/tree.ts';
import type { TreeAnswer } from '../../src/serve/contract.ts';
import { getJson, pathHref } from '../api.ts';
import { nextStep, type Step } from '../keys.ts';
import { byId, mount } from '../mount.ts';
import { readState, writeState } from '../state.ts';
import { makeZoom, type Zoom } from '../zoom.ts';

/** The drawing as it stands: what is folded, chosen and focused. */
interface Drawing {
  readonly model: Model;
  readonly answer: TreeAnswer;
  readonly box: HTMLElement;
  readonly zoom: Zoom;
  folded: ReadonlySet<number>;
  selected: number | null;
  focus: number;
}

/** Brings the tree to life: fold, walk, select and zoom. */
export async function startTree(): Promise<void> {
  const state = readState();
  const answer = await getJson<TreeAnswer>('tree', { depth: state.depth, leaves: state.leaves });
  const model = decodeModel(answer.document);
  const box = byId('tree-box');
  const folds = state.folded ?? initialFolds(model.tree);
  const selected = state.node;
  const drawing: Drawing = {
    model,
    answer,
    box,
    zoom: makeZoom(box),
    folded: revealNode(model.tree, folds, selected ?? 0),
    selected,
    focus: selected ?? 0,
  };
  listen(drawing);
  redraw(drawing);
  drawing.zoom.start();
  centre(drawing, drawing.focus);
}

/** Listeners sit on the box, so that redrawing leaves them alone. */
function listen(drawing: Drawing): void {
  select(drawing.box)
    .on('click', (event: MouseEvent) => onClick(drawing, event))
    .on('keydown', (event: KeyboardEvent) => onKey(drawing, event));
  select(document.body)
    .selectAll<HTMLButtonElement, unknown>('button[data-zoom]')
    .on('click', (event: MouseEvent) => {
      const action = (event.currentTarget as HTMLButtonElement).dataset['zoom'];
      if (action !== 'fit') return drawing.zoom.by(action === 'in' ? 1.25 : 0.8);
      drawing.zoom.fit();
      centre(drawing, drawing.focus);
    });
  select(document.body)
    .selectAll<HTMLButtonElement, unknown>('button[data-fold]')
    .on('click', (event: MouseEvent) => {
      const all = (event.currentTarget as HTMLButtonElement).dataset['fold'] === 'none';
      fold(drawing, new Set(all ? [] : firstFolds(drawing.model.tree)));
      centre(drawing, drawing.focus);
    });
}

/** Back to the first questions; a small tree folds to its first two. */
function firstFolds(tree: Tree): number[] {
  const folds = initialFolds(tree);
  if (folds.length > 0) return folds;
  return [tree.left[0]!, tree.right[0]!].filter((node) => node !== -1 && !isLeaf(tree, node));
}

function onClick(drawing: Drawing, event: MouseEvent): void {
  const target = event.target as Element;
  const button = target.closest<SVGElement>('[data-toggle]');
  const item = target.closest<SVGElement>('[data-node]');
  if (button !== null) return toggle(drawing, Number(button.dataset['toggle']));
  if (item !== null) choose(drawing, Number(item.dataset['node']));
}

function onKey(drawing: Drawing, event: KeyboardEvent): void {
  const item = (event.target as Element).closest<SVGElement>('[role=treeitem]');
  if (item === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const node = Number(item.dataset['node']);
  const step = nextStep(drawing.model.tree, drawing.folded, node, event.key);
  if (step === null) return;
  event.preventDefault();
  take(drawing, node, step);
}

function take(drawing: Drawing, node: number, step: Step): void {
  if (step.kind === 'select') choose(drawing, node);
  else if (step.kind === 'toggle') toggle(drawing, node);
  else focusNode(drawing, step.node);
}

/** Folds or unfolds a node, which stays where it is; what it opens comes into sight. */
function toggle(drawing: Drawing, node: number): void {
  const { tree } = drawing.model;
  const before = itemOf(drawing, node)?.getBoundingClientRect();
  drawing.focus = node;
  fold(drawing, toggleFold(tree, drawing.folded, node));
  const after = itemOf(drawing, node)?.getBoundingClientRect();
  if (before !== undefined && after !== undefined) {
    drawing.box.scrollBy({ left: after.left - before.left, top: after.top - before.top });
  }
  for (const child of [tree.left[node]!, tree.right[node]!]) show(drawing, child);
  focusNode(drawing, node);
}

function fold(drawing: Drawing, folded: ReadonlySet<number>): void {
  drawing.folded = folded;
  const hidden = pathTo(drawing.model.tree, drawing.focus)
    .slice(0, -1)
    .some((id) => folded.has(id));
  if (hidden) drawing.focus = 0;
  writeState({ folded: Array.from(folded).sort((a, b) => a - b) });
  redraw(drawing);
}

function choose(drawing: Drawing, node: number): void {
  drawing.selected = node;
  drawing.focus = node;
  writeState({ node });
  redraw(drawing);
  focusNode(drawing, node);
}

function focusNode(drawing: Drawing, node: number): void {
  drawing.focus = node;
  for (const item of drawing.box.querySelectorAll<SVGElement>('[role=treeitem]')) {
    item.setAttribute('tabindex', Number(item.dataset['node']) === node ? '0' : '-1');
  }
  itemOf(drawing, node)?.focus({ preventScroll: true });
  show(drawing, node);
}

function show(drawing: Drawing, node: number): void {
  itemOf(drawing, node)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Scrolls the box, and only the box, so that a node is in its middle. */
function centre(drawing: Drawing, node: number): void {
  const { box } = drawing;
  const item = itemOf(drawing, node)?.getBoundingClientRect();
  if (item === undefined) return;
  const frame = box.getBoundingClientRect();
  box.scrollBy({
    left: item.left - frame.left - (box.clientWidth - item.width) / 2,
    top: item.top - frame.top - (box.clientHeight - item.height) / 2,
  });
}

function itemOf(drawing: Drawing, node: number): SVGElement | null {
  return drawing.box.querySelector<SVGElement>(`[role=treeitem][data-node="${node}"]`);
}

function redraw(drawing: Drawing): void {
  const { model, answer, folded, selected, focus } = drawing;
  const lit = new Set(selected === null ? [] : pathTo(model.tree, selected));
  const scene = treeScene({ model, shares: answer.shares, folded, lit, selected, focus });
  drawing.box.replaceChildren(mount(scene));
  drawing.zoom.apply();
  showDetails(drawing, selected ?? 0);
  byId('tree-count').textContent = shownWords(model.tree, folded);
}

function showDetails({ model, answer }: Drawing, node: number): void {
  const path = answer.paths.find((one) => one.leaf === node) ?? null;
  const href = path === null ? null : pathHref(path.id);
  const scene = detailsScene({ model, shares: answer.shares, path, href, node });
  byId('tree-panel').replaceChildren(mount(scene));
}
