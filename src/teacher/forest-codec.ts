import { list, record, refuse } from '../core/checks.ts';
import { decodeNodes, encodeNodes } from '../core/nodes-codec.ts';
import { decodeSchema } from '../core/schema-codec.ts';
import { defers } from '../core/tree.ts';
import type { Forest } from './forest.ts';

const SCHEMA = 'espalier-forest/1';

/** `teacher.json`: the forest as plain data; {@link decodeForest} is its inverse. */
export function encodeForest(forest: Forest): unknown {
  const { trees, features } = forest;
  return {
    ...headOf(forest),
    trees: trees.map((tree) => encodeNodes(tree, features, { lean: true })),
  };
}

function headOf({ task, classNames, features }: Forest): Record<string, unknown> {
  return { schema: SCHEMA, task, classes: classNames, features };
}

/** Longest `teacher.json`, in characters: an engine's strings end at about 500 million. */
const MOST_CHARACTERS = 400_000_000;

/** The text of `teacher.json`, written tree by tree; `null` when it is longer than `most`. */
export function forestText(forest: Forest, most: number = MOST_CHARACTERS): string | null {
  const { trees, features } = forest;
  const head = JSON.stringify(headOf(forest));
  const parts: string[] = [];
  let length = head.length;
  for (const tree of trees) {
    const part = JSON.stringify(encodeNodes(tree, features, { lean: true }));
    length += part.length;
    if (length > most) return null;
    parts.push(part);
  }
  return `${head.slice(0, -1)},"trees":[${parts.join(',')}]}`;
}

/**
 * Reads a `teacher.json` document, checking all of it.
 * @throws EspalierError `E_MODEL` naming the first fault.
 */
export function decodeForest(document: unknown): Forest {
  const schema = decodeSchema(document, SCHEMA, ['trees']);
  const { task, classNames, features, nOutputs } = schema;
  const nTargets = nOutputs === 2 ? 1 : nOutputs;
  const trees = Array.from(list(record(document, 'the document')['trees'], 'trees'), (nodes, i) => {
    const where = `trees[${i}]`;
    const tree = decodeNodes(nodes, { ...schema, nOutputs: nTargets }, { where, lean: true });
    return defers(tree) ? refuse(`${where} defers, and a teacher cannot`) : tree;
  });
  if (trees.length === 0) refuse('it has no trees');
  return { task, classNames, features, trees };
}
