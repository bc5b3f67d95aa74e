import {
  atLeastZero,
  finite,
  flag,
  list,
  noOtherKeys,
  record,
  refuse,
  type Json,
} from './checks.ts';
import { argmax } from './decision.ts';
import { checkShape } from './nodes-shape.ts';
import type { Schema } from './schema-codec.ts';
import { decodeSplits } from './splits-codec.ts';
import type { Feature, Task } from './table.ts';
import { isLeaf, leftCategories, type Tree } from './tree.ts';

/** Deepest tree that is ever loaded or compiled; greedy growth is capped far below. */
export const MAX_DEPTH = 64;
const MAX_NODES = 2_000_000;
/** How far class probabilities may miss their range and their sum: they are sums of rounded numbers. */
const SHARE_TOLERANCE = 1e-6;

/** The nodes of one tree: one array a field, one entry a node, in pre-order. */
export interface NodesDocument {
  readonly feature: readonly number[];
  /** `null` at leaves and categorical splits, `"present"` where only presence is asked. */
  readonly threshold: readonly (number | 'present' | null)[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly missingLeft: readonly boolean[];
  /** Category names that go left; `null` elsewhere. */
  readonly leftCategories: readonly (readonly string[] | null)[];
  /** Soft values; `null` at the inner nodes of a lean document. */
  readonly value: readonly (readonly number[] | null)[];
  /** Left out of a lean document, as are `impurity` and `decision`. */
  readonly weight?: readonly number[];
  readonly impurity?: readonly number[];
  /** Index of the class each node decides; left out for numbers too. */
  readonly decision?: readonly number[];
  /** Leaves that ask the teacher instead of answering; none when left out. */
  readonly deferred?: readonly boolean[];
}

/**
 * The plain-data form of a tree's nodes; {@link decodeNodes} is its inverse. A lean document keeps
 * only what answering needs.
 */
export function encodeNodes(
  tree: Tree,
  features: readonly Feature[],
  { lean = false }: { readonly lean?: boolean } = {},
): NodesDocument {
  const ids = Array.from(tree.feature.keys());
  const k = tree.nOutputs;
  return {
    feature: Array.from(tree.feature),
    threshold: ids.map((id) => encodeThreshold(tree, id)),
    left: Array.from(tree.left),
    right: Array.from(tree.right),
    missingLeft: ids.map((id) => tree.missingLeft[id] === 1),
    leftCategories: ids.map((id) => {
      const feature = features[tree.feature[id]!];
      if (feature?.kind !== 'categorical') return null;
      return leftCategories(tree, id, feature).map((code) => feature.categories[code]!);
    }),
    value: ids.map((id) =>
      lean && !isLeaf(tree, id) ? null : Array.from(tree.value.subarray(id * k, (id + 1) * k)),
    ),
    ...(lean ? {} : { weight: Array.from(tree.weight), impurity: Array.from(tree.impurity) }),
    ...(lean || k === 1 ? {} : { decision: Array.from(tree.decision) }),
    ...(tree.deferred.includes(1) ? { deferred: ids.map((id) => tree.deferred[id] === 1) } : {}),
  };
}

function encodeThreshold(tree: Tree, id: number): number | 'present' | null {
  if (isLeaf(tree, id) || tree.setOffset[id] !== -1) return null;
  return tree.threshold[id] === Infinity ? 'present' : tree.threshold[id]!;
}

/**
 * Reads the nodes of a tree, checking every index, number and name. Rejects cycles, orphans, too much
 * depth and keys that would go unread, without recursion.
 * @param where The place of the nodes in the document, for refusals.
 * @throws EspalierError `E_MODEL` naming the first fault.
 */
export function decodeNodes(
  document: unknown,
  { task, features, nOutputs }: Pick<Schema, 'task' | 'features' | 'nOutputs'>,
  { where, lean = false }: { readonly where: string; readonly lean?: boolean },
): Tree {
  const nodes = record(document, where);
  const decides = !lean && task === 'classification';
  noOtherKeys(nodes, keysOf(lean, decides), where);
  const { n, raw, indices, flags, amounts } = columnsOf(nodes, where);
  const shape = {
    feature: indices('feature', -1, features.length - 1),
    left: indices('left', -1, n - 1),
    right: indices('right', -1, n - 1),
  };
  checkShape(shape, MAX_DEPTH, where);
  const { feature } = shape;
  const value = decodeValues(raw('value'), feature, { task, nOutputs, lean }, `${where}.value`);
  const deferred = nodes['deferred'] === undefined ? new Uint8Array(n) : flags('deferred');
  const odd = deferred.findIndex((mark, id) => mark === 1 && feature[id] !== -1);
  if (odd !== -1) refuse(`${where}.deferred[${odd}] is true, but it is no leaf`);
  return {
    nOutputs,
    ...shape,
    ...decodeSplits(feature, raw('threshold'), raw('leftCategories'), features, where),
    missingLeft: flags('missingLeft'),
    value,
    weight: lean ? new Float64Array(n) : amounts('weight'),
    impurity: lean ? new Float64Array(n) : amounts('impurity'),
    decision: decides ? indices('decision', 0, nOutputs - 1) : largest(value, nOutputs),
    deferred,
  };
}

/** The keys that nodes may have. */
function keysOf(lean: boolean, decides: boolean): string[] {
  const splits = ['feature', 'threshold', 'left', 'right', 'missingLeft', 'leftCategories'];
  const fitted = lean ? [] : ['weight', 'impurity'];
  return [...splits, 'value', ...fitted, ...(decides ? ['decision'] : []), 'deferred'];
}

/** Readers of the columns of a tree by name: lists with one entry a node. */
interface Columns {
  /** Number of nodes. */
  readonly n: number;
  readonly raw: (name: string) => readonly unknown[];
  readonly indices: (name: string, least: number, last: number) => Int32Array;
  readonly flags: (name: string) => Uint8Array;
  readonly amounts: (name: string) => Float64Array;
}

function columnsOf(nodes: Json, where: string): Columns {
  const n = list(nodes['feature'], `${where}.feature`).length;
  if (n === 0 || n > MAX_NODES) refuse(`${where} has ${n} nodes, allowed are 1 to ${MAX_NODES}`);
  const raw = (name: string): readonly unknown[] => list(nodes[name], `${where}.${name}`, n);
  const checked = <T>(name: string, check: (value: unknown, at: string) => T): T[] =>
    Array.from(raw(name), (value, i) => check(value, `${where}.${name}[${i}]`));
  return {
    n,
    raw,
    indices: (name, least, last) =>
      Int32Array.from(checked(name, (value, at) => indexWithin(least, last, value, at))),
    flags: (name) => Uint8Array.from(checked(name, flag), Number),
    amounts: (name) => Float64Array.from(checked(name, atLeastZero)),
  };
}

function indexWithin(least: number, last: number, value: unknown, where: string): number {
  const index = finite(value, where);
  if (!Number.isInteger(index) || index < least || index > last) refuse(`${where} is ${index}`);
  return index;
}

interface ValueRules {
  readonly task: Task;
  readonly nOutputs: number;
  readonly lean: boolean;
}

/** Soft values, row-major; zeros at the inner nodes of a lean document. */
function decodeValues(
  rows: readonly unknown[],
  feature: Int32Array,
  { task, nOutputs, lean }: ValueRules,
  where: string,
): Float64Array {
  // Every row first: the values are then hardly more than the document holds.
  const checked = Array.from(rows, (row, id) => {
    const at = `${where}[${id}]`;
    if (lean && feature[id] !== -1) return row === null ? null : refuse(`${at} should be null`);
    return decodeValue(row, task, nOutputs, at);
  });
  const values = new Float64Array(rows.length * nOutputs);
  checked.forEach((row, id) => row !== null && values.set(row, id * nOutputs));
  return values;
}

/** One number for regression; else the share of every class, or of the second of two classes alone. */
function decodeValue(row: unknown, task: Task, nOutputs: number, at: string): readonly number[] {
  const value = Array.from(list(row, at, nOutputs), (entry) => finite(entry, at));
  if (task === 'regression') return value;
  const odd = value.find((p) => p < -SHARE_TOLERANCE || p > 1 + SHARE_TOLERANCE);
  if (odd !== undefined) refuse(`${at} holds ${odd}, which is no probability`);
  const sum = value.reduce((total, p) => total + p, 0);
  if (nOutputs > 1 && Math.abs(sum - 1) > SHARE_TOLERANCE) refuse(`${at} adds up to ${sum}, not 1`);
  return value;
}

function largest(value: Float64Array, nOutputs: number): Int32Array {
  return Int32Array.from({ length: value.length / nOutputs }, (_, id) =>
    argmax(value, id * nOutputs, nOutputs),
  );
}
