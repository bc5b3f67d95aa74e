import { inputError } from '../core/errors.ts';
import { shorten, visible } from '../core/text.ts';

/** One node of a tree in the text: a split of a numbered column, or a leaf with a class. */
export interface BaNode {
  /** Column of the split, from 0; -1 at a leaf. */
  readonly feature: number;
  /** A row goes left when `x <= threshold`. */
  readonly threshold: number;
  /** Places of the children in the list, both after their parent's; -1 at a leaf. */
  readonly left: number;
  readonly right: number;
  /** Class of a leaf, from 0; -1 at a split. */
  readonly decided: number;
}

/** A forest as the text has it: columns and classes are numbers, every tree has one vote. */
export interface BaForest {
  readonly nFeatures: number;
  readonly nClasses: number;
  /** Nodes by id, the root first. */
  readonly trees: readonly (readonly BaNode[])[];
}

interface Line {
  readonly text: string;
  /** From 1, as editors count. */
  readonly number: number;
}

/** Deepest tree that can be saved and walked. */
const MAX_DEPTH = 64;
const MAX_TREES = 5000;
const MAX_NODES = 2_000_000;
const FIELDS = 8;
const NUMBER = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;

/** Refuses the file, naming the line where there is one. */
type Refuse = (what: string, line?: Line) => never;

/**
 * Reads the forest format of Born-Again Tree Ensembles (Vidal and Schiffer 2020): a header, then for
 * each tree a title, a count and one line a node. Every count, id, column and class is checked; each
 * node is reached from its root exactly once.
 * @param file Shown in refusals.
 * @throws EspalierError `E_BA_FOREST` naming the line, what was found and what was expected.
 */
export function readBaForest(text: string, file: string): BaForest {
  const refuse: Refuse = (what, line) => {
    const where = line === undefined ? '' : `, line ${line.number}`;
    const message = `${visible(file)}${where}: ${what}; take the file anew from where it came.`;
    throw inputError('E_BA_FOREST', message);
  };
  const lines = text
    .split(/\r?\n/)
    .map((line, at): Line => ({ text: line.trim(), number: at + 1 }))
    .filter((line) => line.text !== '');
  const first = lines.findIndex((line) => line.text.startsWith('[TREE'));
  const header = lines.slice(0, first === -1 ? lines.length : first);
  const counted = (key: string, least: number, most: number): number =>
    countAfter(key, header, least, most, refuse);
  const nTrees = counted('NB_TREES', 1, MAX_TREES);
  const nFeatures = counted('NB_FEATURES', 1, 1_000_000);
  const nClasses = counted('NB_CLASSES', 2, 100);
  const trees = readTrees(lines.slice(header.length), { nFeatures, nClasses, refuse });
  if (trees.length !== nTrees) refuse(`it has ${trees.length} trees and announces ${nTrees}`);
  return { nFeatures, nClasses, trees };
}

/** The whole number that follows `key:` on one of `lines`. */
function countAfter(
  key: string,
  lines: readonly Line[],
  least: number,
  most: number,
  refuse: Refuse,
  near?: Line,
): number {
  const line = lines.find(({ text }) => text.startsWith(`${key}:`));
  if (line === undefined) return refuse(`there is no ${key}`, near);
  const found = line.text.slice(key.length + 1).trim();
  const count = /^\d{1,9}$/.test(found) ? Number(found) : -1;
  if (count < least || count > most) {
    refuse(`${key} is "${shorten(found, 20)}", expected a number from ${least} to ${most}`, line);
  }
  return count;
}

interface Limits {
  readonly nFeatures: number;
  readonly nClasses: number;
  readonly refuse: Refuse;
}

function readTrees(lines: readonly Line[], limits: Limits): BaNode[][] {
  const { refuse } = limits;
  const trees: BaNode[][] = [];
  for (let at = 0; at < lines.length;) {
    const title = lines[at]!;
    if (title.text !== `[TREE ${trees.length}]`) {
      refuse(`"${shorten(title.text, 40)}" stands where [TREE ${trees.length}] should`, title);
    }
    const nNodes = countAfter('NB_NODES', lines.slice(at + 1, at + 2), 1, MAX_NODES, refuse, title);
    const body = lines.slice(at + 2, at + 2 + nNodes);
    const nodes = body.map((line, id) => readNode(line, id, nNodes, limits));
    if (nodes.length < nNodes) refuse(`it has ${nodes.length} of ${nNodes} nodes`, title);
    checkShape(nodes, body, refuse);
    trees.push(nodes);
    at += 2 + nNodes;
  }
  return trees;
}

/** One node: `id IN|LN left right column threshold depth class`. */
function readNode(
  line: Line,
  id: number,
  nNodes: number,
  { nFeatures, nClasses, refuse }: Limits,
): BaNode {
  const fields = line.text.split(/\s+/);
  if (fields.length !== FIELDS) {
    refuse(`a node has ${fields.length} fields, expected ${FIELDS}`, line);
  }
  const [given, kind, left, right, feature, threshold, , decided] = fields;
  const index = (text: string | undefined, name: string, least: number, most: number): number => {
    const value = /^-?\d{1,9}$/.test(text!) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    return refuse(
      `the ${name} is "${shorten(text!, 20)}", expected a number from ${least} to ${most}`,
      line,
    );
  };
  index(given, 'node id', id, id);
  if (kind === 'LN') {
    const leaf = { feature: -1, threshold: 0, left: -1, right: -1 };
    return { ...leaf, decided: index(decided, 'class', 0, nClasses - 1) };
  }
  if (kind !== 'IN') refuse(`the node is "${shorten(kind!, 20)}", expected IN or LN`, line);
  if (!NUMBER.test(threshold!) || !Number.isFinite(Number(threshold))) {
    refuse(`the threshold is "${shorten(threshold!, 20)}", expected a number`, line);
  }
  return {
    // Children come after their parent: there is no cycle.
    left: index(left, 'left child', Math.min(id + 1, nNodes), nNodes - 1),
    right: index(right, 'right child', Math.min(id + 1, nNodes), nNodes - 1),
    feature: index(feature, 'feature', 0, nFeatures - 1),
    threshold: Number(threshold),
    decided: -1,
  };
}

/** Every node but the root has one parent, and none lies too deep. */
function checkShape(nodes: readonly BaNode[], body: readonly Line[], refuse: Refuse): void {
  const depth = new Int32Array(nodes.length).fill(-1);
  depth[0] = 0;
  for (const [id, { feature, left, right }] of nodes.entries()) {
    if (depth[id] === -1) refuse(`no node leads to node ${id}`, body[id]);
    if (feature === -1) continue;
    if (depth[id] === MAX_DEPTH) refuse(`the tree is deeper than ${MAX_DEPTH}`, body[id]);
    for (const child of [left, right]) {
      if (depth[child] !== -1) refuse(`two nodes lead to node ${child}`, body[id]);
      depth[child] = depth[id]! + 1;
    }
  }
}
