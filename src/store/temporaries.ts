import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, errorCode } from './disk.ts';

const OLD = '.old';
const PATTERN = /^\.tmp-(.+)-(\d+)-[0-9a-f]+(\.old)?$/s;

/** Name of the sibling in which this process prepares the directory `name`. */
export function temporaryName(name: string, random: string): string {
  return `.tmp-${name}-${process.pid}-${random}`;
}

/** Where the directory that a temporary replaces waits for the end of the replacement. */
export function oldName(temporary: string): string {
  return `${temporary}${OLD}`;
}

/**
 * Removes what dead processes left in `parent`. An old directory that was moved aside by one that
 * died before its replacement stood goes back to its place. Returns the number of leftovers.
 * @throws EspalierError `E_DISK`.
 */
export async function sweepTemporaries(parent: string): Promise<number> {
  let swept = 0;
  try {
    for (const entry of await readdir(parent)) {
      const match = PATTERN.exec(entry);
      if (match === null || isAlive(Number(match[2]))) continue;
      const path = join(parent, entry);
      const place = join(parent, match[1]!);
      if (match[3] === OLD && !(await isThere(place))) await rename(path, place);
      else await rm(path, { recursive: true, force: true });
      swept++;
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return swept;
    throw diskError(error, 'clearing', parent);
  }
  return swept;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
