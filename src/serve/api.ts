import express, { Router, type Request } from 'express';
import * as z from 'zod/mini';

import { encodeModel } from '../core/codec.ts';
import type { PathRecord } from '../core/run.ts';
import type { PathEnd } from '../draw/layout.ts';
import { changesOf } from './changes.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { addAskApi } from './ask-routes.ts';
import { addCompareApi } from './compare-routes.ts';
import { answerCase } from './case.ts';
import { readValues } from './case-form.ts';
import { CaseRequest, type CaseAnswer } from './contract-case.ts';
import {
  PathQuery,
  TreeQuery,
  selectPaths,
  type FrontierAnswer,
  type PathList,
  type RunList,
  type TreeAnswer,
} from './contract.ts';
import { disagreementApi } from './disagreement-routes.ts';
import { checkContentType, checkOrigin } from './guard.ts';
import { addVectorsRoute } from './module-routes.ts';
import { namesOf } from './pages/path-filter.ts';
import { openApi } from './openapi.ts';
import { PageQuery, pageOf } from './paging.ts';
import { badRequest, notFound } from './problem.ts';
import { rowFactsOf } from './row-facts.ts';
import {
  allowedDepth,
  parseQuery,
  runOf,
  summaryOf,
  treeName,
  treeOf,
  type Services,
} from './services.ts';

/** `/api/v1`: the same facts as the pages, as JSON. */
export function apiRouter(services: Services): Router {
  const router = Router();
  let document: object | undefined;
  router.get('/openapi.json', (_req, res) => {
    document ??= openApi(services.site.base);
    res.json(document);
  });
  router.get('/runs', async (_req, res) => {
    const shelves = await services.library.list();
    res.json({ runs: shelves.map(summaryOf) } satisfies RunList);
  });
  router.get('/runs/:run', async (req, res) => {
    const run = await runOf(services, req.params.run);
    await services.kept.send(req, res, { run, name: 'run' }, () => run.manifest);
  });
  router.get('/runs/:run/paths', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(z.extend(PathQuery, PageQuery.shape), req.query);
    const list = selectPaths(run.paths, query, namesOf(run));
    res.json({ ...list, paths: pageOf(req, res, query, list.paths) } satisfies PathList);
  });
  router.get('/runs/:run/paths/:id', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const path = run.paths.find((one) => one.id === req.params.id);
    if (path === undefined) throw notFound('This run has no such path.');
    res.json(path);
  });
  router.get('/runs/:run/tree', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(TreeQuery, req.query);
    const name = `tree ${treeName(query)}`;
    await services.kept.send(req, res, { run, name }, () => treeAnswer(services, run, query));
  });
  router.get('/runs/:run/frontier', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const make = (): FrontierAnswer => run.frontier;
    await services.kept.send(req, res, { run, name: 'frontier' }, make);
  });
  addVectorsRoute(router, services);
  addAskApi(router, services);
  addCompareApi(router, services);
  router.use(disagreementApi(services));
  router.post(
    '/runs/:run/case',
    checkOrigin(true),
    checkContentType('application/json'),
    express.json({ limit: '64kb', inflate: false }),
    async (req: Request<{ run: string }>, res) => {
      res.json((await caseOf(services, req.params.run, req.body)) satisfies CaseAnswer);
    },
  );
  return router;
}

async function treeAnswer(
  services: Services,
  run: LoadedRun,
  query: TreeQuery,
): Promise<TreeAnswer> {
  const model = await treeOf(run, query);
  const own = model === run.model;
  return {
    depth: allowedDepth(run, model, query),
    limit: query.leaves,
    own,
    truthWeight: run.manifest.augmentation.truthWeight,
    document: encodeModel(model),
    paths: own ? run.paths.map(pathEnd) : null,
    changes: await changesOf(services, run, model, treeName(query)),
  };
}

/** As much of a path as the tree's page needs: rules and words are many times as long. */
function pathEnd({ leaf, id, realRows, fidelity }: PathRecord): PathEnd {
  return { leaf, id, realRows, fidelity };
}

async function caseOf(services: Services, id: string, body: unknown): Promise<CaseAnswer> {
  const run = await runOf(services, id);
  const request = CaseRequest.safeParse(body);
  if (!request.success) {
    throw badRequest('Send {"values": {"feature": value}}, with null where a value is missing.');
  }
  const reading = readValues(run.model, request.data.values);
  if ('error' in reading) throw badRequest(reading.error, reading.field);
  const { keep, missingToo } = request.data;
  const unknown = keep.find((name) => !run.model.features.some((one) => one.name === name));
  if (unknown !== undefined) throw badRequest('The run has no such feature.', unknown);
  const kept = run.model.features.flatMap(({ name }, f) => (keep.includes(name) ? [f] : []));
  const { spreads } = await rowFactsOf(services, run);
  const wishes = { spreads, keep: new Set(kept), missingToo };
  return answerCase(run, reading.values, await services.answererOf(run), wishes);
}
