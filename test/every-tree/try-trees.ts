import { ifsOf, isCategoryTest, type Branch } from '../../src/compile/branches.ts';
import { refuseUncompilable } from '../../src/compile/compile.ts';
import type { Content } from '../../src/compile/content.ts';
import { EspalierError } from '../../src/core/errors.ts';
import type { TargetEquality } from '../../src/core/run.ts';
import { defers, isLeaf, treeDepth, type Model } from '../../src/core/tree.ts';
import { contentFor } from '../compile/content-for.ts';
import { drawTree } from './draw.ts';
import { countIn, emptyTally, emptyTarget, type Tally, type TargetTally } from './tally.ts';
import type { Prove } from './targets.ts';

/** Trees that are proven at the same time. */
const TOGETHER = 200;

export interface Trial {
  /** The first seed, and how many. */
  readonly from: number;
  readonly trees: number;
  /** A tree of so many is tried with planted faults as well. */
  readonly faultsIn: number;
  readonly targets: ReadonlyMap<string, Prove>;
  /** Told of each difference as it is found. */
  readonly onFault: (seed: number, target: string, error: unknown) => void;
  readonly onProgress: (tally: Tally) => void;
  /** Ends it early, with what is done by then. */
  readonly signal: AbortSignal;
}

interface Drawn {
  readonly seed: number;
  readonly content: Content;
}

/** Proves the trees of some seeds in every target. */
export async function tryTrees(trial: Trial): Promise<Tally> {
  const tally = emptyTally();
  for (const name of trial.targets.keys()) tally.targets[name] = emptyTarget();
  for (let done = 0; done < trial.trees && !trial.signal.aborted; done += TOGETHER) {
    const count = Math.min(TOGETHER, trial.trees - done);
    const drawn = Array.from({ length: count }, (_, i) => draw(trial.from + done + i, trial));
    for (const { content } of drawn) countTree(tally, content);
    for (const [name, prove] of trial.targets) {
      await proveAll(drawn, prove, tally.targets[name]!, (seed, error) =>
        trial.onFault(seed, name, error),
      );
    }
    trial.onProgress(tally);
  }
  return tally;
}

function draw(seed: number, { faultsIn }: Trial): Drawn {
  const model = drawTree(seed);
  refuseUncompilable(model);
  return { seed, content: { ...contentFor(model), plantFaults: seed % faultsIn === 0 } };
}

async function proveAll(
  drawn: readonly Drawn[],
  prove: Prove,
  tally: TargetTally,
  onFault: (seed: number, error: unknown) => void,
): Promise<void> {
  const begun = performance.now();
  const ends = await Promise.allSettled(drawn.map(({ content }) => prove(content)));
  const failed = drawn.filter((_, i) => {
    const end = ends[i]!;
    if (end.status === 'fulfilled') countProven(tally, drawn[i]!.content, end.value);
    else if (isRefusal(end.reason)) countIn(tally.refused, end.reason.code);
    else return true;
    return false;
  });
  for (const { seed, content } of failed) {
    try {
      countProven(tally, content, await prove(content));
    } catch (error) {
      countFault(tally, error);
      onFault(seed, error);
    }
  }
  tally.milliseconds += performance.now() - begun;
}

function countFault(tally: TargetTally, error: unknown): void {
  if (String(error).includes('no boundary vector notices')) tally.survived++;
  else tally.differences++;
}

function isRefusal(error: unknown): error is EspalierError {
  return error instanceof EspalierError && error.exitCode === 3;
}

function countProven(tally: TargetTally, { plantFaults }: Content, equality: TargetEquality): void {
  const { readBack, ranBy, vectors, mutants } = equality;
  if (readBack !== 'equal' || ranBy === null) throw new Error('a tree was not proven');
  tally.compiled++;
  tally.vectors += vectors;
  if (plantFaults === true) tally.faulted++;
  tally.applied += mutants.applied;
  tally.equivalent += mutants.equivalent;
  tally.caught += mutants.caught;
  tally.survived += mutants.survived;
}

function countTree(tally: Tally, { model, branch }: Content): void {
  const ifs = ifsOf(branch);
  tally.trees++;
  tally.branches += ifs.length;
  countIn(tally.depths, treeDepth(model.tree));
  countIn(tally.reached, branchDepth(branch));
  countIn(tally.features, model.features.length);
  if (ifs.some(({ test }) => isCategoryTest(test))) tally.categories++;
  if (defers(model.tree)) tally.deferring++;
  if (new Set(missingSides(model)).size === 2) tally.missing++;
}

function branchDepth(branch: Branch): number {
  if (branch.kind === 'return') return 0;
  return 1 + Math.max(branchDepth(branch.yes), branchDepth(branch.no));
}

function missingSides({ tree }: Model): number[] {
  return Array.from(tree.missingLeft).filter((_, node) => !isLeaf(tree, node));
}
