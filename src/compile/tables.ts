import { pathsOf } from '../core/box.ts';
import type { Figure } from '../core/interval.ts';
import type { PathRecord, Role } from '../core/run.ts';
import { DEFER, decisionName, defers, type Model } from '../core/tree.ts';
import { conditionWords } from '../core/words.ts';
import type { Branch } from './branches.ts';
import { layoutOf } from './flat.ts';
import { readsOf, type Reads } from './reads.ts';
import type { Data } from './script/print-data.ts';
import type { Feature } from '../core/table.ts';

/** What a generated file says about its origin. */
export interface CompileMeta {
  /** Name of the run. */
  readonly name: string;
  /** Version of the tool. */
  readonly version: string;
  /** SHA-256 of `tree.json`. */
  readonly modelHash: string;
  readonly role: Role;
  /** The teacher in one sentence. */
  readonly teacher: string;
  readonly fidelityKind: 'agreement' | 'r2';
  readonly fidelity: Figure;
  readonly depth: number;
  readonly leaves: number;
  readonly seed: number;
  /** What it costs to know a feature, by name, where the user said so. */
  readonly featureCosts?: ReadonlyMap<string, number>;
}

/** What the tree itself says of one leaf. */
export interface LeafAnswer {
  /** Node id. */
  readonly node: number;
  /** Id of the path. */
  readonly id: string;
  /** The merged conditions in words, one a feature. */
  readonly conditions: readonly string[];
  /** Class name, or the number for regression; {@link DEFER} where the teacher is to be asked. */
  readonly decision: string | number;
  /** What it would be without deferral. */
  readonly own: string | number;
  readonly value: readonly number[];
  /** Probability of the leaf's own class; `null` for regression. */
  readonly share: number | null;
}

/** The answers of the leaves, left to right. */
export function leafAnswers(model: Model): LeafAnswer[] {
  const { tree, task } = model;
  const k = tree.nOutputs;
  const featureOf = new Map(model.features.map((feature) => [feature.name, feature]));
  return pathsOf(model).map((path) => {
    const value = Array.from(tree.value.subarray(path.leaf * k, (path.leaf + 1) * k));
    const own = task === 'regression' ? value[0]! : decisionName(model, path.leaf);
    return {
      node: path.leaf,
      id: path.id,
      conditions: path.conditions.map((condition) =>
        conditionWords(condition, featureOf.get(condition.feature)),
      ),
      decision: tree.deferred[path.leaf] === 1 ? DEFER : own,
      own,
      value,
      share: task === 'regression' ? null : value[tree.decision[path.leaf]!]!,
    };
  });
}

/** Records of `paths.json` in the order of the leaves; refuses those of another tree. */
export function evidenceOf(
  answers: readonly LeafAnswer[],
  paths: readonly PathRecord[],
): PathRecord[] {
  const byLeaf = new Map(paths.map((path) => [path.leaf, path]));
  return answers.map((answer) => {
    const record = byLeaf.get(answer.node);
    if (record?.id !== answer.id || record.decision !== String(answer.decision)) {
      throw new Error(`path ${answer.id} of leaf ${answer.node} has no record of its own`);
    }
    return record;
  });
}

/** The tables of a generated file by name, apart from the evidence: they follow from the model. */
export function modelTables(model: Model, answers: readonly LeafAnswer[]): Map<string, Data> {
  const numbers = model.task === 'regression';
  const tables = new Map<string, Data>([
    ['classes', model.classNames],
    ['schema', layoutOf(model).features.map(schemaEntry)],
  ]);
  const asks = defers(model.tree);
  if (!numbers || asks)
    tables.set(
      'codes',
      answers.map((answer) => codeOf(model, answer)),
    );
  if (!numbers || asks) {
    tables.set(
      'decisions',
      answers.map((answer) => answer.decision),
    );
  }
  tables.set(
    'values',
    answers.map(({ value }) => (numbers ? value[0]! : value)),
  );
  return tables;
}

/** A decision as a number: its place among the classes, or itself; -1 or NaN where it defers. */
function codeOf({ task, classNames }: Model, { decision, own }: LeafAnswer): number {
  if (task === 'classification') return classNames.indexOf(String(decision));
  return decision === DEFER ? NaN : Number(own);
}

function schemaEntry(feature: Feature): Data {
  const { name } = feature;
  if (feature.kind === 'categorical') {
    const { categories, rest } = feature;
    return { name, kind: 'category', low: null, high: null, categories, rest };
  }
  const { min: low, max: high } = feature;
  return { name, kind: 'number', low, high, categories: [], rest: null };
}

/** The paths without their evidence. */
export function pathTable(answers: readonly LeafAnswer[]) {
  return answers.map(({ id, conditions, decision, value }) => ({
    id,
    conditions,
    decision,
    value,
  }));
}

/** The evidence beside the answers, and the provenance. */
export function evidenceTables(
  model: Model,
  answers: readonly LeafAnswer[],
  evidence: readonly PathRecord[],
  meta: CompileMeta,
  branch: Branch,
): Map<string, Data> {
  const paths = pathTable(answers).map((path, i) => ({
    ...path,
    rows: heldOutRows(evidence[i]!),
    coverage: rounded(evidence[i]!.coverage),
    fidelity: rounded(evidence[i]!.fidelity),
  }));
  return new Map<string, Data>([
    ['paths', paths],
    ['meta', { ...metaTable(model, meta), reads: readsTable(model, evidence, meta, branch) }],
  ]);
}

function metaTable(model: Model, meta: CompileMeta): { readonly [key: string]: Data } {
  return {
    ...provenance(model, meta),
    missing: 'null, undefined and NaN are missing; they follow the branch whose comment says so',
    unseen: `a category not seen in training is treated as ${unseenFate(model)}`,
  };
}

/** Where a tree comes from, and how far it can be trusted. */
export function provenance(model: Model, meta: CompileMeta): Readonly<Record<string, Data>> {
  return {
    name: meta.name,
    target: model.target,
    version: meta.version,
    modelHash: meta.modelHash,
    seed: meta.seed,
    role: meta.role,
    teacher: meta.teacher,
    depth: meta.depth,
    leaves: meta.leaves,
    fidelityKind: meta.fidelityKind,
    fidelity: rounded(meta.fidelity),
  };
}

function readsTable(
  model: Model,
  evidence: readonly PathRecord[],
  { featureCosts }: CompileMeta,
  branch: Branch,
): Data {
  const rows = evidence.map(heldOutRows);
  const roundedReads = ({ expected, most }: Reads): { expected: number | null; most: number } => ({
    expected: fourDecimals(expected),
    most: fourDecimals(most)!,
  });
  const cost =
    featureCosts === undefined || featureCosts.size === 0
      ? null
      : roundedReads(readsOf(branch, rows, (name) => featureCosts.get(name) ?? 0));
  return {
    features: layoutOf(model).features.length,
    ...roundedReads(readsOf(branch, rows, () => 1)),
    cost,
  };
}

/** What a category not seen in training counts as. */
export function unseenFate({ features }: Model): string {
  const rest = features.some((feature) => feature.kind === 'categorical' && feature.rest !== null);
  return rest ? 'the rest if there is one, else missing' : 'missing';
}

/** Real select and test rows that reach the leaf. */
export function heldOutRows(path: PathRecord): number {
  return path.realRows.select + path.realRows.test;
}

function rounded(figure: Figure): Data {
  return {
    value: fourDecimals(figure.value),
    low: fourDecimals(figure.low),
    high: fourDecimals(figure.high),
    n: figure.n,
  };
}

function fourDecimals(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e4) / 1e4 + 0;
}
