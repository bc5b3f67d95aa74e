import { argmax } from './decision.ts';
import type { CategoricalFeature, Feature, Table, Task } from './table.ts';

/**
 * A binary decision tree as a struct of arrays, one entry a node, root at 0, nodes in pre-order
 * (a left child is always its parent + 1).
 *
 * A numeric row goes left when `x <= threshold`; a threshold of Infinity asks only whether a value
 * is present. A category goes left when its bit is set. A missing value, and a category not seen in
 * training where the feature has no rest for it, goes left when `missingLeft` is 1.
 */
export interface Tree {
  readonly nOutputs: number;
  /** Feature index of the split; -1 marks a leaf. */
  readonly feature: Int32Array;
  /** Numeric splits only (0 elsewhere). */
  readonly threshold: Float64Array;
  /** Child node ids; -1 at a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  /** Where the category set of a categorical split starts in `setWords`; -1 elsewhere. */
  readonly setOffset: Int32Array;
  /** Bit sets of categories that go left, `ceil(nCategories / 32)` words each, in node order. */
  readonly setWords: Uint32Array;
  /** Mean soft target, `nNodes * nOutputs`, at inner nodes too (a prefix of a tree is a tree). */
  readonly value: Float64Array;
  /** Total row weight that reached the node when it was fitted. */
  readonly weight: Float64Array;
  /** Mean squared distance of the soft targets to `value` (equals Gini for one-hot targets). */
  readonly impurity: Float64Array;
  /**
   * The class each node decides: `value` by the teacher's decision rule, or, where classes were
   * weighed alike, another one than the largest. 0 for regression.
   */
  readonly decision: Int32Array;
  /** 1 at a leaf that does not answer: the teacher is to be asked instead. */
  readonly deferred: Uint8Array;
}

/** What a leaf answers that defers to the teacher. */
export const DEFER = 'DEFER';

/** A tree with all it needs to answer: the unit that is saved, compiled and served. */
export interface Model {
  readonly task: Task;
  readonly target: string;
  readonly features: readonly Feature[];
  /** Empty for regression. */
  readonly classNames: readonly string[];
  readonly tree: Tree;
}

export function isLeaf(tree: Tree, node: number): boolean {
  return tree.feature[node] === -1;
}

/** The bit words of a category set: bit `code` is set where `isIn` says so. */
export function setWordsOf(nCategories: number, isIn: (code: number) => boolean): number[] {
  const words = Array.from({ length: Math.max(1, Math.ceil(nCategories / 32)) }, () => 0);
  for (let code = 0; code < nCategories; code++) {
    if (isIn(code)) words[code >> 5]! |= 1 << (code & 31);
  }
  return words.map((word) => word >>> 0);
}

/** Whether category `code` goes left at a categorical split. */
export function inLeftSet(tree: Tree, node: number, code: number): boolean {
  const word = tree.setWords[tree.setOffset[node]! + (code >> 5)]!;
  return ((word >>> (code & 31)) & 1) === 1;
}

/** Codes that go left at a categorical split, ascending. */
export function leftCategories(tree: Tree, node: number, feature: CategoricalFeature): number[] {
  return feature.categories.map((_, code) => code).filter((code) => inLeftSet(tree, node, code));
}

/**
 * Whether a value goes left at an inner node. `value` is a number (NaN missing) at a numeric split
 * and a category code (negative: missing or unseen) at a categorical one.
 */
export function goesLeft(tree: Tree, node: number, value: number): boolean {
  if (tree.setOffset[node] === -1) {
    return Number.isNaN(value) ? tree.missingLeft[node] === 1 : value <= tree.threshold[node]!;
  }
  return value < 0 ? tree.missingLeft[node] === 1 : inLeftSet(tree, node, value);
}

/** The reference walker: slow, obvious, and the meaning every other evaluator is tested against. */
export function leafOf(tree: Tree, valueOf: (feature: number) => number): number {
  let node = 0;
  while (!isLeaf(tree, node)) {
    const left = goesLeft(tree, node, valueOf(tree.feature[node]!));
    node = left ? tree.left[node]! : tree.right[node]!;
  }
  return node;
}

/** The leaf each row of `table` reaches; of length `nRows`. */
export function leavesOf(tree: Tree, table: Table): Int32Array {
  const leaves = new Int32Array(table.nRows);
  for (let row = 0; row < table.nRows; row++) {
    leaves[row] = leafOf(tree, (feature) => table.columns[feature]![row]!);
  }
  return leaves;
}

