import { protectedBeyond } from '../core/asked.ts';
import { isLeaf, leafOf, type Model, type Tree } from '../core/tree.ts';
import type { LoadedRun } from '../report/load-run.ts';
import type { StoredRows } from '../report/read-held-out.ts';
import type { Changes } from './contract.ts';
import { perRun } from './per-run.ts';
import type { Services } from './services.ts';

const NOT_COUNTED = { changed: null, rows: 0, beyond: null };

const counts = perRun(() => new Map<string, Promise<Changes>>());

/** How many held-out rows a tree of the frontier answers otherwise than the run's own; counted once. */
export async function changesOf(
  services: Pick<Services, 'heldOutOf' | 'logger'>,
  run: LoadedRun,
  model: Model,
  name: string,
): Promise<Changes | null> {
  if (model === run.model) return null;
  const known = counts(run);
  const count = known.get(name) ?? countChanges(services, run, model);
  known.set(name, count);
  return count.catch((error: unknown) => {
    known.delete(name);
    services.logger.warn({ err: error }, 'held-out rows could not be read');
    return { ...NOT_COUNTED, newlyProtected: protectedBeyond(model, run.model) };
  });
}

async function countChanges(
  { heldOutOf }: Pick<Services, 'heldOutOf'>,
  run: LoadedRun,
  model: Model,
): Promise<Changes> {
  const { select, test } = await heldOutOf(run);
  const { tolerance } = run.manifest.metrics.withinTolerance;
  const beyond = model.task === 'regression' ? (tolerance ?? 0) : null;
  const parts = [select, test].map((rows) => changedRows(run.model.tree, model.tree, rows, beyond));
  const changed = parts.reduce<number | null>(
    (sum, part) => (sum === null || part === null ? null : sum + part),
    0,
  );
  const rows = select.leaves.length + test.leaves.length;
  return { changed, rows, beyond, newlyProtected: protectedBeyond(model, run.model) };
}

/** `null` where the tree asks about a column whose values the run does not keep. */
export function changedRows(
  own: Tree,
  other: Tree,
  { columns, leaves }: Pick<StoredRows, 'columns' | 'leaves'>,
  beyond: number | null,
): number | null {
  if (!answersFrom(other, columns)) return null;
  let changed = 0;
  for (let row = 0; row < leaves.length; row++) {
    const leaf = leafOf(other, (feature) => columns[feature]![row]!);
    if (differs(own, leaves[row]!, other, leaf, beyond)) changed++;
  }
  return changed;
}

function answersFrom(tree: Tree, columns: StoredRows['columns']): boolean {
  return tree.feature.every((feature, id) => isLeaf(tree, id) || columns[feature] !== null);
}

function differs(own: Tree, a: number, other: Tree, b: number, beyond: number | null): boolean {
  if (own.deferred[a] !== other.deferred[b]) return true;
  return beyond === null
    ? own.decision[a] !== other.decision[b]
    : Math.abs(own.value[a]! - other.value[b]!) > beyond;
}
