import { nodeName } from '../../src/draw/spoken.ts';
import { pathHref } from '../api.ts';
import { nextStep, typeAhead } from '../keys.ts';
import { choose, deselect, standOn, toggle, type Parts } from './actions.ts';

/** One set of keys and clicks for drawing, outline and table. Listeners sit on the box. */
export function bindKeys(parts: Parts): void {
  const { box } = parts.stage;
  const find = typeAhead();
  box.addEventListener('click', (event) => onClick(parts, event.target as Element));
  box.addEventListener('keydown', (event) => {
    const item = (event.target as Element).closest<HTMLElement | SVGElement>('[data-node]');
    if (item === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const node = Number(item.dataset['node']);
    const { data, shown, view } = parts.stage;
    const { model } = data;
    const rows = parts.face.rows();
    const walk = { tree: model.tree, rows, folded: shown.folded, flat: view === 'table' };
    const step = nextStep(walk, node, event.key);
    if (step === null) {
      if (event.key.length !== 1) return;
      const nameOf = (id: number): string => nodeName(model, id);
      const found = find(rows, node, event.key, event.timeStamp, nameOf);
      if (found !== null) standOn(parts, found);
      return;
    }
    event.preventDefault();
    if (step.kind === 'stand') standOn(parts, step.node);
    else if (step.kind === 'toggle') toggle(parts, node);
    else if (step.kind === 'choose') choose(parts, node);
    else if (step.kind === 'deselect') deselect(parts);
    else open(parts, node);
  });
}

function onClick(parts: Parts, target: Element): void {
  const mark = target.closest<HTMLElement | SVGElement>('[data-toggle]');
  if (mark !== null) return toggle(parts, Number(mark.dataset['toggle']));
  const item = target.closest<HTMLElement | SVGElement>('[data-node]');
  if (item !== null) choose(parts, Number(item.dataset['node']));
}

/** The page of a path; a node without one is selected. */
function open(parts: Parts, node: number): void {
  const path = parts.stage.data.ends.get(node);
  if (path === undefined) return choose(parts, node);
  location.href = pathHref(path.id);
}
