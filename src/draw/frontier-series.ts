import { area, line } from 'd3-shape';

import type { Figure } from '../core/interval.ts';
import type { FrontierFigures } from '../core/run.ts';
import { SERIES, type Scales } from './frontier-lines.ts';
import { el, px, type Scene } from './scene.ts';

/** One tree of a frontier and its place on the axis. */
export interface Place {
  /** 0, 1, 2 … from left to right. */
  readonly at: number;
  /** What is written on the axis below it. */
  readonly size: number;
  readonly figures: FrontierFigures;
}

/** The select rows choose: a line in its band. The test rows report: dots with whiskers. */
export function seriesShapes(places: readonly Place[], scales: Scales): Scene[] {
  const { x, y } = scales;
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
    ...places.flatMap((place) => testShapes(place, scales)),
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
