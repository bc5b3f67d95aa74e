import { isLeaf, isWholeTree, pathTo } from '../../src/core/tree.ts';
import { detailsScene } from '../../src/draw/details.ts';
import { initialFolds, revealNode, shownOf, shownWords, toggleFold } from '../../src/draw/folds.ts';
import { selectionWords } from '../../src/draw/spoken.ts';
import { pathHref } from '../api.ts';
import { carry } from '../carry.ts';
import { byId, mount } from '../mount.ts';
import { writeState } from '../state.ts';
import type { Diagram } from './diagram.ts';
import type { TreeMap } from './map.ts';
import { showNodeRows } from './node-rows.ts';
import { showSize } from './sizes.ts';
import { stageOf, type Place, type Stage, type TreeData, type TreeFace } from './stage.ts';

/** The parts of the page that follow the stage. */
export interface Parts {
  readonly stage: Stage;
  readonly face: TreeFace;
  /** The same as `face` where the view is the diagram. */
  readonly diagram: Diagram | null;
  readonly map: TreeMap;
}

/** Selects a node; a very large tree is drawn around it. */
export function choose(parts: Parts, node: number, withFocus = true): void {
  const { stage, face } = parts;
  const moves = stage.data.size === 'near' && stage.view !== 'table';
  const away = moves && node !== stage.centre;
  stage.selected = node;
  stage.cursor = node;
  stage.page = null;
  if (away) {
    lookAt(stage, node);
    writeState({ node, focus: node, folded: null, page: null });
    face.draw();
    parts.diagram?.centre(node);
    showCount(stage);
  } else {
    writeState({ node, page: null });
    face.select();
  }
  face.stand(withFocus);
  showSelection(stage);
  parts.map.draw();
}

/** Selects nothing. */
export function deselect(parts: Parts): void {
  const { stage, face } = parts;
  stage.selected = null;
  writeState({ node: null });
  face.select();
  showSelection(stage);
  parts.map.draw();
}

/** Selects a node from afar: what hides it is unfolded, and it comes into sight. */
export function goTo(parts: Parts, node: number): void {
  const { stage, face, diagram } = parts;
  if (stage.data.size !== 'near' && isHidden(stage, node)) {
    fold(stage, revealNode(stage.data.model.tree, Array.from(stage.shown.folded), node));
    face.draw();
    showCount(stage);
  }
  choose(parts, node, false);
  diagram?.centre(node);
}

/** Folds or unfolds a node, which stays where it is; what it opens comes into sight. */
export function toggle(parts: Parts, node: number): void {
  const { stage, face, diagram } = parts;
  const before = diagram?.itemOf(node)?.getBoundingClientRect();
  stage.cursor = node;
  stage.page = null;
  if (stage.data.size === 'near') toggleNear(stage, node);
  else fold(stage, toggleFold(stage.data.model.tree, stage.shown.folded, node));
  face.draw();
  const after = diagram?.itemOf(node)?.getBoundingClientRect();
  if (before !== undefined && after !== undefined) {
    stage.box.scrollBy({ left: after.left - before.left, top: after.top - before.top });
  }
  // Beside the node; its other branch may begin many rows below.
  diagram?.show(stage.data.model.tree.left[node]!);
  diagram?.show(node);
  face.stand(true);
  showCount(stage);
  parts.map.draw();
}

/** In a very large tree unfolding a node is going there. */
function toggleNear(stage: Stage, node: number): void {
  const { tree } = stage.data.model;
  if (stage.shown.folded.has(node)) {
    lookAt(stage, node);
    writeState({ focus: node, folded: null, page: null });
    return;
  }
  if (pathTo(tree, stage.centre).includes(node)) {
    stage.centre = node;
    stage.closed = [];
  }
  stage.closed = [...stage.closed, node];
  stage.shown = shownOf(tree, { folded: stage.closed, node: null, focus: stage.centre });
  writeState({ focus: stage.centre, folded: stage.closed, page: null });
}

/** Folds of a tree that may be drawn whole. */
function fold(stage: Stage, folded: ReadonlySet<number>): void {
  stage.shown = { top: 0, folded };
  if (isHidden(stage, stage.cursor)) stage.cursor = 0;
  writeState({ folded: Array.from(folded).sort((a, b) => a - b), page: null });
}

/** Whether a fold lies between the root and a node. */
function isHidden({ data, shown }: Stage, node: number): boolean {
  const above = pathTo(data.model.tree, node).slice(0, -1);
  return above.some((id) => shown.folded.has(id));
}

/** Everything open, or back to the first questions. */
export function foldAll(parts: Parts, open: boolean): void {
  const { stage, face } = parts;
  const { tree } = stage.data.model;
  stage.page = null;
  if (stage.data.size === 'near') {
    stage.cursor = 0;
    lookAt(stage, 0);
    writeState({ focus: 0, folded: null, page: null });
  } else {
    const first = initialFolds(tree);
    const children = [tree.left[0]!, tree.right[0]!].filter((id) => id !== -1 && !isLeaf(tree, id));
    fold(stage, new Set(open ? [] : first.length > 0 ? first : children));
  }
  face.draw();
  parts.diagram?.centre(stage.cursor);
  showCount(stage);
  parts.map.draw();
}

/** Draws a very large tree around another node. */
function lookAt(stage: Stage, node: number): void {
  stage.centre = node;
  stage.closed = [];
  stage.shown = shownOf(stage.data.model.tree, { folded: null, node: null, focus: node });
}

/** Another tree of the run in place of this one, as a state shows it. */
export function replaceTree(parts: Parts, data: TreeData, state: Place): void {
  const { stage, face, diagram, map } = parts;
  Object.assign(stage, stageOf(stage.box, stage.view, data, state));
  face.draw();
  diagram?.zoom.start();
  diagram?.centre(stage.cursor);
  map.draw();
  showSize(data);
  showCount(stage);
  showSelection(stage);
}

/** Moves the keyboard's place. */
export function standOn({ stage, face }: Parts, node: number): void {
  stage.cursor = node;
  face.stand(true);
}

export function showCount({ data, shown }: Stage): void {
  byId('tree-count').textContent = shownWords(data.model.tree, shown.folded, shown.top);
}

export function showSelection(stage: Stage): void {
  const { data, selected } = stage;
  const { answer, model, shares, ends } = data;
  const said = selected === null ? '' : selectionWords(model, shares, selected);
  byId('tree-status').textContent = said;
  const node = selected ?? 0;
  const path = ends.get(node) ?? null;
  const { truthWeight } = answer;
  const href = path === null ? null : pathHref(path.id);
  byId('tree-details').replaceChildren(
    mount(detailsScene({ model, shares, path, truthWeight, href, node })),
  );
  if (answer.own) stage.own = selected !== null && isWholeTree(model.tree, node) ? null : selected;
  carry(stage.own);
  showNodeRows(answer.own ? stage.own : null, model.task, href);
  byId('tree-clear').hidden = selected === null;
}
