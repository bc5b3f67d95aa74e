import { Router } from 'express';

import type { LoadedRun } from '../report/load-run.ts';
import { SwapQuery, type SwapAnswer } from './contract-rows.ts';
import { rowAnswer, type HeldOut } from './held-out-rows.ts';
import { swappedRows } from './pages/swap-changes.ts';
import { swapPage } from './pages/swap-set.ts';
import { linkPages } from './paging.ts';
import { HttpProblem } from './problem.ts';
import { rowsOf, sendRows } from './row-requests.ts';
import { siteOf } from './selection.ts';
import { parseQuery, runOf, type Services, type SwapSetOf } from './services.ts';
import { askSwap, type AskedSwap } from './swap-rows.ts';

/** The page of the swap set. */
export function swapPages(services: Services, swapSetOf: SwapSetOf): Router {
  const router = Router();
  router.get('/runs/:run/swap-set', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(SwapQuery, req.query);
    const site = siteOf(services.site, run, req);
    const rows = await rowsOf(services, run);
    const asked = askedOrProblem(() => askSwap(run, rows, query, swapSetOf));
    if (asked instanceof HttpProblem) res.status(asked.status);
    sendRows(res, swapPage(site, run, rows, asked, query));
  });
  return router;
}

/** The same as JSON. */
export function swapApi(services: Services, swapSetOf: SwapSetOf): Router {
  const router = Router();
  router.get('/runs/:run/swap-set', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(SwapQuery, req.query);
    const answer = answerOf(run, await rowsOf(services, run), query, swapSetOf);
    linkPages(req, res, answer);
    res.setHeader('Cache-Control', 'no-store');
    res.json(answer);
  });
  return router;
}

/** What was asked, or what is wrong with a field of it: the form says that. */
function askedOrProblem(ask: () => AskedSwap): AskedSwap | HttpProblem {
  try {
    return ask();
  } catch (error) {
    if (error instanceof HttpProblem && error.field !== undefined) return error;
    throw error;
  }
}

function answerOf(
  run: LoadedRun,
  all: HeldOut,
  query: SwapQuery,
  swapSetOf: SwapSetOf,
): SwapAnswer {
  const asked = askSwap(run, all, query, swapSetOf);
  const { heldOut, set, favour } = asked;
  const { gainedRows: _gained, lostRows: _lost, ...figures } = set;
  const { shown, ...page } = swappedRows(asked, query);
  const rows = shown.map((row) => rowAnswer(run, heldOut, row));
  return { ...figures, ...page, favourable: run.manifest.classes[favour]!, rows };
}
