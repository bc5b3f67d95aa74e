import { wilson, type Figure } from '../core/interval.ts';
import type { Tree } from '../core/tree.ts';
import { sumUp, type PathEnd } from './layout.ts';

/** How often student and teacher agreed on the held-out rows of each node. */
export interface Evidence {
  readonly rows: readonly number[];
  readonly hits: readonly number[];
}

/** Sums the paths' evidence into the nodes above them; `null` where there are no recorded paths. */
export function evidenceOf(tree: Tree, paths: readonly PathEnd[] | null): Evidence | null {
  if (paths === null) return null;
  const ofLeaf = new Map(paths.map(({ leaf, fidelity }) => [leaf, fidelity]));
  const rows = sumUp(tree, (id) => ofLeaf.get(id)?.n ?? 0);
  const hits = sumUp(tree, (id) => {
    const { value, n } = ofLeaf.get(id) ?? { value: null, n: 0 };
    return Math.round((value ?? 0) * n);
  });
  return { rows, hits };
}

/** The fidelity of one node with its interval. */
export function fidelityAt(evidence: Evidence | null, node: number): Figure {
  return wilson(evidence?.hits[node] ?? 0, evidence?.rows[node] ?? 0);
}
