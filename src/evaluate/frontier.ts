import { breathe, type StageOptions } from '../core/errors.ts';
import type { Figure } from '../core/interval.ts';
import type { Random } from '../core/random.ts';
import type { FrontierDocument, FrontierEntry, Metrics } from '../core/run.ts';
import { leafIds, type Tree } from '../core/tree.ts';
import { judgeTree, meanPathLength, type HeldOut } from './held-out.ts';
import type { Yardstick } from './yardstick.ts';

/** One depth of the frontier: its tree, and what test rows say of it. */
export interface FrontierPoint {
  readonly tree: Tree;
  readonly entry: FrontierEntry;
  readonly test: Metrics;
}

/**
 * Judges the tree of every depth (`trees[d - 1]`), on the rows that choose and those that report.
 */
export async function judgeDepths(
  trees: readonly Tree[],
  heldOut: { readonly select: HeldOut; readonly test: HeldOut },
  yardstick: Yardstick,
  random: Random,
  { signal, onProgress }: StageOptions,
): Promise<FrontierPoint[]> {
  const points: FrontierPoint[] = [];
  for (const [i, tree] of trees.entries()) {
    const depth = i + 1;
    const draw = random.substream(depth);
    const select = judgeTree(tree, heldOut.select, yardstick, draw.substream('select'));
    const test = judgeTree(tree, heldOut.test, yardstick, draw.substream('test'));
    points.push({ tree, test, entry: entryOf(depth, tree, heldOut.test, select, test) });
    onProgress?.({ stage: 'evaluate', done: depth, total: trees.length });
    await breathe(signal);
  }
  return points;
}

function entryOf(
  depth: number,
  tree: Tree,
  testRows: HeldOut,
  select: Metrics,
  test: Metrics,
): FrontierEntry {
  return {
    depth,
    leaves: leafIds(tree).length,
    meanPathLength: meanPathLength(tree, testRows.table),
    fidelity: test.fidelity,
    headroomClosed: test.headroomClosed,
    balancedFidelity: test.balancedFidelity,
    accuracy: test.accuracy.student,
    retained: test.accuracy.retained,
    select: {
      fidelity: select.fidelity,
      headroomClosed: select.headroomClosed,
      balancedFidelity: select.balancedFidelity,
      accuracy: select.accuracy.student,
    },
  };
}

/** A fidelity, or a distance of two, in the kind of its run. */
function measure(value: number, kind: FrontierDocument['fidelityKind']): string {
  return kind === 'agreement' ? `${(100 * value).toFixed(1)}%` : value.toFixed(3);
}

/** Half a 95% interval is about two standard errors. */
function standardError({ low, high }: Figure): number {
  return low === null || high === null ? 0 : (high - low) / (2 * 1.959963984540054);
}

/**
 * The smallest depth whose fidelity on the select rows is within one standard error of the best
 * depth's (Breiman et al. 1984, section 3.4.3), or the depth that was asked for.
 */
export function pickDepth(
  entries: readonly FrontierEntry[],
  given: number | null,
  kind: FrontierDocument['fidelityKind'],
): FrontierDocument['pick'] {
  if (given !== null) {
    const depth = Math.min(given, entries.at(-1)!.depth);
    const why =
      depth === given
        ? `Depth ${given} was asked for.`
        : `Depth ${given} was asked for; the tree stops growing at depth ${depth}.`;
    return { depth, rule: 'given', why };
  }
  const fidelity = (entry: FrontierEntry): number => entry.select.fidelity.value ?? -Infinity;
  if (entries.every(({ select }) => select.fidelity.value === null)) {
    const why = 'Fidelity on the select rows is undefined at every depth: the smallest is taken.';
    return { depth: entries[0]!.depth, rule: 'one-standard-error', why };
  }
  const best = entries.reduce((top, entry) => (fidelity(entry) > fidelity(top) ? entry : top));
  const error = standardError(best.select.fidelity);
  const pick = entries.find((entry) => fidelity(entry) >= fidelity(best) - error)!;
  const [top, own, step] = [fidelity(best), fidelity(pick), error].map((value) =>
    measure(value, kind),
  );
  const why =
    pick === best
      ? `Depth ${pick.depth} has the best fidelity on the select rows, ${top}${pick === entries[0] ? ', and is the smallest.' : `, and no smaller depth comes within one standard error (${step}) of it.`}`
      : `Depth ${pick.depth} is the smallest whose fidelity on the select rows, ${own}, is within one standard error (${step}) of the best, ${top} at depth ${best.depth}.`;
  return { depth: pick.depth, rule: 'one-standard-error', why };
}
