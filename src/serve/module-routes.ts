import type { Router } from 'express';

import type { VectorsAnswer } from './contract.ts';
import { HttpProblem } from './problem.ts';
import { vectorList } from './proven-module.ts';
import { runOf, type Services } from './services.ts';

/** `/runs/:run/module/predict.js`: the exported function as a script, once it was proven. */
export function addModuleRoute(router: Router, services: Services): void {
  router.get('/runs/:run/module/predict.js', async (req, res) => {
    const { text, fault } = await services.provenModuleOf(await runOf(services, req.params.run));
    if (text === null) throw new HttpProblem(409, 'Not served', `predict.js is not run: ${fault}.`);
    res.setHeader('Cache-Control', 'no-cache');
    res.type('text/javascript').send(text);
  });
}

/** `/api/v1/runs/:run/vectors`: rows at every threshold, for a module that may be run. */
export function addVectorsRoute(router: Router, services: Services): void {
  router.get('/runs/:run/vectors', async (req, res) => {
    const run = await runOf(services, req.params.run);
    const { fault } = await services.provenModuleOf(run);
    const list = fault === null ? vectorList(run) : null;
    res.json({ fault, list } satisfies VectorsAnswer);
  });
}
