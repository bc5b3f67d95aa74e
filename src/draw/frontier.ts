import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';

import type { Figure } from '../core/interval.ts';
import type { FrontierDocument, FrontierEntry } from '../core/run.ts';
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
import { el, px, sceneText, type Scene } from './scene.ts';

const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';
const INK = '#1c1e1b';
const RULE = '#e2e2db';
const PICK = '#17603f';

/** The frontier as a file of its own: fixed colours, no styles, the same bytes for the same document. */
export function frontierSvg(document: FrontierDocument): string {
  return `${sceneText(frontierScene(document))}\n`;
}

/**
 * Depth against fidelity: test rows with their interval, select rows beside them, the constant
 * answer, teacher accuracy and twin agreement as reference lines, the chosen depth marked.
 * Presentation attributes give the colours; a page may override them through the class names.
 */
export function frontierScene(document: FrontierDocument): Scene {
  const scales = scalesOf(document);
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'frontier',
      role: 'img',
      'aria-labelledby': 'frontier-title frontier-desc',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      'font-family': FONT,
      'font-size': 13,
    },
    el('title', { id: 'frontier-title' }, 'Fidelity at each depth'),
    el('desc', { id: 'frontier-desc' }, describe(document)),
    el('rect', { class: 'paper', width: WIDTH, height: HEIGHT, fill: '#ffffff' }),
    ...axisShapes(document, scales),
    ...referenceShapes(document, scales),
    ...pickShapes(document, scales),
    ...seriesShapes(document, scales),
    ...labelShapes(document, scales),
  );
}

function describe({ depths, pick, baselines, fidelityKind }: FrontierDocument): string {
  const points = depths.map(
    (entry) => `depth ${entry.depth}: ${figureText(entry.fidelity, fidelityKind)}`,
  );
  const majority = measure(baselines.majority.value, fidelityKind);
  return `On test rows, ${points.join('; ')}. A constant answer reaches ${majority}. Picked: depth ${pick.depth}.`;
}

function scalesOf(document: FrontierDocument): Scales {
  const figures = document.depths.flatMap((entry) => [entry.fidelity, entry.select.fidelity]);
  const values = [...figures, ...referencesOf(document).map((reference) => reference.figure)]
    .flatMap((figure) => [figure.value, figure.low, figure.high])
    .filter((value) => value !== null);
  const least = values.reduce((smaller, value) => Math.min(smaller, value), 1);
  const depths = document.depths.map((entry) => entry.depth);
  const first = depths[0] ?? 1;
  const last = depths.at(-1) ?? 1;
  const pad = first === last ? 1 : 0.25;
  return {
    x: scaleLinear([first - pad, last + pad], [PLOT.left, WIDTH - PLOT.right]),
    y: scaleLinear([axisLow(least), 1], [HEIGHT - PLOT.bottom, PLOT.top])
      .nice(5)
      .clamp(true),
  };
}

function axisShapes({ depths, fidelityKind }: FrontierDocument, { x, y }: Scales): Scene[] {
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
  const columns = depths.map((entry) =>
    text('axis-text', x(entry.depth), base + 22, 'middle', String(entry.depth)),
  );
  const unit =
    fidelityKind === 'agreement' ? 'Fidelity to the teacher' : 'Fidelity to the teacher (R²)';
  return [
    ...rows,
    ...columns,
    text('axis-title', PLOT.left - 10, 17, 'start', unit),
    text('axis-title', (PLOT.left + right) / 2, base + 44, 'middle', 'Depth of the tree'),
  ];
}

function pickShapes({ depths, pick }: FrontierDocument, { x, y }: Scales): Scene[] {
  const chosen = depths.find((entry) => entry.depth === pick.depth);
  if (chosen === undefined) return [];
  const at = px(x(chosen.depth));
  const stroke = { x1: at, x2: at, y1: PLOT.top, y2: HEIGHT - PLOT.bottom, stroke: PICK };
  const ring = {
    cx: at,
    cy: px(y(chosen.fidelity.value ?? 0)),
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

function seriesShapes({ depths }: FrontierDocument, { x, y }: Scales): Scene[] {
  const known = (figure: Figure): boolean => figure.value !== null;
  const band = area<FrontierEntry>()
    .defined((entry) => entry.fidelity.low !== null && entry.fidelity.high !== null)
    .x((entry) => x(entry.depth))
    .y0((entry) => y(entry.fidelity.low!))
    .y1((entry) => y(entry.fidelity.high!))
    .digits(2);
  const curve = (of: (entry: FrontierEntry) => Figure): string =>
    line<FrontierEntry>()
      .defined((entry) => known(of(entry)))
      .x((entry) => x(entry.depth))
      .y((entry) => y(of(entry).value!))
      .digits(2)(depths) ?? '';
  const dots = (of: (entry: FrontierEntry) => Figure, look: Record<string, string | number>) =>
    depths
      .filter((entry) => known(of(entry)))
      .map((entry) =>
        el('circle', { cx: px(x(entry.depth)), cy: px(y(of(entry).value!)), ...look }),
      );
  const onTest = (entry: FrontierEntry): Figure => entry.fidelity;
  const onSelect = (entry: FrontierEntry): Figure => entry.select.fidelity;
  const stroke = { fill: 'none', stroke: SERIES };
  return [
    el('path', { class: 'band', d: band(depths) ?? '', fill: SERIES, 'fill-opacity': 0.14 }),
    el('path', {
      class: 'series select',
      d: curve(onSelect),
      ...stroke,
      'stroke-width': 1.5,
      'stroke-dasharray': '5 4',
    }),
    el('path', { class: 'series', d: curve(onTest), ...stroke, 'stroke-width': 2.5 }),
    ...dots(onSelect, { class: 'dot select', r: 3, fill: '#ffffff', stroke: SERIES }),
    ...dots(onTest, { class: 'dot', r: 4, fill: SERIES }),
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
