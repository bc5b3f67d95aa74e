import { TREE_VIEWS, type TreeAnswer } from '../../src/serve/contract.ts';
import { getJson } from '../api.ts';
import { byId } from '../mount.ts';
import { enterState, readState } from '../state.ts';
import { goTo, replaceTree, showCount, showSelection, type Parts } from '../tree/actions.ts';
import { bindKeys } from '../tree/bind.ts';
import { makeDiagram } from '../tree/diagram.ts';
import { makeMap } from '../tree/map.ts';
import { makeRows } from '../tree/rows.ts';
import { showChoice, startSizes, type SizeQuery } from '../tree/sizes.ts';
import { dataOf, stageOf, type Place, type TreeData } from '../tree/stage.ts';
import { nameFolds, startTools } from '../tree/tools.ts';

/** Brings the tree to life: one selection, one set of folds and one set of keys for every view. */
export async function startTree(): Promise<void> {
  for (const link of document.querySelectorAll('.tree-choice .without-script')) link.remove();
  const state = readState();
  const view = TREE_VIEWS.find((name) => name === state.view) ?? 'diagram';
  const data = dataOf(await readTree(state));
  const stage = stageOf(byId('tree-box'), view, data, state);
  const diagram = view === 'diagram' ? makeDiagram(stage) : null;
  const face = diagram ?? makeRows(stage, view === 'table' ? 'table' : 'outline');
  const pick = (node: number): void => goTo(parts, node);
  const map = makeMap(byId('tree-map') as HTMLCanvasElement, stage, pick);
  const parts: Parts = { stage, face, diagram, map };
  if (diagram === null) face.draw();
  else diagram.adopt();
  bindKeys(parts);
  startTools(parts);
  startSwaps(parts);
  diagram?.zoom.start();
  diagram?.centre(stage.cursor);
  map.draw();
  showCount(stage);
  showSelection(stage);
}

function readTree({ depth, leaves }: SizeQuery): Promise<TreeAnswer> {
  return getJson<TreeAnswer>('tree', { depth, leaves });
}

/** A tree as it is first shown. */
const UNTOUCHED: Place = { node: null, folded: null, focus: null, page: null };

/** Other trees of the run in place of this one, by the sliders and by Back and Forward. */
function startSwaps(parts: Parts): void {
  const { stage } = parts;
  const ask = lastAsked(stage.box);
  let shown: SizeQuery = readState();
  const show = (query: SizeQuery, place: Place, enter: () => void): void =>
    ask(query, (data) => {
      shown = query;
      enter();
      replaceTree(parts, data, place);
      nameFolds(stage);
    });
  startSizes((query) => show(query, UNTOUCHED, () => enterState({ ...query, ...UNTOUCHED })));
  addEventListener('popstate', () => {
    const state = readState();
    if (state.depth === shown.depth && state.leaves === shown.leaves) return;
    showChoice(state);
    show(state, state, () => undefined);
  });
}

/** Asks for a tree; the one in the box stays until it is there, and only the last one asked for counts. */
function lastAsked(box: HTMLElement): (query: SizeQuery, use: (data: TreeData) => void) => void {
  let asked = 0;
  const ask = async (query: SizeQuery, use: (data: TreeData) => void): Promise<void> => {
    const turn = ++asked;
    box.setAttribute('aria-busy', 'true');
    const answer = await readTree(query).catch(() => null);
    if (turn !== asked) return;
    box.removeAttribute('aria-busy');
    if (answer === null) byId('tree-changes').textContent = 'That tree could not be read.';
    else use(dataOf(answer));
  };
  return (query, use) => void ask(query, use);
}
