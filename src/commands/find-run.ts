import { lstat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { inputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { REPORTS } from './names.ts';
import { loadRun, readManifest, type LoadedRun } from '../report/load-run.ts';

/**
 * The folder of a run: a path, or a name under `reports`.
 * @throws EspalierError `E_NO_RUN`.
 */
export async function findRun(nameOrPath: string): Promise<string> {
  for (const folder of [nameOrPath, join(REPORTS, nameOrPath)]) {
    const stats = await lstat(join(folder, 'run.json')).catch(() => null);
    if (stats?.isFile() === true) return folder;
  }
  throw inputError(
    'E_NO_RUN',
    `there is no run at "${visible(nameOrPath)}" or under ${REPORTS}/: give a run's folder or name, or make one with "espalier distill".`,
  );
}

/** Loads a run by path or name, proving that it is whole. */
export async function openRun(nameOrPath: string): Promise<LoadedRun> {
  const folder = await findRun(nameOrPath);
  return loadRun(basename(resolve(folder)), folder, await readManifest(folder));
}
