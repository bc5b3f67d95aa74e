import type { Attribute, RowType } from './graph.ts';

/**
 * A tree of a `TreeEnsembleRegressor`. Each tree of an ensemble adds to a target of its own: the
 * first to the first, and so on.
 */
export type EnsembleTree = EnsembleSplit | EnsembleLeaf;

interface EnsembleSplit {
  /** `BRANCH_LT` is only ever a planted fault. */
  readonly mode: 'BRANCH_LEQ' | 'BRANCH_LT';
  readonly column: number;
  readonly value: number;
  /** Whether NaN goes the way of numbers that pass. */
  readonly missingPasses: boolean;
  readonly yes: EnsembleTree;
  readonly no: EnsembleTree;
}

interface EnsembleLeaf {
  readonly mode: 'LEAF';
  readonly weight: number;
}

/** One node as the operation's lists hold it. */
interface Row {
  readonly tree: number;
  readonly node: number;
  readonly mode: EnsembleTree['mode'];
  readonly column: number;
  readonly value: number;
  readonly yes: number;
  readonly no: number;
  readonly missingPasses: number;
  /** Of a leaf. */
  readonly weight: number;
}

/** The attributes of an ensemble: one list a field, the nodes of each tree in pre-order. */
export function ensembleAttributes(
  trees: readonly EnsembleTree[],
  type: RowType,
): Map<string, Attribute> {
  const rows = trees.flatMap(rowsOf);
  const leaves = rows.filter(({ mode }) => mode === 'LEAF');
  const ints = (of: (row: Row) => number, from = rows): Attribute => ({
    kind: 'ints',
    value: from.map(of),
  });
  return new Map<string, Attribute>([
    ['n_targets', { kind: 'int', value: trees.length }],
    ['nodes_treeids', ints(({ tree }) => tree)],
    ['nodes_nodeids', ints(({ node }) => node)],
    ['nodes_modes', { kind: 'strings', value: rows.map(({ mode }) => mode) }],
    ['nodes_featureids', ints(({ column }) => column)],
    numbers(
      'nodes_values',
      type,
      rows.map(({ value }) => value),
    ),
    ['nodes_truenodeids', ints(({ yes }) => yes)],
    ['nodes_falsenodeids', ints(({ no }) => no)],
    ['nodes_missing_value_tracks_true', ints(({ missingPasses }) => missingPasses)],
    ['target_treeids', ints(({ tree }) => tree, leaves)],
    ['target_nodeids', ints(({ node }) => node, leaves)],
    ['target_ids', ints(({ tree }) => tree, leaves)],
    numbers(
      'target_weights',
      type,
      leaves.map(({ weight }) => weight),
    ),
  ]);
}

/** Doubles have an attribute of another name. */
function numbers(name: string, type: RowType, value: readonly number[]): [string, Attribute] {
  if (type === 'float32') return [name, { kind: 'floats', value }];
  const tensor: Attribute = { kind: 'tensor', value: { type, shape: [value.length], data: value } };
  return [`${name}_as_tensor`, tensor];
}

function rowsOf(root: EnsembleTree, tree: number): Row[] {
  const rows: Row[] = [];
  const visit = (own: EnsembleTree): number => {
    const node = rows.length;
    const { mode } = own;
    const row = {
      tree,
      node,
      mode,
      column: 0,
      value: 0,
      yes: 0,
      no: 0,
      missingPasses: 0,
      weight: 0,
    };
    rows.push(row);
    if (own.mode === 'LEAF') {
      rows[node] = { ...row, weight: own.weight };
      return node;
    }
    const { column, value } = own;
    const missingPasses = own.missingPasses ? 1 : 0;
    rows[node] = { ...row, column, value, missingPasses, yes: visit(own.yes), no: visit(own.no) };
    return node;
  };
  visit(root);
  return rows;
}
