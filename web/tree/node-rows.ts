import { nodeRowsScene } from '../../src/draw/node-rows.ts';
import type { Task } from '../../src/core/table.ts';
import type { NodeRows } from '../../src/serve/contract.ts';
import { caseHref, getJson, nodeRowsHref } from '../api.ts';
import { mount } from '../mount.ts';

/** How long a node has been selected before its rows are asked for. */
const PAUSE = 150;

let asked = 0;

/**
 * Some of the held-out rows of the selected node, once they are here: what is drawn does not wait for
 * them, and only the node that was selected last counts.
 */
export function showNodeRows(node: number | null, task: Task, pathHref: string | null): void {
  const place = document.getElementById('tree-rows');
  // A run that was written without its rows has no place for them.
  if (place === null || place.dataset['of'] === String(node)) return;
  const turn = ++asked;
  place.replaceChildren();
  place.dataset['of'] = String(node);
  if (node === null) return;
  const show = (content: Node | string): void => {
    if (turn === asked) place.replaceChildren(content);
  };
  const ask = async (): Promise<void> => {
    if (turn !== asked) return;
    const rows = await getJson<NodeRows>('tree/rows', { node });
    const scene = nodeRowsScene({
      ...rows,
      numbers: task === 'regression',
      rowHref: caseHref,
      allHref: `${pathHref ?? nodeRowsHref(node)}#rows`,
    });
    show(mount(scene));
  };
  const fail = (): void => {
    show('The held-out rows could not be read.');
    // The next time it is selected they are asked for again.
    if (turn === asked) delete place.dataset['of'];
  };
  setTimeout(() => void ask().catch(fail), PAUSE);
}
