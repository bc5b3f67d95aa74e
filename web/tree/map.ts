import {
  besideOnMap,
  boxAt,
  icicleBoxes,
  icicleOf,
  nodeUnder,
  type Icicle,
  type IcicleBox,
} from '../../src/draw/icicle.ts';
import { hasMap } from '../../src/draw/folds.ts';
import { decisionOf } from '../../src/draw/labels.ts';
import { classStyles, DEFER_STYLE } from '../../src/draw/palette.ts';
import { selectionWords } from '../../src/draw/spoken.ts';
import type { Stage } from './stage.ts';

/** A letter needs this much room. */
const LETTER = 13;

/** The whole tree in small: a canvas, as it may have thousands of parts. */
export interface TreeMap {
  /** Of another tree, or around another node. */
  draw(): void;
}

export function makeMap(
  canvas: HTMLCanvasElement,
  stage: Stage,
  pick: (node: number) => void,
): TreeMap {
  let known: { data: Stage['data']; icicle: Icicle } | null = null;
  const icicle = (): Icicle => {
    const { data } = stage;
    if (known?.data !== data) known = { data, icicle: icicleOf(data.model.tree, data.shares) };
    return known.icicle;
  };
  const draw = (): void => {
    const { data } = stage;
    const isThere = hasMap(data.model.tree);
    canvas.classList.toggle('gone', !isThere);
    if (!isThere) return;
    paint(canvas, icicle(), stage);
    const node = placeOf(stage);
    canvas.setAttribute('aria-valuemax', String(data.model.tree.feature.length));
    canvas.setAttribute('aria-valuenow', String(node + 1));
    canvas.setAttribute('aria-valuetext', selectionWords(data.model, data.shares, node));
  };
  canvas.addEventListener('click', (event) => {
    const box = canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    pick(nodeUnder(icicle(), x, (event.clientY - box.top) / box.height));
  });
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = besideOnMap(icicle(), placeOf(stage), event.key);
    if (node === null) return;
    event.preventDefault();
    if (node !== placeOf(stage)) pick(node);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  new ResizeObserver(draw).observe(canvas);
  return { draw };
}

/** Where the page stands on the map. */
function placeOf({ data, centre, selected }: Stage): number {
  return data.size === 'near' ? centre : (selected ?? 0);
}

function paint(canvas: HTMLCanvasElement, icicle: Icicle, stage: Stage): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const pen = canvas.getContext('2d');
  if (pen === null || width === 0) return;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  pen.scale(devicePixelRatio, devicePixelRatio);
  const css = getComputedStyle(canvas);
  const ink = (name: string): string => css.getPropertyValue(name).trim();
  const boxes = icicleBoxes(icicle, width, height);
  const lookOf = looksOf(stage, ink('--accent'));
  const quiet = { fill: ink('--branch'), strength: 1, ink: '', letter: '' };
  pen.font = `600 11px ${css.fontFamily}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  for (const box of boxes) paintBox(pen, box, box.ends ? lookOf(box.node) : quiet);
  const own = boxAt(icicle, placeOf(stage), width, height);
  paintPlace(pen, own, height, [ink('--paper'), ink('--ink')]);
}

interface Look {
  readonly fill: string;
  readonly strength: number;
  readonly ink: string;
  readonly letter: string;
}

/** An end has the colour and letter of its class, or the strength of its number. */
function looksOf({ data }: Stage, accent: string): (node: number) => Look {
  const { model } = data;
  const styles = classStyles(model.classNames);
  const { value } = model.tree;
  const least = value.reduce((low, v) => Math.min(low, v), Infinity);
  const most = value.reduce((high, v) => Math.max(high, v), -Infinity);
  return (node) => {
    const { index, deferred } = decisionOf(model, node);
    const style = deferred ? DEFER_STYLE : styles[index];
    if (style !== undefined) {
      return { fill: style.colour, strength: 1, ink: style.ink, letter: style.letter };
    }
    const share = most > least ? (value[node]! - least) / (most - least) : 0.5;
    return { fill: accent, strength: 0.2 + 0.8 * share, ink: '', letter: '' };
  };
}

function paintBox(pen: CanvasRenderingContext2D, box: IcicleBox, look: Look): void {
  const gap = box.width > 8 ? 1 : 0;
  pen.globalAlpha = look.strength;
  pen.fillStyle = look.fill;
  pen.fillRect(box.x, box.y, Math.max(0.5, box.width - gap), box.height - (box.height > 3 ? 1 : 0));
  pen.globalAlpha = 1;
  if (look.letter === '' || box.width < LETTER || box.height < LETTER) return;
  pen.fillStyle = look.ink;
  pen.fillText(look.letter, box.x + box.width / 2, box.y + box.height / 2);
}

/** A frame around all below the place, and a line down to it. The root needs none. */
function paintPlace(
  pen: CanvasRenderingContext2D,
  place: IcicleBox,
  height: number,
  [paper, ink]: readonly [string, string],
): void {
  if (place.node === 0) return;
  const width = Math.max(5, place.width);
  const x = place.x + place.width / 2 - width / 2;
  for (const [stroke, thick] of [
    [paper, 5],
    [ink, 2],
  ] as const) {
    pen.strokeStyle = stroke;
    pen.lineWidth = thick;
    pen.strokeRect(x + 1, place.y + 1, width - 2, height - place.y - 2);
    pen.beginPath();
    pen.moveTo(x + width / 2, 0);
    pen.lineTo(x + width / 2, place.y);
    pen.stroke();
  }
}
