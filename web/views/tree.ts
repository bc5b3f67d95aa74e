import { TREE_VIEWS } from '../../src/serve/contract.ts';
import { byId } from '../mount.ts';
import { readState } from '../state.ts';
import { goTo, showCount, showSelection, type Parts } from '../tree/actions.ts';
import { bindKeys } from '../tree/bind.ts';
import { makeDiagram } from '../tree/diagram.ts';
import { makeMap } from '../tree/map.ts';
import { makeRows } from '../tree/rows.ts';
import { dataOf, stageOf } from '../tree/stage.ts';
import { readTree, startSwaps } from '../tree/swaps.ts';
import { startTools } from '../tree/tools.ts';

/** Brings the tree to life: one selection, one set of folds and one set of keys for every view. */
export async function startTree(): Promise<void> {
  const state = readState();
  const view = TREE_VIEWS.find((name) => name === state.view) ?? 'diagram';
  const data = dataOf(await readTree(state));
  for (const link of document.querySelectorAll('.tree-choice .without-script')) link.remove();
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