/** The soft answer for each row of `table`, row-major `nRows * nOutputs`. */
export function answersOf(tree: Tree, table: Table): Float64Array {
  return valuesAt(tree, leavesOf(tree, table));
}

/** The soft values of `nodes`, row-major `nodes.length * nOutputs`. */
export function valuesAt(tree: Tree, nodes: ArrayLike<number>): Float64Array {
  const k = tree.nOutputs;
  const soft = new Float64Array(nodes.length * k);
  for (let i = 0; i < nodes.length; i++) {
    for (let c = 0; c < k; c++) soft[i * k + c] = tree.value[nodes[i]! * k + c]!;
  }
  return soft;
}

/** The classes decided at `nodes`; of length `nodes.length`. */
export function decidedAt(tree: Tree, nodes: ArrayLike<number>): Int32Array {
  return Int32Array.from(nodes, (node) => tree.decision[node]!);
}

/** The class a node decides by name, or its number as text. */
export function decisionName({ task, classNames, tree }: Model, node: number): string {
  return task === 'regression' ? String(tree.value[node]) : classNames[tree.decision[node]!]!;
}

/** Whether any leaf defers to the teacher. */
export function defers({ deferred }: Tree): boolean {
  return deferred.includes(1);
}

/** What a leaf answers: its decision by name, or {@link DEFER}. */
export function answerOf(model: Model, leaf: number): string {
  return model.tree.deferred[leaf] === 1 ? DEFER : decisionName(model, leaf);
}

/** Node ids of the leaves, in pre-order (left to right). */
export function leafIds(tree: Tree): number[] {
  const ids: number[] = [];
  for (let node = 0; node < tree.feature.length; node++) if (isLeaf(tree, node)) ids.push(node);
  return ids;
}

/** Depth of each node; the root has depth 0. */
export function nodeDepths(tree: Tree): Int32Array {
  const depths = new Int32Array(tree.feature.length);
  for (let node = 0; node < depths.length; node++) {
    if (isLeaf(tree, node)) continue;
    depths[tree.left[node]!] = depths[node]! + 1;
    depths[tree.right[node]!] = depths[node]! + 1;
  }
  return depths;
}

/** Levels of splits; 0 for a tree of one leaf. */
export function treeDepth(tree: Tree): number {
  return nodeDepths(tree).reduce((deepest, depth) => Math.max(deepest, depth), 0);
}

const kept = new WeakMap<Tree, Int32Array>();

/** The node above each; -1 at the root. Kept as long as the tree. */
export function parentsOf(tree: Tree): Int32Array {
  const known = kept.get(tree);
  if (known !== undefined) return known;
  const parents = new Int32Array(tree.feature.length).fill(-1);
  for (let i = 0; i < parents.length; i++) {
    if (isLeaf(tree, i)) continue;
    parents[tree.left[i]!] = i;
    parents[tree.right[i]!] = i;
  }
  kept.set(tree, parents);
  return parents;
}

/** The nodes from the root to `node`, both included. */
export function pathTo(tree: Tree, node: number): number[] {
  const parents = parentsOf(tree);
  const path: number[] = [];
  for (let at = node; at !== -1; at = parents[at]!) path.push(at);
  return path.toReversed();
}

/** Whether a node is `above` or stands below it. Parents come first in the arrays. */
export function isUnder(tree: Tree, node: number, above: number): boolean {
  const parents = parentsOf(tree);
  let at = node;
  while (at > above) at = parents[at]!;
  return at === above;
}

/** Whether a node is the root of several paths: nothing of the tree is chosen by it. */
export function isWholeTree(tree: Tree, node: number): boolean {
  return node === 0 && !isLeaf(tree, 0);
}

/** One node while a tree is being built; children are nodes, not ids. */
export interface NodeDraft {
  readonly value: readonly number[];
  readonly weight: number;
  readonly impurity: number;
  /** Class index; the largest of `value` when left out. */
  readonly decision?: number;
  readonly deferred?: boolean;
  readonly split: SplitDraft | null;
}

export interface SplitDraft {
  readonly feature: number;
  /** Numeric splits; 0 for categorical ones. */
  readonly threshold: number;
  readonly missingLeft: boolean;
  /** Left set as bit words for a categorical split, `null` for a numeric one. */
  readonly words: readonly number[] | null;
  readonly left: NodeDraft;
  readonly right: NodeDraft;
}

