import { captionOf } from '../../src/draw/caption.ts';
import { widthWords } from '../../src/draw/spoken.ts';
import { TREE_VIEWS } from '../../src/serve/contract.ts';
import { aim } from '../carry.ts';
import { readState, searchOf, writeState } from '../state.ts';
import { deselect, foldAll, type Parts } from './actions.ts';
import { download, pngOf, svgText } from './save.ts';
import { byId, mount } from '../mount.ts';
import type { Diagram } from './diagram.ts';
import type { Stage } from './stage.ts';

/** The buttons and links around the tree. */
export function startTools(parts: Parts): void {
  const { stage, diagram } = parts;
  onButtons('zoom', (action) => {
    if (action !== 'fit') return diagram?.zoom.by(action === 'in' ? 1.25 : 0.8);
    diagram?.zoom.fit();
    diagram?.centre(stage.cursor);
  });
  onButtons('fold', (action) => foldAll(parts, action === 'none'));
  onButtons('save', (kind) => void save(stage, diagram, kind));
  nameFolds(stage);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-view]')) {
    const view = TREE_VIEWS.find((name) => name === link.dataset['view']) ?? 'diagram';
    aim(link, () =>
      searchOf({ ...readState(), view: view === 'diagram' ? null : view, page: null }),
    );
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-page]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      turnPage(parts, Number(link.dataset['page']));
    });
    aim(link, () => {
      const state = readState();
      return searchOf({ ...state, page: (state.page ?? 1) + Number(link.dataset['page']) });
    });
  }
  byId('tree-clear').addEventListener('click', (event) => {
    event.preventDefault();
    deselect(parts);
    stage.box.focus();
  });
  if (diagram !== null) onPaper(stage, diagram);
}

function onButtons(name: string, act: (value: string) => void): void {
  for (const button of document.querySelectorAll<HTMLElement>(`button[data-${name}]`)) {
    button.addEventListener('click', () => act(button.dataset[name] ?? ''));
  }
}

/** Which of the fold buttons mean something for this tree. */
export function nameFolds({ data, view }: Stage): void {
  for (const button of document.querySelectorAll<HTMLElement>('button[data-fold]')) {
    const open = button.dataset['fold'] === 'none';
    button.classList.toggle('gone', view === 'table' || (open && data.size === 'near'));
    if (!open) button.textContent = data.size === 'near' ? 'To the root' : 'Fold';
  }
}

/** The next rows, or those before. */
function turnPage({ stage, face }: Parts, by: number): void {
  const first = stage.box.querySelector('tr[data-node]')?.getAttribute('aria-rowindex') ?? '2';
  const size = stage.box.querySelectorAll('tr[data-node]').length;
  const page = by > 0 ? (Number(first) - 2) / size + 2 : 0;
  stage.page = page > 0 ? page : (stage.page ?? 1) - 1;
  writeState({ page: stage.page });
  face.draw();
  stage.box.scrollTo({ top: 0 });
}

/** Paper shows all of a drawing, not only what was in view. */
function onPaper(stage: Stage, diagram: Diagram): void {
  addEventListener('beforeprint', () => stage.box.replaceChildren(mount(diagram.whole())));
  addEventListener('afterprint', () => diagram.draw());
}

async function save(stage: Stage, diagram: Diagram | null, kind: string): Promise<void> {
  if (diagram === null) return;
  const svg = mount(diagram.whole()) as SVGSVGElement;
  svg.classList.add('unseen');
  const { width, height } = addCaption(svg, stage);
  stage.box.append(svg);
  const name = `tree of ${document.body.dataset['run'] ?? ''}`;
  const text = svgText(svg, name);
  svg.remove();
  const file = `${name.replaceAll(' ', '-')}.${kind}`;
  if (kind === 'svg') return download(new Blob([text], { type: 'image/svg+xml' }), file);
  download(await pngOf(text, width, height), file);
}

/** Says above the drawing which tree it is, for who sees the file alone. */
function addCaption(svg: SVGSVGElement, { data }: Stage): { width: number; height: number } {
  const { run = '', tree = '' } = document.body.dataset;
  const of = data.answer.changes === null ? 'tree' : 'another size of the tree';
  const caption = captionOf(data.model, svg.getAttribute('aria-label') ?? '', [
    `Run ${run}, ${byId('tree-size').textContent}; ${of} ${tree}`,
    widthWords(data.shares),
  ]);
  const drawn = svg.viewBox.baseVal;
  const size = {
    width: Math.max(drawn.width, caption.width),
    height: drawn.height + caption.height,
  };
  const shape = `translate(0 ${-caption.height})`;
  svg.append(
    mount(
      { ...caption.scene, attributes: { ...caption.scene.attributes, transform: shape } },
      true,
    ),
  );
  svg.setAttribute('viewBox', `0 ${-caption.height} ${size.width} ${size.height}`);
  return size;
}
