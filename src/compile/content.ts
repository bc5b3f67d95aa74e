import type { PathRecord } from '../core/run.ts';
import type { Model } from '../core/tree.ts';
import type { WordedBranch } from './branches.ts';
import { lower } from './lower.ts';
import type { Data } from './script/print-data.ts';
import {
  evidenceOf,
  evidenceTables,
  leafAnswers,
  modelTables,
  type CompileMeta,
  type LeafAnswer,
} from './tables.ts';
import { probesOf, vectorsOf, type Probe, type Vector } from './vectors.ts';

/** All that is written into generated code, whatever the language, and what it is proven on. */
export interface Content {
  readonly model: Model;
  readonly meta: CompileMeta;
  readonly branch: WordedBranch;
  /** What each leaf answers, left to right. */
  readonly answers: readonly LeafAnswer[];
  /** One record a leaf, left to right. */
  readonly evidence: readonly PathRecord[];
  /** The data of every table, by name. */
  readonly tables: ReadonlyMap<string, Data>;
  readonly probes: readonly Probe[];
  readonly vectors: readonly Vector[];
  /** Whether faults are planted to try the vectors; they are where left out. */
  readonly plantFaults?: boolean | undefined;
}

/** `paths` holds one record for each leaf. */
export function contentOf(model: Model, paths: readonly PathRecord[], meta: CompileMeta): Content {
  const answers = leafAnswers(model);
  const evidence = evidenceOf(answers, paths);
  const probes = probesOf(model);
  const branch = lower(model);
  return {
    model,
    meta,
    branch,
    answers,
    evidence,
    tables: new Map([
      ...modelTables(model, answers),
      ...evidenceTables(model, answers, evidence, meta, branch),
    ]),
    probes,
    vectors: vectorsOf(model, probes),
  };
}
