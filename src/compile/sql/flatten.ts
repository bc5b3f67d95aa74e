import {
  isCategoryTest,
  passesOf,
  type Branch,
  type CategoryTest,
  type NumericTest,
  type Test,
} from '../branches.ts';
import { nextDown } from '../../core/doubles.ts';

/** What the tests on the way to a leaf allow of one feature, merged. */
export type Merged = MergedNumber | MergedTexts;

export interface MergedNumber {
  readonly kind: 'numeric';
  readonly feature: string;
  /** A number over `low` and at most `high`; `null` where nothing was asked. */
  readonly low: number | null;
  readonly high: number | null;
  readonly missing: boolean;
}

interface MergedTexts extends Texts {
  readonly kind: 'categorical';
  readonly feature: string;
  readonly missing: boolean;
}

interface Texts {
  /** Whether only `names` are allowed, or any text but those. */
  readonly only: boolean;
  readonly names: readonly string[];
}

/** A leaf, and what is asked of each feature on the way to it. */
export interface FlatLeaf {
  readonly leaf: number;
  readonly asked: readonly Merged[];
}

/** Every leaf of a branch, left to right, but those that no row can reach. */
export function flatten(branch: Branch, asked: readonly Merged[] = []): FlatLeaf[] {
  if (branch.kind === 'return') return [{ leaf: branch.leaf, asked }];
  const { test, yes, no } = branch;
  return [...flattenSide(yes, asked, test, true), ...flattenSide(no, asked, test, false)];
}

function flattenSide(
  side: Branch,
  asked: readonly Merged[],
  test: Test,
  passes: boolean,
): FlatLeaf[] {
  const kind = isCategoryTest(test) ? 'categorical' : 'numeric';
  const at = asked.findIndex((one) => one.feature === test.feature && one.kind === kind);
  const merged = isCategoryTest(test)
    ? mergeTexts(asked[at] as MergedTexts | undefined, test, passes)
    : mergeNumber(asked[at] as MergedNumber | undefined, test, passes);
  if (isNothing(merged)) return [];
  return flatten(side, at === -1 ? [...asked, merged] : asked.with(at, merged));
}

function mergeNumber(
  before: MergedNumber | undefined,
  { kind, feature, threshold, strict }: NumericTest,
  passes: boolean,
): MergedNumber {
  const { low, high, missing } = before ?? { low: null, high: null, missing: true };
  const edge = strict ? nextDown(threshold) : threshold;
  return {
    kind: 'numeric',
    feature,
    low: passes ? low : Math.max(low ?? -Infinity, edge),
    high: passes ? Math.min(high ?? Infinity, edge) : high,
    missing: missing && (kind === 'not-over') === passes,
  };
}

function mergeTexts(
  before: MergedTexts | undefined,
  test: CategoryTest,
  passes: boolean,
): MergedTexts {
  const old = before ?? { only: false, names: [], missing: true };
  const asks = passesOf(test);
  return {
    kind: 'categorical',
    feature: test.feature,
    ...intersection(old, { only: asks.listed === passes, names: test.names }),
    missing: old.missing && asks.missing === passes,
  };
}

/** The texts that are in both. */
function intersection(a: Texts, b: Texts): Texts {
  if (a.only) return { only: true, names: a.names.filter((name) => allowsText(b, name)) };
  if (b.only) return { only: true, names: b.names.filter((name) => allowsText(a, name)) };
  return { only: false, names: [...new Set([...a.names, ...b.names])] };
}

export function allowsText({ only, names }: Texts, name: string): boolean {
  return names.includes(name) === only;
}

/** Whether no number at all is allowed. */
export function holdsNoNumber({ low, high }: MergedNumber): boolean {
  return low !== null && low >= (high ?? Infinity);
}

function isNothing(merged: Merged): boolean {
  if (merged.missing) return false;
  if (merged.kind === 'categorical') return merged.only && merged.names.length === 0;
  return holdsNoNumber(merged);
}
