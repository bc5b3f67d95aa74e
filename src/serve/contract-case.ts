import * as z from 'zod/mini';

/** One case for `POST /api/v1/runs/:run/case`: a value for each feature, `null` where missing. */
export const CaseRequest = z.object({
  values: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
  /** Features that the nearest changes leave as they are. */
  keep: z._default(z.array(z.string()).check(z.maxLength(10_000)), []),
  /** Whether the nearest changes may fill in what is missing, and leave out what is there. */
  missingToo: z._default(z.boolean(), false),
});

/** One step of a case down the tree. */
export interface CaseStep {
  readonly node: number;
  readonly feature: string;
  /** The value in words, `missing` where there is none. */
  readonly value: string;
  /** The condition it met: `Income is over 80`. */
  readonly met: string;
}

export interface CaseAnswer {
  /** `DEFER` where the teacher is to be asked. */
  readonly decision: string;
  /** What the tree would decide where it defers; `null` where it decides. */
  readonly deferredFrom: string | null;
  readonly value: readonly number[];
  readonly leaf: number;
  readonly pathId: string;
  readonly words: string;
  readonly steps: readonly CaseStep[];
  /** Values outside the training range, and categories not seen in training. */
  readonly notices: readonly { readonly feature: string; readonly message: string }[];
  readonly teacher: TeacherAnswer | null;
  /** The nearest changes that give another decision: fewest changes first, then the smallest. */
  readonly flips: readonly CaseFlip[];
  /** The nearest change to which the teacher answers as the tree does; `null` where none was found. */
  readonly agreed: CaseFlip | null;
  /** How many of the nearest changes were put to the teacher in search of it. */
  readonly asked: number;
  /**
   * A change of what is missing that is nearer than all of these; where there are none, a change to
   * missing too. `null` where there is none, or such changes are among `flips` already.
   */
  readonly missingFlip: CaseFlip | null;
  /** How far each value that the tree asks about may move alone. */
  readonly slack: readonly CaseSlack[];
}

export interface TeacherAnswer {
  readonly decision: string;
  readonly value: readonly number[];
}

/** Values to change, and where the case goes then. */
export interface CaseFlip {
  readonly decision: string;
  readonly deferredFrom: string | null;
  readonly value: readonly number[];
  readonly leaf: number;
  readonly pathId: string;
  /** In words: from which value to which one, and which others would do as well. */
  readonly changes: readonly {
    readonly feature: string;
    readonly from: string;
    readonly to: string;
    readonly allowed: string;
  }[];
  /** What the teacher answers to the changed case, and whether that is what the tree answers. */
  readonly teacher: TeacherAnswer | null;
  readonly agrees: boolean | null;
}

/** Every value of one feature that keeps the decision, all others staying as they are. */
export interface CaseSlack {
  readonly feature: string;
  /** The value of the case in words, and as a number where it is one. */
  readonly now: string;
  readonly value: number | null;
  /** Numbers over the one and at most the other (`null`: no bound); `null` for categories. */
  readonly intervals:
    readonly { readonly over: number | null; readonly upTo: number | null }[] | null;
  /** Codes of the categories; `null` for numbers. */
  readonly categories: readonly number[] | null;
  /** Whether a missing value keeps it too. */
  readonly missing: boolean;
}
