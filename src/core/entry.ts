import { allows, type Bound } from './box.ts';
import { nextUp } from './doubles.ts';
import type { NumericFeature } from './table.ts';

export type NumericBound = Bound & { readonly kind: 'numeric' };

/** Whether a person enters whole numbers only: counts, and dates by the day. */
export function entersWhole(feature: NumericFeature): boolean {
  return feature.integer || feature.format === 'date';
}

/**
 * The value of `bound` that is nearest to `from` and that a person can enter; `null` where the bound
 * holds none. Whole numbers and days are exactly the nearest, also to a `from` that is none. Other
 * numbers are the shortest decimal within `spread / 100` of the nearest: 0.431 for "over 0.43", and
 * not 0.43000000000000005.
 */
export function nearestEntry(
  feature: NumericFeature,
  bound: NumericBound,
  from: number,
  spread: number,
): number | null {
  if (allows(bound, from) && (!entersWhole(feature) || Number.isInteger(from))) return from;
  if (!(bound.low < bound.high)) return null;
  const value = entersWhole(feature)
    ? wholeAt(bound, from)
    : shortestAt(bound, from <= bound.low, spread / 100);
  return allows(bound, value) && Number.isFinite(value) ? value : null;
}

/** The whole number of the bound nearest to `from`; beyond the bound where it holds none. */
function wholeAt({ low, high }: NumericBound, from: number): number {
  const next = Math.floor(low) + 1;
  // Over 2^53 there is no fraction, and 1 is too small a step.
  const least = next > low ? next : nextUp(low);
  return Math.min(Math.max(Math.round(from), least), Math.floor(high));
}

function shortestAt({ low, high }: NumericBound, lowest: boolean, room: number): number {
  const edge = lowest ? low : high;
  const inside = (value: number): boolean =>
    value > low && value <= high && Math.abs(value - edge) <= room;
  return shortestNear(edge, lowest ? 1n : -1n, inside) ?? (lowest ? nextUp(low) : high);
}

/** The decimal of fewest digits beside `edge` that is `inside`. */
function shortestNear(
  edge: number,
  step: bigint,
  inside: (value: number) => boolean,
): number | null {
  for (let digits = 0; digits < 17; digits++) {
    const [mantissa = '', exponent = ''] = edge.toExponential(digits).split('e');
    const units = BigInt(mantissa.replace('.', ''));
    const scale = Number(exponent) - digits;
    const found = [units, units + step].map((n) => Number(`${n}e${scale}`)).find(inside);
    if (found !== undefined) return found;
  }
  return null;
}
