import type { JsonNode, JsonSplit } from './nodes.ts';

/**
 * Walks the parsed nodes of `model.json` as its `semantics` say, and as a walker in another language
 * would: with nothing of the tree that they were made from.
 */
export function walk(nodes: readonly JsonNode[], row: Readonly<Record<string, unknown>>): number {
  let node = nodes[0]!;
  while (!('leaf' in node)) {
    const value = Object.hasOwn(row, node.feature) ? row[node.feature] : null;
    node = nodes[node[answer(node, value)]]!;
  }
  return node.leaf;
}

function answer(
  { atMost, present, oneOf, noneOf, missing }: JsonSplit,
  value: unknown,
): 'yes' | 'no' {
  if (atMost !== undefined || present === true) {
    if (typeof value !== 'number' || Number.isNaN(value)) return missing;
    return atMost === undefined || value <= atMost ? 'yes' : 'no';
  }
  if (typeof value !== 'string') return missing;
  if (oneOf !== undefined) return oneOf.includes(value) ? 'yes' : 'no';
  return noneOf!.includes(value) ? 'no' : 'yes';
}
