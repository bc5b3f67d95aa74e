import type { Random } from '../../src/core/random.ts';
import { hostileNumber, hostileText } from './hostile-values.ts';
import type { DocumentMutation, Loose } from './mutate-document.ts';

/*
 * Ways to damage a tree that know what its fields mean: the mutants come close to valid ones.
 */

type Columns = Record<string, unknown[]>;

/** Changes the nodes of a tree at one node. */
function atNode(
  change: (nodes: Columns, node: number, random: Random, document: Loose) => void,
): DocumentMutation {
  return (document, random) => {
    const trees = (document['trees'] ?? [document['nodes']]) as Columns[];
    const nodes = trees[random.below(trees.length)];
    const n = nodes?.['feature']?.length ?? 0;
    if (nodes !== undefined && n > 0) change(nodes, random.below(n), random, document);
  };
}

/** Changes one feature of the document. */
function atFeature(change: (feature: Loose, random: Random) => void): DocumentMutation {
  return (document, random) => {
    const features = document['features'] as Loose[];
    const feature = features[random.below(features.length)];
    if (feature !== undefined) change(feature, random);
  };
}

const oneOf = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)]!;

/** The nodes from the root down to `node`, as far as the indices go. */
function ancestors(nodes: Columns, node: number): number[] {
  const up = [node];
  for (let at = node - 1; at >= 0; at--) {
    if (nodes['left']![at] === up[0] || nodes['right']![at] === up[0]) up.unshift(at);
  }
  return up;
}

function exchange(list: unknown[], i: number, j: number): void {
  [list[i], list[j]] = [list[j], list[i]];
}

export const NODE_MUTATIONS: Readonly<Record<string, DocumentMutation>> = {
  'bend an index': atNode((nodes, node, random) => {
    const n = nodes['feature']!.length;
    const wrong = [oneOf(random, ancestors(nodes, node)), node + 1, node + 2, n, random.below(n)];
    const column = nodes[oneOf(random, ['left', 'right', 'feature'])]!;
    column[node] = random.below(3) === 0 ? hostileNumber(random) : oneOf(random, wrong);
  }),
  'swap children': atNode((nodes, node) => {
    const left = nodes['left']![node];
    nodes['left']![node] = nodes['right']![node];
    nodes['right']![node] = left;
  }),
  'make a leaf': atNode((nodes, node) => {
    nodes['feature']![node] = -1;
    for (const key of ['threshold', 'leftCategories']) nodes[key]![node] = null;
    for (const key of ['left', 'right']) nodes[key]![node] = -1;
  }),
  'orphan a node': atNode((nodes, node) => {
    for (const column of Object.values(nodes)) column.push(column[node]);
  }),
  'drop a node': atNode((nodes, node) => {
    for (const column of Object.values(nodes)) column.splice(node, 1);
  }),
  'swap nodes': atNode((nodes, node, random) => {
    const other = random.below(nodes['feature']!.length);
    for (const column of Object.values(nodes)) exchange(column, node, other);
  }),
  'move a threshold': atNode((nodes, node, random) => {
    const was = nodes['threshold']![node];
    const near = typeof was === 'number' ? was + random.normal() : 'present';
    nodes['threshold']![node] = random.below(2) === 0 ? near : hostileNumber(random);
  }),
  'turn a missing rule': atNode((nodes, node) => {
    nodes['missingLeft']![node] = nodes['missingLeft']![node] !== true;
  }),
  'change a left set': atNode((nodes, node, random, document) => {
    const set = nodes['leftCategories']![node] as unknown[] | null;
    const features = document['features'] as Loose[];
    const known = features[nodes['feature']![node] as number]?.['categories'] as unknown[];
    if (!Array.isArray(set) || !Array.isArray(known)) return;
    if (random.below(2) === 0) set.push(oneOf(random, [...known, hostileText(random)]));
    else set.splice(random.below(set.length + 1), 1);
  }),
  'change a decision': atNode((nodes, node, random) => {
    nodes['decision'] ??= nodes['feature']!.map(() => 0);
    nodes['decision'][node] = random.below(4) === 0 ? hostileNumber(random) : random.below(3);
  }),
  'turn a deferral': atNode((nodes, node) => {
    nodes['deferred'] ??= nodes['feature']!.map(() => false);
    nodes['deferred'][node] = nodes['deferred'][node] !== true;
  }),
  'change a value': atNode((nodes, node, random) => {
    const row = nodes['value']![node] as unknown[] | null;
    if (!Array.isArray(row)) nodes['value']![node] = [0.5, 0.5];
    else if (random.below(2) === 0) exchange(row, 0, random.below(row.length));
    else row[random.below(row.length)] = hostileNumber(random);
  }),
  'leave a column out': (document, random) => {
    const nodes = document['nodes'] as Columns | undefined;
    if (nodes !== undefined) delete nodes[oneOf(random, Object.keys(nodes))];
  },
  'reorder features': (document, random) => random.shuffle(document['features'] as Loose[]),
  'rename a feature': atFeature((feature, random) => {
    feature['name'] = hostileText(random);
  }),
  'note a feature': atFeature((feature, random) => {
    const mark = oneOf(random, ['withheld', 'protected', 'immutable', 'unit', 'description']);
    feature[mark] = oneOf<unknown>(random, [true, false, 'cm', 1, null]);
  }),
  'change categories': atFeature((feature, random) => {
    const known = feature['categories'];
    if (!Array.isArray(known) || known.length === 0) return;
    const i = random.below(known.length);
    if (random.below(2) === 0) exchange(known, i, random.below(known.length));
    else known[i] = oneOf(random, [...(known as unknown[]), hostileText(random)]);
  }),
  'change a rest': atFeature((feature, random) => {
    const known = feature['categories'] as unknown[];
    if (!Array.isArray(known)) feature['rest'] = null;
    else feature['rest'] = oneOf(random, [...known, null, hostileText(random)]);
  }),
  'change classes': (document, random) => {
    const classes = document['classes'] as unknown[];
    const i = random.below(classes.length + 1);
    if (random.below(2) === 0) exchange(classes, i, random.below(classes.length + 1));
    else classes[i] = hostileText(random);
  },
  'change the schema': (document, random) => {
    document[oneOf(random, ['schema', 'task', 'target'])] = hostileText(random);
  },
};
