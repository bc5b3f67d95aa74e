import type { NodeRows } from './contract.ts';
import type { HeldOut } from './held-out-rows.ts';
import type { Selection } from './site.ts';

/** Rows that are named; the others are counted. */
const MOST_NAMED = 5;

/** The held-out rows that come through a node on the paths below it, disagreements first. */
export function nodeRows(
  { rows }: HeldOut,
  { node, places }: Pick<Selection, 'node' | 'places'>,
): NodeRows {
  const here = rows.filter(({ path }) => places.has(path));
  const differing = here.filter(({ differs }) => differs);
  const named = [...differing, ...here.filter(({ differs }) => !differs)].slice(0, MOST_NAMED);
  return {
    node,
    rows: here.length,
    differ: differing.length,
    named: named.map(({ source, set, differs }) => ({ row: source, set, differs })),
  };
}
