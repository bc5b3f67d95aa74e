import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { proveText } from '../compile/compile.ts';
import type { StageOptions } from '../core/errors.ts';
import type { LoadedRun } from '../report/load-run.ts';

/** A run's code, and what differs from its tree, in words. */
export interface ReadCode {
  /** The text of `predict.js`. */
  readonly javascript: string;
  readonly faults: readonly string[];
}

/** Reads a run's `predict.ts` and `predict.js` and proves them again. */
export async function readCode(
  { folder, model }: Pick<LoadedRun, 'folder' | 'model'>,
  { blocking = (work) => work() }: StageOptions = {},
): Promise<ReadCode> {
  const [typescript, javascript] = await Promise.all(
    ['predict.ts', 'predict.js'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  const faults = blocking(() => proveText(model, typescript!, javascript!));
  return { javascript: javascript!, faults };
}
