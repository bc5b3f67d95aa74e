import express, { type Request, type Response, type Router } from 'express';
import * as z from 'zod/mini';

import type { LoadedRun } from '../report/load-run.ts';
import { answerCase } from './case.ts';
import { emptyForm, filledForm, readForm, type CaseForm } from './case-form.ts';
import { checkContentType, checkOrigin } from './guard.ts';
import { casePage } from './pages/case.ts';
import { badRequest, HttpProblem } from './problem.ts';
import { rowFactsOf, samplesOn, type RowFacts } from './row-facts.ts';
import { siteAt, SelectionQuery } from './selection.ts';
import { parseQuery, runOf, sendPage, type Services } from './services.ts';

/** The row of the data file to start from: its number says nothing of a person. */
const CaseQuery = z.extend(SelectionQuery, {
  row: z._default(z.string().check(z.regex(/^\d{0,9}$/, 'must be a row number')), ''),
});

const readBody = express.urlencoded({
  extended: false,
  limit: '64kb',
  inflate: false,
  parameterLimit: 10_000,
});

/** `/runs/:run/case`: the form, one of the held-out rows, or what was entered. */
export function addCaseRoutes(router: Router, services: Services): void {
  router.get('/runs/:run/case', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const facts = await rowFactsOf(services, run);
    const { row, node } = parseQuery(CaseQuery, req.query);
    if (row !== '' || node !== null) res.setHeader('Cache-Control', 'no-store');
    // A row has a path of its own, also where not all of it was kept.
    const start =
      row === '' ? { form: emptyForm(run.model.features), node } : rowForm(run, facts, Number(row));
    await answerForm(services, { req, res, run, stage: 'start', isRow: row !== '', ...start });
  });
  router.post(
    '/runs/:run/case',
    checkOrigin(false),
    checkContentType('application/x-www-form-urlencoded'),
    readBody,
    async (req: Request<{ run: string }>, res) => {
      const run = await runOf(services, req.params.run);
      const body = req.body as Record<string, unknown>;
      const form = readForm(run.model, body);
      // While a person is still typing, an unfinished form is no mistake.
      const stage = body['live'] === '1' ? 'typing' : 'sent';
      res.setHeader('Cache-Control', 'no-store');
      if (stage === 'sent' && form.values === null) res.status(422);
      const { node } = parseQuery(SelectionQuery, { node: body['node'] });
      await answerForm(services, { req, res, run, stage, isRow: false, form, node });
    },
  );
}

/** A request for the page, and the case as far as it was entered. */
interface Visit {
  readonly req: Request<{ run: string }>;
  readonly res: Response;
  readonly run: LoadedRun;
  readonly stage: 'start' | 'typing' | 'sent';
  readonly isRow: boolean;
  readonly form: CaseForm;
  /** What is selected until the case has a path. */
  readonly node: number | null;
}

async function answerForm(
  services: Services,
  { req, res, run, stage, isRow, form, node }: Visit,
): Promise<void> {
  const facts = await rowFactsOf(services, run);
  const { keep, missingToo, values } = form;
  const wishes = { spreads: facts.spreads, keep, missingToo };
  const answer =
    values === null ? null : await answerCase(run, values, await services.answererOf(run), wishes);
  // A case selects the path it comes to.
  const site = siteAt(services.site, run, req, answer?.leaf ?? node);
  const { selected = null } = site;
  const samples =
    selected === null || answer !== null || stage === 'typing'
      ? null
      : samplesOn(run, facts, selected.places);
  const isFixed = answer !== null || stage === 'sent' || isRow;
  sendPage(res, casePage(site, run, { form, facts, answer, stage, isFixed, samples }));
}

/** The form as a held-out row fills it, and its leaf; what was redacted is left to be given. */
function rowForm(
  { model }: LoadedRun,
  { sets }: RowFacts,
  number: number,
): Pick<Visit, 'form' | 'node'> {
  if (sets === null) throw badRequest('The held-out rows of this run cannot be read.', 'row');
  for (const { sourceRow, columns, leaves } of [sets.test, sets.select]) {
    const at = sourceRow.indexOf(number);
    if (at === -1) continue;
    const values = columns.map((column) => (column === null ? null : column[at]!));
    return { form: filledForm(model, values), node: leaves[at]! };
  }
  const reason = `${number} is not one of the held-out rows.`;
  throw new HttpProblem(404, 'There is no such row', reason, 'row');
}
