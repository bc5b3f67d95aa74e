import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { usageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { documentText } from '../report/documents.ts';
import { refuseTaken, writeNewFile } from '../store/new-file.ts';
import { findRun } from './find-run.ts';
import type { StabilityDocument } from './stability.ts';

/**
 * Refuses a place for the result before any work is done: one that is taken, or one inside the run,
 * which is never changed.
 */
export async function refuseOut(nameOrPath: string, out: string): Promise<void> {
  const [run, folder] = await Promise.all([findRun(nameOrPath), dirname(out)].map(realOf));
  const way = relative(run!, join(folder!, basename(out)));
  if (way !== '..' && !way.startsWith(`..${sep}`)) {
    throw usageError(
      'E_OPTION',
      `out (--out) is ${visible(out)}, inside the run, which is never changed: choose a file elsewhere.`,
    );
  }
  await refuseTaken(out);
}

async function realOf(path: string | Promise<string>): Promise<string> {
  const given = resolve(await path);
  return realpath(given).catch(() => given);
}

/** Writes the result as JSON. */
export async function saveStability(out: string, found: StabilityDocument): Promise<void> {
  await writeNewFile(out, documentText(found));
}
