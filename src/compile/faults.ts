import { isEmptyBound, type Bound } from '../core/box.ts';
import { goesLeft, type Model } from '../core/tree.ts';
import {
  categoryKind,
  isCategoryTest,
  passesOf,
  type CategoryTest,
  type If,
  type NumericTest,
  type Test,
} from './branches.ts';
import { restAt, type Fork } from './fork.ts';
import type { Numbers } from './numbers.ts';

/** A branch of the code, and the fork of the tree that it stands for. */
interface Site {
  readonly model: Model;
  readonly fork: Fork;
  readonly branch: If;
  readonly numbers: Numbers;
  /** Whether a row holds the place of a category, and that of the rest for a text not listed. */
  readonly coded: boolean;
}

/** A fault that can be put into code, at one branch. */
export interface Fault {
  readonly change: Change;
  /** Whether no row at all is answered differently. */
  readonly equivalent: boolean;
}

/** What is other than it should be: the test, the order of the sides, or the leaf on one of them. */
export type Change =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'swap' }
  | { readonly kind: 'leaf'; readonly side: 'yes' | 'no'; readonly leaf: number };

/** Makes its fault at a site, or `null` where there is nothing to be got wrong. */
type MakeFault = (site: Site) => Fault | null;

/** The faults that generators of code have been seen to make. */
export const FAULTS = {
  'one ulp up': threshold((t, { up }) => up(t)),
  'one ulp down': threshold((t, { down }) => down(t)),
  'six digits': threshold((t, { round }) => round(Number(t.toPrecision(6)))),
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

function threshold(move: (threshold: number, numbers: Numbers) => number): MakeFault {
  return ({ fork, branch: { test }, numbers }) => {
    if (!isNumeric(test)) return null;
    const moved = { ...test, threshold: move(test.threshold, numbers) };
    return otherTest(moved, sameSides(fork.bound, test.threshold, moved.threshold));
  };
}

/** `<` for `<=`: the same as the threshold one number below. */
function strictComparison({ fork, branch: { test }, numbers }: Site): Fault | null {
  if (!isNumeric(test)) return null;
  const equivalent = sameSides(fork.bound, test.threshold, numbers.down(test.threshold));
  return otherTest({ ...test, strict: true }, equivalent);
}

/** The same sides for every value that is there, the other side for a missing one. */
function otherMissingRule({ model, fork, branch }: Site): Fault | null {
  const { test } = branch;
  const equivalent = !fork.bound.missing;
  if (isNumeric(test)) {
    const kind = test.kind === 'at-most' ? 'not-over' : 'at-most';
    return otherTest({ ...test, kind }, equivalent);
  }
  const other = otherMissingTest(model, fork, test);
  return other === null ? null : otherTest(other, equivalent);
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

function swappedChildren(): Fault {
  return { change: { kind: 'swap' }, equivalent: false };
}

/** The next feature of the row instead; a row of one feature has no other. */
function wrongFeature({ model, fork, branch }: Site): Fault | null {
  const own = model.features[fork.feature]!;
  const asked = model.features.filter(({ withheld }) => withheld !== true);
  if (asked.length < 2) return null;
  const feature = asked[(asked.indexOf(own) + 1) % asked.length]!.name;
  return otherTest({ ...branch.test, feature });
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
  return otherTest({ ...test, names });
}

/**
 * The rest as a name like any other: text that is not listed goes the way of a missing value. In a
 * coded row it is one like any other.
 */
function lostRest({ model, fork, branch, coded }: Site): Fault | null {
  const { tree } = model;
  const { test } = branch;
  if (isNumeric(test) || restAt(model, fork) === null) return null;
  const missing = fork.bound.missing && tree.missingLeft[fork.node] === 1;
  const kind = categoryKind({ listed: !missing, missing });
  // The rest and the missing values go the same way: no list names either.
  if (kind === test.kind) return null;
  const names = namesWhere(model, fork, (_, code) => goesLeft(tree, fork.node, code) !== missing);
  return otherTest({ ...test, kind, names }, coded);
}

/** Another leaf's number at a leaf below the branch. */
function wrongLeaf({ branch }: Site): Fault | null {
  const side = (['yes', 'no'] as const).find((name) => branch[name].kind === 'return');
  const found = side && branch[side];
  if (found?.kind !== 'return') return null;
  const leaf = found.leaf === 0 ? 1 : found.leaf - 1;
  return { change: { kind: 'leaf', side: side!, leaf }, equivalent: false };
}

function isNumeric(test: Test): test is NumericTest {
  return !isCategoryTest(test);
}

function otherTest(test: Test, equivalent = false): Fault {
  return { change: { kind: 'test', test }, equivalent };
}

/** Whether two thresholds divide the numbers of a bound alike. */
function sameSides(bound: Bound, a: number, b: number): boolean {
  if (bound.kind !== 'numeric') return true;
  const low = Math.max(bound.low, Math.min(a, b));
  const high = Math.min(bound.high, Math.max(a, b));
  return isEmptyBound({ kind: 'numeric', low, high, missing: false });
}
