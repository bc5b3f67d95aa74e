import * as z from 'zod/mini';

import type { Figure } from '../core/interval.ts';
import type { SwapSet } from '../core/swap-set.ts';
import { whole } from './contract.ts';

/** Queries and answers about held-out rows. Classes go by index and rows by their source row. */

/** A number of at least 0, as a query and the field of a form take it. */
export const AMOUNT = '([0-9]{1,12}([.][0-9]{1,20})?|[.][0-9]{1,20})([eE][+-]?[0-9]{1,2})?';

const NUMBER = new RegExp(`^(${AMOUNT})?$`);

/** A number of at least 0 as a query writes it; empty means "not given". */
const amount = z._default(
  z.pipe(
    z.string().check(z.regex(NUMBER, 'must be a number of at least 0')),
    z.transform((digits: string) => (digits === '' ? null : Number(digits))),
  ),
  null,
);

const oneOf = <const T extends readonly string[]>(values: T) =>
  z._default(z.union([z.literal(''), z.enum(values)]), '');

/** Orders of the rows: the surest teacher first (numbers: the farthest), by path, by source row. */
const ROW_ORDERS = ['sure', 'path', 'row'] as const;

/** On which side of the teacher's number the student's lies. */
export const SIDES = ['above', 'below', 'equal'] as const;

export type Side = (typeof SIDES)[number];

/**
 * Which held-out rows: those where student and teacher differ unless `rows` says otherwise, or the
 * cell of the matrix is named.
 */
export const RowQuery = z.object({
  student: whole,
  teacher: whole,
  side: oneOf(SIDES),
  /** A node of the run's own tree: of a leaf the rows of its path, else of all paths below. */
  leaf: whole,
  set: oneOf(['select', 'test']),
  rows: oneOf(['agree', 'all']),
  sort: oneOf(ROW_ORDERS),
  page: whole,
});

export type RowQuery = z.infer<typeof RowQuery>;

export const SwapQuery = z.object({
  /** Index of the favourable class; the run's positive one when left out. */
  favour: whole,
  by: oneOf(['own', 'match', 'cutoff']),
  /** Goes before `by` where it is given. */
  cutoff: amount,
  gain: amount,
  loss: amount,
  swap: oneOf(['gained', 'lost']),
  set: oneOf(['select', 'test']),
  page: whole,
});

export type SwapQuery = z.infer<typeof SwapQuery>;

/** A value in words; `null` where the run does not keep it. */
export interface RowValue {
  readonly feature: string;
  readonly text: string | null;
}

export interface RowAnswer {
  readonly row: number;
  readonly set: 'select' | 'test';
  readonly path: string;
  readonly leaf: number;
  /** The tree leaves this row to its teacher; its own decision is given all the same. */
  readonly asksTeacher: boolean;
  /** Class and its soft value, or the number twice. */
  readonly student: { readonly decision: string | number; readonly value: number };
  readonly teacher: { readonly decision: string | number; readonly value: number };
  readonly truth: string | number;
  readonly differs: boolean;
  /** Of the features its path asks for. */
  readonly values: readonly RowValue[];
}

/** One page of rows: `matched` of `total` held-out rows, `perPage` at a time. */
export interface RowPage {
  readonly total: number;
  readonly matched: number;
  readonly share: number;
  readonly page: number;
  readonly pages: number;
  readonly perPage: number;
}

/** Disagreements on one path, with an interval that holds for all paths at once. */
interface PathTally {
  readonly path: string;
  readonly leaf: number;
  readonly rows: number;
  readonly differ: number;
  readonly share: Figure;
}

export interface DisagreementAnswer extends RowPage {
  /** Rows where they differ, of the set that is asked about. */
  readonly differ: Figure;
  /** Rows by cell: `[student][teacher]`, or for numbers by side. */
  readonly matrix: readonly (readonly number[])[] | Readonly<Record<Side, SideCounts>>;
  /** The worst first. */
  readonly paths: readonly PathTally[];
  readonly redacted: readonly string[];
  readonly rows: readonly RowAnswer[];
}

export interface SideCounts {
  readonly within: number;
  readonly beyond: number;
}

export interface SwapAnswer extends Omit<SwapSet, 'gainedRows' | 'lostRows'>, RowPage {
  readonly favourable: string;
  readonly rows: readonly RowAnswer[];
}
