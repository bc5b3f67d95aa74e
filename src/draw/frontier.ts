import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';

import type { Figure } from '../core/interval.ts';
import type { FrontierDocument, FrontierEntry } from '../core/run.ts';
import { axisLow } from './axis.ts';
import { figureText, measure, percent } from './format.ts';
import { el, px, sceneText, type Scene } from './scene.ts';

const WIDTH = 760;
const HEIGHT = 416;
const PLOT = { left: 62, right: 190, top: 48, bottom: 56 } as const;
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';
const LABEL_GAP = 17;

const INK = '#1c1e1b';
const MUTED = '#5d625a';
const RULE = '#e2e2db';
const SERIES = '#0072b2';
const PICK = '#17603f';

interface Scales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

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

interface Reference {
  readonly name: string;
  readonly figure: Figure;
  readonly dash: string;
}

function referencesOf({ baselines, fidelityKind }: FrontierDocument): Reference[] {
  const truth = fidelityKind === 'agreement' ? 'Teacher’s accuracy' : 'Teacher’s R² to the truth';
  return [
    { name: 'Twin agreement', figure: baselines.twinAgreement, dash: '1 4' },
    { name: truth, figure: baselines.teacherAccuracy, dash: '7 4' },
    { name: 'Constant answer', figure: baselines.majority, dash: '2 3' },
  ].filter((reference) => reference.figure.value !== null);
}

function referenceShapes(document: FrontierDocument, { y }: Scales): Scene[] {
  return referencesOf(document).map(({ figure, dash }) =>
    el('line', {
      class: 'reference',
      x1: PLOT.left,
      x2: WIDTH - PLOT.right,
      y1: px(y(figure.value!)),
      y2: px(y(figure.value!)),
      stroke: MUTED,
      'stroke-width': 1.2,
      'stroke-dasharray': dash,
      'stroke-linecap': 'round',
    }),
  );
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
    text('pick-text', at, PLOT.top - 8, 'middle', `depth ${pick.depth} picked`),
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

/** Names at the right edge, pushed apart so that none covers another. */
function labelShapes(document: FrontierDocument, { y }: Scales): Scene[] {
  const last = document.depths.at(-1);
  const named = [
    ...(last === undefined
      ? []
      : [
          {
            name: 'Student, test rows',
            figure: last.fidelity,
            colour: SERIES,
            kind: 'series-text',
          },
          {
            name: 'Student, select rows',
            figure: last.select.fidelity,
            colour: SERIES,
            kind: 'series-text',
          },
        ]),
    ...referencesOf(document).map((reference) => ({
      ...reference,
      colour: MUTED,
      kind: 'reference-text',
    })),
  ]
    .filter(({ figure }) => figure.value !== null)
    .map((label) => ({ ...label, at: y(label.figure.value!) }))
    .sort((a, b) => a.at - b.at);
  const places = spread(
    named.map((label) => label.at),
    LABEL_GAP,
    PLOT.top,
    HEIGHT - PLOT.bottom,
  );
  return named.map(({ name, figure, colour, kind }, i) => {
    const value = measure(figure.value, document.fidelityKind);
    return el(
      'text',
      { class: kind, x: WIDTH - PLOT.right + 12, y: px(places[i]! + 4.5), fill: colour },
      `${name} ${value}`,
    );
  });
}

/** Ascending positions moved apart to at least `gap`, kept inside [low, high] as far as they fit. */
export function spread(
  positions: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const out = positions.slice();
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.max(out[i]!, i === 0 ? low : out[i - 1]! + gap);
  }
  for (let i = out.length - 1; i >= 0; i--) {
    out[i] = Math.min(out[i]!, i === out.length - 1 ? high : out[i + 1]! - gap);
  }
  return out;
}

function text(kind: string, x: number, y: number, anchor: string, content: string): Scene {
  const colour = kind === 'pick-text' ? PICK : kind === 'axis-title' ? INK : MUTED;
  return el(
    'text',
    { class: kind, x: px(x), y: px(y), 'text-anchor': anchor, fill: colour },
    content,
  );
}
