import { finite, list, names, record, refuse, text } from './checks.ts';
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
  if ((task === 'classification') !== classNames.length >= 2) refuse('classes do not fit the task');
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
  if (feature['kind'] === 'numeric') {
    if (feature['format'] !== 'number' && feature['format'] !== 'date') refuse(`${where}.format`);
    finite(feature['min'], `${where}.min`);
    finite(feature['max'], `${where}.max`);
  } else if (feature['kind'] === 'categorical') {
    names(feature['categories'], `${where}.categories`);
  } else {
    refuse(`${where}.kind is ${JSON.stringify(feature['kind'])}`);
  }
  return value as Feature;
}

/**
 * Reads a `tree.json` document, checking all of it.
 * @throws EspalierError `E_MODEL` naming the first fault.
 */
export function decodeModel(document: unknown): Model {
  const { task, classNames, features, nOutputs } = decodeSchema(document, 'espalier-tree/1');
  const doc = record(document, 'the document');
  const tree = decodeNodes(doc['nodes'], features, nOutputs);
  return { task, target: text(doc['target'], 'target'), features, classNames, tree };
}
