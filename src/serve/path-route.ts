import type { Router } from 'express';
import * as z from 'zod/mini';

import { whole } from './contract.ts';
import { pathRows } from './pages/path-rows.ts';
import { pathPage } from './pages/path.ts';
import { pathFlips } from './path-flips.ts';
import { notFound } from './problem.ts';
import { rowFactsOf } from './row-facts.ts';
import { rowsOrReason, sendRows } from './row-requests.ts';
import { siteAt } from './selection.ts';
import { parseQuery, runOf, type Services } from './services.ts';

const index = z.string().check(z.regex(/^\d{0,9}$/, 'must be the number of a feature'));

/** Features to leave as they are: `lock=0&lock=3`, as a form of boxes sends it. */
const PathFlipQuery = z.object({
  lock: z._default(z.union([index, z.array(index).check(z.maxLength(10_000))]), []),
  /** Of the held-out rows. */
  page: whole,
});

/** `/runs/:run/paths/:id`: one path. */
export function addPathRoute(router: Router, services: Services): void {
  router.get('/runs/:run/paths/:id', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const place = run.paths.findIndex((one) => one.id === req.params.id);
    if (place === -1) throw notFound('This run has no such path.');
    const { lock, page } = parseQuery(PathFlipQuery, req.query);
    const keep = new Set([lock].flat().flatMap((one) => (one === '' ? [] : [Number(one)])));
    const facts = await rowFactsOf(services, run);
    const answerer = await services.answererOf(run);
    const found = await pathFlips(run, run.paths[place]!, keep, facts, answerer);
    const heldOut = await rowsOrReason(services, run);
    const rows = pathRows(services.site, run, place, heldOut, { page, keep });
    const site = siteAt(services.site, run, req, run.paths[place]!.leaf);
    sendRows(res, pathPage(site, run, place, found, keep, rows));
  });
}
