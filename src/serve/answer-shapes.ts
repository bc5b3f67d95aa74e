import { z } from 'zod';

import { frontierShape, pathsShape, runShape } from '../report/shapes.ts';
import type { DisagreementAnswer, SwapAnswer } from './contract-rows.ts';
import type { AskAnswer } from './contract-ask.ts';
import type { Comparison } from './contract-compare.ts';
import type { CaseAnswer } from './contract-case.ts';
import type { NodeRows, PathList, RunList, VectorsAnswer } from './contract.ts';

/** The shapes of the JSON answers, for the document that describes them: the types say the same. */

const count = z.number().int().nonnegative();
const share = z.number().nullable();
const figure = z.object({ value: share, low: share, high: share, n: count });

export const path = pathsShape.shape.paths.element;
export const run = runShape;
export const frontier = frontierShape;

export const runList = z.object({
  runs: z.array(
    z.discriminatedUnion('verifies', [
      z.object({
        name: z.string(),
        verifies: z.literal(true),
        task: z.enum(['classification', 'regression']),
        role: z.enum(['decides', 'explains']),
        target: z.string(),
        fidelityKind: z.enum(['agreement', 'r2']),
        fidelity: figure,
        majority: figure,
        depth: count,
        ownDepth: count,
        leaves: count,
        warnings: count,
      }),
      z.object({ name: z.string(), verifies: z.literal(false), reason: z.string() }),
    ]),
  ),
}) satisfies z.ZodType<RunList>;

export const pathList = z.object({
  total: count,
  matched: count,
  share: z.number(),
  paths: z.array(path),
}) satisfies z.ZodType<PathList>;

export const tree = z.object({
  depth: count,
  limit: count.nullable(),
  own: z.boolean(),
  truthWeight: z.number(),
  document: z.looseObject({ schema: z.string() }),
  paths: z.array(path.pick({ leaf: true, id: true, realRows: true, fidelity: true })).nullable(),
  changes: z
    .object({
      changed: count.nullable(),
      rows: count,
      beyond: z.number().nullable(),
      newlyProtected: z.array(z.string()),
    })
    .nullable(),
});

const teacherAnswer = z.object({ decision: z.string(), value: z.array(z.number()) }).nullable();

const caseFlip = z.object({
  decision: z.string(),
  deferredFrom: z.string().nullable(),
  value: z.array(z.number()),
  leaf: count,
  pathId: z.string(),
  changes: z.array(
    z.object({ feature: z.string(), from: z.string(), to: z.string(), allowed: z.string() }),
  ),
  teacher: teacherAnswer,
  agrees: z.boolean().nullable(),
});

const caseSlack = z.object({
  feature: z.string(),
  now: z.string(),
  value: z.number().nullable(),
  intervals: z
    .array(z.object({ over: z.number().nullable(), upTo: z.number().nullable() }))
    .nullable(),
  categories: z.array(count).nullable(),
  missing: z.boolean(),
});

export const vectors = z.object({
  fault: z.string().nullable(),
  list: z
    .object({
      modelHash: z.string(),
      total: count,
      vectors: z.array(
        z.object({
          leaf: count,
          row: z.array(z.tuple([count, z.string().nullable()])),
        }),
      ),
    })
    .nullable(),
}) satisfies z.ZodType<VectorsAnswer>;

export const caseAnswer = z.looseObject({
  decision: z.string(),
  deferredFrom: z.string().nullable(),
  value: z.array(z.number()),
  leaf: count,
  pathId: z.string(),
  words: z.string(),
  steps: z.array(
    z.object({ node: count, feature: z.string(), value: z.string(), met: z.string() }),
  ),
  notices: z.array(z.object({ feature: z.string(), message: z.string() })),
  teacher: teacherAnswer,
  flips: z.array(caseFlip),
  agreed: caseFlip.nullable(),
  asked: count,
  missingFlip: caseFlip.nullable(),
  slack: z.array(caseSlack),
}) satisfies z.ZodType<CaseAnswer>;

export const askAnswer = z.object({
  where: z.string().nullable(),
  want: z.string().nullable(),
  total: count,
  taken: count,
  deferred: count,
  role: z.enum(['decides', 'explains']),
  whole: z.array(z.string()),
  unasked: z.array(z.string()),
  paths: z.array(
    z.object({
      id: z.string(),
      decision: z.string(),
      words: z.string(),
      example: z.array(z.object({ feature: z.string(), value: z.string() })),
      rows: count.nullable(),
    }),
  ),
  rows: count.nullable(),
  uncounted: z.string().nullable(),
}) satisfies z.ZodType<AskAnswer>;

