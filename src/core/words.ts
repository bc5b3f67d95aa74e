import type { Condition } from './box.ts';
import { UNSEEN, type Feature } from './table.ts';
import { listWords, visible } from './text.ts';

const MS_PER_DAY = 86_400_000;

/**
 * Days since 1970-01-01 as `2020-01-31`, with the time of day when there is one: to the second, or
 * to the millisecond where seconds would round.
 */
export function dateWords(days: number): string {
  const iso = new Date(Math.round(days * MS_PER_DAY)).toISOString();
  return iso
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '')
    .replace(/ 00:00:00$/, '');
}

/** A value of a numeric feature as a person writes it. A number is never rounded. */
export function numberWords(feature: Feature | undefined, value: number): string {
  const isDate = feature?.kind === 'numeric' && feature.format === 'date';
  if (isDate && Math.abs(value) < 1e8) return dateWords(value);
  const unit = feature?.unit === undefined ? '' : ` ${visible(feature.unit)}`;
  return `${value}${unit}`;
}

/** A value of a row as the walker takes it (NaN or a code below 0 where it is not known), in words. */
export function valueWords(feature: Feature, value: number): string {
  if (feature.kind === 'numeric') {
    return Number.isNaN(value) ? 'missing' : numberWords(feature, value);
  }
  if (value < 0) return value === UNSEEN ? 'a value not seen in training' : 'missing';
  const name = feature.categories[value]!;
  return name === feature.rest ? restWords(name) : visible(name);
}

/** The rest of a feature as a value that a row may have. */
export function restWords(rest: string): string {
  return `any other value (${visible(rest)})`;
}

/** A condition as a clause: `Income is over 80 and at most 105.5, or missing`. */
export function conditionWords(condition: Condition, feature: Feature | undefined): string {
  const name = visible(condition.feature);
  const clause =
    condition.kind === 'numeric'
      ? intervalWords(condition, feature)
      : categoryWords(condition, feature);
  if (clause === null)
    return `${name} ${condition.missing ? 'is missing' : 'has no possible value'}`;
  return `${name} ${clause}${condition.missing ? ', or missing' : ''}`;
}

/** What the interval says after the feature's name; `null` where it holds no number. */
function intervalWords(
  condition: Condition & { kind: 'numeric' },
  feature: Feature | undefined,
): string | null {
  if (!condition.present) return null;
  const bounds: string[] = [];
  if (condition.low !== null) bounds.push(`over ${numberWords(feature, condition.low)}`);
  if (condition.high !== null) bounds.push(`at most ${numberWords(feature, condition.high)}`);
  return bounds.length === 0 ? 'is known' : `is ${bounds.join(' and ')}`;
}

/** What the set says after the feature's name, the shorter way round; `null` where it is empty. */
function categoryWords(
  condition: Condition & { kind: 'categorical' },
  feature: Feature | undefined,
): string | null {
  const allowed = condition.categories;
  if (allowed.length === 0) return null;
  const all = feature?.kind === 'categorical' ? feature.categories : [];
  if (allowed.length === all.length) return 'is known';
  const barred = all.filter((category) => !allowed.includes(category));
  if (barred.length === 0 || barred.length > 2 || barred.length >= allowed.length) {
    return `is ${listWords(allowed.map(visible), 'or')}`;
  }
  return `is ${condition.missing ? '' : 'known and '}not ${listWords(barred.map(visible), 'or')}`;
}

/** A whole path in words; "always" for a tree of one leaf. */
export function pathWords(conditions: readonly Condition[], features: readonly Feature[]): string {
  if (conditions.length === 0) return 'always';
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return conditions
    .map((condition) => conditionWords(condition, byName.get(condition.feature)))
    .join('; and ');
}
