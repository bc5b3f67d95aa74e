import { isEmptyBound, type Bound } from '../core/box.ts';
import { goesLeft, type Model } from '../core/tree.ts';
import {
  categoryKind,
  isCategoryTest,
  passesOf,
  type CategoryTest,
  type NumericTest,
  type Test,
} from './branches.ts';
import { nextDown, nextUp } from './doubles.ts';
import { restAt, type Fork } from './fork.ts';
import { printTest } from './script/print.ts';
import type { FoundIf } from './script/read-branches.ts';
import type { Span } from './script/syntax.ts';

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
  'lost rest': lostRest,
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
  const other = otherMissingTest(model, fork, test);
  return other === null ? null : { edits: [replaceTest(branch, other)], equivalent };
}

/** The other missing rule; `null` where it would be no test at all. */
function otherMissingTest(model: Model, fork: Fork, test: CategoryTest): CategoryTest | null {
  const { listed, missing } = passesOf(test);
  const withRest = restAt(model, fork) !== null;
  // Without a rest, what is not listed goes with the missing values: list the others instead.
  const names = withRest ? test.names : namesWhere(model, fork, (n) => !test.names.includes(n));
  if (names.length === 0) return null;
  return { ...test, kind: categoryKind({ listed: withRest === listed, missing: !missing }), names };
}

/** The categories that can arrive at a fork and of which `wanted` holds. */
function namesWhere(
  model: Model,
  { feature: f, bound }: Fork,
  wanted: (name: string, code: number) => boolean,
): string[] {
  const feature = model.features[f]!;
  if (feature.kind !== 'categorical' || bound.kind !== 'categorical') return [];
  return bound.codes.flatMap((code) => {
    const name = feature.categories[code]!;
    return wanted(name, code) ? [name] : [];
  });
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
  if (isNumeric(test)) return null;
  const names = test.names.slice(0, -1);
  const { listed, missing } = passesOf(test);
  const asksType = listed === missing;
  const least = asksType ? 0 : 1;
  if (test.names.length <= least) return null;
  return { edits: [replaceTest(branch, { ...test, names })], equivalent: false };
}

/** The rest as a name like any other: text that is not listed goes the way of a missing value. */
function lostRest({ model, fork, branch }: Site): Fault | null {
  const { tree } = model;
  const { test } = branch;
  if (isNumeric(test) || restAt(model, fork) === null) return null;
  const missing = fork.bound.missing && tree.missingLeft[fork.node] === 1;
  const kind = categoryKind({ listed: !missing, missing });
  // The rest and the missing values go the same way: no list names either.
  if (kind === test.kind) return null;
  const names = namesWhere(model, fork, (_, code) => goesLeft(tree, fork.node, code) !== missing);
  return { edits: [replaceTest(branch, { ...test, kind, names })], equivalent: false };
}

/** Another leaf's number at a leaf below the branch. */
function wrongLeaf({ branch }: Site): Fault | null {
  const found = [branch.yes, branch.no].find((side) => side.kind === 'return');
  if (found?.kind !== 'return') return null;
  const other = found.leaf === 0 ? 1 : found.leaf - 1;
  return { edits: [{ ...found.at, text: String(other) }], equivalent: false };
}

function isNumeric(test: Test): test is NumericTest {
  return !isCategoryTest(test);
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
