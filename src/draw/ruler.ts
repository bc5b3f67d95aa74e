import { scaleLinear } from 'd3-scale';

import type { Condition } from '../core/box.ts';
import type { Figure } from '../core/interval.ts';
import type { Feature } from '../core/table.ts';
import { axisLow } from './axis.ts';
import { measure, type FidelityKind } from './format.ts';
import { el, px, type Scene } from './scene.ts';

/** A reference point on a ruler. */
export interface Mark {
  readonly name: string;
  readonly value: number | null;
}

const RULER_WIDTH = 640;
const EDGE = 30;
/** A name nearer to an end than this is written inwards from its mark. */
const NAME_REACH = 170;
const NAME_LINES = [66, 92] as const;

/**
 * One figure on a line: a dot, its interval as a whisker, and reference marks named below.
 * The page says the same in words, so the drawing is hidden from screen readers.
 */
export function rulerScene(figure: Figure, marks: readonly Mark[], kind: FidelityKind): Scene {
  const known = marks.filter((mark) => mark.value !== null);
  const values = [figure.value, figure.low, ...known.map((mark) => mark.value)];
  const least = values.reduce<number>((low, v) => (v === null ? low : Math.min(low, v)), 1);
  const x = scaleLinear(
    [Math.floor(axisLow(least) * 10) / 10, 1],
    [EDGE, RULER_WIDTH - EDGE],
  ).clamp(true);
  if (least >= 1) x.domain([0, 1]);
  const ticks = x.ticks(5);
  return el(
    'svg',
    { class: 'ruler', viewBox: `0 0 ${RULER_WIDTH} 98`, 'aria-hidden': 'true' },
    el('line', { class: 'ruler-line', x1: EDGE, x2: RULER_WIDTH - EDGE, y1: 40, y2: 40 }),
    ...ticks.map((tick) =>
      el(
        'text',
        { class: 'ruler-tick', x: px(x(tick)), y: 22, 'text-anchor': 'middle' },
        kind === 'agreement' ? `${Math.round(tick * 100)}%` : String(tick),
      ),
    ),
    ...markShapes(known, x, kind),
    ...whiskerShapes(figure, x, 40),
  );
}

function markShapes(marks: readonly Mark[], x: (v: number) => number, kind: FidelityKind): Scene[] {
  return marks
    .toSorted((a, b) => a.value! - b.value!)
    .flatMap((mark, i) => {
      const at = px(x(mark.value!));
      const anchor = at < NAME_REACH ? 'start' : at > RULER_WIDTH - NAME_REACH ? 'end' : 'middle';
      const y = NAME_LINES[i % NAME_LINES.length]!;
      return [
        el('line', { class: 'ruler-mark', x1: at, x2: at, y1: 32, y2: y - 14 }),
        el(
          'text',
          { class: 'ruler-name', x: at, y, 'text-anchor': anchor },
          `${mark.name} ${measure(mark.value, kind)}`,
        ),
      ];
    });
}

function whiskerShapes(figure: Figure, x: (v: number) => number, y: number): Scene[] {
  if (figure.value === null) return [];
  const dot = el('circle', { class: 'whisker-dot', cx: px(x(figure.value)), cy: y, r: 5.5 });
  if (figure.low === null || figure.high === null) return [dot];
  const span = { x1: px(x(figure.low)), x2: px(x(figure.high)), y1: y, y2: y };
  return [el('line', { class: 'whisker', ...span }), dot];
}

/** A share with its interval on a line from 0 to 1, small enough for a table cell. */
export function whiskerScene(figure: Figure, width = 96): Scene {
  const x = scaleLinear([0, 1], [4, width - 4]);
  return el(
    'svg',
    { class: 'whisker-cell', viewBox: `0 0 ${width} 16`, width, height: 16, 'aria-hidden': 'true' },
    el('line', { class: 'ruler-line', x1: 4, x2: width - 4, y1: 8, y2: 8 }),
    ...whiskerShapes(figure, x, 8),
  );
}

/** The part of a number's seen range that a condition allows; `null` where that is no interval. */
export function rangeScene(condition: Condition, feature: Feature | undefined): Scene | null {
  if (condition.kind !== 'numeric' || feature?.kind !== 'numeric' || !condition.present)
    return null;
  const points = [feature.min, feature.max, condition.low, condition.high];
  const finite = points.filter((point) => point !== null);
  const x = scaleLinear([Math.min(...finite), Math.max(...finite)], [4, 156]);
  const from = condition.low === null ? 4 : x(condition.low);
  const to = condition.high === null ? 156 : x(condition.high);
  return el(
    'svg',
    { class: 'range', viewBox: '0 0 160 16', width: 160, height: 16, 'aria-hidden': 'true' },
    el('line', { class: 'ruler-line', x1: 4, x2: 156, y1: 8, y2: 8 }),
    el('line', { class: 'range-part', x1: px(from), x2: px(Math.max(to, from + 1)), y1: 8, y2: 8 }),
  );
}
