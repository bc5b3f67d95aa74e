import { isEmptyBound, type Bound } from '../core/box.ts';
import type { Model } from '../core/tree.ts';
import type { NumericTest, Test } from './branches.ts';
import { nextDown, nextUp } from './doubles.ts';
import type { Fork } from './fork.ts';
import { printTest } from './print.ts';
import type { FoundIf } from './read-branches.ts';
import type { Span } from './syntax.ts';

/** A branch in a text, and the fork of the tree that it stands for. */
interface Site {
  readonly model: Model;
  readonly text: string;
  readonly fork: Fork;
  readonly branch: FoundIf;
}

/** A fault that can be put into a text. */
export interface Fault {
  readonly edits: readonly Edit[];
  /** Whether no row at all is answered differently. */
  readonly equivalent: boolean;
}

interface Edit extends Span {
  readonly text: string;
}

/** Makes its fault at a site, or `null` where there is nothing to be got wrong. */
type MakeFault = (site: Site) => Fault | null;

/** The faults that generators of code have been seen to make. */
export const FAULTS = {
  'one ulp up': threshold(nextUp),
  'one ulp down': threshold(nextDown),
  'six digits': threshold((t) => Number(t.toPrecision(6))),
  float32: threshold(Math.fround),
  'strict comparison': strictComparison,
  'missing rule': otherMissingRule,
  'swapped children': swappedChildren,
  'wrong feature': wrongFeature,
  'lost category': lostCategory,
  'wrong leaf': wrongLeaf,
} as const satisfies Readonly<Record<string, MakeFault>>;

export type FaultKind = keyof typeof FAULTS;

function threshold(move: (threshold: number) => number): MakeFault {
  return ({ fork, branch }) => {
    const { test } = branch;
    if (!isNumeric(test)) return null;
    const moved = { ...test, threshold: move(test.threshold) };
    return {
      edits: [replaceTest(branch, moved)],
      equivalent: sameSides(fork.bound, test.threshold, moved.threshold),
    };
  };
}

/** `<` for `<=`: the same as the threshold one double below. */
function strictComparison({ fork, branch }: Site): Fault | null {
  const { test, at } = branch;
  if (!isNumeric(test) || at.operator === null) return null;
  return {
    edits: [{ ...at.operator, text: test.kind === 'at-most' ? ') < ' : ') >= ' }],
    equivalent: sameSides(fork.bound, test.threshold, nextDown(test.threshold)),
  };
}

/** The same sides for every value that is there, the other side for a missing one. */
function otherMissingRule({ model, fork, branch }: Site): Fault | null {
  const { test } = branch;
  const equivalent = !fork.bound.missing;
  if (isNumeric(test)) {
    const kind = test.kind === 'at-most' ? 'not-over' : 'at-most';
    return { edits: [replaceTest(branch, { ...test, kind })], equivalent };
  }
  const names = unlisted(model, fork, test.names);
  // Where every category is listed, the other rule would be no test at all.
  if (names.length === 0) return null;
  const kind = test.kind === 'one-of' ? 'none-of' : 'one-of';
  return { edits: [replaceTest(branch, { ...test, kind, names })], equivalent };
}

/** Categories that can arrive at a fork and are not in its list. */
function unlisted(model: Model, { feature: f, bound }: Fork, listed: readonly string[]): string[] {
  const feature = model.features[f]!;
  if (feature.kind !== 'categorical' || bound.kind !== 'categorical') return [];
  return bound.codes.map((code) => feature.categories[code]!).filter((n) => !listed.includes(n));
}

function swappedChildren({ text, branch: { at } }: Site): Fault {
  const edits = [
    { ...at.yes, text: text.slice(at.no.start, at.no.end) },
    { ...at.no, text: text.slice(at.yes.start, at.yes.end) },
  ];
  return { edits, equivalent: false };
}

/** The next feature instead; a model of one feature has no other. */
function wrongFeature({ model: { features }, fork, branch }: Site): Fault | null {
  if (features.length < 2) return null;
  const feature = features[(fork.feature + 1) % features.length]!.name;
  return { edits: [replaceTest(branch, { ...branch.test, feature })], equivalent: false };
}

/** A list without its last category. */
function lostCategory({ branch }: Site): Fault | null {
  const { test } = branch;
  if (isNumeric(test) || test.names.length < 2) return null;
  const edits = [replaceTest(branch, { ...test, names: test.names.slice(0, -1) })];
  return { edits, equivalent: false };
}

/** Another leaf's number at a leaf below the branch. */
function wrongLeaf({ branch }: Site): Fault | null {
  const found = [branch.yes, branch.no].find((side) => side.kind === 'return');
  if (found?.kind !== 'return') return null;
  const other = found.leaf === 0 ? 1 : found.leaf - 1;
  return { edits: [{ ...found.at, text: String(other) }], equivalent: false };
}

function isNumeric(test: Test): test is NumericTest {
  return test.kind === 'at-most' || test.kind === 'not-over';
}

function replaceTest({ at }: FoundIf, test: Test): Edit {
  return { ...at.test, text: printTest(test) };
}

/** Whether two thresholds divide the numbers of a bound alike. */
function sameSides(bound: Bound, a: number, b: number): boolean {
  if (bound.kind !== 'numeric') return true;
  const low = Math.max(bound.low, Math.min(a, b));
  const high = Math.min(bound.high, Math.max(a, b));
  return isEmptyBound({ kind: 'numeric', low, high, missing: false });
}
