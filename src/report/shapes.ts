import type { DecisionRule } from '../core/decision.ts';
import { z } from 'zod';

import type { EqualityDocument, FrontierDocument, PathsDocument } from '../core/run.ts';
import { OBJECTIVES, PATH_FLAGS, SEARCH_METHODS } from '../core/run.ts';

/** The shapes of a run's documents, checked when a run is loaded. A run may come from anywhere. */

const share = z.number().nullable();
const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const figure = z.object({ value: share, low: share, high: share, n: count });
const kind = z.enum(['agreement', 'r2']);
const accuracy = z.object({ teacher: figure, student: figure, retained: figure });

const metrics = z.object({
  n: count,
  fidelity: figure,
  headroomClosed: figure,
  balancedFidelity: figure,
  kappa: figure,
  majority: figure,
  accuracy,
  auc: z.object({ studentTeacher: figure, studentTruth: figure, teacherTruth: figure }),
  calibration: z.object({
    teacherGap: share,
    truthGap: share,
    bins: z.array(z.object({ predicted: z.number(), observed: figure })),
  }),
  mae: z.object({ teacher: figure, truth: figure }),
  withinTolerance: z.object({ tolerance: share, share: figure }),
});

const column = z.object({
  name: z.string(),
  type: z.enum(['numeric', 'categorical', 'boolean', 'date']),
  role: z.enum(['feature', 'target', 'split', 'teacher', 'ignored', 'dropped']),
  distinct: count,
  missing: count,
  note: z.string(),
});

/** Artifact names stay inside the run: plain segments, no dots first. */
const artifactName = z.string().regex(/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*){0,3}$/);

const decisionRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('largest') }),
  z.object({ kind: z.literal('threshold'), positive: count, threshold: z.number() }),
  z.object({ kind: z.literal('costs'), costs: z.array(z.array(z.number())) }),
]) satisfies z.ZodType<DecisionRule>;

const outcomes = z.array(
  z.object({ answer: z.string().nullable(), teacher: figure, student: figure }),
);

export const runShape = z.object({
  schema: z.literal('espalier-run/1'),
  name: z.string(),
  version: z.string(),
  task: z.enum(['classification', 'regression']),
  role: z.enum(['decides', 'explains']),
  seed: z.number(),
  target: z.string(),
  classes: z.array(z.string()),
  positive: z.string().nullable(),
  features: z.array(z.unknown()),
  configuration: z.record(z.string(), z.unknown()),
  modelHash: sha256,
  data: z.object({
    file: z.string(),
    sha256,
    rows: count,
    rowsWithoutTarget: count,
    columns: z.array(column),
    split: z.object({
      kind: z.enum(['random', 'time', 'group', 'column']),
      column: z.string().nullable(),
      train: count,
      select: count,
      test: count,
    }),
  }),
  decisionRule,
  teacher: z.object({
    kind: z.enum(['forest', 'ml-random-forest', 'ba-forest', 'recorded', 'function']),
    description: z.string(),
    settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    sha256: sha256.nullable(),
    outOfBag: z.boolean(),
  }),
  augmentation: z.object({
    method: z.enum(['blend', 'copula', 'munge', 'none']),
    syntheticRows: count,
    realMass: z.number(),
    truthWeight: z.number(),
    rounds: count,
    mostRows: count,
    settled: z.boolean().nullable(),
  }),
  student: z.object({
    kind: z.enum(['cart', 'ml-cart']),
    search: z.enum(SEARCH_METHODS),
    depth: count,
    leaves: count,
    meanPathLength: z.number(),
  }),
  fidelityKind: kind,
  fidelity: figure,
  balancedFidelity: figure,
  headroomClosed: figure,
  majority: figure,
  accuracy,
  twinAgreement: figure,
  constantAnswer: z.union([z.string(), z.number()]),
  metrics,
  confusion: z.object({ classes: z.array(z.string()), counts: z.array(z.array(count)) }).nullable(),
  deferral: z.object({
    floor: z.number().nullable(),
    leaves: count,
    answered: figure,
    fidelity: figure,
    floors: z.array(
      z.object({ floor: z.number(), leaves: count, answered: figure, fidelity: figure }),
    ),
  }),
  groups: z.array(
    z.object({
      feature: z.string(),
      protected: z.boolean(),
      forbidden: z.boolean(),
      groups: z.array(z.object({ name: z.string(), n: count, fidelity: figure, outcomes })),
      gaps: z.object({
        fidelity: share,
        outcomes: z.array(
          z.object({ answer: z.string().nullable(), teacher: share, student: share }),
        ),
      }),
    }),
  ),
  warnings: z.array(
    z.object({ code: z.string(), message: z.string(), column: z.string().exactOptional() }),
  ),
  artifacts: z.record(artifactName, sha256),
  seal: sha256,
});

