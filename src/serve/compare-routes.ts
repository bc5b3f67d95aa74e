import type { Router } from 'express';
import * as z from 'zod/mini';

import { EspalierError } from '../core/errors.ts';
import { compareRuns, type Side } from './compare.ts';
import { CompareQuery, type Comparison } from './contract-compare.ts';
import { comparePage } from './pages/compare.ts';
import { perRun } from './per-run.ts';
import { badRequest } from './problem.ts';
import type { TreeQuery } from './contract.ts';
import { siteAt, SelectionQuery } from './selection.ts';
import {
  heldOutOrNull,
  parseQuery,
  runOf,
  sendPage,
  treeName,
  treeOf,
  type Services,
} from './services.ts';
import { href, withQuery } from './site.ts';

const name = z.string().check(z.minLength(1, 'must name a run'));

/** `/compare/:a/:b`, and `/compare?a=&b=` for a form that cannot write such an address. */
export function addComparePages(router: Router, services: Services): void {
  const { site } = services;
  router.get('/compare', (req, res) => {
    const { a, b } = parseQuery(z.object({ a: name, b: name }), req.query);
    res.redirect(303, withQuery(href(site, 'compare', a, b), {}));
  });
  router.get('/compare/:a/:b', async (req, res) => {
    const query = parseQuery(CompareQuery, req.query);
    const { a, b, comparison } = await compare(services, req.params, query);
    // What is selected is a path of the first tree, where that is a run's own.
    const isOwn = a.model === a.run.model;
    const here = siteAt(
      site,
      a.run,
      req,
      isOwn ? parseQuery(SelectionQuery, req.query).node : null,
    );
    sendPage(res, comparePage(here, { a, b }, comparison, query));
  });
}

/** The same as JSON, with every region and every flow. */
export function addCompareApi(router: Router, services: Services): void {
  router.get('/compare/:a/:b', async (req, res) => {
    const query = parseQuery(CompareQuery, req.query);
    const { comparison } = await compare(services, req.params, query);
    res.json(comparison satisfies Comparison);
  });
}

/** Comparisons with each second run, by the sizes of both trees; kept as long as both runs. */
const kept = perRun(() => perRun(() => new Map<string, Comparison>()));

async function compare(
  services: Services,
  names: { readonly a: string; readonly b: string },
  query: CompareQuery,
): Promise<{ a: Side; b: Side; comparison: Comparison }> {
  const a = await sideOf(services, names.a, { depth: query.da, leaves: query.la });
  const b = await sideOf(services, names.b, { depth: query.db, leaves: query.lb });
  const rows = await heldOutOrNull(services, a.run);
  const known = kept(a.run)(b.run);
  const sizes = [a, b].map(({ depth, limit }) => treeName({ depth, leaves: limit })).join(', ');
  try {
    const comparison = known.get(sizes) ?? compareRuns(a, b, rows);
    // Rows that could not be read are read again at the next request.
    if (rows !== null) known.set(sizes, comparison);
    return { a, b, comparison };
  } catch (error) {
    if (error instanceof EspalierError && error.code === 'E_COMPARE')
      throw badRequest(error.message);
    throw error;
  }
}

async function sideOf(
  services: Services,
  name: string,
  size: Pick<TreeQuery, 'depth' | 'leaves'>,
): Promise<Side> {
  const run = await runOf(services, name);
  const model = await treeOf(run, size);
  return { run, model, depth: model === run.model ? null : size.depth, limit: size.leaves };
}
