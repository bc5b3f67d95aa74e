import * as z from 'zod/mini';

import { RELATIONS } from '../core/region.ts';
import type { Role } from '../core/run.ts';
import { whole } from './contract.ts';

/** How many features a question may narrow at once. */
export const CLAUSES = 3;

const relation = z._default(z.union([z.literal(''), z.enum(RELATIONS)]), '');
const value = z._default(z.string().check(z.maxLength(200)), '');

/**
 * A question about many cases: up to three clauses (a feature by its index, a relation, a value) and
 * a decision by its index; and the class whose direction is shown.
 */
export const AskQuery = z.object({
  f1: whole,
  r1: relation,
  v1: value,
  f2: whole,
  r2: relation,
  v2: value,
  f3: whole,
  r3: relation,
  v3: value,
  want: whole,
  of: whole,
  page: whole,
});

export type AskQuery = z.infer<typeof AskQuery>;

/** The part of a question's cases that takes one path. */
export interface AskedPath {
  readonly id: string;
  readonly decision: string;
  /** The rule of the path, in words. */
  readonly words: string;
  /** A case of the question on it, in words: the features that the rule or the question names. */
  readonly example: readonly { readonly feature: string; readonly value: string }[];
  /** Held-out rows among them; `null` where a column it needs was redacted. */
  readonly rows: number | null;
}

/** The exact answer to a question. */
export interface AskAnswer {
  /** The question in words: `Age is under 25 and Home is rent`; `null` for every case. */
  readonly where: string | null;
  /** The decision asked for; `null` for any. */
  readonly want: string | null;
  /** Paths of the whole tree. */
  readonly total: number;
  /** Paths that some case of the question takes, of any decision. */
  readonly taken: number;
  /** Of these, paths on which the tree asks its teacher. */
  readonly deferred: number;
  /** Who decides: where the teacher does, an answer tells what the tree says of it. */
  readonly role: Role;
  /** Features of the question that are asked over whole numbers, as no row ever held another. */
  readonly whole: readonly string[];
  /** Features of the question that the tree never asks about: what they are changes nothing. */
  readonly unasked: readonly string[];
  /** Those of the decision asked for. */
  readonly paths: readonly AskedPath[];
  /** Held-out rows that the question covers; `null` where that cannot be counted. */
  readonly rows: number | null;
  /** Why rows are not counted, in words. */
  readonly uncounted: string | null;
}