const condition = z.discriminatedUnion('kind', [
  z.object({
    feature: z.string(),
    kind: z.literal('numeric'),
    low: share,
    high: share,
    present: z.boolean(),
    missing: z.boolean(),
  }),
  z.object({
    feature: z.string(),
    kind: z.literal('categorical'),
    categories: z.array(z.string()),
    missing: z.boolean(),
  }),
]);

export const pathsShape = z.object({
  schema: z.literal('espalier-paths/1'),
  paths: z.array(
    z.object({
      id: z.string().regex(/^[0-9a-f]{12}$/),
      leaf: count,
      conditions: z.array(condition),
      words: z.string(),
      decision: z.string(),
      deferredFrom: z.string().nullable(),
      value: z.array(z.number()),
      depth: count,
      coverage: figure,
      realRows: z.object({ train: count, select: count, test: count }),
      fidelity: figure,
      freshFidelity: figure,
      accuracy: figure,
      flags: z.array(z.enum(PATH_FLAGS)),
    }),
  ),
}) satisfies z.ZodType<PathsDocument>;

const frontierFigures = z.object({
  leaves: count,
  meanPathLength: z.number(),
  fidelity: figure,
  headroomClosed: figure,
  balancedFidelity: figure,
  accuracy: figure,
  retained: figure,
  select: z.object({
    fidelity: figure,
    headroomClosed: figure,
    balancedFidelity: figure,
    accuracy: figure,
    behindBest: figure,
    asGood: z.number().nullable(),
  }),
});

export const frontierShape = z.object({
  schema: z.literal('espalier-frontier/1'),
  fidelityKind: kind,
  depths: z.array(frontierFigures.extend({ depth: count })),
  leaves: z.array(frontierFigures.extend({ limit: count, depth: count })),
  pick: z.object({
    depth: count,
    rule: z.enum(['paired-bootstrap', 'given']),
    objective: z.enum(OBJECTIVES),
    why: z.string(),
  }),
  baselines: z.object({ majority: figure, teacherAccuracy: figure, twinAgreement: figure }),
}) satisfies z.ZodType<FrontierDocument>;

export const equalityShape = z.object({
  schema: z.literal('espalier-equality/1'),
  modelHash: sha256,
  targets: z.record(
    z.string(),
    z.object({
      readBack: z.enum(['equal', 'none']),
      readBackBy: z.nullable(z.string()),
      ranBy: z.nullable(z.string()),
      vectors: count,
      differences: z.literal(0),
      mutants: z.object({
        applied: count,
        equivalent: count,
        caught: count,
        survived: z.literal(0),
      }),
      functions: z.optional(
        z.array(
          z.object({
            name: z.string(),
            shape: z.enum(['nested', 'destructured', 'table', 'call']),
            bytecode: count,
          }),
        ),
      ),
    }),
  ),
  artifacts: z.optional(z.record(z.string(), sha256)),
}) satisfies z.ZodType<EqualityDocument>;
