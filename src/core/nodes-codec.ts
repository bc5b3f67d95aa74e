import { atLeastZero, finite, flag, list, names, record, refuse } from './checks.ts';
import { argmax } from './decision.ts';
import type { Feature } from './table.ts';
import { isLeaf, leftCategories, setWordsOf, type Tree } from './tree.ts';

/** Deepest tree that is ever loaded or compiled; greedy growth is capped far below. */
export const MAX_DEPTH = 64;
const MAX_NODES = 2_000_000;

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
 * Reads the nodes of a tree, checking every index, number and name. Rejects cycles, orphans and depth
 * over {@link MAX_DEPTH}, without recursion.
 * @throws EspalierError `E_MODEL` naming the first fault.
 */
export function decodeNodes(
  document: unknown,
  features: readonly Feature[],
  nOutputs: number,
): Tree {
  const nodes = record(document, 'nodes');
  const n = list(nodes['feature'], 'nodes.feature').length;
  if (n === 0 || n > MAX_NODES) refuse(`it has ${n} nodes, allowed are 1 to ${MAX_NODES}`);
  const column = (name: string): readonly unknown[] => list(nodes[name], `nodes.${name}`, n);
  const ids = (name: string, last: number): Int32Array =>
    Int32Array.from(column(name), (value, i) => idAtMost(last, value, `nodes.${name}[${i}]`));
  const amounts = (name: string): Float64Array =>
    nodes[name] === undefined
      ? new Float64Array(n)
      : Float64Array.from(column(name), (value, i) => atLeastZero(value, `nodes.${name}[${i}]`));
  const feature = ids('feature', features.length - 1);
  const value = decodeValues(feature, column('value'), nOutputs);
  const tree: Tree = {
    nOutputs,
    ...decodeSplits(feature, column('threshold'), column('leftCategories'), features),
    left: ids('left', n - 1),
    right: ids('right', n - 1),
    missingLeft: Uint8Array.from(column('missingLeft'), (value, i) =>
      flag(value, `nodes.missingLeft[${i}]`) ? 1 : 0,
    ),
    value,
    weight: amounts('weight'),
    impurity: amounts('impurity'),
    decision: decodeDecisions(nodes['decision'], value, nOutputs),
    deferred: decodeDeferred(nodes['deferred'], feature),
  };
  checkShape(tree);
  return tree;
}

/** An index from 0 to `last`, or -1 for none. */
function idAtMost(last: number, value: unknown, where: string): number {
  const id = finite(value, where);
  if (!Number.isInteger(id) || id < -1 || id > last) refuse(`${where} is ${id}`);
  return id;
}

/** Soft values, row-major; zeros at the inner nodes of a lean document. */
function decodeValues(
  feature: Int32Array,
  rows: readonly unknown[],
  nOutputs: number,
): Float64Array {
  const values = new Float64Array(feature.length * nOutputs);
  for (let id = 0; id < feature.length; id++) {
    const at = `nodes.value[${id}]`;
    if (rows[id] === null && feature[id] !== -1) continue;
    const row = list(rows[id], at, nOutputs);
    for (let k = 0; k < nOutputs; k++) values[id * nOutputs + k] = finite(row[k], at);
  }
  return values;
}

function decodeDecisions(given: unknown, value: Float64Array, nOutputs: number): Int32Array {
  const n = value.length / nOutputs;
  if (given === undefined) {
    return Int32Array.from({ length: n }, (_, id) => argmax(value, id * nOutputs, nOutputs));
  }
  return Int32Array.from(list(given, 'nodes.decision', n), (entry, i) => {
    const where = `nodes.decision[${i}]`;
    const index = idAtMost(nOutputs - 1, entry, where);
    return index === -1 ? refuse(`${where} is -1`) : index;
  });
}

function decodeDeferred(given: unknown, feature: Int32Array): Uint8Array {
  if (given === undefined) return new Uint8Array(feature.length);
  return Uint8Array.from(list(given, 'nodes.deferred', feature.length), (entry, i) => {
    const where = `nodes.deferred[${i}]`;
    const deferred = flag(entry, where);
    if (deferred && feature[i] !== -1) refuse(`${where} is true, but it is no leaf`);
    return deferred ? 1 : 0;
  });
}

function decodeSplits(
  feature: Int32Array,
  thresholds: readonly unknown[],
  sets: readonly unknown[],
  features: readonly Feature[],
): Pick<Tree, 'feature' | 'threshold' | 'setOffset' | 'setWords'> {
  const threshold = new Float64Array(feature.length);
  const setOffset = new Int32Array(feature.length).fill(-1);
  const words: number[] = [];
  for (let id = 0; id < feature.length; id++) {
    const split = features[feature[id]!];
    if (split?.kind === 'numeric') {
      const given = thresholds[id];
      const at = `nodes.threshold[${id}]`;
      threshold[id] = given === 'present' ? Infinity : finite(given, at);
    } else if (thresholds[id] !== null) {
      refuse(`nodes.threshold[${id}] should be null`);
    }
    if (split?.kind !== 'categorical') {
      if (sets[id] !== null) refuse(`nodes.leftCategories[${id}] should be null`);
      continue;
    }
    setOffset[id] = words.length;
    words.push(...categoryWords(names(sets[id], `nodes.leftCategories[${id}]`), split.categories));
  }
  return { feature, threshold, setOffset, setWords: Uint32Array.from(words) };
}

function categoryWords(left: readonly string[], categories: readonly string[]): number[] {
  const codes = left.map((name) => categories.indexOf(name));
  const odd = codes.indexOf(-1);
  if (odd !== -1) refuse(`category ${JSON.stringify(left[odd])} is not one of its feature's`);
  const isLeft = new Set(codes);
  return setWordsOf(categories.length, (code) => isLeft.has(code));
}

/**
 * Every node is reached exactly once from the root, in pre-order, and none lies too deep. Ids that only
 * rise end the walk after as many steps as there are nodes, whatever the document says.
 */
function checkShape(tree: Tree): void {
  const stack: Array<[node: number, depth: number]> = [[0, 0]];
  let expected = 0;
  while (stack.length > 0) {
    const [node, depth] = stack.pop()!;
    if (node !== expected++) refuse(`node ${node} is out of order: a cycle or a shared child`);
    if (depth > MAX_DEPTH) refuse(`it is deeper than ${MAX_DEPTH}`);
    const left = tree.left[node]!;
    const right = tree.right[node]!;
    if (isLeaf(tree, node)) {
      if (left !== -1 || right !== -1) refuse(`leaf ${node} has children`);
    } else {
      if (left <= node || right <= node) refuse(`node ${node} has a child that is not below it`);
      stack.push([right, depth + 1], [left, depth + 1]);
    }
  }
  if (expected !== tree.feature.length) refuse(`${tree.feature.length - expected} orphan nodes`);
}
