import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { pathsOf } from '../core/box.ts';
import { EspalierError } from '../core/errors.ts';
import type { RunDocument } from '../core/run.ts';
import { leavesOf } from '../core/tree.ts';
import { checkCompiled } from '../report/load-compiled.ts';
import { changedArtifacts, loadRun, readManifest, type LoadedRun } from '../report/load-run.ts';
import { isSealed } from '../report/documents.ts';
import { loadHeldOut } from '../report/held-out.ts';
import type { StoredRows } from '../report/read-held-out.ts';
import { findRun } from './find-run.ts';
import { readCode } from './run-code.ts';
import { checkMetrics } from './verify-metrics.ts';

/** One thing that was proven again, or what is wrong with it. */
export interface Check {
  readonly name: 'files' | 'documents' | 'code' | 'compiled' | 'rows' | 'metrics' | 'paths';
  readonly ok: boolean;
  /** What was found, in words. */
  readonly detail: string;
}

export interface Verdict {
  readonly run: string;
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/**
 * Proves a run again: every file against its hash, the code against the tree, every held-out row
 * against its leaf, and every headline figure against the rows. Names what fails.
 */
export async function verify(nameOrPath: string): Promise<Verdict> {
  const folder = await findRun(nameOrPath);
  const manifest = await readManifest(folder);
  const files = await checkFiles(folder, manifest);
  const checks: Check[] = [files];
  const run = await loadRun(manifest.name, folder, manifest).catch((error: unknown) => {
    if (!(error instanceof EspalierError)) throw error;
    if (files.ok) checks.push({ name: 'documents', ok: false, detail: error.message });
    return null;
  });
  if (run !== null) {
    checks.push({ name: 'documents', ok: true, detail: 'every document has the shape it claims' });
    checks.push(await checkCode(run));
    checks.push(...(await checkTargets(run)));
    checks.push(...(await checkRows(run)));
  }
  return { run: manifest.name, ok: checks.every((check) => check.ok), checks };
}

async function checkFiles(folder: string, manifest: RunDocument): Promise<Check> {
  const changed = await changedArtifacts(folder, manifest);
  if (!isSealed(await readFile(join(folder, 'run.json'), 'utf8'))) {
    changed.unshift({ name: 'run.json', reason: 'was changed after it was written' });
  }
  const count = Object.keys(manifest.artifacts).length;
  const detail =
    changed.length === 0
      ? `run.json and ${count} files have the SHA-256 that it states`
      : changed.map(({ name, reason }) => `${name} ${reason}`).join('; ');
  return { name: 'files', ok: changed.length === 0, detail };
}

async function checkCode(run: LoadedRun): Promise<Check> {
  const { faults } = await readCode(run);
  const detail =
    faults.length === 0
      ? 'predict.ts and predict.js were read back and equal tree.json node for node'
      : faults.slice(0, 3).join('; ');
  return { name: 'code', ok: faults.length === 0, detail };
}

/** What `espalier compile` added; no check where it added nothing. */
async function checkTargets({ folder, manifest }: LoadedRun): Promise<Check[]> {
  const { names, faults } = await checkCompiled(folder, manifest);
  if (names.length === 0) return [];
  const detail =
    faults.length === 0
      ? `${names.join(', ')}: every file is as it was proven, of this tree`
      : faults.slice(0, 3).join('; ');
  return [{ name: 'compiled', ok: faults.length === 0, detail }];
}

async function checkRows(run: LoadedRun): Promise<Check[]> {
  const { select, test } = await loadHeldOut(run);
  const sets = [select, test];
  return [checkLeaves(run, sets), checkMetrics(run, select, test), checkPaths(run, sets)];
}

function checkLeaves({ model }: LoadedRun, sets: readonly StoredRows[]): Check {
  const total = sets.reduce((sum, set) => sum + set.leaves.length, 0);
  if (sets.some((set) => set.table === null)) {
    const detail = `${total} rows keep their leaf; some columns were redacted, so it cannot be recomputed`;
    return { name: 'rows', ok: true, detail };
  }
  const wrong = sets
    .map(({ table, leaves }) =>
      leavesOf(model.tree, table!).filter((leaf, i) => leaf !== leaves[i]),
    )
    .reduce((sum, leaves) => sum + leaves.length, 0);
  const detail =
    wrong === 0
      ? `${total} held-out rows reach the leaf that is stated`
      : `${wrong} of ${total} held-out rows reach another leaf than is stated`;
  return { name: 'rows', ok: wrong === 0, detail };
}

function checkPaths({ model, paths }: LoadedRun, sets: readonly StoredRows[]): Check {
  const wrong = pathsOf(model).filter(({ leaf }) => {
    const record = paths.find((path) => path.leaf === leaf)!;
    const rows = sets.map((set) => set.leaves.filter((found) => found === leaf).length);
    return rows[0] !== record.realRows.select || rows[1] !== record.realRows.test;
  });
  const detail =
    wrong.length === 0
      ? `${paths.length} paths have the held-out rows they state`
      : `paths with other held-out rows than they state: ${wrong.map((path) => path.id).join(', ')}`;
  return { name: 'paths', ok: wrong.length === 0, detail };
}
