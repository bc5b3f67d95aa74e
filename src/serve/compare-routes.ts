import type { Router } from 'express';
import * as z from 'zod/mini';

import { EspalierError } from '../core/errors.ts';
import { compareRuns, type Side } from './compare.ts';
import { CompareQuery, type Comparison } from './contract-compare.ts';
import { comparePage } from './pages/compare.ts';
import { badRequest } from './problem.ts';
import { parseQuery, runOf, sendPage, treeOf, type Services } from './services.ts';
import { href, withQuery } from './site.ts';

/** `/compare/:a/:b`, and `/compare?a=&b=` for a form that cannot write such an address. */
export function addComparePages(router: Router, services: Services): void {
  const { site } = services;
  router.get('/compare', (req, res) => {
    const { a, b } = parseQuery(z.object({ a: z.string(), b: z.string() }), req.query);
    res.redirect(303, withQuery(href(site, 'compare', a, b), {}));
  });
  router.get('/compare/:a/:b', async (req, res) => {
    const query = parseQuery(CompareQuery, req.query);
    const { a, b, comparison } = await compare(services, req.params, query);
    sendPage(res, comparePage(site, { a, b, comparison, page: query.page ?? 1 }));
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

async function compare(
  services: Services,
  names: { readonly a: string; readonly b: string },
  query: CompareQuery,
): Promise<{ a: Side; b: Side; comparison: Comparison }> {
  const a = await sideOf(services, names.a, query.da);
  const b = await sideOf(services, names.b, query.db);
  const rows = await services.heldOutOf(a.run);
  try {
    return { a, b, comparison: compareRuns(a, b, rows) };
  } catch (error) {
    if (error instanceof EspalierError && error.code === 'E_COMPARE')
      throw badRequest(error.message);
    throw error;
  }
}

async function sideOf(services: Services, name: string, depth: number | null): Promise<Side> {
  const run = await runOf(services, name);
  const model = await treeOf(run, { depth, leaves: null });
  return { run, model, depth: model === run.model ? null : depth };
}
