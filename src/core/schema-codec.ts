import {
  finite,
  flag,
  list,
  names,
  noOtherKeys,
  record,
  refuse,
  share,
  shown,
  text,
  type Json,
} from './checks.ts';
import type { CategoricalFeature, Feature, NumericFeature, Task } from './table.ts';

/** What a tree or a forest answers about, read from its document. */
export interface Schema {
  readonly task: Task;
  readonly classNames: readonly string[];
  readonly features: readonly Feature[];
  /** Values a node has. */
  readonly nOutputs: number;
}

/**
 * Reads `task`, `classes` and `features` of a document that has no keys beside these, its schema and
 * `more`: what is not read could mean something.
 */
export function decodeSchema(document: unknown, schema: string, more: readonly string[]): Schema {
  const doc = record(document, 'the document');
  if (doc['schema'] !== schema) {
    refuse(`its schema is ${shown(doc['schema'])}, expected ${shown(schema)}`);
  }
  noOtherKeys(doc, ['schema', 'task', 'classes', 'features', ...more], 'the document');
  const task = doc['task'];
  if (task !== 'classification' && task !== 'regression') refuse('task is unknown');
  const classNames = names(doc['classes'], 'classes');
  if (task === 'regression' ? classNames.length > 0 : classNames.length < 2) {
    refuse('classes do not fit the task');
  }
  const features = Array.from(list(doc['features'], 'features'), (feature, i) =>
    decodeFeature(feature, `features[${i}]`),
  );
  names(
    features.map((feature) => feature.name),
    'features',
  );
  return { task, classNames, features, nOutputs: task === 'regression' ? 1 : classNames.length };
}

type Check = (value: unknown, where: string) => unknown;

const optional =
  (check: Check): Check =>
  (value, where) =>
    value === undefined ? undefined : check(value, where);

const COMMON = {
  kind: text,
  name: text,
  missingShare: share,
  unit: optional(text),
  description: optional(text),
  protected: optional(flag),
  immutable: optional(flag),
  withheld: optional(flag),
};

const NUMERIC: Readonly<Record<keyof NumericFeature, Check>> = {
  ...COMMON,
  format: (value, where) => {
    if (value !== 'number' && value !== 'date') refuse(`${where} is ${shown(value)}`);
  },
  integer: flag,
  min: finite,
  max: finite,
};

const CATEGORICAL: Readonly<Record<keyof CategoricalFeature, Check>> = {
  ...COMMON,
  categories: names,
  rest: (value, where) => value === null || text(value, where),
  boolean: flag,
};

function decodeFeature(value: unknown, where: string): Feature {
  const feature = record(value, where);
  const { kind } = feature;
  if (kind === 'numeric') checkAll(feature, NUMERIC, where);
  else if (kind === 'categorical') checkAll(feature, CATEGORICAL, where);
  else refuse(`${where}.kind is ${shown(kind)}`);
  const known = value as Feature;
  if (known.kind === 'numeric') {
    if (known.min > known.max) refuse(`${where}.min is above its max`);
  } else if (known.rest !== null && !known.categories.includes(known.rest)) {
    refuse(`${where}.rest is not one of its categories`);
  }
  return known;
}

function checkAll(feature: Json, checks: Readonly<Record<string, Check>>, where: string): void {
  noOtherKeys(feature, Object.keys(checks), where);
  for (const [key, check] of Object.entries(checks)) check(feature[key], `${where}.${key}`);
}
