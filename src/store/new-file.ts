import { constants } from 'node:fs';
import { access, lstat, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { diskError, errorCode } from './disk.ts';

/**
 * Refuses a file that cannot be written anew, before any work is done for it.
 * @throws EspalierError `E_EXISTS` (exit 3) or `E_DISK` (exit 4).
 */
export async function refuseTaken(path: string): Promise<void> {
  if ((await lstat(path).catch(() => null)) !== null) throw taken(path);
  await access(dirname(path), constants.W_OK).catch((error: unknown) => {
    throw diskError(error, 'writing', path);
  });
}

/** Writes a file that is not there yet, and leaves nothing behind when that fails. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw taken(path);
    await rm(path, { force: true }).catch(() => undefined);
    throw diskError(error, 'writing', path);
  }
}

const taken = (path: string): Error =>
  inputError('E_EXISTS', `${visible(path)} already exists: choose another name.`);
