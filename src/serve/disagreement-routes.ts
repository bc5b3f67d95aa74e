import { Router } from 'express';

import type { LoadedRun } from '../report/load-run.ts';
import type { NodeRows } from './contract.ts';
import { RowQuery, type DisagreementAnswer } from './contract-rows.ts';
import { ofSet, rowAnswer, type HeldOut } from './held-out-rows.ts';
import { nodeRows } from './node-rows.ts';
import { pathTrust } from './pages/disagreements-by-path.ts';
import { disagreementsPage } from './pages/disagreements.ts';
import { worstFirst } from '../core/path-trust.ts';
import { linkPages } from './paging.ts';
import { rowsOf, sendRows } from './row-requests.ts';
import { classMatrix, differing, pageOf, selectRows, sideMatrix } from './select-rows.ts';
import { placesBelow, siteAt, siteOf, SelectionQuery } from './selection.ts';
import { parseQuery, runOf, type Services } from './services.ts';
import { swapApi, swapPages } from './swap-routes.ts';

/** The pages about held-out rows. */
export function disagreementPages(services: Services): Router {
  const router = Router();
  router.get('/runs/:run/disagreements', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(RowQuery, req.query);
    // What the rows are listed of is selected.
    const listed = query.leaf !== null && query.leaf < run.model.tree.feature.length;
    const site = listed
      ? siteAt(services.site, run, req, query.leaf, ['leaf', 'page'])
      : siteOf(services.site, run, req);
    const rows = await rowsOf(services, run);
    const hasSwap = services.swapSetOf !== null;
    const page = disagreementsPage(site, run, rows, query, hasSwap);
    sendRows(res, page);
  });
  if (services.swapSetOf !== null) router.use(swapPages(services, services.swapSetOf));
  return router;
}

/** The same as JSON. */
export function disagreementApi(services: Services): Router {
  const router = Router();
  router.get('/runs/:run/disagreements', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(RowQuery, req.query);
    const answer = disagreementsOf(run, await rowsOf(services, run), query);
    linkPages(req, res, answer);
    res.setHeader('Cache-Control', 'no-store');
    res.json(answer);
  });
  router.get('/runs/:run/tree/rows', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const node = parseQuery(SelectionQuery, req.query).node ?? 0;
    const places = placesBelow(run, node);
    res.setHeader('Cache-Control', 'no-store');
    res.json(nodeRows(await rowsOf(services, run), { node, places }) satisfies NodeRows);
  });
  if (services.swapSetOf !== null) router.use(swapApi(services, services.swapSetOf));
  return router;
}

function disagreementsOf(run: LoadedRun, heldOut: HeldOut, query: RowQuery): DisagreementAnswer {
  const base = ofSet(heldOut, query.set).rows;
  const { shown, ...page } = pageOf(selectRows(base, query, run), base.length, query.page);
  const nClasses = run.manifest.classes.length;
  return {
    ...page,
    differ: differing(base),
    matrix: nClasses === 0 ? sideMatrix(base) : classMatrix(base, nClasses),
    paths: worstFirst(pathTrust(run, base)).map(({ path, rows, differ, share }) => {
      const { id, leaf } = run.paths[path]!;
      return { path: id, leaf, rows, differ, share };
    }),
    redacted: heldOut.redacted,
    rows: shown.map((row) => rowAnswer(run, heldOut, row)),
  };
}
