import { protectedBeyond } from '../core/asked.ts';
import { keptDepths, keptLimits } from './kept-trees.ts';
import { perRun } from './per-run.ts';
import { treeName, treeOf } from './services.ts';

/** Protected features by the tree (see `treeName`); a tree that asks no more of them may be left out. */
export type ProtectedByTree = ReadonlyMap<string, readonly string[]>;

/** Which protected features each tree of the frontier asks and the run's own does not; read once. */
export const protectedByTree = perRun(async (run): Promise<ProtectedByTree> => {
  if (!run.model.features.some((one) => one.protected === true)) return new Map();
  const sizes = [
    ...keptDepths(run).map((depth) => ({ depth, leaves: null })),
    ...keptLimits(run).map((leaves) => ({ depth: null, leaves })),
  ];
  const found = sizes.map(async (size) => {
    const model = await treeOf(run, size);
    return [treeName(size), protectedBeyond(model, run.model)] as const;
  });
  return new Map(await Promise.all(found));
});
