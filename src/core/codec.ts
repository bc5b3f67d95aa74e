import {
  atLeastZero,
  finite,
  flag,
  list,
  names,
  record,
  refuse,
  text,
  type Json,
} from './checks.ts';
import { decodeNodes, encodeNodes, type NodesDocument } from './nodes-codec.ts';
import type { Feature, Task } from './table.ts';
import type { Model } from './tree.ts';

/** `tree.json`: a model as plain data. */
export interface TreeDocument {
  readonly schema: 'espalier-tree/1';
  readonly task: Task;
  readonly target: string;
  readonly classes: readonly string[];
  readonly features: readonly Feature[];
  readonly nodes: NodesDocument;
}

/** The plain-data form of a model; {@link decodeModel} is its inverse. */
export function encodeModel(model: Model): TreeDocument {
  return {
    schema: 'espalier-tree/1',
    task: model.task,
    target: model.target,
    classes: model.classNames,
    features: model.features,
    nodes: encodeNodes(model.tree, model.features),
  };
}

/** What a tree or a forest answers about, read from its document. */
export interface Schema {
  readonly task: Task;
  readonly classNames: readonly string[];
  readonly features: readonly Feature[];
  readonly nOutputs: number;
}

/** Reads `task`, `classes` and `features` of a document. */
export function decodeSchema(document: unknown, schema: string): Schema {
  const doc = record(document, 'the document');
  if (doc['schema'] !== schema) {
    refuse(`its schema is ${JSON.stringify(doc['schema'])}, expected ${JSON.stringify(schema)}`);
  }
  const task = doc['task'];
  if (task !== 'classification' && task !== 'regression') refuse('task is unknown');
  const classNames = names(doc['classes'], 'classes');
  if (task === 'regression' ? classNames.length > 0 : classNames.length < 2) {
    refuse('classes do not fit the task');
  }
  const features = list(doc['features'], 'features').map((feature, i) =>
    checkFeature(feature, `features[${i}]`),
  );
  names(
    features.map((feature) => feature.name),
    'features',
  );
  return { task, classNames, features, nOutputs: task === 'regression' ? 1 : classNames.length };
}

function checkFeature(value: unknown, where: string): Feature {
  const feature = record(value, where);
  text(feature['name'], `${where}.name`);
  for (const note of ['unit', 'description']) {
    if (feature[note] !== undefined) text(feature[note], `${where}.${note}`);
  }
  for (const mark of ['protected', 'immutable', 'withheld']) {
    if (feature[mark] !== undefined) flag(feature[mark], `${where}.${mark}`);
  }
  const missing = atLeastZero(feature['missingShare'], `${where}.missingShare`);
  if (missing > 1) refuse(`${where}.missingShare is ${missing}`);
  if (feature['kind'] === 'numeric') checkNumeric(feature, where);
  else if (feature['kind'] === 'categorical') checkCategorical(feature, where);
  else refuse(`${where}.kind is ${JSON.stringify(feature['kind'])}`);
  return value as Feature;
}

function checkNumeric(feature: Json, where: string): void {
  if (feature['format'] !== 'number' && feature['format'] !== 'date')
    refuse(`${where}.format is ${JSON.stringify(feature['format'])}`);
  flag(feature['integer'], `${where}.integer`);
  finite(feature['min'], `${where}.min`);
  finite(feature['max'], `${where}.max`);
}

function checkCategorical(feature: Json, where: string): void {
  const categories = names(feature['categories'], `${where}.categories`);
  flag(feature['boolean'], `${where}.boolean`);
  const rest = feature['rest'];
  if (rest !== null && !categories.includes(text(rest, `${where}.rest`))) {
    refuse(`${where}.rest is not one of its categories`);
  }
}

/**
 * Reads a `tree.json` document, checking all of it.
 * @throws EspalierError `E_MODEL` naming the first fault.
 */
export function decodeModel(document: unknown): Model {
  const { task, classNames, features, nOutputs } = decodeSchema(document, 'espalier-tree/1');
  const doc = record(document, 'the document');
  const nodes = record(doc['nodes'], 'nodes');
  if (task === 'classification') list(nodes['decision'], 'nodes.decision');
  const tree = decodeNodes(nodes, features, nOutputs);
  const forbidden = tree.feature.find((f) => features[f]?.withheld === true);
  if (forbidden !== undefined) refuse(`it asks features[${forbidden}], which is withheld from it`);
  return { task, target: text(doc['target'], 'target'), features, classNames, tree };
}
