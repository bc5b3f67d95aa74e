import { wholeSpace } from '../core/box.ts';
import { Random } from '../core/random.ts';
import type { Model } from '../core/tree.ts';
import { FAULTS, type Fault, type FaultKind } from './faults.ts';
import { forksOf } from './fork.ts';
import { ifsOf, type FoundBranch } from './script/read-branches.ts';

/** A seeded fault in an emitted text. */
export interface Mutant extends Fault {
  readonly kind: FaultKind;
  /** Index of the branch it was put into, in pre-order. */
  readonly site: number;
}

/** Faults of one kind in one text. */
const SITES_PER_KIND = 24;

/**
 * Faults of every kind, at places drawn from the branches of `found`, which must be equal to the
 * tree of `model`. `text` is what `found` was read from.
 */
export function mutantsOf(model: Model, found: FoundBranch, text: string, seed: number): Mutant[] {
  const random = new Random(seed).substream('mutants');
  const forks = forksOf(model, 0, wholeSpace(model.features));
  const ifs = ifsOf(found);
  return Object.entries(FAULTS).flatMap(([name, makeFault]) => {
    const kind = name as FaultKind;
    const mutants = forks.flatMap((fork, site): Mutant[] => {
      const fault = makeFault({ model, text, fork, branch: ifs[site]! });
      return fault === null ? [] : [{ kind, site, ...fault }];
    });
    random.substream(kind).shuffle(mutants);
    return mutants.slice(0, SITES_PER_KIND);
  });
}

/** The text with a fault in it. */
export function applyFault(text: string, { edits }: Fault): string {
  let out = '';
  let from = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    out += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return out + text.slice(from);
}
