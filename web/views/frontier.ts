import { select } from 'd3-selection';

import { FRAMES, type FrameName } from '../../src/draw/frontier-lines.ts';
import { frontierColumns } from '../../src/draw/frontier.ts';
import { readoutScene, sizedFigures, type Axis } from '../../src/draw/frontier-readout.ts';
import type { FrontierAnswer } from '../../src/serve/contract.ts';
import { getJson } from '../api.ts';
import { mount } from '../mount.ts';

/** Reads the frontier off tree by tree: with the pointer over the drawing, or by the slider. */
export async function startFrontier(): Promise<void> {
  const answer = await getJson<FrontierAnswer>('frontier');
  for (const box of document.querySelectorAll<HTMLElement>('.explorer')) explore(box, answer);
}

function explore(box: HTMLElement, answer: FrontierAnswer): void {
  const axis: Axis = box.dataset['axis'] === 'leaves' ? 'leaves' : 'depth';
  const slider = box.querySelector<HTMLInputElement>('input[type=range]');
  const readout = box.querySelector<HTMLElement>('.readout');
  if (slider === null || readout === null) return;
  const trees = sizedFigures(answer, axis);
  const choose = (at: number): void => {
    if (String(at) !== slider.value) show(at);
  };
  const moves = Array.from(box.querySelectorAll<SVGSVGElement>('svg.frontier'), (drawing) => {
    const size = drawing.classList.contains('narrow') ? 'narrow' : 'wide';
    return followPointer(drawing, frontierColumns(answer, axis, size), size, choose);
  });
  const show = (at: number): void => {
    slider.value = String(at);
    slider.setAttribute('aria-valuetext', String(trees[at]!.size));
    for (const move of moves) move(at);
    readout.replaceChildren(mount(readoutScene(answer, axis, at)));
  };
  slider.addEventListener('input', () => show(Number(slider.value)));
  show(Number(slider.value));
}

/** A cursor in one drawing: tells which tree the pointer is at, and gives back what moves it. */
function followPointer(
  drawing: SVGSVGElement,
  columns: readonly number[],
  size: FrameName,
  choose: (at: number) => void,
): (at: number) => void {
  const { top, bottom, height } = FRAMES[size];
  const cursor = select(drawing)
    .append('line')
    .attr('class', 'cursor')
    .attr('y1', top)
    .attr('y2', height - bottom);
  drawing.addEventListener('pointermove', (event) => {
    choose(nearest(columns, columnOf(drawing, event.clientX)));
  });
  return (at) => cursor.attr('x1', columns[at]!).attr('x2', columns[at]!);
}

/** A place on the screen in the units of the drawing. */
function columnOf(drawing: SVGSVGElement, clientX: number): number {
  const frame = drawing.getBoundingClientRect();
  return ((clientX - frame.left) / frame.width) * drawing.viewBox.baseVal.width;
}

function nearest(columns: readonly number[], x: number): number {
  return columns.reduce(
    (best, column, i) => (Math.abs(column - x) < Math.abs(columns[best]! - x) ? i : best),
    0,
  );
}
