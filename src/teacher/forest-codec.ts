import { list, record, refuse } from '../core/checks.ts';
import { decodeSchema } from '../core/codec.ts';
import { decodeNodes, encodeNodes } from '../core/nodes-codec.ts';
import type { Forest } from './forest.ts';

const SCHEMA = 'espalier-forest/1';

/** `teacher.json`: the forest as plain data; {@link decodeForest} is its inverse. */
export function encodeForest({ task, classNames, features, trees }: Forest): unknown {
  return {
    schema: SCHEMA,
    task,
    classes: classNames,
    features,
    trees: trees.map((tree) => encodeNodes(tree, features, { lean: true })),
  };
}

/**
 * Reads a `teacher.json` document, checking all of it.
 * @throws EspalierError `E_MODEL` naming the first fault.
 */
export function decodeForest(document: unknown): Forest {
  const { task, classNames, features, nOutputs } = decodeSchema(document, SCHEMA);
  const nTargets = nOutputs === 2 ? 1 : nOutputs;
  const trees = list(record(document, 'the document')['trees'], 'trees').map((nodes) =>
    decodeNodes(nodes, features, nTargets),
  );
  if (trees.length === 0) refuse('it has no trees');
  return { task, classNames, features, trees };
}
