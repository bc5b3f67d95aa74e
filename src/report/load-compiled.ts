import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunDocument } from '../core/run.ts';
import { changedArtifacts, readEquality } from './load-run.ts';

/** What `espalier compile` wrote beside a run: the targets, and what is wrong with them. */
export interface CompiledTargets {
  readonly names: readonly string[];
  /** In words; none where every file is as it was proven. */
  readonly faults: readonly string[];
}

/** Checks every compiled target of a run: each file against its hash, and the tree it was made from. */
export async function checkCompiled(
  folder: string,
  { modelHash }: Pick<RunDocument, 'modelHash'>,
): Promise<CompiledTargets> {
  const found = await readdir(join(folder, 'compiled')).catch((): string[] => []);
  const names = found.filter((name) => !name.startsWith('.')).toSorted();
  const faults: string[] = [];
  for (const name of names) {
    for (const fault of await faultsOf(join(folder, 'compiled', name), modelHash)) {
      faults.push(`compiled/${name}: ${fault}`);
    }
  }
  return { names, faults };
}

async function faultsOf(folder: string, modelHash: string): Promise<string[]> {
  const equality = await readEquality(folder).catch((error: Error) => error.message);
  if (typeof equality === 'string') return [equality];
  if (equality.modelHash !== modelHash) return ['it was compiled from another tree'];
  const changed = await changedArtifacts(folder, { artifacts: equality.artifacts ?? {} });
  return changed.map(({ name, reason }) => `${name} ${reason}`);
}
