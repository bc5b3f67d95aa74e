import type { ScaleLinear } from 'd3-scale';

import type { Figure } from '../core/interval.ts';
import type { FrontierDocument, FrontierFigures } from '../core/run.ts';
import { measure } from './format.ts';
import { el, px, type Scene } from './scene.ts';

export const WIDTH = 760;
export const HEIGHT = 416;
export const PLOT = { left: 62, right: 190, top: 48, bottom: 56 } as const;
const LABEL_GAP = 17;

export const MUTED = '#5d625a';
export const SERIES = '#0072b2';

export interface Scales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

interface Reference {
  readonly name: string;
  readonly figure: Figure;
  readonly dash: string;
}

/** The lines to compare with, without those that were not measured. */
export function referencesOf({ baselines }: FrontierDocument): Reference[] {
  return [
    { name: 'Twin agreement', figure: baselines.twinAgreement, dash: '1 4' },
    { name: 'Teacher vs truth', figure: baselines.teacherAccuracy, dash: '7 4' },
    { name: 'Constant answer', figure: baselines.majority, dash: '2 3' },
  ].filter((reference) => reference.figure.value !== null);
}

export function referenceShapes(document: FrontierDocument, { y }: Scales): Scene[] {
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

/** Names at the right edge, pushed apart so that none covers another. Only levels carry a number. */
export function labelShapes(
  document: FrontierDocument,
  last: FrontierFigures | undefined,
  { y }: Scales,
): Scene[] {
  const { fidelityKind } = document;
  const series = [
    { name: 'Select rows: they choose', figure: last?.select.fidelity },
    { name: 'Test rows: they report', figure: last?.fidelity },
  ].map((line) => ({ ...line, colour: SERIES, kind: 'series-text' }));
  const levels = referencesOf(document).map(({ name, figure }) => ({
    name: `${name} ${measure(figure.value, fidelityKind)}`,
    figure,
    colour: MUTED,
    kind: 'reference-text',
  }));
  const named = [...series, ...levels]
    .flatMap(({ figure, ...label }) => {
      const value = figure?.value ?? null;
      return value === null ? [] : [{ ...label, at: y(value) }];
    })
    .sort((a, b) => a.at - b.at);
  const places = spread(
    named.map((label) => label.at),
    LABEL_GAP,
    PLOT.top,
    HEIGHT - PLOT.bottom,
  );
  return named.map(({ name, colour, kind }, i) =>
    el(
      'text',
      { class: kind, x: WIDTH - PLOT.right + 12, y: px(places[i]! + 4.5), fill: colour },
      name,
    ),
  );
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
