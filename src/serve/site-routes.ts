import express, { Router } from 'express';
import path from 'node:path';

import { addAskPage } from './ask-routes.ts';
import { answerCase } from './case.ts';
import { addComparePages } from './compare-routes.ts';
import { emptyForm, readForm } from './case-form.ts';
import { PathQuery, TreeQuery } from './contract.ts';
import { disagreementPages } from './disagreement-routes.ts';
import { checkContentType, checkOrigin } from './guard.ts';
import { artifactText } from '../report/load-run.ts';
import { holdsRows } from './library.ts';
import { casePage } from './pages/case.ts';
import { codePage } from './pages/code.ts';
import { frontierPage } from './pages/frontier.ts';
import { overviewPage } from './pages/overview.ts';
import { pathRows } from './pages/path-rows.ts';
import { pathPage } from './pages/path.ts';
import { pathsPage } from './pages/paths.ts';
import { runsPage } from './pages/runs.ts';
import { treePage } from './pages/tree.ts';
import { notFound } from './problem.ts';
import { parseQuery, runOf, sendPage, summaryOf, treeOf, type Services } from './services.ts';
import { rowsOrReason, sendRows } from './row-requests.ts';

/** The pages for people. */
export function siteRouter(services: Services): Router {
  const { site } = services;
  const router = Router();
  router.get('/', async (_req, res) => {
    const shelves = await services.library.list();
    sendPage(res, runsPage(site, shelves.map(summaryOf)));
  });
  router.get('/runs/:run', async (req, res) => {
    sendPage(res, overviewPage(site, await runOf(services, req.params.run)));
  });
  router.get('/runs/:run/paths', async (req, res) => {
    const run = await runOf(services, req.params.run);
    sendPage(res, pathsPage(site, run, parseQuery(PathQuery, req.query)));
  });
  router.get('/runs/:run/paths/:id', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const index = run.paths.findIndex((one) => one.id === req.params.id);
    if (index === -1) throw notFound('This run has no such path.');
    const { page } = parseQuery(PathQuery, req.query);
    const rows = pathRows(site, run, index, await rowsOrReason(services, run), page);
    sendRows(res, pathPage(site, run, index, rows));
  });
  router.get('/runs/:run/tree', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(TreeQuery, req.query);
    sendPage(res, treePage(site, run, await treeOf(run, query), query));
  });
  router.get('/runs/:run/frontier', async (req, res) => {
    sendPage(res, frontierPage(site, await runOf(services, req.params.run)));
  });
  router.get('/runs/:run/code', async (req, res) => {
    const run = await runOf(services, req.params.run);
    sendPage(res, codePage(site, run, await artifactText(run, 'predict.ts')));
  });
  addAskPage(router, services);
  addComparePages(router, services);
  router.use(disagreementPages(services));
  addCaseRoutes(router, services);
  addFileRoute(router, services);
  return router;
}

function addCaseRoutes(router: Router, services: Services): void {
  const { site } = services;
  router.get('/runs/:run/case', async (req, res) => {
    const run = await runOf(services, req.params.run);
    sendPage(res, casePage(site, run, emptyForm(run.model.features), null));
  });
  router.post(
    '/runs/:run/case',
    checkOrigin(false),
    checkContentType('application/x-www-form-urlencoded'),
    express.urlencoded({
      extended: false,
      limit: '64kb',
      inflate: false,
      parameterLimit: 10_000,
    }),
    async (req: express.Request<{ run: string }>, res) => {
      const run = await runOf(services, req.params.run);
      const form = readForm(run.model, req.body as Record<string, unknown>);
      const answer =
        form.values === null
          ? null
          : await answerCase(run, form.values, await services.answererOf(run));
      res.setHeader('Cache-Control', 'no-store');
      res.status(answer === null ? 422 : 200);
      sendPage(res, casePage(site, run, form, answer));
    },
  );
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
