import type { Router } from 'express';

import { answerQuestion, asksSomething } from './ask.ts';
import { AskQuery, type AskAnswer } from './contract-ask.ts';
import { askPage, type Asked } from './pages/ask.ts';
import { HttpProblem } from './problem.ts';
import { parseQuery, runOf, sendPage, type Services } from './services.ts';

/** `/runs/:run/ask`: the form, and its answer or what is wrong with it. */
export function addAskPage(router: Router, services: Services): void {
  router.get('/runs/:run/ask', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(AskQuery, req.query);
    const asked = await ask(services, run, query);
    if (asked.problem !== null) res.status(asked.problem.status);
    sendPage(res, askPage(services.site, run, asked));
  });
}

/** The same as JSON. */
export function addAskApi(router: Router, services: Services): void {
  router.get('/runs/:run/ask', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const query = parseQuery(AskQuery, req.query);
    res.json(answerQuestion(run, query, await services.heldOutOf(run)) satisfies AskAnswer);
  });
}

async function ask(
  services: Services,
  run: Parameters<typeof answerQuestion>[0],
  query: AskQuery,
): Promise<Asked> {
  if (!asksSomething(query)) return { query, answer: null, problem: null };
  const rows = await services.heldOutOf(run);
  try {
    return { query, answer: answerQuestion(run, query, rows), problem: null };
  } catch (error) {
    if (error instanceof HttpProblem && error.field !== undefined) {
      return { query, answer: null, problem: error };
    }
    throw error;
  }
}
