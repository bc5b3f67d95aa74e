import { TREE_VIEWS, type TreeAnswer } from '../../src/serve/contract.ts';
import { getJson } from '../api.ts';
import { byId } from '../mount.ts';
import { readState, writeState } from '../state.ts';
import { choose, replaceTree, showCount, showSelection, type Parts } from '../tree/actions.ts';
import { bindKeys } from '../tree/bind.ts';
import { makeDiagram } from '../tree/diagram.ts';
import { makeMap } from '../tree/map.ts';
import { makeRows } from '../tree/rows.ts';
import { startSizes, type SizeQuery } from '../tree/sizes.ts';
import { dataOf, stageOf } from '../tree/stage.ts';
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
  const pick = (node: number): void => choose(parts, node, false);
  const map = makeMap(byId('tree-map') as HTMLCanvasElement, stage, pick);
  const parts: Parts = { stage, face, diagram, map };
  if (diagram === null) face.draw();
  else diagram.adopt();
  bindKeys(parts);
  startTools(parts);
  startSizes(swapper(parts));
  diagram?.zoom.start();
  diagram?.centre(stage.cursor);
  map.draw();
  showCount(stage);
  showSelection(stage);
}

function readTree({ depth, leaves }: SizeQuery): Promise<TreeAnswer> {
  return getJson<TreeAnswer>('tree', { depth, leaves });
}

/** Asks for another tree; this one stays until that one is there, and only the last one asked for counts. */
function swapper(parts: Parts): (query: SizeQuery) => void {
  const { box } = parts.stage;
  let asked = 0;
  const swap = async (query: SizeQuery): Promise<void> => {
    const turn = ++asked;
    box.setAttribute('aria-busy', 'true');
    const answer = await readTree(query).catch(() => null);
    if (turn !== asked) return;
    box.removeAttribute('aria-busy');
    if (answer === null) {
      byId('tree-changes').textContent = 'That tree could not be read.';
      return;
    }
    writeState({ ...query });
    replaceTree(parts, dataOf(answer));
    nameFolds(parts.stage);
  };
  return (query) => void swap(query);
}
