import type {
  CategoricalFeature,
  Column,
  Feature,
  NumericFeature,
  Table,
} from '../../src/core/table.ts';
import { buildTree, type Model, type NodeDraft, type SplitDraft } from '../../src/core/tree.ts';

/* Small parts of which the tests of core put models together by hand. */

export function numeric(name: string, more: Partial<NumericFeature> = {}): Feature {
  const plain = { format: 'number', integer: false, min: 0, max: 10, missingShare: 0 } as const;
  return { kind: 'numeric', name, ...plain, ...more };
}

export function categorical(
  name: string,
  categories: readonly string[],
  more: Partial<CategoricalFeature> = {},
): Feature {
  const plain = { rest: null, boolean: false, missingShare: 0 } as const;
  return { kind: 'categorical', name, categories, ...plain, ...more };
}

/** A leaf of two classes that answers `p` for the second one. */
export function leaf(p: number): NodeDraft {
  return { value: [1 - p, p], weight: 5, impurity: 0, split: null };
}

/** An inner node. */
export function inner(
  split: Pick<SplitDraft, 'feature'> & Partial<SplitDraft>,
  left: NodeDraft,
  right: NodeDraft,
): NodeDraft {
  const rule = { threshold: 0, missingLeft: false, words: null, ...split };
  return { ...leaf(0.5), split: { ...rule, left, right } };
}

/** A table of rows as the walker takes them: numbers and category codes. */
export function tableOf(features: readonly Feature[], rows: readonly (readonly number[])[]): Table {
  const columns = features.map((feature, f): Column => {
    const values = rows.map((row) => row[f]!);
    return feature.kind === 'numeric' ? Float64Array.from(values) : Int32Array.from(values);
  });
  return { features, columns, nRows: rows.length, sourceRow: new Int32Array(rows.length) };
}

/** A tree that decides between `bad` and `good`. */
export function twoClasses(features: readonly Feature[], root: NodeDraft): Model {
  const classNames = ['bad', 'good'];
  const tree = buildTree(root, classNames.length);
  return { task: 'classification', target: 'Status', features, classNames, tree };
}
