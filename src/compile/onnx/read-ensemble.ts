import type { EnsembleTree } from './ensemble.ts';
import type { Attribute, Operation } from './graph.ts';

/**
 * The trees of a `TreeEnsembleRegressor`, from its lists.
 * @throws Error for lists that are no trees, and for an ensemble that is not a tree a target.
 */
export function readEnsemble({ attributes }: Operation): EnsembleTree[] {
  const lists = readLists(attributes);
  const places = placesByTree(lists.treeIds, lists.nodeIds);
  const weights = placesByTree(lists.leafTrees, lists.leafNodes);
  const trees = Array.from({ length: lists.nTargets }, (_, tree) =>
    readTree(lists, tree, placesIn(places, tree), placesIn(weights, tree)),
  );
  const used = trees.reduce((sum, { size }) => sum + size, 0);
  if (used !== lists.treeIds.length) throw new Error('an ensemble has nodes that no tree uses');
  return trees.map(({ root }) => root);
}

type Lists = ReturnType<typeof readLists>;

function readLists(attributes: ReadonlyMap<string, Attribute>) {
  const treeIds = ints(attributes, 'nodes_treeids');
  const leafTrees = ints(attributes, 'target_treeids');
  const ofNodes = <T>(list: readonly T[]): readonly T[] => sameLength(list, treeIds);
  const ofLeaves = <T>(list: readonly T[]): readonly T[] => sameLength(list, leafTrees);
  const lists = {
    nTargets: attributeOf(attributes, 'n_targets', 'int').value,
    treeIds,
    nodeIds: ofNodes(ints(attributes, 'nodes_nodeids')),
    modes: ofNodes(attributeOf(attributes, 'nodes_modes', 'strings').value),
    columns: ofNodes(ints(attributes, 'nodes_featureids')),
    values: ofNodes(numbers(attributes, 'nodes_values')),
    yes: ofNodes(ints(attributes, 'nodes_truenodeids')),
    no: ofNodes(ints(attributes, 'nodes_falsenodeids')),
    missingPasses: ofNodes(ints(attributes, 'nodes_missing_value_tracks_true')),
    leafTrees,
    leafNodes: ofLeaves(ints(attributes, 'target_nodeids')),
    targets: ofLeaves(ints(attributes, 'target_ids')),
    weights: ofLeaves(numbers(attributes, 'target_weights')),
  };
  if (attributes.size !== Object.keys(lists).length) throw new Error('an attribute is not known');
  return lists;
}

/** A tree, and how many nodes it has. Each node has one parent, or the tree is refused. */
function readTree(
  lists: Lists,
  tree: number,
  places: Places,
  weights: Places,
): { root: EnsembleTree; size: number } {
  const visited = new Set<number>();
  const visit = (node: number): EnsembleTree => {
    const at = places.get(node);
    if (at === undefined || visited.has(node)) throw new Error(`node ${node} is not in a tree`);
    visited.add(node);
    const mode = lists.modes[at];
    if (mode === 'LEAF') {
      const weight = weights.get(node);
      if (weight === undefined || lists.targets[weight] !== tree) {
        throw new Error(`leaf ${node} adds nothing to target ${tree}`);
      }
      return { mode, weight: lists.weights[weight]! };
    }
    if (mode !== 'BRANCH_LEQ' && mode !== 'BRANCH_LT') throw new Error(`mode ${mode} is not known`);
    return {
      mode,
      column: lists.columns[at]!,
      value: lists.values[at]!,
      missingPasses: lists.missingPasses[at] === 1,
      yes: visit(lists.yes[at]!),
      no: visit(lists.no[at]!),
    };
  };
  return { root: visit(0), size: visited.size };
}

/** Where the nodes of a tree stand in the lists, by their ids. */
type Places = ReadonlyMap<number, number>;

function placesByTree(
  treeIds: readonly number[],
  nodeIds: readonly number[],
): ReadonlyMap<number, Places> {
  const byTree = new Map<number, Map<number, number>>();
  treeIds.forEach((tree, at) => {
    const places = byTree.get(tree) ?? new Map<number, number>();
    if (places.has(nodeIds[at]!)) throw new Error(`tree ${tree} has a node twice`);
    byTree.set(tree, places.set(nodeIds[at]!, at));
  });
  return byTree;
}

function placesIn(byTree: ReadonlyMap<number, Places>, tree: number): Places {
  const places = byTree.get(tree);
  if (places === undefined) throw new Error(`there is no tree ${tree}`);
  return places;
}

function ints(attributes: ReadonlyMap<string, Attribute>, name: string): readonly number[] {
  return attributeOf(attributes, name, 'ints').value;
}

/** Floats, or doubles under the name that they have. */
function numbers(attributes: ReadonlyMap<string, Attribute>, name: string): readonly number[] {
  if (attributes.has(name)) return attributeOf(attributes, name, 'floats').value;
  const { data, type } = attributeOf(attributes, `${name}_as_tensor`, 'tensor').value;
  if (type !== 'float64') throw new Error(`${name} is not of doubles`);
  return data;
}

export function attributeOf<Kind extends Attribute['kind']>(
  attributes: ReadonlyMap<string, Attribute>,
  name: string,
  kind: Kind,
): Extract<Attribute, { kind: Kind }> {
  const attribute = attributes.get(name);
  if (attribute?.kind !== kind) throw new Error(`there is no attribute ${name} of ${kind}`);
  return attribute as Extract<Attribute, { kind: Kind }>;
}

function sameLength<T>(list: readonly T[], other: readonly unknown[]): readonly T[] {
  if (list.length !== other.length) throw new Error('the lists of an ensemble differ in length');
  return list;
}
