import { scaleLinear } from 'd3-scale';

import type { NumericFeature } from '../core/table.ts';
import { el, px, type Scene } from './scene.ts';

/** A part of the number line; `null` where it has no end. */
export interface Part {
  readonly over: number | null;
  readonly upTo: number | null;
}

const WIDTH = 160;
const EDGE = 6;

/**
 * The parts of what was seen in training that keep a decision, and where the value stands. The page
 * says the same in words, so the drawing is hidden from screen readers.
 */
export function slackScene(
  feature: NumericFeature,
  parts: readonly Part[],
  value: number | null,
): Scene {
  const ends = [feature.min, feature.max, ...(value === null ? [] : [value])];
  const x = scaleLinear([Math.min(...ends), Math.max(...ends)], [EDGE, WIDTH - EDGE]).clamp(true);
  const y = 8;
  const bars = parts.map(({ over, upTo }) => {
    const from = over === null ? EDGE : x(over);
    const to = upTo === null ? WIDTH - EDGE : x(upTo);
    return el('line', {
      class: 'range-part',
      x1: px(from),
      x2: px(Math.max(to, from + 1)),
      y1: y,
      y2: y,
    });
  });
  return el(
    'svg',
    {
      class: 'range slack',
      viewBox: `0 0 ${WIDTH} 16`,
      width: WIDTH,
      height: 16,
      'aria-hidden': 'true',
    },
    el('line', { class: 'ruler-line', x1: EDGE, x2: WIDTH - EDGE, y1: y, y2: y }),
    ...bars,
    value === null ? null : el('circle', { class: 'value-dot', cx: px(x(value)), cy: y, r: 4.5 }),
  );
}
