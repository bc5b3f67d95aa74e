import * as z from 'zod/mini';

import { PATH_FLAGS } from '../core/run.ts';
import { compareText } from '../core/text.ts';
import { DEFER } from '../core/tree.ts';
import type { FrontierDocument, PathRecord, RunDocument } from '../core/run.ts';
import type { TreeDocument } from '../core/codec.ts';
import type { PathEnd } from '../draw/layout.ts';
import { matchesSearch } from './path-search.ts';

/** What the server and the pages in the browser share: addresses, queries and JSON answers. */

/** Orders of the path list; a leading minus is descending. `tree` is left to right. */
export const PATH_ORDERS = [
  'tree',
  '-rows',
  'rows',
  'fidelity',
  '-fidelity',
  'fresh',
  '-fresh',
  'decision',
  'length',
] as const;

export type PathOrder = (typeof PATH_ORDERS)[number];

export const text = z._default(z.string().check(z.maxLength(200)), '');

/** A whole number as a query writes it; empty means "not given". */
export const whole = z._default(
  z.pipe(
    z.string().check(z.regex(/^\d{0,9}$/, 'must be a whole number')),
    z.transform((digits: string) => (digits === '' ? null : Number(digits))),
  ),
  null,
);

/** Whole numbers joined by commas, at most 500 of them; empty means none. */
const wholeList = z.pipe(
  z.string().check(z.maxLength(4000), z.regex(/^(\d{1,9}(,\d{1,9}){0,499})?$/, 'must be numbers')),
  z.transform((list: string) => (list === '' ? [] : list.split(',').map(Number))),
);

/** The query of the path list. Classes and features go by index: names are free text. */
export const PathQuery = z.object({
  q: text,
  decision: whole,
  feature: whole,
  min: whole,
  /** Percent that the lower end of the path's fidelity must reach. */
  low: whole,
  flag: z._default(z.union([z.literal(''), z.literal('any'), z.enum(PATH_FLAGS)]), ''),
  sort: z._default(z.union([z.literal(''), z.enum(PATH_ORDERS)]), ''),
  page: whole,
});

export type PathQuery = z.infer<typeof PathQuery>;

/** The ways to look at a tree; the first is what an address without a view means. */
export const TREE_VIEWS = ['diagram', 'outline', 'table'] as const;

export type TreeViewName = (typeof TREE_VIEWS)[number];

/**
 * The query of the tree: which one, by depth or by most leaves, which node is selected, which nodes
 * are folded, and how to look at it.
 */
export const TreeQuery = z.object({
  depth: whole,
  leaves: whole,
  node: whole,
  /** What is selected in the run's own tree, while another size of it is looked at. */
  own: whole,
  folded: z.optional(wholeList),
  /** The node around which a very large tree is drawn. */
  focus: whole,
  view: z._default(z.union([z.literal(''), z.enum(TREE_VIEWS)]), ''),
  page: whole,
});

export type TreeQuery = z.infer<typeof TreeQuery>;

/** Held-out rows that come through a node of the run's own tree. */
export interface NodeRows {
  readonly node: number;
  readonly rows: number;
  /** On how many of them student and teacher differ. */
  readonly differ: number;
  /** Some of them, disagreements first. */
  readonly named: readonly {
    readonly row: number;
    readonly set: 'select' | 'test';
    readonly differs: boolean;
  }[];
}

/** A run in the list: either sound, or with the reason why it is not shown. */
export type RunSummary =
  | {
      readonly name: string;
      readonly verifies: true;
      readonly task: RunDocument['task'];
      readonly role: RunDocument['role'];
      readonly target: string;
      readonly fidelityKind: RunDocument['fidelityKind'];
      readonly fidelity: RunDocument['fidelity'];
      readonly majority: RunDocument['majority'];
      /** The depth the tree may have, and the depth it has. */
      readonly depth: number;
      readonly ownDepth: number;
      readonly leaves: number;
      readonly warnings: number;
    }
  | { readonly name: string; readonly verifies: false; readonly reason: string };

export interface RunList {
  readonly runs: readonly RunSummary[];
}

/** The paths that a query selects, and how much of the whole they are. */
export interface PathList {
  readonly total: number;
  /** Of which the answer of the API may hold one page only. */
  readonly matched: number;
  /** Share of held-out rows on the matched paths. */
  readonly share: number;
  readonly paths: readonly PathRecord[];
}

/** A tree with what the drawing needs. */
export interface TreeAnswer {
  /** The depth the tree may have, by which it was asked for; its own may be smaller. */
  readonly depth: number;
  /** The leaves it may have, where it was asked for by them. */
  readonly limit: number | null;
  /** Whether this is the run's own tree, whose leaves have recorded paths. */
  readonly own: boolean;
  /** How much a training row's own label counts in what a leaf holds; the rest is the teacher's. */
  readonly truthWeight: number;
  readonly document: TreeDocument;
  /** What is recorded of the run's own paths; `null` for another tree. */
  readonly paths: readonly PathEnd[] | null;
  /** How far its answers are from the run's own; `null` for the run's own tree. */
  readonly changes: Changes | null;
}

