import { askedBeyond } from '../core/asked.ts';
import { boxOf, conditionsOf } from '../core/box.ts';
import { overlapsOf, pairTrees, type Overlap, type TreePair } from '../core/compare-trees.ts';
import { wilson, type Figure } from '../core/interval.ts';
import { countRows, keyOf, whyUncounted, type Counted } from './compare-rows.ts';
import { changesOf, type Change } from '../core/tree-changes.ts';
import { answerOf, defers, isLeaf, leafIds, type Model } from '../core/tree.ts';
import { pathWords } from '../core/words.ts';
import { branchWords } from '../draw/labels.ts';
import type { HeldOutSets } from '../report/held-out.ts';
import type { LoadedRun } from '../report/load-run.ts';
import { changedPathsOf } from './changed-paths.ts';
import { isAsking, Names } from './compare-names.ts';
import type {
  AskedFeature,
  ComparedRegion,
  ComparedTree,
  Comparison,
  DecisionFlow,
  PathFlow,
  StructureChange,
} from './contract-compare.ts';
import { badRequest } from './problem.ts';
import { overWholeNumbers } from './whole-numbers.ts';

/** A tree of a run: its own, or the frontier's of one depth or of so many leaves at most. */
export interface Side {
  readonly run: LoadedRun;
  readonly model: Model;
  readonly depth: number | null;
  readonly limit: number | null;
}

/** Pairs of leaves up to which all regions are worked out: more take seconds. */
const MOST_PAIRS = 4_000_000;

/** Lays two trees side by side: exactly over all cases, and over the held-out rows of the first. */
export function compareRuns(a: Side, b: Side, rows: HeldOutSets | null): Comparison {
  refuseOtherTasks(a, b);
  const [modelA, modelB] = [
    { ...a.model, features: overWholeNumbers(a.run, rows).features },
    b.model,
  ];
  const pair = pairTrees(modelA, modelB);
  const tolerance = a.run.manifest.metrics.withinTolerance.tolerance;
  const tally = rows === null ? null : countRows(pair, rows);
  const counted = tally?.counts ?? null;
  const names = new Names(modelA, modelB, tolerance);
  const overlaps = leavesOf(a) * leavesOf(b) > MOST_PAIRS ? null : overlapsOf(pair);
  const regions = overlaps && regionsOf(pair, overlaps, counted, names);
  const flows = counted === null ? [] : flowsOf(counted, names);
  const asking = flows.filter((flow) => isAsking(flow));
  return {
    a: treeOf(a),
    b: treeOf(b),
    asked: { gained: onlyAsked(pair, modelB, modelA), lost: onlyAsked(pair, modelA, modelB) },
    regions,
    regionsInAll: overlaps?.length ?? null,
    changed: counted === null ? NOT_COUNTED : changedShare(counted, names),
    asks: {
      rows: counted && asking.reduce((sum, flow) => sum + flow.rows, 0),
      regions: regions && regions.filter(({ kind }) => kind === 'asks').length,
    },
    bothAsk: defers(modelA.tree) && defers(modelB.tree) && !sameTeacher(a, b),
    untold: tally?.untold ?? 0,
    decisions: decisionFlows(flows),
    changedPaths: changedPathsOf(regions, counted && flows),
    flows,
    structure: changesOf(pair).map((change) => describe(modelA, modelB, change)),
    uncounted: counted === null ? whyUncounted(pair, rows) : null,
    tolerance: modelA.task === 'regression' ? tolerance : null,
  };
}

function leavesOf({ model }: Side): number {
  return leafIds(model.tree).length;
}

function sameTeacher(a: Side, b: Side): boolean {
  const [own, other] = [a.run.manifest.teacher.sha256, b.run.manifest.teacher.sha256];
  return own !== null && own === other;
}

const NOT_COUNTED: Figure = { value: null, low: null, high: null, n: 0 };

function refuseOtherTasks(a: Side, b: Side): void {
  if (a.model.task !== b.model.task) {
    throw badRequest('One run decides classes and the other numbers: they cannot be compared.');
  }
  if (a.model.target !== b.model.target) {
    throw badRequest('The runs have different targets: their decisions cannot be compared.');
  }
}

function treeOf(side: Side): ComparedTree {
  const { run, model, depth, limit } = side;
  return {
    run: run.id,
    depth,
    limit,
    leaves: leavesOf(side),
    modelHash: model === run.model ? run.manifest.modelHash : null,
  };
}

/** What one tree asks and the other does not. */
function onlyAsked({ features }: TreePair, model: Model, other: Model): AskedFeature[] {
  const marked = new Set(features.flatMap((one) => (one.protected === true ? [one.name] : [])));
  return askedBeyond(model, other).map(({ name }) => ({ name, protected: marked.has(name) }));
}

function changedShare(counted: Counted, names: Names): Figure {
  let [changed, all] = [0, 0];
  for (const { leafA, leafB, rows } of counted.values()) {
    all += rows;
    if (names.kindOf(leafA, leafB) === 'decision') changed += rows;
  }
  return wilson(changed, all);
}

function flowsOf(counted: Counted, names: Names): PathFlow[] {
  return Array.from(counted.values(), ({ leafA, leafB, rows }) => ({
    ...names.of(leafA, leafB),
    kind: names.kindOf(leafA, leafB),
    rows,
  })).toSorted((x, y) => y.rows - x.rows);
}

/** Of classes only: numbers are as many as there are paths. */
function decisionFlows(flows: readonly PathFlow[]): DecisionFlow[] {
  const sums = new Map<string, { decisionA: string; decisionB: string; rows: number }>();
  for (const { decisionA, decisionB, rows } of flows) {
    const key = JSON.stringify([decisionA, decisionB]);
    const known = sums.get(key) ?? { decisionA, decisionB, rows: 0 };
    known.rows += rows;
    sums.set(key, known);
  }
  return [...sums.values()].toSorted((x, y) => y.rows - x.rows);
}

function regionsOf(
  { features }: TreePair,
  overlaps: readonly Overlap[],
  counted: Counted | null,
  names: Names,
): ComparedRegion[] {
  return overlaps
    .flatMap(({ leafA, leafB, box }): ComparedRegion[] => {
      const kind = names.kindOf(leafA, leafB);
      if (kind === null) return [];
      const conditions = conditionsOf(features, box);
      const words = pathWords(conditions, features);
      const rows = counted && (counted.get(keyOf(leafA, leafB))?.rows ?? 0);
      return [{ ...names.of(leafA, leafB), conditions, words, kind, rows }];
    })
    .toSorted((x, y) => (y.rows ?? 0) - (x.rows ?? 0));
}

function describe(a: Model, b: Model, { nodeA, nodeB, kind }: Change): StructureChange {
  const where = pathWords(conditionsOf(a.features, boxOf(a, nodeA)), a.features);
  return { kind, where, before: nodeWords(a, nodeA), after: nodeWords(b, nodeB) };
}

/** What a node does: the question of its upper branch, or its answer. */
function nodeWords(model: Model, node: number): string {
  return isLeaf(model.tree, node)
    ? `decides ${answerOf(model, node)}`
    : `asks whether ${branchWords(model, node, true)}`;
}
