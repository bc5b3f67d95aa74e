import type { Figure } from '../core/interval.ts';
import type { RunDocument } from '../core/run.ts';

export type FidelityKind = RunDocument['fidelityKind'];

/** A whole number with commas between thousands: `12,345`. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 row`, `2 rows`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** A share as a percentage. Never rounds up to all nor down to none: `>99.9%`, `<0.1%`. */
export function percent(share: number | null, digits = 1): string {
  if (share === null) return 'n/a';
  const step = digits === 0 ? '1' : `0.${'0'.repeat(digits - 1)}1`;
  const text = (share * 100).toFixed(digits);
  if (share > 0 && Number(text) === 0) return `<${step}%`;
  if (share < 1 - 1e-9 && Number(text) === 100) return `>${(100 - Number(step)).toFixed(digits)}%`;
  return `${text}%`;
}

/** A plain number to `digits` significant digits, without an exponent where a person would not use one. */
export function rounded(value: number | null, digits = 3): string {
  if (value === null) return 'n/a';
  const short = Number(value.toPrecision(digits));
  return Math.abs(short) >= 1e4 && Math.abs(short) < 1e15 ? grouped(short) : String(short);
}

/** A fidelity or accuracy: a percentage for agreement, three decimals for R². */
export function measure(value: number | null, kind: FidelityKind): string {
  if (value === null) return 'n/a';
  if (kind === 'agreement') return percent(value);
  const text = value.toFixed(3);
  return Number(text) === 0 ? '0.000' : text.replace('-', '−');
}

/** The 95% interval: `93.2% to 94.9%`, or an empty text where there is none. */
export function intervalText(figure: Figure, kind: FidelityKind): string {
  if (figure.low === null || figure.high === null) return '';
  return `${measure(figure.low, kind)} to ${measure(figure.high, kind)}`;
}

/** The figure with its interval in brackets. */
export function figureText(figure: Figure, kind: FidelityKind): string {
  const interval = intervalText(figure, kind);
  return interval === ''
    ? measure(figure.value, kind)
    : `${measure(figure.value, kind)} (${interval})`;
}

/** A difference of two measures: percentage points, or R² to three decimals, with its sign. */
export function difference(value: number | null, kind: FidelityKind): string {
  if (value === null) return 'n/a';
  const text = kind === 'agreement' ? (100 * value).toFixed(1) : value.toFixed(3);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** The rows behind a share of agreement: `on 38 of 42 held-out rows`. */
export function agreedRows({ value, n }: Figure): string {
  return `on ${grouped(Math.round((value ?? 0) * n))} of ${counted(n, 'held-out row')}`;
}