/** How far another tree of the run is from the run's own. */
export interface Changes {
  /**
   * Held-out rows that it answers otherwise. `null` where it cannot be counted: the run keeps no
   * values of a column that the tree asks about.
   */
  readonly changed: number | null;
  readonly rows: number;
  /** For numbers: how far apart two answers must be to count. */
  readonly beyond: number | null;
  /** Protected features that it asks and the run's own tree does not. */
  readonly newlyProtected: readonly string[];
}

/** Rows on and beside every threshold of a tree, and the leaf that each must reach. */
export interface VectorList {
  readonly modelHash: string;
  /** How many there are, of which not all may be listed. */
  readonly total: number;
  readonly vectors: readonly {
    /** Place of the leaf, counted from 0, left to right. */
    readonly leaf: number;
    /** Place of each feature that the row has, and its value: numbers are written as text. */
    readonly row: readonly (readonly [feature: number, value: string | null])[];
  }[];
}

/** The vectors, or why the run's own code is not to be run on them. */
export interface VectorsAnswer {
  readonly fault: string | null;
  readonly list: VectorList | null;
}

export type FrontierAnswer = FrontierDocument;

/** RFC 9457 problem details. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The query or form field at fault. */
  readonly field?: string;
}

/** The id of the first row of the list that is selected and shown. */
export const SELECTED_ROW = 'selected-row';

/** What the indices of a query stand for. */
export interface QueryNames {
  /** Classes, then {@link DEFER} unless a class has its name. */
  readonly decisions: readonly string[];
  readonly features: readonly string[];
  /** Whether decisions are numbers. */
  readonly numbers: boolean;
}

export function queryNames(
  task: RunDocument['task'],
  classes: readonly string[],
  features: readonly string[],
): QueryNames {
  const decisions = classes.includes(DEFER) ? classes : [...classes, DEFER];
  return { decisions, features, numbers: task === 'regression' };
}

/**
 * Filters and orders paths. One function for the server's pages, the JSON API and the browser, so
 * that "n of N" means the same in all three.
 */
export function selectPaths(
  paths: readonly PathRecord[],
  query: PathQuery,
  names: QueryNames,
): PathList {
  const decision = query.decision === null ? null : names.decisions[query.decision];
  const feature = query.feature === null ? null : names.features[query.feature];
  const chosen = paths.filter(
    (path) =>
      matchesSearch(searchText(path), query.q) &&
      (decision === null || path.decision === decision) &&
      (feature === null || path.conditions.some((condition) => condition.feature === feature)) &&
      (query.min === null || heldOutRows(path) >= query.min) &&
      (query.low === null || (path.fidelity.low ?? 0) >= query.low / 100) &&
      hasFlag(path, query.flag),
  );
  return {
    total: paths.length,
    matched: chosen.length,
    share: chosen.reduce((sum, path) => sum + (path.coverage.value ?? 0), 0),
    paths: orderPaths(chosen, query.sort === '' ? 'tree' : query.sort, names.numbers),
  };
}

/** Real rows that the path's evidence rests on: select and test. */
export function heldOutRows(path: PathRecord): number {
  return path.realRows.select + path.realRows.test;
}

function searchText(path: PathRecord): string {
  return `${path.id} ${path.decision} ${path.words}`;
}

function hasFlag(path: PathRecord, flag: PathQuery['flag']): boolean {
  if (flag === '') return true;
  return flag === 'any' ? path.flags.length > 0 : path.flags.includes(flag);
}

/**
 * Stable: equal paths keep their order in the tree. Unmeasured fidelity counts as the lowest, and
 * decisions that are numbers are ordered as numbers.
 */
function orderPaths(
  paths: readonly PathRecord[],
  order: PathOrder,
  numbers: boolean,
): PathRecord[] {
  if (order === 'tree') return paths.slice();
  const sign = order.startsWith('-') ? -1 : 1;
  const key = order.replace('-', '');
  const figure = (path: PathRecord): number => {
    if (key === 'rows') return heldOutRows(path);
    if (key === 'length') return path.conditions.length;
    return (key === 'fresh' ? path.freshFidelity : path.fidelity).low ?? -1;
  };
  if (key === 'decision') {
    return paths.toSorted(
      numbers ? (a, b) => a.value[0]! - b.value[0]! : (a, b) => compareText(a.decision, b.decision),
    );
  }
  return paths.toSorted((a, b) => sign * (figure(a) - figure(b)));
}
