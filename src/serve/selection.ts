import type { Request } from 'express';
import * as z from 'zod/mini';

import { isUnder } from '../core/tree.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { whole } from './contract.ts';
import { badRequest } from './problem.ts';
import { withQuery } from './site.ts';

/** What every page of a run takes beside its own query: the node that was selected on another. */
export const SelectionQuery = z.object({ node: whole });

/** A node of the run's own tree that a reviewer has selected; it goes along from page to page. */
export interface Selection {
  readonly node: number;
  /** Places in the run's list of the paths through the node: of a leaf, its one. */
  readonly paths: ReadonlySet<number>;
  /** The address of the page without it. */
  readonly without: string;
}

/** What of an address selects: a node; the path whose rows are listed; the row of a case. */
const SELECTING = new Set(['node', 'leaf', 'row']);

/**
 * The selection of an address. The root of several paths selects nothing: all of them are no choice.
 * @throws HttpProblem where the run's tree has no such node.
 */
export function selectionOf(
  { model, paths }: Pick<LoadedRun, 'model' | 'paths'>,
  node: number | null,
  req: Pick<Request, 'baseUrl' | 'path' | 'query'>,
): Selection | null {
  if (node === null) return null;
  const places = placesBelow({ model, paths }, node);
  if (places.size > 1 && places.size === paths.length) return null;
  const others = Object.entries(req.query).filter(([name]) => !SELECTING.has(name));
  const without = withQuery(
    `${req.baseUrl}${req.path}`,
    Object.fromEntries(others) as Record<string, string | string[]>,
  );
  return { node, paths: places, without };
}

/**
 * Places in the run's list of the paths through a node.
 * @throws HttpProblem 400 where the run's tree has no such node.
 */
export function placesBelow(
  { model, paths }: Pick<LoadedRun, 'model' | 'paths'>,
  node: number,
): ReadonlySet<number> {
  if (node >= model.tree.feature.length) throw badRequest('The tree has no such node.', 'node');
  const { tree } = model;
  return new Set(paths.flatMap(({ leaf }, place) => (isUnder(tree, leaf, node) ? [place] : [])));
}

/** What is selected, in a sentence. */
export function selectedName({ paths }: Selection): string {
  return paths.size === 1 ? 'the selected path' : 'the selected paths';
}

/** The one path that is selected; `null` where nothing is, or a node above several. */
export function onePath(selected: Selection | null): number | null {
  return selected?.paths.size === 1 ? [...selected.paths][0]! : null;
}

/** The first of a ranking, and the selected path wherever it ranks; the others apart. */
export function headOf<T extends { readonly path: number }>(
  ranked: readonly T[],
  most: number,
  selected: Selection | null,
): { readonly shown: readonly T[]; readonly rest: readonly T[] } {
  const own = onePath(selected);
  const isShown = ({ path }: T, place: number): boolean => place < most || path === own;
  return {
    shown: ranked.filter(isShown),
    rest: ranked.filter((one, place) => !isShown(one, place)),
  };
}
