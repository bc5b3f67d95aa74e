import { protectedBeyond } from '../core/asked.ts';
import type { LoadedRun } from '../report/load-run.ts';
import type { TreeQuery } from './contract.ts';
import { keptDepths, keptLimits } from './kept-trees.ts';
import { perRun } from './per-run.ts';
import { treeName, treeOf } from './services.ts';

/** Protected features by the tree (see `treeName`); `null` for a tree that cannot be read. */
export type ProtectedByTree = ReadonlyMap<string, readonly string[] | null>;

/** Which protected features each tree of the frontier asks and the run's own does not; read once. */
export const protectedByTree = perRun(async (run): Promise<ProtectedByTree> => {
  if (!run.model.features.some((one) => one.protected === true)) return new Map();
  const sizes = [
    ...keptDepths(run).map((depth) => ({ depth, leaves: null })),
    ...keptLimits(run).map((leaves) => ({ depth: null, leaves })),
  ];
  const found = sizes.map(async (size) => [treeName(size), await newlyIn(run, size)] as const);
  return new Map(await Promise.all(found));
});

async function newlyIn(
  run: LoadedRun,
  size: Pick<TreeQuery, 'depth' | 'leaves'>,
): Promise<string[] | null> {
  const model = await treeOf(run, size).catch(() => null);
  return model && protectedBeyond(model, run.model);
}
