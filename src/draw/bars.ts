import { OTHER_LOOK, type ClassStyle } from './palette.ts';
import { el, px, type Scene } from './scene.ts';

/** Where a bar lies, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Parts of a bar that are drawn apart; the rest of many classes is one part. */
const MOST_PARTS = 4;

interface Part {
  readonly share: number;
  readonly pattern: string;
  /** Of the pattern, for where patterns are not drawn. */
  readonly colour: string;
}

/** A soft value as one stacked bar: the share of each class, by colour and pattern. */
export function distributionShapes(
  value: readonly number[],
  styles: readonly ClassStyle[],
  place: Place,
): Scene[] {
  const total = value.reduce((sum, share) => sum + share, 0);
  if (!(total > 0)) return [];
  let x = place.x;
  return partsOf(value, styles).flatMap(({ share, pattern, colour }) => {
    const width = px((share / total) * place.width);
    const box = { x: px(x), y: px(place.y), width, height: px(place.height) };
    x += (share / total) * place.width;
    const look = { class: 'bar-part', color: colour, fill: `url(#${pattern})` };
    return width === 0 ? [] : [el('rect', { ...look, ...box })];
  });
}

/** Every class, or of many the largest few in class order and what remains. */
function partsOf(value: readonly number[], styles: readonly ClassStyle[]): Part[] {
  const parts = value
    .map((share, index) => ({ share, ...lookOf(styles[index]!) }))
    .filter(({ share }) => share > 0);
  if (parts.length <= MOST_PARTS) return parts;
  const least = value.toSorted((a, b) => b - a)[MOST_PARTS - 2]!;
  const large = parts.filter(({ share }) => share >= least).slice(0, MOST_PARTS - 1);
  const rest = parts.reduce((sum, part) => sum + (large.includes(part) ? 0 : part.share), 0);
  return [...large, { share: rest, ...lookOf(OTHER_LOOK) }];
}

function lookOf({ pattern, colour }: Omit<Part, 'share'>): Omit<Part, 'share'> {
  return { pattern, colour };
}

/** A number on the span from `low` to `high`, as a dot on a line. */
export function positionShapes(value: number, low: number, high: number, place: Place): Scene[] {
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;
  const y = px(place.y + place.height / 2);
  return [
    el('line', {
      class: 'bar-track',
      x1: px(place.x),
      x2: px(place.x + place.width),
      y1: y,
      y2: y,
    }),
    el('circle', { class: 'bar-dot', cx: px(place.x + share * place.width), cy: y, r: 3.5 }),
  ];
}

/** A stand-alone stacked bar for a page; decorative, so the page writes the shares beside it. */
export function distributionBar(
  value: readonly number[],
  styles: readonly ClassStyle[],
  width = 240,
  height = 12,
): Scene {
  return el(
    'svg',
    { class: 'bar', viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true' },
    ...distributionShapes(value, styles, { x: 0, y: 0, width, height }),
  );
}
