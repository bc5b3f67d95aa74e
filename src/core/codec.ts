import { record, refuse, text } from './checks.ts';
import { decodeNodes, encodeNodes, type NodesDocument } from './nodes-codec.ts';
import { decodeSchema } from './schema-codec.ts';
import type { Feature, Task } from './table.ts';
import { DEFER, defers, type Model } from './tree.ts';

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

/**
 * Reads a `tree.json` document, checking all of it: what is accepted means what it says, and nothing
 * in it is left unread.
 * @throws EspalierError `E_MODEL` naming the first fault.
 */
export function decodeModel(document: unknown): Model {
  const schema = decodeSchema(document, 'espalier-tree/1', ['target', 'nodes']);
  const { task, classNames, features } = schema;
  const doc = record(document, 'the document');
  const tree = decodeNodes(doc['nodes'], schema, { where: 'nodes' });
  const forbidden = tree.feature.find((f) => features[f]?.withheld === true);
  if (forbidden !== undefined) refuse(`it asks features[${forbidden}], which is withheld from it`);
  if (defers(tree) && classNames.includes(DEFER)) {
    refuse(`classes has "${DEFER}", which is what leaves answer that defer`);
  }
  return { task, target: text(doc['target'], 'target'), features, classNames, tree };
}
