import { decodeModel } from '../../src/core/codec.ts';
import type { Model, Tree } from '../../src/core/tree.ts';
import type { Loose } from './mutate-document.ts';

/*
 * Loaders with a fault each, which the judge of mutants must notice.
 */

type Loader = (document: unknown) => Model;

/** A loader that changes the tree it read. */
const rereading =
  (change: (tree: Tree) => Partial<Tree>): Loader =>
  (document) => {
    const model = decodeModel(document);
    return { ...model, tree: { ...model.tree, ...change(model.tree) } };
  };

/** A loader that makes a document sound before it reads it, where it can. */
const repairing =
  (repair: (document: Loose) => unknown): Loader =>
  (document) => {
    let repaired: unknown = structuredClone(document);
    try {
      repaired = repair(repaired as Loose);
    } catch {
      // Damaged in another way.
    }
    return decodeModel(repaired);
  };

const nodesOf = (document: Loose): Record<string, unknown[]> =>
  document['nodes'] as Record<string, unknown[]>;

/** Loaders that answer otherwise than the document says. */
export const MISREADING: Readonly<Record<string, Loader>> = {
  'ignores missingLeft': rereading((tree) => ({ missingLeft: tree.missingLeft.map(() => 0) })),
  'ignores deferred': rereading((tree) => ({ deferred: tree.deferred.map(() => 0) })),
  'ignores decision': rereading((tree) => ({ decision: tree.decision.map(() => 0) })),
  'reads <= as <': rereading((tree) => ({
    threshold: tree.threshold.map((at) => at - Math.abs(at) * Number.EPSILON),
  })),
  'swaps children': rereading(({ left, right }) => ({ left: right, right: left })),
  'knows no rest': (document) => {
    const model = decodeModel(document);
    const features = model.features.map((one) =>
      one.kind === 'categorical' ? { ...one, rest: null } : one,
    );
    return { ...model, features };
  },
};

/** Loaders that let something pass, or refuse it badly. */
export const CARELESS: Readonly<Record<string, Loader>> = {
  'leaves unknown keys unread': repairing(({ schema, task, target, classes, features, nodes }) => ({
    schema,
    task,
    target,
    classes,
    features,
    nodes,
  })),
  'fills in weights': repairing((document) => {
    const nodes = nodesOf(document);
    nodes['weight'] ??= nodes['feature']!.map(() => 0);
    return document;
  }),
  'forgets a category said twice': repairing((document) => {
    const nodes = nodesOf(document);
    nodes['leftCategories'] = nodes['leftCategories']!.map((set) =>
      Array.isArray(set) ? [...new Set(set as unknown[])] : set,
    );
    return document;
  }),
  'takes any schema': repairing((document) => ({ ...document, schema: 'espalier-tree/1' })),
  crashes: (document) => {
    if (nodesOf(document as Loose)['left']!.length < 0) throw new Error('never');
    return decodeModel(document);
  },
  'repeats the document in its refusal': (document) => {
    try {
      return decodeModel(document);
    } catch (error) {
      (error as Error).message += JSON.stringify(document).slice(0, 10_000);
      throw error;
    }
  },
};
