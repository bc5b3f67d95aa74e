import type { LoadedRun } from '../report/load-run.ts';
import type { NodeRows } from './contract.ts';
import type { HeldOut } from './held-out-rows.ts';
import { placesBelow } from './selection.ts';

/** Rows that are named; the others are counted. */
const MOST_NAMED = 5;

/** The held-out rows that come through a node of the run's own tree, disagreements first. */
export function nodeRows(run: LoadedRun, { rows }: HeldOut, node: number): NodeRows {
  const places = placesBelow(run, node);
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
