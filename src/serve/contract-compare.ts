import * as z from 'zod/mini';

import type { Condition } from '../core/box.ts';
import type { Figure } from '../core/interval.ts';
import { text, whole } from './contract.ts';

/**
 * Which tree of each run, by depth or by most leaves (its own where none is named), the path of the
 * first tree whose regions are listed (all where none is named), and which page of the paths that
 * change, of the regions and of the pairs of paths.
 */
export const CompareQuery = z.object({
  da: whole,
  la: whole,
  db: whole,
  lb: whole,
  path: text,
  paths: whole,
  page: whole,
  pairs: whole,
});

export type CompareQuery = z.infer<typeof CompareQuery>;

/** One of two trees that are compared. */
export interface ComparedTree {
  readonly run: string;
  /** The depth it was asked for by; `null` for the run's own tree. */
  readonly depth: number | null;
  /** The leaves it may have, where it was asked for by them. */
  readonly limit: number | null;
  readonly leaves: number;
  readonly modelHash: string | null;
}

/** A feature that just one of the two trees asks. */
export interface AskedFeature {
  readonly name: string;
  /** Whether either run marks it as protected. */
  readonly protected: boolean;
}

/** A region of cases in which each tree answers with one leaf. */
export interface ComparedRegion {
  readonly pathA: string;
  readonly pathB: string;
  readonly decisionA: string;
  readonly decisionB: string;
  readonly conditions: readonly Condition[];
  /** The same in words. */
  readonly words: string;
  /** Both decide, differently; or just one of them asks its teacher. */
  readonly kind: 'decision' | 'asks';
  /** Held-out rows in it; `null` where they cannot be counted. */
  readonly rows: number | null;
}

/** Held-out rows by what the two trees decide. */
export interface DecisionFlow {
  readonly decisionA: string;
  readonly decisionB: string;
  readonly rows: number;
}

/** Held-out rows by the paths they take. */
export interface PathFlow {
  readonly pathA: string;
  readonly pathB: string;
  readonly decisionA: string;
  readonly decisionB: string;
  /** Both decide, differently; or just one of them asks its teacher; `null` where they are alike. */
  readonly kind: ComparedRegion['kind'] | null;
  readonly rows: number;
}

/** A path of the first tree on which the second decides otherwise, or just one asks its teacher. */
export interface ChangedPath {
  readonly path: string;
  readonly decision: string;
  /** Held-out rows on it, and those of them that are answered otherwise; `null` where not counted. */
  readonly rows: number | null;
  readonly changed: number | null;
  /** Regions of it that are answered otherwise; `null` where these are too many to work out. */
  readonly regions: number | null;
  /** What is answered there instead, most rows first. */
  readonly becomes: readonly { readonly decision: string; readonly rows: number | null }[];
}

/** A place where the second tree is made otherwise. */
export interface StructureChange {
  readonly kind: 'split' | 'question' | 'grown' | 'cut' | 'decision';
  /** Which cases come there, by the first tree. */
  readonly where: string;
  readonly before: string;
  readonly after: string;
}

/** Two trees, compared over all possible cases and over the held-out rows of the first. */
export interface Comparison {
  readonly a: ComparedTree;
  readonly b: ComparedTree;
  /** Features that only the second tree asks, and those that only the first does. */
  readonly asked: {
    readonly gained: readonly AskedFeature[];
    readonly lost: readonly AskedFeature[];
  };
  /** Regions that are answered differently, most rows first; `null` where there are too many to work out. */
  readonly regions: readonly ComparedRegion[] | null;
  /** Regions in all. */
  readonly regionsInAll: number | null;
  /**
   * Share of the held-out rows of the first run whose decision changes: both trees decide, and
   * differently. `null` value where it cannot be counted.
   */
  readonly changed: Figure;
  /** Where just one of the two asks its teacher, which may decide as the other does. */
  readonly asks: { readonly rows: number | null; readonly regions: number | null };
  /** Whether both ask their teachers somewhere, and these are not one and the same. */
  readonly bothAsk: boolean;
  /** Rows that were not counted: they hold a category that only the second run may know. */
  readonly untold: number;
  readonly decisions: readonly DecisionFlow[];
  /** Most changed rows first; `null` where neither rows nor regions were worked out. */
  readonly changedPaths: readonly ChangedPath[] | null;
  readonly flows: readonly PathFlow[];
  readonly structure: readonly StructureChange[];
  /** Why rows are not counted, in words. */
  readonly uncounted: string | null;
  /** For numbers: how far two answers may be apart and count as alike. */
  readonly tolerance: number | null;
}
