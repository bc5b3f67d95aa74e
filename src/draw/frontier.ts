import { scaleLinear } from 'd3-scale';

import type { FrontierDocument } from '../core/run.ts';
import { axisLow } from './axis.ts';
import { figureText, measure, percent } from './format.ts';
import {
  FRAMES,
  MUTED,
  referenceShapes,
  referencesOf,
  type FrameName,
  type Scales,
} from './frontier-lines.ts';
import { nameShapes } from './frontier-names.ts';
import { sizedFigures, type Axis } from './frontier-readout.ts';
import { seriesShapes, type Place } from './frontier-series.ts';
import { el, px, sceneText, type Scene } from './scene.ts';

const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';
const INK = '#1c1e1b';
const RULE = '#e2e2db';
const PICK = '#17603f';

const AXIS_WORDS = {
  depth: { title: 'Fidelity at each depth', unit: 'Depth of the tree', place: 'depth' },
  leaves: {
    title: 'Fidelity at each number of leaves',
    unit: 'Leaves of the tree, at most',
    place: 'leaves at most',
  },
} as const;

/** One frontier of a document, ready to be drawn. */
interface Plot {
  readonly size: FrameName;
  readonly document: FrontierDocument;
  readonly axis: Axis;
  readonly places: readonly Place[];
}

function plotOf(document: FrontierDocument, axis: Axis, size: FrameName): Plot {
  const sized = sizedFigures(document, axis);
  return { size, document, axis, places: sized.map((place, at) => ({ at, ...place })) };
}

/** Where each tree of a frontier stands on its drawing, in pixels from the left. */
export function frontierColumns(document: FrontierDocument, axis: Axis, size: FrameName): number[] {
  const plot = plotOf(document, axis, size);
  const { x } = scalesOf(plot);
  return plot.places.map(({ at }) => px(x(at)));
}

/** The frontier as a file of its own: fixed colours, no styles, the same bytes for the same document. */
export function frontierSvg(document: FrontierDocument): string {
  return `${sceneText(frontierScene(document))}\n`;
}

/**
 * Depth (or number of leaves) against fidelity: select rows, which choose, in their band; test rows,
 * which only report, beside them with their interval; the constant answer, teacher accuracy and twin agreement as reference lines, the chosen depth
 * marked. Presentation attributes give the colours; a page may override them through the class names.
 */
export function frontierScene(
  document: FrontierDocument,
  axis: Axis = 'depth',
  size: FrameName = 'wide',
): Scene {
  const plot = plotOf(document, axis, size);
  const scales = scalesOf(plot);
  const { width, height } = scales.frame;
  const narrow = size === 'narrow' ? '-narrow' : '';
  const id = `${axis === 'depth' ? 'frontier' : 'frontier-leaves'}${narrow}`;
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: size === 'wide' ? 'frontier' : 'frontier narrow',
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': FONT,
      'font-size': 13,
    },
    el('title', { id: `${id}-title` }, AXIS_WORDS[axis].title),
    el('desc', { id: `${id}-desc` }, describe(plot)),
    el('rect', { class: 'paper', width, height, fill: '#ffffff' }),
    ...axisShapes(plot, scales),
    ...referenceShapes(document, scales),
    ...(axis === 'depth' ? pickShapes(plot, scales) : []),
    ...seriesShapes(plot.places, scales),
    ...nameShapes(document, plot.places.at(-1)?.figures, scales),
  );
}

function describe({ document, axis, places }: Plot): string {
  const { pick, baselines, fidelityKind } = document;
  const points = places.map(
    ({ size, figures }) =>
      `${AXIS_WORDS[axis].place} ${size}: ${figureText(figures.fidelity, fidelityKind)}`,
  );
  const majority = measure(baselines.majority.value, fidelityKind);
  const picked = axis === 'depth' ? ` Picked: depth ${pick.depth}.` : '';
  return `On test rows, ${points.join('; ')}. A constant answer reaches ${majority}.${picked}`;
}

function scalesOf({ size, document, places }: Plot): Scales {
  const frame = FRAMES[size];
  const drawn = places.flatMap(({ figures }) => [figures.fidelity, figures.select.fidelity]);
  const values = [...drawn, ...referencesOf(document).map((reference) => reference.figure)]
    .flatMap((figure) => [figure.value, figure.low, figure.high])
    .filter((value) => value !== null);
  const least = values.reduce((smaller, value) => Math.min(smaller, value), 1);
  const last = Math.max(0, places.length - 1);
  const pad = last === 0 ? 1 : 0.25;
  return {
    frame,
    x: scaleLinear([-pad, last + pad], [frame.left, frame.width - frame.right]),
    y: scaleLinear([axisLow(least), 1], [frame.height - frame.bottom, frame.top])
      .nice(5)
      .clamp(true),
  };
}

function axisShapes({ document, axis, places }: Plot, { x, y, frame }: Scales): Scene[] {
  const { fidelityKind } = document;
  const right = frame.width - frame.right;
  const base = frame.height - frame.bottom;
  const ticks = y.ticks(5);
  const fine = ticks.length > 1 && (ticks[1]! - ticks[0]!) * 100 < 1;
  const tickText = (tick: number): string =>
    fidelityKind === 'agreement' ? percent(tick, fine ? 1 : 0) : String(tick);
  const rows = ticks.flatMap((tick) => {
    const at = px(y(tick));
    return [
      el('line', { class: 'grid', x1: frame.left, x2: right, y1: at, y2: at, stroke: RULE }),
      text('axis-text', frame.left - 10, at + 4.5, 'end', tickText(tick)),
    ];
  });
  const columns = places.map(({ at, size }) =>
    text('axis-text', x(at), base + 22, 'middle', String(size)),
  );
  const unit =
    fidelityKind === 'agreement' ? 'Fidelity to the teacher' : 'Fidelity to the teacher (R²)';
  return [
    ...rows,
    ...columns,
    text('axis-title', frame.left - 10, 17, 'start', unit),
    text('axis-title', (frame.left + right) / 2, base + 44, 'middle', AXIS_WORDS[axis].unit),
  ];
}

/** Half of what `depth 7 picked` is wide, which must stay inside the drawing. */
const HALF_A_NAME = 52;

function pickShapes({ document: { pick }, places }: Plot, { x, y, frame }: Scales): Scene[] {
  const chosen = places.find(({ size }) => size === pick.depth);
  if (chosen === undefined) return [];
  const at = px(x(chosen.at));
  const stroke = { x1: at, x2: at, y1: frame.top, y2: frame.height - frame.bottom, stroke: PICK };
  const named = Math.min(at, frame.width - HALF_A_NAME);
  const ring = {
    cx: at,
    cy: px(y(chosen.figures.select.fidelity.value ?? 0)),
    r: 8.5,
    fill: 'none',
    stroke: PICK,
  };
  return [
    el('line', { class: 'pick-line', ...stroke, 'stroke-width': 1 }),
    text('pick-text', named, frame.top - 13, 'middle', `depth ${pick.depth} picked`),
    el('circle', { class: 'pick-ring', ...ring, 'stroke-width': 2 }),
  ];
}

function text(kind: string, x: number, y: number, anchor: string, content: string): Scene {
  const colour = kind === 'pick-text' ? PICK : kind === 'axis-title' ? INK : MUTED;
  return el(
    'text',
    { class: kind, x: px(x), y: px(y), 'text-anchor': anchor, fill: colour },
    content,
  );
}
