import { Random } from '../../../src/core/random.ts';
import type { Feature } from '../../../src/core/table.ts';
import { buildTree, type Model, type NodeDraft } from '../../../src/core/tree.ts';
import {
  categoryFeature,
  chainModel,
  constantModel,
  creditModel,
  deferring,
  growing,
  numericFeature,
  penguinsModel,
  priceModel,
  townsModel,
} from '../models.ts';
import { HOSTILE_NAMES, randomModel } from '../random-model.ts';

/** The same model without the names that no SQL can hold. */
export function sqlNamed(model: Model): Model {
  return {
    ...model,
    features: model.features.map((feature): Feature => {
      const name = sqlName(feature.name);
      if (feature.kind === 'numeric') return { ...feature, name };
      const rest = feature.rest === null ? null : sqlName(feature.rest);
      return { ...feature, name, rest, categories: feature.categories.map(sqlName) };
    }),
    classNames: model.classNames.map(sqlName),
  };
}

function sqlName(name: string): string {
  return name.replaceAll('\0', 'nul').replace(/[\ud800-\udfff]/u, 'half a character');
}

/** Some of the hostile names as features, all of them as categories and classes. */
function hostilePart(from: number, to: number): Model {
  const names = HOSTILE_NAMES.map(sqlName);
  const features = names
    .slice(from, to)
    .map((name, i) => (i % 2 === 0 ? numericFeature(name) : categoryFeature(name, names)));
  const { leaf, split } = growing(features);
  const certain = (k: number): NodeDraft => leaf(...names.map((_, i) => Number(i === k)));
  const root = features.reduce(
    (rest, { kind, name }, k) =>
      kind === 'numeric'
        ? split(name, k + 0.5, k % 4 === 0, certain(from + k), rest)
        : split(name, names.slice(0, from + k + 1), k % 4 === 1, rest, certain(from + k)),
    certain(0),
  );
  const tree = buildTree(root, names.length);
  return { task: 'classification', target: names[6]!, features, classNames: names, tree };
}

/** A tree of 100 classes. */
function hundredModel(): Model {
  return randomModel(new Random(5), {
    maxDepth: 4,
    growth: 1,
    task: 'classification',
    nClasses: 100,
    nFeatures: 3,
    maxCategories: 5,
    hostile: false,
  });
}

/** Trees of every kind. */
export const SQL_MODELS: ReadonlyArray<readonly [string, () => Model]> = [
  ['credit', creditModel],
  ['penguins', penguinsModel],
  ['price', priceModel],
  ['towns', townsModel],
  ['hostile', () => hostilePart(0, 14)],
  ['hostile, the others', () => hostilePart(14, 28)],
  ['credit-deferring', () => deferring(creditModel(), [0, 4])],
  ['price-deferring', () => deferring(priceModel(), [1])],
  ['constant', constantModel],
  ['chain', () => chainModel(64)],
  ['hundred', hundredModel],
];
