import { inputError, systemError, type EspalierError } from '../core/errors.ts';
import { visible } from '../core/text.ts';

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full; free some space and run it again'],
  ['EDQUOT', 'the disk quota is used up; free some space and run it again'],
  ['EACCES', 'permission denied; choose a folder you may use'],
  ['EPERM', 'not permitted; choose a folder you may use'],
  ['EROFS', 'the file system is read-only; choose another folder'],
  ['EIO', 'the disk reported an input/output error; check it'],
  ['EMFILE', 'too many files are open; close some programs'],
  ['EFBIG', 'the file is larger than this system allows'],
  ['ENOTDIR', 'a part of the path is a file, not a folder'],
  ['ENAMETOOLONG', 'the name is too long for this file system'],
]);

/** The system's error code (`ENOSPC`), or `undefined` for any other error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Why a file cannot be read, as a refusal: it is not there (exit code 3), or the disk (4). */
export function readError(error: unknown, path: string): EspalierError {
  if (errorCode(error) !== 'ENOENT') return diskError(error, 'reading', path);
  return inputError('E_NO_FILE', `there is no file ${visible(path)}: check the path.`);
}

/** An error of the file system as a refusal with exit code 4. */
export function diskError(error: unknown, doing: string, path: string): EspalierError {
  const code = errorCode(error) ?? 'unknown error';
  const advice = ADVICE.get(code) ?? 'check the disk and the path';
  return systemError('E_DISK', `${doing} ${visible(path)} failed (${code}): ${advice}.`, {
    cause: error,
  });
}
