import { conditionsOf, type Bound } from '../core/box.ts';
import { entersWhole } from '../core/entry.ts';
import type { Feature, NumericFeature } from '../core/table.ts';
import { visible } from '../core/text.ts';
import { conditionWords, numberWords } from '../core/words.ts';
import type { Part } from '../draw/slack.ts';

/** `from 39 to 105`, as whole numbers where a person enters such; `over 0.43 and at most 0.9`. */
export function partWords({ over, upTo }: Part, feature: NumericFeature): string {
  const words = (value: number): string => numberWords(feature, value);
  if (!entersWhole(feature)) {
    const low = over === null ? [] : [`over ${words(over)}`];
    const high = upTo === null ? [] : [`at most ${words(upTo)}`];
    return [...low, ...high].join(' and ');
  }
  const low = over === null ? null : words(Math.floor(over) + 1);
  const high = upTo === null ? null : words(Math.floor(upTo));
  if (low === null) return high === null ? 'any number' : `up to ${high}`;
  if (high === null) return `from ${low} up`;
  return low === high ? low : `from ${low} to ${high}`;
}

/** The known values of a bound, without the feature's name. */
export function allowedWords(feature: Feature, bound: Bound): string {
  if (feature.kind === 'numeric' && bound.kind === 'numeric' && bound.low < bound.high) {
    const ends = [bound.low, bound.high].map((end) => (Number.isFinite(end) ? end : null));
    return partWords({ over: ends[0]!, upTo: ends[1]! }, feature);
  }
  const [condition] = conditionsOf([feature], [{ ...bound, missing: false }]);
  if (condition === undefined) return 'known';
  const words = conditionWords(condition, feature);
  return words.slice(visible(feature.name).length + 1).replace(/^is /, '');
}
