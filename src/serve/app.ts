import compression from 'compression';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
} from 'express';
import type { Logger } from 'pino';

import { proveText } from '../compile/compile.ts';
import { apiRouter } from './api.ts';
import type { Answerer } from './case.ts';
import { checkHost, checkMethod, securityHeaders } from './guard.ts';
import { KeptJson } from './kept-json.ts';
import { openLibrary } from './library.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { problemPage, unsoundPage } from './pages/problem.ts';
import { notFound, problemJson, problemOf } from './problem.ts';
import { provenModules, type ProveTexts } from './proven-module.ts';
import { keptHeldOut, UnsoundRun, type Services, type SwapSetOf } from './services.ts';
import { siteRouter } from './site-routes.ts';
import { normaliseBase, withQuery } from './site.ts';

export interface AppOptions {
  /** The folder whose subfolders are runs. */
  readonly reports: string;
  /** The folder of the built script and style (`dist/web`). */
  readonly assets: string;
  /** Path prefix under which the site stands, such as `/espalier`. */
  readonly basePath?: string;
  /** Host names besides those of this machine. */
  readonly allowHosts?: readonly string[];
  /** The teacher of a run, for the case page; `null` where it cannot be asked. */
  readonly teacherOf?: (run: LoadedRun) => Promise<Answerer | null>;
  /** Works out who gains and who loses by the tree; the page of it is not there without. */
  readonly swapSetOf?: SwapSetOf | null;
  /** Proves a run's code; in another thread, or all requests wait for it. Done here without. */
  readonly proveTexts?: ProveTexts;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Milliseconds for which a run is taken to be as it was (500). */
  readonly recheckAfter?: number;
}

/** The site as an Express application; nothing listens yet. */
export function createApp(options: AppOptions): Express {
  const services: Services = {
    site: { base: normaliseBase(options.basePath ?? '') },
    library: openLibrary(options.reports, options.recheckAfter),
    kept: new KeptJson(),
    answererOf: options.teacherOf ?? (async () => null),
    heldOutOf: keptHeldOut(),
    swapSetOf: options.swapSetOf ?? null,
    provenModuleOf: provenModules(options.proveTexts ?? (async (...texts) => proveText(...texts))),
    logger: options.logger,
  };
  const { base } = services.site;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(securityHeaders());
  app.use(checkHost(options.allowHosts ?? []));
  app.use(logRequests(options.logger));
  app.use(checkMethod);
  app.use(compression());
  app.get(`${base}/healthz`, (_req, res) => {
    res.json({ status: 'ok' });
  });
  app.use(`${base}/assets`, express.static(options.assets, { index: false, redirect: false }));
  app.use(`${base}/api/v1`, apiRouter(services));
  app.use(base === '' ? '/' : base, siteRouter(services));
  app.use(() => {
    throw notFound('There is no such page.');
  });
  app.use(answerErrors(services));
  return app;
}

/** One line a request, without the query: filters may hold what a person typed. */
function logRequests(logger: Services['logger']): RequestHandler {
  return (req, res, next) => {
    const start = process.hrtime.bigint();
    res.on('finish', () => {
      const ms = Number(process.hrtime.bigint() - start) / 1e6;
      const [url] = req.originalUrl.split('?');
      logger.info({ method: req.method, url, status: res.statusCode, ms }, 'request');
    });
    next();
  };
}

/** The address of a request without the part of its query that was refused. */
function withoutField(req: Request, field: string | undefined): string {
  const others = Object.entries(req.query).filter(([name]) => name !== field);
  const query = Object.fromEntries(others) as Record<string, string | string[]>;
  return withQuery(req.baseUrl + req.path, req.method === 'POST' ? {} : query);
}

/** Every error ends here: problem details for the API, a page otherwise, no stack for anyone. */
function answerErrors(services: Services): ErrorRequestHandler {
  const { site, logger } = services;
  return (error: unknown, req, res, next) => {
    const problem = problemOf(error);
    if (problem.status >= 500) logger.error({ err: error }, 'request failed');
    if (res.headersSent) {
      next(error);
      return;
    }
    res.status(problem.status);
    res.setHeader('Cache-Control', 'no-store');
    if (req.path.startsWith(`${site.base}/api/`)) {
      res.type('application/problem+json').send(JSON.stringify(problemJson(problem)));
      return;
    }
    const page =
      problem instanceof UnsoundRun
        ? unsoundPage(site, problem.id, problem.message)
        : problemPage(site, problem, withoutField(req, problem.field));
    res.type('html').send(page.toString());
  };
}
