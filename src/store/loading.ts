import { EspalierError, inputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import type { Source } from './source.ts';

/** Most columns a file may have. */
const MAX_COLUMNS = 4096;

/** What a loader of one format gives: all of a source but its file and its end. */
export type Loaded = Omit<Source, 'close' | 'file'>;

/** @throws EspalierError `E_TOO_MANY_COLUMNS`. */
export function checkWidth(file: string, count: number): void {
  if (count <= MAX_COLUMNS) return;
  throw inputError(
    'E_TOO_MANY_COLUMNS',
    `${file} has ${count} columns, at most ${MAX_COLUMNS} are read: leave out those that cannot matter.`,
  );
}

/** What DuckDB could not read, as a refusal in one line; cancellations and refusals stay as they are. */
export function refuseReader(
  code: string,
  file: string,
  error: unknown,
  signal: AbortSignal | undefined,
): unknown {
  if (signal?.aborted === true || error instanceof EspalierError || !(error instanceof Error)) {
    return error;
  }
  const [first, second] = error.message.split('\n');
  const found = [first, second?.startsWith('Original Line') ? '' : second].join(' ').trim();
  return inputError(code, `${file} could not be read: ${visible(found)}.`, { cause: error });
}
