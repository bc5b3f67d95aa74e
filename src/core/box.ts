import { sha256Hex } from './hash.ts';
import type { Feature } from './table.ts';
import { inLeftSet, isLeaf, leafIds, pathTo, type Model, type Tree } from './tree.ts';

/**
 * What a region of the feature space allows for one feature. `missing` also covers categories that
 * were not seen in training, but for a feature with a rest: there the code of the rest covers them.
 */
export type Bound =
  | {
      readonly kind: 'numeric';
      /** The value lies in (low, high]; empty when `low >= high`. */
      readonly low: number;
      readonly high: number;
      readonly missing: boolean;
    }
  | {
      readonly kind: 'categorical';
      /** Allowed codes, ascending. */
      readonly codes: readonly number[];
      readonly missing: boolean;
    };

/** A region of the feature space: one bound a feature. The boxes of a tree's leaves partition it. */
export type Box = readonly Bound[];

/** The box that holds everything. */
export function wholeSpace(features: readonly Feature[]): Box {
  return features.map(fullBound);
}

/** The bound that excludes nothing. */
export function fullBound(feature: Feature): Bound {
  return feature.kind === 'numeric'
    ? { kind: 'numeric', low: -Infinity, high: Infinity, missing: true }
    : { kind: 'categorical', codes: feature.categories.map((_, code) => code), missing: true };
}

/** The part of `box` that goes left (or right) at an inner node. */
export function sideOf(tree: Tree, node: number, box: Box, left: boolean): Box {
  const feature = tree.feature[node]!;
  const bound = box[feature]!;
  const missing = bound.missing && (tree.missingLeft[node] === 1) === left;
  const next: Bound =
    bound.kind === 'numeric'
      ? {
          kind: 'numeric',
          low: left ? bound.low : Math.max(bound.low, tree.threshold[node]!),
          high: left ? Math.min(bound.high, tree.threshold[node]!) : bound.high,
          missing,
        }
      : {
          kind: 'categorical',
          codes: bound.codes.filter((code) => inLeftSet(tree, node, code) === left),
          missing,
        };
  return box.with(feature, next);
}

/** Whether no row at all satisfies the bound. */
export function isEmptyBound(bound: Bound): boolean {
  if (bound.missing) return false;
  return bound.kind === 'numeric' ? !(bound.low < bound.high) : bound.codes.length === 0;
}

/** What both bounds allow; they are of one feature. */
export function meetOf(a: Bound, b: Bound): Bound {
  const missing = a.missing && b.missing;
  if (a.kind === 'numeric' && b.kind === 'numeric') {
    const [low, high] = [Math.max(a.low, b.low), Math.min(a.high, b.high)];
    return { kind: 'numeric', low, high, missing };
  }
  if (a.kind === 'numeric' || b.kind === 'numeric') throw new Error('bounds of two kinds');
  return { kind: 'categorical', codes: a.codes.filter((code) => b.codes.includes(code)), missing };
}

/** Whether the bound excludes nothing. */
export function isFullBound(bound: Bound, feature: Feature): boolean {
  if (!bound.missing) return false;
  if (bound.kind === 'numeric') return bound.low === -Infinity && bound.high === Infinity;
  return feature.kind === 'categorical' && bound.codes.length === feature.categories.length;
}

/** Whether a value (a number, or a category code) satisfies the bound. */
export function allows(bound: Bound, value: number): boolean {
  if (bound.kind === 'numeric') {
    if (Number.isNaN(value)) return bound.missing;
    // -Infinity satisfies (-Infinity, high]: nothing lies below it.
    return (value > bound.low || bound.low === -Infinity) && value <= bound.high;
  }
  return value < 0 ? bound.missing : bound.codes.includes(value);
}

/**
 * Calls `visit` with the part of `from` that comes to each leaf, left to right; leaves that none of it
 * reaches are passed over.
 *
 * @param isEmpty whether a box is taken to hold nothing
 */
export function eachLeafBox(
  tree: Tree,
  from: Box,
  visit: (leaf: number, box: Box) => void,
  isEmpty: (box: Box) => boolean = (box) => box.some(isEmptyBound),
): void {
  const walk = (node: number, box: Box): void => {
    if (isEmpty(box)) return;
    if (isLeaf(tree, node)) return visit(node, box);
    walk(tree.left[node]!, sideOf(tree, node, box, true));
    walk(tree.right[node]!, sideOf(tree, node, box, false));
  };
  walk(0, from);
}

/** The box of a node: the merged conditions from the root. */
export function boxOf(model: Model, node: number): Box {
  const path = pathTo(model.tree, node);
  let box = wholeSpace(model.features);
  for (let i = 0; i + 1 < path.length; i++) {
    box = sideOf(model.tree, path[i]!, box, model.tree.left[path[i]!] === path[i + 1]);
  }
  return box;
}

/** A merged condition of a path, as it stands in `paths.json`. */
export type Condition =
  | {
      readonly feature: string;
      readonly kind: 'numeric';
      /** The value is over `low` (`null`: no lower bound) and at most `high`. */
      readonly low: number | null;
      readonly high: number | null;
      /** Whether any number at all is allowed; false: only a missing value follows this path. */
      readonly present: boolean;
      /** Whether a missing value is allowed. */
      readonly missing: boolean;
    }
  | {
      readonly feature: string;
      readonly kind: 'categorical';
      readonly categories: readonly string[];
      /** Whether a missing value, or a category not seen in training and without rest, is allowed. */
      readonly missing: boolean;
    };

/** The conditions of a box, in feature order, leaving out features that are free. */
export function conditionsOf(features: readonly Feature[], box: Box): Condition[] {
  return features.flatMap((feature, f) => {
    const bound = box[f]!;
    return isFullBound(bound, feature) ? [] : [conditionOf(feature, bound)];
  });
}

function conditionOf(feature: Feature, bound: Bound): Condition {
  if (bound.kind === 'numeric') {
    const present = bound.low < bound.high;
    return {
      feature: feature.name,
      kind: 'numeric',
      low: present && Number.isFinite(bound.low) ? bound.low : null,
      high: present && Number.isFinite(bound.high) ? bound.high : null,
      present,
      missing: bound.missing,
    };
  }
  const names = feature.kind === 'categorical' ? feature.categories : [];
  return {
    feature: feature.name,
    kind: 'categorical',
    categories: bound.codes.map((code) => names[code]!),
    missing: bound.missing,
  };
}

/**
 * Stable id of a path: 12 hex digits of the SHA-256 of its merged rule. Paths that some row can
 * follow have different rules; those that no row can follow may share one.
 */
export function pathId(conditions: readonly Condition[]): string {
  return sha256Hex(JSON.stringify(conditions)).slice(0, 12);
}

/** One path of a model: root to leaf, merged. */
export interface Path {
  readonly id: string;
  readonly leaf: number;
  readonly box: Box;
  readonly conditions: readonly Condition[];
}

/** Every path of a model, left to right. */
export function pathsOf(model: Model): Path[] {
  return leafIds(model.tree).map((leaf) => {
    const box = boxOf(model, leaf);
    const conditions = conditionsOf(model.features, box);
    return { id: pathId(conditions), leaf, box, conditions };
  });
}
