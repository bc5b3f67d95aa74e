import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { EspalierError, inputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { readError } from './disk.ts';

/** Largest text file that is read in one piece, in bytes. */
const MOST_BYTES = 200_000_000;

/**
 * A text file as a whole.
 * @throws EspalierError `E_NO_FILE`, `E_TOO_LARGE`, `E_ENCODING`, `E_DISK`.
 */
export async function readTextFile(path: string, most: number = MOST_BYTES): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > most) {
      throw inputError(
        'E_TOO_LARGE',
        `${visible(path)} holds ${size} bytes, at most ${most} are read: is it the right file?`,
      );
    }
    const bytes = await readFile(path);
    if (isUtf8(bytes)) return bytes.toString('utf8');
  } catch (error) {
    throw error instanceof EspalierError ? error : readError(error, path);
  }
  throw inputError('E_ENCODING', `${visible(path)} is not UTF-8 text: is it the right file?`);
}
