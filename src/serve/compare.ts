import { boxOf, conditionsOf, pathsOf } from '../core/box.ts';
import {
  alignedLeaf,
  overlapsOf,
  pairTrees,
  type Overlap,
  type TreePair,
} from '../core/compare-trees.ts';
import { wilson, type Figure } from '../core/interval.ts';
import { changesOf, type Change } from '../core/tree-changes.ts';
import { answerOf, isLeaf, leafIds, type Model } from '../core/tree.ts';
import { pathWords } from '../core/words.ts';
import { branchWords } from '../draw/labels.ts';
import type { HeldOutSets } from '../report/held-out.ts';
import type { LoadedRun } from '../report/load-run.ts';
import type {
  ComparedRegion,
  ComparedTree,
  Comparison,
  DecisionFlow,
  PathFlow,
  StructureChange,
} from './contract-compare.ts';
import { badRequest } from './problem.ts';

/** A tree of a run: its own, or the frontier's of one depth. */
export interface Side {
  readonly run: LoadedRun;
  readonly model: Model;
  readonly depth: number | null;
}

/** Lays two trees side by side: exactly over all cases, and over the held-out rows of the first. */
export function compareRuns(a: Side, b: Side, rows: HeldOutSets): Comparison {
  refuseOtherTasks(a, b);
  const pair = pairTrees(a.model, b.model);
  const tolerance = a.run.manifest.metrics.withinTolerance.tolerance;
  const counted = countRows(pair, rows);
  const names = new Names(a.model, b.model, tolerance);
  const overlaps = overlapsOf(pair);
  const flows = counted === null ? [] : flowsOf(counted, names);
  return {
    a: treeOf(a),
    b: treeOf(b),
    regions: overlaps && regionsOf(pair, overlaps, counted, names),
    regionsInAll: overlaps?.length ?? null,
    changed: counted === null ? NOT_COUNTED : changedShare(counted, names),
    decisions: decisionFlows(flows),
    flows,
    structure: changesOf(pair).map((change) => describe(a.model, b.model, change)),
    uncounted: counted === null ? whyUncounted(pair, rows) : null,
    tolerance: a.model.task === 'regression' ? tolerance : null,
  };
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

function treeOf({ run, model, depth }: Side): ComparedTree {
  return {
    run: run.id,
    depth,
    leaves: leafIds(model.tree).length,
    modelHash: model === run.model ? run.manifest.modelHash : null,
  };
}

/** Rows by the pair of leaves they reach. */
type Counted = ReadonlyMap<string, { leafA: number; leafB: number; rows: number }>;

const keyOf = (leafA: number, leafB: number): string => `${leafA} ${leafB}`;

/** `null` where a column that a tree asks is not among the rows. */
function countRows(pair: TreePair, { select, test }: HeldOutSets): Counted | null {
  const counts = new Map<string, { leafA: number; leafB: number; rows: number }>();
  const asked = new Set([...askedPlaces(pair.a), ...askedPlaces(pair.b)]);
  for (const { columns, leaves } of [select, test]) {
    if ([...asked].some((f) => (columns[f] ?? null) === null)) return null;
    for (let i = 0; i < leaves.length; i++) {
      const row = pair.features.map((_, f) => columns[f]?.[i] ?? NaN);
      const [leafA, leafB] = [alignedLeaf(pair.a, row), alignedLeaf(pair.b, row)];
      const key = keyOf(leafA, leafB);
      const known = counts.get(key) ?? { leafA, leafB, rows: 0 };
      known.rows++;
      counts.set(key, known);
    }
  }
  return counts;
}

function askedPlaces({ model, place }: TreePair['a']): number[] {
  return [...new Set(model.tree.feature)].filter((own) => own !== -1).map((own) => place[own]!);
}

function whyUncounted(pair: TreePair, { test }: HeldOutSets): string {
  const asked = [...new Set([...askedPlaces(pair.a), ...askedPlaces(pair.b)])];
  const beyond = asked.some((f) => f >= test.columns.length);
  return beyond
    ? 'The second tree asks a feature that the rows of the first run do not have.'
    : 'A column that a tree asks was redacted.';
}

/** Ids and answers of the leaves of both trees. */
class Names {
  readonly #ids: readonly [ReadonlyMap<number, string>, ReadonlyMap<number, string>];
  readonly #models: readonly [Model, Model];
  readonly #tolerance: number | null;

  constructor(a: Model, b: Model, tolerance: number | null) {
    this.#models = [a, b];
    this.#tolerance = tolerance;
    const ids = (model: Model): Map<number, string> =>
      new Map(pathsOf(model).map(({ leaf, id }) => [leaf, id]));
    this.#ids = [ids(a), ids(b)];
  }

  of(leafA: number, leafB: number): Omit<PathFlow, 'rows'> {
    const [a, b] = this.#models;
    return {
      pathA: this.#ids[0].get(leafA)!,
      pathB: this.#ids[1].get(leafB)!,
      decisionA: answerOf(a, leafA),
      decisionB: answerOf(b, leafB),
    };
  }

  /** Whether the two leaves answer differently; numbers, by more than the tolerance. */
  differ(leafA: number, leafB: number): boolean {
    const { decisionA, decisionB } = this.of(leafA, leafB);
    if (this.#models[0].task === 'classification') return decisionA !== decisionB;
    const apart = Math.abs(Number(decisionA) - Number(decisionB));
    // Where one asks the teacher and the other answers, the difference is not a number.
    return Number.isNaN(apart) ? decisionA !== decisionB : apart > (this.#tolerance ?? 0);
  }
}

function changedShare(counted: Counted, names: Names): Figure {
  let [changed, all] = [0, 0];
  for (const { leafA, leafB, rows } of counted.values()) {
    all += rows;
    if (names.differ(leafA, leafB)) changed += rows;
  }
  return wilson(changed, all);
}

function flowsOf(counted: Counted, names: Names): PathFlow[] {
  return Array.from(counted.values(), ({ leafA, leafB, rows }) => ({
    ...names.of(leafA, leafB),
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
    .filter(({ leafA, leafB }) => names.differ(leafA, leafB))
    .map(({ leafA, leafB, box }) => ({
      ...names.of(leafA, leafB),
      words: pathWords(conditionsOf(features, box), features),
      rows: counted && (counted.get(keyOf(leafA, leafB))?.rows ?? 0),
    }))
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
