import type { Feature } from '../../src/core/table.ts';
import { buildTree, leafIds, type Model, type NodeDraft } from '../../src/core/tree.ts';
import { HOSTILE_NAMES } from './random-model.ts';

/* Small models written by hand, for golden files and for tests that must know the answer. */

export function numericFeature(name: string, notes: Partial<Feature> = {}): Feature {
  const base = { kind: 'numeric', format: 'number', integer: true, missingShare: 0 } as const;
  return { ...base, name, min: 0, max: 1000, ...notes } as Feature;
}

export function categoryFeature(
  name: string,
  categories: readonly string[],
  notes: Partial<Feature> = {},
): Feature {
  const base = { kind: 'categorical', rest: null, boolean: false, missingShare: 0 } as const;
  return { ...base, name, categories, ...notes } as Feature;
}

/** Builds trees by the names of features and categories. */
export function growing(features: readonly Feature[]) {
  const inner = (weight: number, value: readonly number[]) => ({ value, weight, impurity: 0.2 });
  const leaf = (...value: number[]): NodeDraft => ({ ...inner(10, value), split: null });
  const split = (
    name: string,
    at: number | readonly string[],
    missingLeft: boolean,
    left: NodeDraft,
    right: NodeDraft,
  ): NodeDraft => {
    const feature = features.findIndex((candidate) => candidate.name === name);
    const words = typeof at === 'number' ? null : wordsOf(features[feature], at);
    const threshold = typeof at === 'number' ? at : 0;
    return {
      ...inner(left.weight + right.weight, left.value),
      split: { feature, threshold, missingLeft, words, left, right },
    };
  };
  return { leaf, split };
}

function wordsOf(feature: Feature | undefined, names: readonly string[]): number[] {
  if (feature?.kind !== 'categorical') throw new Error('not a categorical feature');
  const words = Array.from({ length: Math.ceil(feature.categories.length / 32) }, () => 0);
  for (const name of names) {
    const code = feature.categories.indexOf(name);
    if (code < 0) throw new Error(`no category ${name}`);
    words[code >> 5] = ((words[code >> 5] ?? 0) | (1 << (code & 31))) >>> 0;
  }
  return words;
}

/** Two classes, missing values both ways, a list of categories, a feature asked twice. */
export function creditModel(): Model {
  const features = [
    numericFeature('Seniority', { unit: 'years', max: 48 }),
    categoryFeature('Home', ['ignore', 'other', 'owner', 'parents', 'private', 'rent'], {
      description: 'How the applicant lives.',
    }),
    categoryFeature('Records', ['no', 'yes'], { boolean: true, protected: true }),
    numericFeature('Income', { max: 959, missingShare: 0.08 }),
  ];
  const { leaf, split } = growing(features);
  const root = split(
    'Records',
    ['yes'],
    false,
    split(
      'Income',
      140.5,
      true,
      leaf(0.71, 0.29),
      split('Home', ['owner'], false, leaf(0.25, 0.75), leaf(0.55, 0.45)),
    ),
    split(
      'Income',
      80,
      false,
      leaf(0.62, 0.38),
      split(
        'Seniority',
        2.5,
        true,
        split('Home', ['ignore', 'other', 'rent'], true, leaf(0.5, 0.5), leaf(0.31, 0.69)),
        split('Income', Infinity, false, leaf(0.08, 0.92), leaf(0.4, 0.6)),
      ),
    ),
  );
  return {
    task: 'classification',
    target: 'Status',
    features,
    classNames: ['bad', 'good'],
    tree: buildTree(root, 2),
  };
}

/** Three classes. */
export function penguinsModel(): Model {
  const features = [
    numericFeature('flipper_length_mm', { unit: 'mm', min: 172, max: 231 }),
    numericFeature('bill length', { unit: 'mm', integer: false, min: 32.1, max: 59.6 }),
    categoryFeature('island', ['Biscoe', 'Dream', 'Torgersen']),
  ];
  const { leaf, split } = growing(features);
  const root = split(
    'flipper_length_mm',
    206.5,
    false,
    split('bill length', 43.35, false, leaf(0.97, 0.03, 0), leaf(0.06, 0.92, 0.02)),
    split('island', ['Biscoe'], true, leaf(0.01, 0, 0.99), leaf(0.1, 0.85, 0.05)),
  );
  return {
    task: 'classification',
    target: 'species',
    features,
    classNames: ['Adelie', 'Chinstrap', 'Gentoo'],
    tree: buildTree(root, 3),
  };
}

