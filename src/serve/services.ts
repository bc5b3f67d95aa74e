import type { Response } from 'express';
import type { Logger } from 'pino';
import * as z from 'zod/mini';

import { inputError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import type { SwapQuestion, SwapRows, SwapSet } from '../core/swap-set.ts';
import { treeDepth, type Model } from '../core/tree.ts';
import type { Answerer } from './case.ts';
import type { RunSummary, TreeQuery } from './contract.ts';
import type { Html } from './html.ts';
import type { KeptJson } from './kept-json.ts';
import type { Library, Shelf } from './library.ts';
import { loadHeldOut, type HeldOutSets } from '../report/held-out.ts';
import { treeAtDepth, treeWithLeaves, type LoadedRun } from '../report/load-run.ts';
import { badRequest, HttpProblem, notFound } from './problem.ts';
import { perRun } from './per-run.ts';
import type { ProvenModule } from './proven-module.ts';
import type { Site } from './site.ts';

/** Works out a swap set; handed in, as pages know no stage. */
export type SwapSetOf = (rows: SwapRows, question: SwapQuestion, random: Random) => SwapSet;

/** What pages and API are made of; handed in, so that tests can hand in others. */
export interface Services {
  readonly site: Site;
  readonly library: Library;
  /** The teacher of a run, where it can still be asked. */
  readonly answererOf: (run: LoadedRun) => Promise<Answerer | null>;
  /** The real rows of a run that nothing was trained on; read once. */
  readonly heldOutOf: (run: LoadedRun) => Promise<HeldOutSets>;
  /** A run's `predict.js`, once it was read back as the tree. */
  readonly provenModuleOf: (run: LoadedRun) => Promise<ProvenModule>;
  /** JSON answers that follow from a run alone. */
  readonly kept: KeptJson;
  /** Who gains and who loses a class by the tree; `null` where nothing works it out. */
  readonly swapSetOf: SwapSetOf | null;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** Reads the rows of a run when they are first asked for, and keeps them as long as the run. */
export function keptHeldOut(): Services['heldOutOf'] {
  return perRun(readHeldOut);
}

/** @throws EspalierError `E_RUN` also where a row is on no path of the run. */
async function readHeldOut(run: LoadedRun): Promise<HeldOutSets> {
  const sets = await loadHeldOut(run);
  const ends = new Set(run.paths.map(({ leaf }) => leaf));
  if ([sets.select, sets.test].some(({ leaves }) => leaves.some((leaf) => !ends.has(leaf)))) {
    throw inputError('E_RUN', 'heldout.parquet names a leaf of no path.');
  }
  return sets;
}

/** The held-out rows, or `null` (and a line in the log) where they cannot be read. */
export async function heldOutOrNull(
  services: Pick<Services, 'heldOutOf' | 'logger'>,
  run: LoadedRun,
): Promise<HeldOutSets | null> {
  return services.heldOutOf(run).catch((error: unknown) => {
    services.logger.warn({ err: error, run: run.id }, 'held-out rows cannot be read');
    return null;
  });
}

/** Thrown where a run is asked for whose files do not match its manifest. */
export class UnsoundRun extends HttpProblem {
  readonly id: string;

  constructor(id: string, reason: string) {
    super(409, 'This run does not verify', reason);
    this.id = id;
  }
}

/** The run of an address. The same answer for a bad name and for a run that is not there. */
export async function runOf(services: Services, id: string): Promise<LoadedRun> {
  const shelf = await services.library.find(id);
  if (shelf === null) throw notFound('There is no such run.');
  if (shelf.run === null) throw new UnsoundRun(shelf.id, shelf.reason);
  return shelf.run;
}

/** The tree of a frontier by its depth or its number of leaves; the run's own where none is named. */
export async function treeOf(
  run: LoadedRun,
  { depth, leaves }: Pick<TreeQuery, 'depth' | 'leaves'>,
): Promise<Model> {
  if (leaves !== null) {
    if (depth !== null) throw badRequest('Give a depth or a number of leaves, not both.', 'leaves');
    const limited = await treeWithLeaves(run, leaves);
    if (limited === null) throw notFound('The run keeps no tree of that many leaves.');
    return limited;
  }
  const model = depth === null ? run.model : await treeAtDepth(run, depth);
  if (model === null) throw notFound('The run keeps no tree of that depth.');
  return model;
}

/** What tells the trees of one run apart. */
export function treeName({ depth, leaves }: Pick<TreeQuery, 'depth' | 'leaves'>): string {
  return leaves === null ? `depth ${depth ?? ''}` : `leaves ${leaves}`;
}

/** The levels a tree may have: those it was asked for by, or its own. */
export function allowedDepth(
  run: LoadedRun,
  model: Model,
  { depth, leaves }: Pick<TreeQuery, 'depth' | 'leaves'>,
): number {
  if (leaves !== null) return treeDepth(model.tree);
  return depth ?? run.manifest.student.depth;
}

/** Reads a query, or refuses it naming the field. */
export function parseQuery<S extends z.ZodMiniType>(shape: S, query: unknown): z.infer<S> {
  const found = z.safeParse(shape, query);
  if (found.success) return found.data;
  const issue = found.error.issues[0];
  throw badRequest(issue?.message ?? 'The query cannot be read.', issue?.path.join('.') ?? '');
}

export function summaryOf(shelf: Shelf): RunSummary {
  if (shelf.run === null) return { name: shelf.id, verifies: false, reason: shelf.reason };
  const { manifest, model } = shelf.run;
  return {
    name: shelf.id,
    verifies: true,
    task: manifest.task,
    role: manifest.role,
    target: manifest.target,
    fidelityKind: manifest.fidelityKind,
    fidelity: manifest.fidelity,
    majority: manifest.majority,
    depth: manifest.student.depth,
    ownDepth: treeDepth(model.tree),
    leaves: manifest.student.leaves,
    warnings: manifest.warnings.length,
  };
}

/** Sends a page, to be asked for again each time unless it says otherwise. */
export function sendPage(res: Response, page: Html): void {
  if (!res.hasHeader('Cache-Control')) res.setHeader('Cache-Control', 'no-cache');
  res.type('html').send(page.toString());
}
