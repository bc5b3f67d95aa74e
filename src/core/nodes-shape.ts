import { refuse } from './checks.ts';
import type { Tree } from './tree.ts';

/**
 * Every node is reached exactly once from the root, in pre-order, and none lies deeper than `maxDepth`.
 * Ids that only rise end the walk after as many steps as there are nodes, whatever the document says.
 * @throws EspalierError `E_MODEL` naming the first fault.
 */
export function checkShape(
  { feature, left: lefts, right: rights }: Pick<Tree, 'feature' | 'left' | 'right'>,
  maxDepth: number,
  where: string,
): void {
  const stack: Array<[node: number, depth: number]> = [[0, 0]];
  let expected = 0;
  const wrong = (what: string): never => refuse(`${where}: ${what}`);
  while (stack.length > 0) {
    const [node, depth] = stack.pop()!;
    if (node !== expected++) wrong(`node ${node} is out of order: a cycle or a shared child`);
    if (depth > maxDepth) wrong(`node ${node} is deeper than ${maxDepth}`);
    const left = lefts[node]!;
    const right = rights[node]!;
    if (feature[node] === -1) {
      if (left !== -1 || right !== -1) wrong(`leaf ${node} has children`);
    } else {
      if (left <= node || right <= node) wrong(`node ${node} has a child that is not below it`);
      stack.push([right, depth + 1], [left, depth + 1]);
    }
  }
  const orphans = feature.length - expected;
  if (orphans > 0) wrong(`${orphans} orphan nodes, from node ${expected} on`);
}