/** Regression, with a date and a rest category. */
export function priceModel(): Model {
  const features = [
    numericFeature('built', { format: 'date', min: 0, max: 20000 }),
    categoryFeature('district', ['north', 'south', '(rare)'], { rest: '(rare)' }),
    numericFeature('area', { unit: 'm²', integer: false, min: 18.5, max: 410 }),
  ];
  const { leaf, split } = growing(features);
  const root = split(
    'area',
    92.25,
    false,
    split('built', 10957, true, leaf(120500.5), leaf(188000)),
    split('district', ['north', '(rare)'], false, leaf(412345.125), leaf(0.1 + 0.2)),
  );
  return {
    task: 'regression',
    target: 'price',
    features,
    classNames: [],
    tree: buildTree(root, 1),
  };
}

/** Two features with a rest: every way in which the rest and a missing value can part or go together. */
export function townsModel(): Model {
  const features = [
    categoryFeature('town', ['Bonn', 'Ulm', 'Worms', 'other'], { rest: 'other' }),
    categoryFeature('job title', ['cook', 'nurse', 'other (rest)'], { rest: 'other (rest)' }),
  ];
  const { leaf, split } = growing(features);
  const known = ['cook', 'nurse', 'other (rest)'];
  const root = split(
    'town',
    ['Worms', 'other'],
    false,
    split(
      'town',
      ['other'],
      true,
      split('job title', ['cook'], true, leaf(0.9, 0.1), leaf(0.8, 0.2)),
      split('job title', [], true, leaf(0.7, 0.3), leaf(0.6, 0.4)),
    ),
    split(
      'town',
      ['Bonn'],
      true,
      split(
        'job title',
        known,
        false,
        split('job title', ['nurse'], true, leaf(0.55, 0.45), leaf(0.45, 0.55)),
        leaf(0.4, 0.6),
      ),
      split('job title', ['cook', 'other (rest)'], true, leaf(0.3, 0.7), leaf(0.2, 0.8)),
    ),
  );
  return {
    task: 'classification',
    target: 'answer',
    features,
    classNames: ['no', 'yes'],
    tree: buildTree(root, 2),
  };
}

/** Every name of {@link HOSTILE_NAMES} as a feature, as a category and as a class. */
export function hostileModel(): Model {
  const features = HOSTILE_NAMES.map((name, i) =>
    i % 2 === 0
      ? numericFeature(name, { description: name, unit: name })
      : categoryFeature(name, HOSTILE_NAMES, { description: name }),
  );
  const { leaf, split } = growing(features);
  const certain = (k: number): NodeDraft => leaf(...HOSTILE_NAMES.map((_, i) => Number(i === k)));
  const root = features.reduce<NodeDraft>(
    (rest, feature, k) =>
      feature.kind === 'numeric'
        ? split(feature.name, k + 0.5, k % 4 === 0, certain(k), rest)
        : split(feature.name, HOSTILE_NAMES.slice(0, k + 1), k % 4 === 1, rest, certain(k)),
    certain(0),
  );
  return {
    task: 'classification',
    target: HOSTILE_NAMES[6],
    features,
    classNames: HOSTILE_NAMES,
    tree: buildTree(root, HOSTILE_NAMES.length),
  };
}

/** A tree of one leaf. */
export function constantModel(): Model {
  return { ...creditModel(), tree: buildTree(growing([]).leaf(0.3, 0.7), 2) };
}

/** A chain: one split a level, `depth` levels deep. */
export function chainModel(depth: number): Model {
  const features = [numericFeature('a'), numericFeature('b')];
  const { leaf, split } = growing(features);
  let root = leaf(1, 0);
  for (let level = depth; level > 0; level--) {
    root = split(level % 2 === 0 ? 'a' : 'b', 1000 - level, true, root, leaf(0, 1));
  }
  return { ...creditModel(), features, tree: buildTree(root, 2) };
}

/** The same model, with leaves (counted from 0, left to right) that defer to the teacher. */
export function deferring(model: Model, leaves: readonly number[]): Model {
  const { tree } = model;
  const deferred = new Uint8Array(tree.deferred.length);
  const ids = leafIds(tree);
  for (const leaf of leaves) deferred[ids[leaf]!] = 1;
  return { ...model, tree: { ...tree, deferred } };
}
