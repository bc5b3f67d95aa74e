import type { Response } from 'express';

import { EspalierError } from '../core/errors.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { decidedRows, type HeldOut } from './held-out-rows.ts';
import type { Html } from './html.ts';
import { HttpProblem } from './problem.ts';
import { sendPage, type Services } from './services.ts';

/** The held-out rows of a run, or why they cannot be shown. */
export async function rowsOf(services: Services, run: LoadedRun): Promise<HeldOut> {
  try {
    return decidedRows(run, await services.heldOutOf(run));
  } catch (error) {
    services.logger.warn({ err: error }, 'held-out rows cannot be read');
    // Other refusals name folders of this machine.
    const known = error instanceof EspalierError && error.code === 'E_RUN';
    const reason = known ? error.message : 'heldout.parquet is not there, or is damaged.';
    throw new HttpProblem(409, 'The held-out rows of this run cannot be read', reason);
  }
}

/** The rows, or the reason why a page goes without them. */
export async function rowsOrReason(services: Services, run: LoadedRun): Promise<HeldOut | string> {
  return rowsOf(services, run).catch((error: unknown) => {
    if (error instanceof HttpProblem) return error.message;
    throw error;
  });
}

/** Rows are of people: no cache keeps them. */
export function sendRows(res: Response, page: Html): void {
  res.setHeader('Cache-Control', 'no-store');
  sendPage(res, page);
}
