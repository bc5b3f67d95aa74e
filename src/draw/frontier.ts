import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';

import type { Figure } from '../core/interval.ts';
import type { FrontierDocument, FrontierFigures } from '../core/run.ts';
import { axisLow } from './axis.ts';
import { figureText, measure, percent } from './format.ts';
import {
  HEIGHT,
  labelShapes,
  MUTED,
  PLOT,
  referenceShapes,
  referencesOf,
  SERIES,
  WIDTH,
  type Scales,
} from './frontier-lines.ts';
import { sizedFigures, type Axis } from './frontier-readout.ts';
import { el, px, sceneText, type Scene } from './scene.ts';

const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';
const INK = '#1c1e1b';
const RULE = '#e2e2db';
const PICK = '#17603f';

/** One tree of a frontier and its place on the axis. */
interface Place {
  /** 0, 1, 2 … from left to right. */
  readonly at: number;
  /** What is written on the axis below it. */
  readonly size: number;
  readonly figures: FrontierFigures;
}

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
  readonly document: FrontierDocument;
  readonly axis: Axis;
  readonly places: readonly Place[];
}

function plotOf(document: FrontierDocument, axis: Axis): Plot {
  const sized = sizedFigures(document, axis);
  return { document, axis, places: sized.map((place, at) => ({ at, ...place })) };
}

/** Where each tree of a frontier stands on its drawing, in pixels from the left. */
export function frontierColumns(document: FrontierDocument, axis: Axis): number[] {
  const plot = plotOf(document, axis);
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
export function frontierScene(document: FrontierDocument, axis: Axis = 'depth'): Scene {
  const plot = plotOf(document, axis);
  const scales = scalesOf(plot);
  const id = axis === 'depth' ? 'frontier' : 'frontier-leaves';
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'frontier',
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      'font-family': FONT,
      'font-size': 13,
    },
    el('title', { id: `${id}-title` }, AXIS_WORDS[axis].title),
    el('desc', { id: `${id}-desc` }, describe(plot)),
    el('rect', { class: 'paper', width: WIDTH, height: HEIGHT, fill: '#ffffff' }),
    ...axisShapes(plot, scales),
    ...referenceShapes(document, scales),
    ...(axis === 'depth' ? pickShapes(plot, scales) : []),
    ...seriesShapes(plot, scales),
    ...labelShapes(document, plot.places.at(-1)?.figures, scales),
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

function scalesOf({ document, places }: Plot): Scales {
  const drawn = places.flatMap(({ figures }) => [figures.fidelity, figures.select.fidelity]);
  const values = [...drawn, ...referencesOf(document).map((reference) => reference.figure)]
    .flatMap((figure) => [figure.value, figure.low, figure.high])
    .filter((value) => value !== null);
  const least = values.reduce((smaller, value) => Math.min(smaller, value), 1);
  const last = Math.max(0, places.length - 1);
  const pad = last === 0 ? 1 : 0.25;
  return {
    x: scaleLinear([-pad, last + pad], [PLOT.left, WIDTH - PLOT.right]),
    y: scaleLinear([axisLow(least), 1], [HEIGHT - PLOT.bottom, PLOT.top])
      .nice(5)
      .clamp(true),
  };
}

function axisShapes({ document, axis, places }: Plot, { x, y }: Scales): Scene[] {
  const { fidelityKind } = document;
  const right = WIDTH - PLOT.right;
  const base = HEIGHT - PLOT.bottom;
  const ticks = y.ticks(5);
  const fine = ticks.length > 1 && (ticks[1]! - ticks[0]!) * 100 < 1;
  const tickText = (tick: number): string =>
    fidelityKind === 'agreement' ? percent(tick, fine ? 1 : 0) : String(tick);
  const rows = ticks.flatMap((tick) => {
    const at = px(y(tick));
    return [
      el('line', { class: 'grid', x1: PLOT.left, x2: right, y1: at, y2: at, stroke: RULE }),
      text('axis-text', PLOT.left - 10, at + 4.5, 'end', tickText(tick)),
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
    text('axis-title', PLOT.left - 10, 17, 'start', unit),
    text('axis-title', (PLOT.left + right) / 2, base + 44, 'middle', AXIS_WORDS[axis].unit),
  ];
}

function pickShapes({ document: { pick }, places }: Plot, { x, y }: Scales): Scene[] {
  const chosen = places.find(({ size }) => size === pick.depth);
  if (chosen === undefined) return [];
  const at = px(x(chosen.at));
  const stroke = { x1: at, x2: at, y1: PLOT.top, y2: HEIGHT - PLOT.bottom, stroke: PICK };
  const ring = {
    cx: at,
    cy: px(y(chosen.figures.select.fidelity.value ?? 0)),
    r: 8.5,
    fill: 'none',
    stroke: PICK,
  };
  return [
    el('line', { class: 'pick-line', ...stroke, 'stroke-width': 1 }),
    text('pick-text', at, PLOT.top - 13, 'middle', `depth ${pick.depth} picked`),
    el('circle', { class: 'pick-ring', ...ring, 'stroke-width': 2 }),
  ];
}

/** The select rows choose: a line in its band. The test rows report: dots with whiskers. */
function seriesShapes({ places }: Plot, { x, y }: Scales): Scene[] {
  const chosenBy = ({ figures }: Place): Figure => figures.select.fidelity;
  const known = places.filter((place) => chosenBy(place).value !== null);
  const band = area<Place>()
    .defined((place) => chosenBy(place).low !== null && chosenBy(place).high !== null)
    .x(({ at }) => x(at))
    .y0((place) => y(chosenBy(place).low!))
    .y1((place) => y(chosenBy(place).high!))
    .digits(2);
  const curve = line<Place>()
    .x(({ at }) => x(at))
    .y((place) => y(chosenBy(place).value!))
    .digits(2);
  const stroke = { fill: 'none', stroke: SERIES };
  return [
    el('path', { class: 'band', d: band(known) ?? '', fill: SERIES, 'fill-opacity': 0.14 }),
    el('path', { class: 'series', d: curve(known) ?? '', ...stroke, 'stroke-width': 2.5 }),
    ...known.map((place) =>
      el('circle', {
        class: 'dot',
        cx: px(x(place.at)),
        cy: px(y(chosenBy(place).value!)),
        r: 4,
        fill: SERIES,
      }),
    ),
    ...places.flatMap((place) => testShapes(place, { x, y })),
  ];
}

/** A little beside the point that it is compared with. */
const BESIDE = 9;

function testShapes({ at, figures }: Place, { x, y }: Scales): Scene[] {
  const { value, low, high } = figures.fidelity;
  if (value === null) return [];
  const place = px(x(at) + BESIDE);
  const dot = { class: 'dot test', cx: place, cy: px(y(value)), r: 3.2, fill: '#ffffff' };
  const ends =
    low === null || high === null
      ? null
      : { y1: px(y(low)), y2: px(y(high)), x1: place, x2: place };
  return [
    ...(ends === null
      ? []
      : [el('line', { class: 'test-range', ...ends, stroke: SERIES, 'stroke-width': 1.2 })]),
    el('circle', { ...dot, stroke: SERIES, 'stroke-width': 1.4 }),
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
