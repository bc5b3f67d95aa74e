import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EspalierError, inputError } from '../core/errors.ts';
import type { Feature } from '../core/table.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { parseJson } from '../report/parse-json.ts';
import { decodeForest } from '../teacher/forest-codec.ts';
import type { Forest } from '../teacher/forest.ts';

const FILE = 'teacher.json';
const ADVICE = 'write it again with "distill"';

/**
 * The forest of a run's `teacher.json`.
 * @throws EspalierError `E_MODEL` naming the file and its first fault.
 */
export async function savedForest({
  folder,
  model,
}: Pick<LoadedRun, 'folder' | 'model'>): Promise<Forest> {
  const document = parseJson(await readFile(join(folder, FILE)), (what) => {
    throw inputError('E_MODEL', `${FILE} ${what}: ${ADVICE}.`);
  });
  const forest = decoded(document);
  if (!haveSameColumns(forest.features, model.features)) {
    throw inputError('E_MODEL', `${FILE} has other features than tree.json: ${ADVICE}.`);
  }
  return forest;
}

function decoded(document: unknown): Forest {
  try {
    return decodeForest(document);
  } catch (cause) {
    if (!(cause instanceof EspalierError)) throw cause;
    throw inputError(cause.code, `${FILE}: ${cause.message}`, { cause });
  }
}

/** Whether a table of the one is a table of the other. */
function haveSameColumns(a: readonly Feature[], b: readonly Feature[]): boolean {
  return a.length === b.length && a.every((one, f) => columnOf(one) === columnOf(b[f]!));
}

function columnOf(feature: Feature): string {
  const categories = feature.kind === 'categorical' ? feature.categories : null;
  return JSON.stringify([feature.name, categories]);
}
