import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { PROVE_TEXT } from '../compile/compile.ts';
import type { Table } from '../core/table.ts';
import { swapSet } from '../evaluate/swap-set.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { startServer, type RunningServer, type ServerOptions } from '../serve/server.ts';
import { forestAnswers, type Forest } from '../teacher/forest.ts';
import { savedForest } from './saved-forest.ts';
import { inThread } from './with-pool.ts';

export type ServeOptions = Pick<
  ServerOptions,
  'host' | 'port' | 'basePath' | 'allowHosts' | 'allowRemote'
> & {
  /** Log every request to stderr as JSON lines. */
  readonly verbose?: boolean;
};

const ASSETS = fileURLToPath(new URL('../web/', import.meta.url));

/** Serves the site over the runs in `reports`; the built-in teacher answers cases where it is there. */
export function serve(reports: string, options: ServeOptions = {}): Promise<RunningServer> {
  const level = options.verbose === true ? 'info' : 'warn';
  const logger = pino({ level }, pino.destination({ dest: 2, sync: true }));
  const teacherOf = savedTeachers();
  return startServer({
    ...options,
    reports,
    assets: ASSETS,
    logger,
    teacherOf,
    swapSetOf: swapSet,
    proveTexts: (model, ...texts) => inThread(PROVE_TEXT, model, texts),
  });
}

/** Loads the saved forest of a run when it is first asked, and keeps it. */
function savedTeachers(): NonNullable<ServerOptions['teacherOf']> {
  const forests = new Map<string, Promise<Forest>>();
  return async (run: LoadedRun) => {
    const hash = run.manifest.artifacts['teacher.json'];
    if (!['forest', 'ba-forest'].includes(run.manifest.teacher.kind) || hash === undefined)
      return null;
    const loading = forests.get(hash) ?? savedForest(run);
    forests.set(hash, loading);
    // A read that failed is tried again at the next request.
    loading.catch(() => forests.delete(hash));
    const forest = await loading;
    return (rows: Table) => forestAnswers(forest, rows, {});
  };
}
