import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { proveText } from '../compile/compile.ts';
import type { LoadedRun } from '../report/load-run.ts';

/** Proves a run's `predict.ts` and `predict.js` again; what differs from its tree, in words. */
export async function codeFaults({
  folder,
  model,
}: Pick<LoadedRun, 'folder' | 'model'>): Promise<readonly string[]> {
  const [typescript, javascript] = await Promise.all(
    ['predict.ts', 'predict.js'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  return proveText(model, typescript!, javascript!);
}
