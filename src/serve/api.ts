import express, { Router, type Request } from 'express';

import { encodeModel } from '../core/codec.ts';
import type { PathRecord } from '../core/run.ts';
import type { PathEnd } from '../draw/layout.ts';
import { changesOf } from './changes.ts';
import { answerCase } from './case.ts';
import { readValues } from './case-form.ts';
import {
  CaseRequest,
  PathQuery,
  TreeQuery,
  selectPaths,
  type CaseAnswer,
  type FrontierAnswer,
  type PathList,
  type RunList,
  type TreeAnswer,
} from './contract.ts';
import { checkContentType, checkOrigin } from './guard.ts';
import { namesOf } from './pages/path-filter.ts';
import { badRequest, notFound } from './problem.ts';
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
  router.get('/runs', async (_req, res) => {
    const shelves = await services.library.list();
    res.json({ runs: shelves.map(summaryOf) } satisfies RunList);
  });
  router.get('/runs/:run', async (req, res) => {
    res.json((await runOf(services, req.params.run)).manifest);
  });
  router.get('/runs/:run/paths', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(PathQuery, req.query);
    res.json(selectPaths(run.paths, query, namesOf(run)) satisfies PathList);
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
    const model = await treeOf(run, query);
    const own = model === run.model;
    res.json({
      depth: allowedDepth(run, model, query),
      limit: query.leaves,
      own,
      document: encodeModel(model),
      paths: own ? run.paths.map(pathEnd) : null,
      changes: await changesOf(services, run, model, treeName(query)),
    } satisfies TreeAnswer);
  });
  router.get('/runs/:run/frontier', async (req, res) => {
    res.json((await runOf(services, req.params.run)).frontier satisfies FrontierAnswer);
  });
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
  return answerCase(run, reading.values, await services.answererOf(run));
}
