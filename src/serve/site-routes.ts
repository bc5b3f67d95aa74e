import { Router } from 'express';
import path from 'node:path';
import * as z from 'zod/mini';

import { addAskPage } from './ask-routes.ts';
import { addCaseRoutes } from './case-routes.ts';
import { changesOf } from './changes.ts';
import { addComparePages } from './compare-routes.ts';
import { PathQuery, TreeQuery, whole, type NodeRows } from './contract.ts';
import { disagreementPages } from './disagreement-routes.ts';
import { decidedRows, type HeldOutRow } from './held-out-rows.ts';
import { artifactText, type LoadedRun } from '../report/load-run.ts';
import { holdsRows } from './library.ts';
import { nodeRows } from './node-rows.ts';
import { addModuleRoute } from './module-routes.ts';
import { codePage } from './pages/code.ts';
import { frontierPage } from './pages/frontier.ts';
import { overviewPage } from './pages/overview.ts';
import { pathsPage } from './pages/paths.ts';
import { printPage } from './pages/print.ts';
import { runsPage } from './pages/runs.ts';
import { treePage } from './pages/tree.ts';
import { addPathRoute } from './path-route.ts';
import { notFound } from './problem.ts';
import {
  heldOutOrNull,
  parseQuery,
  runOf,
  sendPage,
  summaryOf,
  treeName,
  treeOf,
  type Services,
} from './services.ts';
import { sendRows } from './row-requests.ts';
import { siteAt, siteOf } from './selection.ts';
import type { Selection } from './site.ts';
import { protectedByTree } from './tree-protected.ts';

/** The pages for people. */
export function siteRouter(services: Services): Router {
  const { site } = services;
  const router = Router();
  router.get('/', async (_req, res) => {
    const shelves = await services.library.list();
    sendPage(res, runsPage(site, shelves.map(summaryOf)));
  });
  router.get('/runs/:run', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const rows = await rowsToRank(services, run);
    sendPage(res, overviewPage(siteOf(site, run, req), run, rows));
  });
  router.get('/runs/:run/paths', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(PathQuery, req.query);
    sendPage(res, pathsPage(siteOf(site, run, req), run, query));
  });
  addPathRoute(router, services);
  router.get('/runs/:run/print', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const { page } = parseQuery(z.object({ page: whole }), req.query);
    // The host was checked: it is one of this site's own names.
    const origin = `${req.protocol}://${req.headers.host ?? ''}`;
    sendPage(res, printPage(site, run, origin, page));
  });
  router.get('/runs/:run/tree', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(TreeQuery, req.query);
    const model = await treeOf(run, query);
    const changes = await changesOf(services, run, model, treeName(query));
    const isOwn = model === run.model;
    const here = siteAt(site, run, req, isOwn ? query.node : query.own, ['own']);
    const { selected = null } = here;
    const rows = selected === null || !isOwn ? null : await rowsAt(services, run, selected);
    const page = treePage({ site: here, run, model, query, changes, rows });
    if (rows === null) sendPage(res, page);
    else sendRows(res, page);
  });
  router.get('/runs/:run/frontier', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const newlyProtected = await protectedByTree(run);
    sendPage(res, frontierPage({ site: siteOf(site, run, req), run, newlyProtected }));
  });
  router.get('/runs/:run/code', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const source = await artifactText(run, 'predict.ts');
    sendPage(res, codePage(siteOf(site, run, req), run, source));
  });
  addAskPage(router, services);
  addComparePages(router, services);
  router.use(disagreementPages(services));
  addCaseRoutes(router, services);
  addModuleRoute(router, services);
  addFileRoute(router, services);
  return router;
}

/** Some of the held-out rows of a node, where they can be read. */
async function rowsAt(
  services: Services,
  run: LoadedRun,
  selected: Selection,
): Promise<NodeRows | null> {
  const sets = await heldOutOrNull(services, run);
  return sets === null ? null : nodeRows(decidedRows(run, sets), selected);
}

/** The rows that rank the paths of numbers where no row lies beyond the tolerance; else none. */
async function rowsToRank(services: Services, run: LoadedRun): Promise<readonly HeldOutRow[]> {
  const { task } = run.manifest;
  if (task !== 'regression' || run.paths.some(({ fidelity }) => (fidelity.value ?? 1) < 1))
    return [];
  const sets = await heldOutOrNull(services, run);
  return sets === null ? [] : decidedRows(run, sets).rows;
}

/** Artifacts by their own names, as downloads that no browser will run. */
function addFileRoute(router: Router, services: Services): void {
  router.get('/runs/:run/files/*name', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const name = req.params.name.join('/');
    const listed = name === 'run.json' || Object.hasOwn(run.manifest.artifacts, name);
    if (!listed || holdsRows(name)) throw notFound('This run offers no such file.');
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    res.attachment(path.basename(name));
    res.sendFile(name, { root: path.resolve(run.folder), cacheControl: false, dotfiles: 'deny' });
  });
}
