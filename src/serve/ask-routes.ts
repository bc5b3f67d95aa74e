import type { Router } from 'express';
import * as z from 'zod/mini';

import { answerQuestion, asksSomething } from './ask.ts';
import { AskQuery, type AskAnswer } from './contract-ask.ts';
import { directionsOf, favouredClass } from './direction.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { askPage, type Asked } from './pages/ask.ts';
import { pageOf, PageQuery } from './paging.ts';
import { HttpProblem } from './problem.ts';
import { siteOf } from './selection.ts';
import { heldOutOrNull, parseQuery, runOf, sendPage, type Services } from './services.ts';

/** `/runs/:run/ask`: the form, and its answer or what is wrong with it. */
export function addAskPage(router: Router, services: Services): void {
  router.get('/runs/:run/ask', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(AskQuery, req.query);
    const site = siteOf(services.site, run, req);
    const asked = await ask(services, run, query);
    if (asked.problem !== null) res.status(asked.problem.status);
    sendPage(res, askPage(site, run, asked));
  });
}

/** The same as JSON. */
export function addAskApi(router: Router, services: Services): void {
  router.get('/runs/:run/ask', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(z.extend(AskQuery, PageQuery.shape), req.query);
    const answer = answerQuestion(run, query, await heldOutOrNull(services, run));
    res.json({ ...answer, paths: pageOf(req, res, query, answer.paths) } satisfies AskAnswer);
  });
}

async function ask(services: Services, run: LoadedRun, query: AskQuery): Promise<Asked> {
  const rows = await heldOutOrNull(services, run);
  const directions = directionsOf(run, rows, favouredClass(run, query.of));
  const asked = { query, directions };
  try {
    const answer = asksSomething(query) ? answerQuestion(run, query, rows) : null;
    return { ...asked, answer, problem: null };
  } catch (error) {
    if (error instanceof HttpProblem && error.field !== undefined) {
      return { ...asked, answer: null, problem: error };
    }
    throw error;
  }
}
