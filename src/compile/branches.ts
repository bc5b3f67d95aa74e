/**
 * The code before it is text: what {@link lower} makes of a tree, what {@link printBranches} prints
 * and what {@link readModule} reads back. It knows nothing of trees or of a target language.
 */
export type Branch = If | Return;

interface If {
  readonly kind: 'if';
  readonly test: Test;
  readonly yes: Branch;
  readonly no: Branch;
  /** The test and its opposite in words, for the comments. */
  readonly words: { readonly yes: string; readonly no: string };
}

interface Return {
  readonly kind: 'return';
  /** Index of the leaf, from 0, left to right. */
  readonly leaf: number;
}

/** One comparison. `feature` is the feature's name: untrusted text. */
export type Test = NumericTest | CategoryTest;

export interface NumericTest {
  /** `at-most`: a missing value does not pass. `not-over`: a missing value passes. */
  readonly kind: 'at-most' | 'not-over';
  readonly feature: string;
  /** Infinity asks only whether a value is present. */
  readonly threshold: number;
}

export interface CategoryTest {
  /** `one-of`: a missing or unseen category does not pass. `none-of`: it passes. */
  readonly kind: 'one-of' | 'none-of';
  readonly feature: string;
  /** At least one category. */
  readonly names: readonly string[];
}