/** Freezes drafts into the struct of arrays, in pre-order. */
export function buildTree(root: NodeDraft, nOutputs: number): Tree {
  const { drafts, right } = inPreOrder(root);
  const n = drafts.length;
  const setWords: number[] = [];
  const tree = {
    nOutputs,
    feature: new Int32Array(n).fill(-1),
    threshold: new Float64Array(n),
    left: new Int32Array(n).fill(-1),
    right: Int32Array.from(right),
    missingLeft: new Uint8Array(n),
    setOffset: new Int32Array(n).fill(-1),
    value: new Float64Array(n * nOutputs),
    weight: new Float64Array(n),
    impurity: new Float64Array(n),
    decision: new Int32Array(n),
    deferred: new Uint8Array(n),
  };
  for (let id = 0; id < n; id++) {
    const { value, weight, impurity, decision, deferred = false, split } = drafts[id]!;
    tree.value.set(value, id * nOutputs);
    tree.weight[id] = weight;
    tree.impurity[id] = impurity;
    tree.decision[id] = decision ?? argmax(value, 0, nOutputs);
    tree.deferred[id] = deferred ? 1 : 0;
    if (split === null) continue;
    tree.feature[id] = split.feature;
    tree.threshold[id] = split.threshold;
    tree.missingLeft[id] = split.missingLeft ? 1 : 0;
    tree.left[id] = id + 1;
    if (split.words === null) continue;
    tree.setOffset[id] = setWords.length;
    setWords.push(...split.words);
  }
  return { ...tree, setWords: Uint32Array.from(setWords) };
}

/** Every draft below `root`, parents first, left before right; and the place of each right child. */
function inPreOrder(root: NodeDraft): { drafts: NodeDraft[]; right: number[] } {
  const drafts: NodeDraft[] = [];
  const right: number[] = [];
  const stack: Array<{ draft: NodeDraft; rightOf: number }> = [{ draft: root, rightOf: -1 }];
  while (stack.length > 0) {
    const { draft, rightOf } = stack.pop()!;
    const id = drafts.push(draft) - 1;
    right.push(-1);
    if (rightOf !== -1) right[rightOf] = id;
    if (draft.split === null) continue;
    stack.push({ draft: draft.split.right, rightOf: id }, { draft: draft.split.left, rightOf: -1 });
  }
  return { drafts, right };
}

/** A node and all below it as drafts, cut to leaves at `maxDepth` levels further down. */
export function draftOf(tree: Tree, node: number, maxDepth: number): NodeDraft {
  const k = tree.nOutputs;
  const offset = tree.setOffset[node]!;
  const split: SplitDraft | null =
    isLeaf(tree, node) || maxDepth === 0
      ? null
      : {
          feature: tree.feature[node]!,
          threshold: tree.threshold[node]!,
          missingLeft: tree.missingLeft[node] === 1,
          words: offset === -1 ? null : wordsAt(tree, node),
          left: draftOf(tree, tree.left[node]!, maxDepth - 1),
          right: draftOf(tree, tree.right[node]!, maxDepth - 1),
        };
  return {
    value: Array.from(tree.value.subarray(node * k, (node + 1) * k)),
    weight: tree.weight[node]!,
    impurity: tree.impurity[node]!,
    decision: tree.decision[node]!,
    deferred: tree.deferred[node] === 1,
    split,
  };
}

/** The category set of a node: it ends where the next node's starts. */
function wordsAt(tree: Tree, node: number): number[] {
  let next = node + 1;
  while (tree.setOffset[next] === -1) next++;
  return Array.from(tree.setWords.subarray(tree.setOffset[node], tree.setOffset[next]));
}

/** The same tree cut at `depth`: what greedy growth with that depth limit would have given. */
export function truncate(tree: Tree, depth: number): Tree {
  return buildTree(draftOf(tree, 0, depth), tree.nOutputs);
}

/** The prefixes of a tree at every depth from 1 to its own (a single leaf is its own prefix). */
export function prefixesOf(tree: Tree): Tree[] {
  const deepest = Math.max(1, treeDepth(tree));
  return Array.from({ length: deepest }, (_, i) => truncate(tree, i + 1));
}
