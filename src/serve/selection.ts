import type { Request } from 'express';
import * as z from 'zod/mini';

import { isUnder, isWholeTree } from '../core/tree.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { whole } from './contract.ts';
import { badRequest } from './problem.ts';
import { parseQuery } from './services.ts';
import { withQuery, type Selection, type Site } from './site.ts';

/** What every page of a run takes beside its own query: the node that was selected on another. */
export const SelectionQuery = z.object({ node: whole });

/** The site for a visitor whose address says what is selected. */
export function siteOf(site: Site, run: LoadedRun, req: Request<{ run: string }>): Site {
  return siteAt(site, run, req, parseQuery(SelectionQuery, req.query).node);
}

/**
 * The site with a node selected. The root of several paths selects nothing: all of them are no choice.
 * @param by what of the query selects it beside `node`, and goes with it where the selection is cleared
 * @throws HttpProblem 400 where the run's tree has no such node.
 */
export function siteAt(
  site: Site,
  run: LoadedRun,
  req: Pick<Request, 'baseUrl' | 'path' | 'query'>,
  node: number | null,
  by: readonly string[] = [],
): Site {
  if (node === null) return site;
  const places = placesBelow(run, node);
  if (isWholeTree(run.model.tree, node)) return site;
  const gone = new Set(['node', ...by]);
  const others = Object.entries(req.query).filter(([name]) => !gone.has(name));
  const without = withQuery(
    `${req.baseUrl}${req.path}`,
    Object.fromEntries(others) as Record<string, string | string[]>,
  );
  return { ...site, selected: { run: run.id, node, places, without } satisfies Selection };
}

/**
 * Places in the run's list of the paths through a node.
 * @throws HttpProblem 400 where the run's tree has no such node.
 */
export function placesBelow(
  { model, paths }: Pick<LoadedRun, 'model' | 'paths'>,
  node: number,
): ReadonlySet<number> {
  const { tree } = model;
  if (node >= tree.feature.length) throw badRequest('The tree has no such node.', 'node');
  return new Set(paths.flatMap(({ leaf }, place) => (isUnder(tree, leaf, node) ? [place] : [])));
}

/** Whether the path at a place of the run's list is selected. */
export function isSelected({ selected }: Site, place: number): boolean {
  return selected?.places.has(place) ?? false;
}

/** What is selected, in a sentence. */
export function selectedName({ places }: Selection): string {
  return places.size === 1 ? 'the selected path' : 'the selected paths';
}

/** The place of the one path that is selected; `null` where nothing is, or a node above several. */
export function selectedPlace({ selected }: Site): number | null {
  return selected?.places.size === 1 ? [...selected.places][0]! : null;
}

/** The first of a ranking, and the selected path wherever it ranks; the others apart. */
export function headOf<T extends { readonly path: number }>(
  site: Site,
  ranked: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly rest: readonly T[] } {
  const own = selectedPlace(site);
  const isShown = ({ path }: T, rank: number): boolean => rank < most || path === own;
  return {
    shown: ranked.filter(isShown),
    rest: ranked.filter((one, rank) => !isShown(one, rank)),
  };
}
