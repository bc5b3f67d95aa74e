import type { TreeAnswer } from '../../src/serve/contract.ts';
import { getJson } from '../api.ts';
import { byId } from '../mount.ts';
import { enterState, readState, writeState } from '../state.ts';
import { replaceTree, type Parts } from './actions.ts';
import { showChoice, startSizes, type SizeQuery } from './sizes.ts';
import { dataOf, type Place } from './stage.ts';
import { nameFolds } from './tools.ts';

/** A tree as it is first shown. */
const UNTOUCHED: Place = { node: null, own: null, folded: null, focus: null, page: null };

/** Steps of a slider that follow each other within so many milliseconds are one, for Back. */
const ONE_STEP = 1000;

export function readTree({ depth, leaves }: SizeQuery): Promise<TreeAnswer> {
  return getJson<TreeAnswer>('tree', { depth, leaves });
}

/** Whether it is the run's own tree. */
function isOwn({ depth, leaves }: SizeQuery): boolean {
  return depth === null && leaves === null;
}

/**
 * Other trees of the run in place of this one, by the sliders and by Back and Forward. The tree in the
 * box stays until the new one is there; only what was asked for last counts.
 */
export function startSwaps(parts: Parts): void {
  const { stage } = parts;
  let shown: SizeQuery = readState();
  let asked = 0;
  let entered = -Infinity;

  const settle = (): void => {
    asked++;
    stage.box.removeAttribute('aria-busy');
  };
  const isShown = ({ depth, leaves }: SizeQuery): boolean =>
    depth === shown.depth && leaves === shown.leaves;
  const show = async (query: SizeQuery, place: Place, enter: () => void): Promise<void> => {
    const turn = ++asked;
    stage.box.setAttribute('aria-busy', 'true');
    const data = await readTree(query).then(dataOf, () => null);
    if (turn !== asked) return;
    settle();
    if (data === null) return stay();
    shown = query;
    replaceTree(parts, data, place);
    nameFolds(stage);
    enter();
  };
  /** Sliders and address tell of the tree that is there. */
  const stay = (): void => {
    byId('tree-changes').textContent = 'That tree could not be read.';
    showChoice(shown);
    const own = isOwn(shown) ? null : stage.own;
    writeState({ ...shown, ...UNTOUCHED, node: stage.selected, own });
  };

  startSizes((query) => {
    if (isShown(query)) return settle();
    const { own } = stage;
    const place = { ...UNTOUCHED, ...(isOwn(query) ? { node: own } : { own }) };
    void show(query, place, () => {
      const follows = performance.now() - entered < ONE_STEP;
      (follows ? writeState : enterState)({ ...query, ...place });
      entered = performance.now();
    });
  });
  addEventListener('popstate', () => {
    const state = readState();
    showChoice(state);
    if (!isShown(state)) return void show(state, state, () => undefined);
    settle();
    if (state.node !== stage.selected) replaceTree(parts, stage.data, state);
  });
}
