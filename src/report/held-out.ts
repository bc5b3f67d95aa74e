import path from 'node:path';

import { readParquet } from '../store/parquet.ts';
import type { LoadedRun } from './load-run.ts';
import { readAnswered, type StoredRows } from './read-held-out.ts';

/** The real rows of a run that nothing was trained on: select chose the depth, test only reports. */
export interface HeldOutSets {
  readonly select: StoredRows;
  readonly test: StoredRows;
}

/**
 * Reads `heldout.parquet`.
 * @throws EspalierError `E_RUN`, `E_PARQUET` or `E_NO_FILE` where it is not as a run writes it.
 */
export async function loadHeldOut({
  folder,
  model,
}: Pick<LoadedRun, 'folder' | 'model'>): Promise<HeldOutSets> {
  const columns = await readParquet(path.join(folder, 'heldout.parquet'));
  const { task, classNames, tree } = model;
  const labels = { task, classNames, nOutputs: tree.nOutputs };
  const read = (set: string): StoredRows => readAnswered(columns, set, model.features, labels);
  return { select: read('select'), test: read('test') };
}
