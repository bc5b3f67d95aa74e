import express, { Router, type Response } from 'express';
import path from 'node:path';

import { answerCase } from './case.ts';
import { changesOf } from './changes.ts';
import { emptyForm, readForm } from './case-form.ts';
import { PathQuery, TreeQuery } from './contract.ts';
import { checkContentType, checkOrigin } from './guard.ts';
import type { Html } from './html.ts';
import { artifactText } from '../report/load-run.ts';
import { holdsRows } from './library.ts';
import { casePage } from './pages/case.ts';
import { codePage } from './pages/code.ts';
import { frontierPage } from './pages/frontier.ts';
import { overviewPage } from './pages/overview.ts';
import { pathPage } from './pages/path.ts';
import { pathsPage } from './pages/paths.ts';
import { runsPage } from './pages/runs.ts';
import { treePage } from './pages/tree.ts';
import { notFound } from './problem.ts';
import { parseQuery, runOf, summaryOf, treeName, treeOf, type Services } from './services.ts';

/** The pages for people. */
export function siteRouter(services: Services): Router {
  const { site } = services;
  const router = Router();
  router.get('/', async (_req, res) => {
    const shelves = await services.library.list();
    send(res, runsPage(site, shelves.map(summaryOf)));
  });
  router.get('/runs/:run', async (req, res) => {
    send(res, overviewPage(site, await runOf(services, req.params.run)));
  });
  router.get('/runs/:run/paths', async (req, res) => {
    const run = await runOf(services, req.params.run);
    send(res, pathsPage(site, run, parseQuery(PathQuery, req.query)));
  });
  router.get('/runs/:run/paths/:id', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const index = run.paths.findIndex((one) => one.id === req.params.id);
    if (index === -1) throw notFound('This run has no such path.');
    send(res, pathPage(site, run, index));
  });
  router.get('/runs/:run/tree', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(TreeQuery, req.query);
    const model = await treeOf(run, query);
    const changes = await changesOf(services, run, model, treeName(query));
    send(res, treePage({ site, run, model, query, changes }));
  });
  router.get('/runs/:run/frontier', async (req, res) => {
    send(res, frontierPage(site, await runOf(services, req.params.run)));
  });
  router.get('/runs/:run/code', async (req, res) => {
    const run = await runOf(services, req.params.run);
    send(res, codePage(site, run, await artifactText(run, 'predict.ts')));
  });
  addCaseRoutes(router, services);
  addFileRoute(router, services);
  return router;
}

function addCaseRoutes(router: Router, services: Services): void {
  const { site } = services;
  router.get('/runs/:run/case', async (req, res) => {
    const run = await runOf(services, req.params.run);
    send(res, casePage(site, run, emptyForm(run.model.features), null));
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
      send(res, casePage(site, run, form, answer));
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

function send(res: Response, page: Html): void {
  if (!res.hasHeader('Cache-Control')) res.setHeader('Cache-Control', 'no-cache');
  res.type('html').send(page.toString());
}