const comparedTree = z.object({
  run: z.string(),
  depth: count.nullable(),
  limit: count.nullable(),
  leaves: count,
  modelHash: z.string().nullable(),
});
const decisions = { decisionA: z.string(), decisionB: z.string() };
const askedFeature = z.object({ name: z.string(), protected: z.boolean() });
const paths = { pathA: z.string(), pathB: z.string(), ...decisions };
const comparedKind = z.enum(['decision', 'asks']);

export const comparison = z.object({
  a: comparedTree,
  b: comparedTree,
  asked: z.object({ gained: z.array(askedFeature), lost: z.array(askedFeature) }),
  regions: z
    .array(
      z.object({
        ...paths,
        conditions: path.shape.conditions,
        words: z.string(),
        kind: comparedKind,
        rows: count.nullable(),
      }),
    )
    .nullable(),
  regionsInAll: count.nullable(),
  changed: figure,
  asks: z.object({ rows: count.nullable(), regions: count.nullable() }),
  bothAsk: z.boolean(),
  untold: count,
  decisions: z.array(z.object({ ...decisions, rows: count })),
  changedPaths: z
    .array(
      z.object({
        path: z.string(),
        decision: z.string(),
        rows: count.nullable(),
        changed: count.nullable(),
        regions: count.nullable(),
        becomes: z.array(z.object({ decision: z.string(), rows: count.nullable() })),
      }),
    )
    .nullable(),
  flows: z.array(z.object({ ...paths, kind: comparedKind.nullable(), rows: count })),
  structure: z.array(
    z.object({
      kind: z.enum(['split', 'question', 'grown', 'cut', 'decision']),
      where: z.string(),
      before: z.string(),
      after: z.string(),
    }),
  ),
  uncounted: z.string().nullable(),
  tolerance: z.number().nullable(),
}) satisfies z.ZodType<Comparison>;

const rowPage = {
  total: count,
  matched: count,
  share: z.number(),
  page: count,
  pages: count,
  perPage: count,
};
const answered = z.object({ decision: z.union([z.string(), z.number()]), value: z.number() });
const heldOutRow = z.object({
  row: count,
  set: z.enum(['select', 'test']),
  path: z.string(),
  leaf: count,
  asksTeacher: z.boolean(),
  student: answered,
  teacher: answered,
  truth: z.union([z.string(), z.number()]),
  differs: z.boolean(),
  values: z.array(z.object({ feature: z.string(), text: z.string().nullable() })),
});
const side = z.object({ within: count, beyond: count });

export const nodeRows = z.object({
  node: count,
  rows: count,
  differ: count,
  named: z.array(z.object({ row: count, set: z.enum(['select', 'test']), differs: z.boolean() })),
}) satisfies z.ZodType<NodeRows>;

export const disagreements = z.object({
  ...rowPage,
  differ: figure,
  matrix: z.union([z.array(z.array(count)), z.object({ above: side, below: side, equal: side })]),
  paths: z.array(
    z.object({ path: z.string(), leaf: count, rows: count, differ: count, share: figure }),
  ),
  redacted: z.array(z.string()),
  rows: z.array(heldOutRow),
}) satisfies z.ZodType<DisagreementAnswer>;

const swapCell = z.object({ n: count, truly: figure });
const swapCounts = {
  n: count,
  both: swapCell,
  gained: swapCell,
  lost: swapCell,
  neither: swapCell,
  teacher: figure,
  student: figure,
};

export const swapSet = z.object({
  ...rowPage,
  ...swapCounts,
  favourable: z.string(),
  cutoff: z.number().nullable(),
  groups: z.array(
    z.object({
      feature: z.string(),
      groups: z.array(z.object({ ...swapCounts, name: z.string() })),
    }),
  ),
  money: z.object({ teacher: z.number(), student: z.number(), difference: figure }).nullable(),
  cutoffs: z.array(
    z.object({
      cutoff: z.number(),
      student: count,
      gained: count,
      lost: count,
      gainedTruly: count,
      lostTruly: count,
    }),
  ),
  rows: z.array(heldOutRow),
}) satisfies z.ZodType<SwapAnswer>;

export const problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: count,
  detail: z.string(),
  field: z.string().optional(),
});
