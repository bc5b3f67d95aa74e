/**
 * The code before it is text: what a text is read back to. It knows nothing of trees or of a target
 * language.
 */
export type Branch = If | Return;

export interface If {
  readonly kind: 'if';
  readonly test: Test;
  readonly yes: Branch;
  readonly no: Branch;
  /** Where it stands in a text, from 1; only where it was read from one of lines. */
  readonly line?: number;
}

export interface Return {
  readonly kind: 'return';
  /** Index of the leaf, from 0, left to right. */
  readonly leaf: number;
  readonly line?: number;
}

/** Branches with words for the comments: what {@link lower} makes of a tree, and printers print. */
export type WordedBranch = WordedIf | Return;

interface WordedIf extends If {
  readonly yes: WordedBranch;
  readonly no: WordedBranch;
  /** The test and its opposite in words. */
  readonly words: { readonly yes: string; readonly no: string };
}

/** One comparison. `feature` is the feature's name: untrusted text. */
export type Test = NumericTest | CategoryTest;

export interface NumericTest {
  /** `at-most`: a missing value does not pass. `not-over`: a missing value passes. */
  readonly kind: 'at-most' | 'not-over';
  readonly feature: string;
  /** Infinity asks only whether a value is present. */
  readonly threshold: number;
  /** `<` for `<=` and `>=` for `>`: never in a tree, but a fault that generators have been seen to make. */
  readonly strict?: true;
}

export interface CategoryTest {
  /**
   * Which names are listed, those that pass (`one-of`) or those that do not (`none-of`), and which
   * way a missing value goes: {@link passesOf}. The longer two are for a feature with a rest, whose
   * other texts and missing values part.
   */
  readonly kind: 'one-of' | 'none-of' | 'one-of-or-missing' | 'known-none-of';
  readonly feature: string;
  /** At least one category in the shorter two kinds. */
  readonly names: readonly string[];
}

/** What a category test does with a listed name (any other text goes the other way), and without. */
interface Passes {
  readonly listed: boolean;
  readonly missing: boolean;
}

const PASSES: Readonly<Record<CategoryTest['kind'], Passes>> = {
  'one-of': { listed: true, missing: false },
  'none-of': { listed: false, missing: true },
  'one-of-or-missing': { listed: true, missing: true },
  'known-none-of': { listed: false, missing: false },
};

export function passesOf({ kind }: CategoryTest): Passes {
  return PASSES[kind];
}

/** The inverse of {@link passesOf}. */
export function categoryKind({ listed, missing }: Passes): CategoryTest['kind'] {
  if (listed) return missing ? 'one-of-or-missing' : 'one-of';
  return missing ? 'none-of' : 'known-none-of';
}

export function isCategoryTest(test: Test): test is CategoryTest {
  return 'names' in test;
}

/** Every `if` of a branch, in pre-order. */
export function ifsOf<B extends Branch>(branch: B): Extract<B, { kind: 'if' }>[] {
  if (branch.kind === 'return') return [];
  const own = branch as Extract<B, { kind: 'if' }>;
  return [own, ...ifsOf(own.yes as B), ...ifsOf(own.no as B)];
}
