import { isEmptyBound, isFullBound, pathsOf, type Bound, type Box } from '../../core/box.ts';
import { unlistedCode, type CategoricalFeature, type Feature } from '../../core/table.ts';
import { visible } from '../../core/text.ts';
import type { Model } from '../../core/tree.ts';
import { allowsText, holdsNoNumber, type FlatLeaf, type Merged } from './flatten.ts';

/**
 * Compares what was read from flat code with the tree: every leaf that a row can reach stands there
 * once, left to right, and its conditions are its box, feature by feature. As the boxes of a tree part
 * the space, the conditions do, and their order does not matter.
 * Returns the differences in words; none when the code is the tree.
 */
export function compareFlat(model: Model, found: readonly FlatLeaf[]): string[] {
  const boxes = pathsOf(model).flatMap(({ box }, leaf) =>
    box.some(isEmptyBound) ? [] : [{ leaf, box }],
  );
  const order = found.map(({ leaf }) => leaf).join(', ');
  const expected = boxes.map(({ leaf }) => leaf).join(', ');
  if (order !== expected) return [`the leaves are ${order} where the tree has ${expected}`];
  return boxes.flatMap(({ leaf, box }, i) => compareBox(model, box, found[i]!, leaf));
}

function compareBox({ features }: Model, box: Box, { asked }: FlatLeaf, leaf: number): string[] {
  const known = new Set(features.map(({ name }) => name));
  const odd = asked.filter(({ feature }) => !known.has(feature));
  return [
    ...odd.map(({ feature }) => `leaf ${leaf}: it asks "${visible(feature)}", which is no feature`),
    ...features.flatMap((feature, f) => {
      const merged = asked.find((one) => one.feature === feature.name);
      return isBound(merged, box[f]!, feature)
        ? []
        : [`leaf ${leaf}: it allows other values of "${visible(feature.name)}" than the tree`];
    }),
  ];
}

/** Whether the conditions on a feature allow what the bound does, and nothing else. */
function isBound(merged: Merged | undefined, bound: Bound, feature: Feature): boolean {
  if (merged === undefined) return isFullBound(bound, feature);
  if (merged.kind !== bound.kind || merged.missing !== bound.missing) return false;
  if (bound.kind === 'categorical') {
    return isTextBound(merged as Merged & { kind: 'categorical' }, bound.codes, feature);
  }
  const range = merged as Merged & { kind: 'numeric' };
  const { low, high } = range;
  if (!(bound.low < bound.high)) return holdsNoNumber(range);
  // Zero bounds like minus zero, and either may be left where a path asks for both.
  return (low ?? -Infinity) === bound.low && (high ?? Infinity) === bound.high;
}

function isTextBound(
  texts: Merged & { kind: 'categorical' },
  codes: readonly number[],
  feature: Feature,
): boolean {
  const { categories } = feature as CategoricalFeature;
  const unlisted = unlistedCode(feature as CategoricalFeature);
  const othersAllowed = unlisted < 0 ? texts.missing : codes.includes(unlisted);
  return (
    texts.names.every((name) => categories.includes(name)) &&
    othersAllowed === !texts.only &&
    categories.every((name, code) => allowsText(texts, name) === codes.includes(code))
  );
}
