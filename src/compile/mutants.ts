import { wholeSpace } from '../core/box.ts';
import { Random } from '../core/random.ts';
import type { Model } from '../core/tree.ts';
import { ifsOf, isCategoryTest, type Branch, type If, type WordedBranch } from './branches.ts';
import { FAULTS, type Change, type Fault, type FaultKind } from './faults.ts';
import { forksOf } from './fork.ts';
import { DOUBLES, type Numbers } from './numbers.ts';

/** A seeded fault in emitted code. */
export interface Mutant extends Fault {
  readonly kind: FaultKind;
  /** Index of the branch it is put into, in pre-order. */
  readonly site: number;
}

/** Faults of one kind in one text. */
const MOST_PER_KIND = 24;
/** Comparisons of all texts with a fault together, where a compiler has to bear them. */
const MOST_COMPARISONS = 30_000;

/** As many faults of a kind as a compiler of another language is asked to bear. */
export function bearableFaults(branch: Branch): number {
  const comparisons = ifsOf(branch).map(({ test }) =>
    isCategoryTest(test) ? test.names.length : 1,
  );
  const each = 1 + comparisons.reduce((sum, count) => sum + count, 0);
  const bearable = Math.floor(MOST_COMPARISONS / (each * Object.keys(FAULTS).length));
  return Math.min(MOST_PER_KIND, Math.max(1, bearable));
}

/** What a row of a target is made of. */
export interface RowShape {
  /** The numbers that it can hold. */
  readonly numbers: Numbers;
  /** Whether it holds the place of a category, and that of the rest for a text not listed. */
  readonly coded: boolean;
}

/** A row of doubles and texts. */
export const NAMED_ROWS: RowShape = { numbers: DOUBLES, coded: false };

/** A row of doubles alone. */
export const CODED_ROWS: RowShape = { numbers: DOUBLES, coded: true };

/**
 * Faults of every kind, at places drawn from the branches of `branch`, which must be equal to the
 * tree of `model`; at most `perKind` of a kind.
 */
export function mutantsOf(
  model: Model,
  branch: Branch,
  seed: number,
  rows: RowShape = NAMED_ROWS,
  perKind = MOST_PER_KIND,
): Mutant[] {
  const random = new Random(seed).substream('mutants');
  const forks = forksOf(model, 0, wholeSpace(model.features));
  const ifs = ifsOf(branch);
  return Object.entries(FAULTS).flatMap(([name, makeFault]) => {
    const kind = name as FaultKind;
    const mutants = forks.flatMap((fork, site): Mutant[] => {
      const fault = makeFault({ model, fork, branch: ifs[site]!, ...rows });
      return fault === null ? [] : [{ kind, site, ...fault }];
    });
    random.substream(kind).shuffle(mutants);
    return mutants.slice(0, perKind);
  });
}

/** The code with a fault in it; all that it does not touch is shared. */
export function withFault(branch: WordedBranch, mutant: Mutant): WordedBranch;
export function withFault(branch: Branch, mutant: Mutant): Branch;
export function withFault(branch: Branch, { site, change }: Mutant): Branch {
  let next = 0;
  const rebuild = (own: Branch): Branch => {
    if (own.kind === 'return' || next > site) return own;
    if (next++ === site) return withChange(own, change);
    const yes = rebuild(own.yes);
    return { ...own, yes, no: rebuild(own.no) };
  };
  return rebuild(branch);
}

/** A branch with something at its own place changed. */
export function withChange(branch: If, change: Change): If {
  switch (change.kind) {
    case 'test':
      return { ...branch, test: change.test };
    case 'swap':
      return { ...branch, yes: branch.no, no: branch.yes };
    case 'leaf':
      return { ...branch, [change.side]: { kind: 'return', leaf: change.leaf } };
  }
}
