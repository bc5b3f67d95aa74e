import { wholeSpace, type Bound, type Box, type Condition } from '../core/box.ts';
import type { Feature } from '../core/table.ts';
import { inLeftSet, isLeaf, leafIds, type Model } from '../core/tree.ts';
import { conditionWords } from '../core/words.ts';
import { categoryKind, type Test, type WordedBranch } from './branches.ts';
import { forkAt, restAt, type Fork } from './fork.ts';

/**
 * A tree as branches. Each test names only what can still happen there: categories that an earlier
 * branch has taken away are not listed again, a missing value is provided for only where one can
 * arrive, and a split with a side that no row can reach is left out.
 */
export function lower(model: Model): WordedBranch {
  const leafIndex = new Map(leafIds(model.tree).map((leaf, index) => [leaf, index]));
  const lowerNode = (node: number, box: Box): WordedBranch => {
    if (isLeaf(model.tree, node)) return { kind: 'return', leaf: leafIndex.get(node)! };
    const fork = forkAt(model, node, box);
    const left = model.tree.left[node]!;
    const right = model.tree.right[node]!;
    if (fork.left === null) return lowerNode(right, fork.right!);
    if (fork.right === null) return lowerNode(left, fork.left);
    return {
      kind: 'if',
      test: testOf(model, fork),
      yes: lowerNode(left, fork.left),
      no: lowerNode(right, fork.right),
      words: {
        yes: wordsOf(model, fork, fork.left[fork.feature]!, true),
        no: wordsOf(model, fork, fork.right[fork.feature]!, false),
      },
    };
  };
  return lowerNode(0, wholeSpace(model.features));
}

function testOf(model: Model, fork: Fork): Test {
  const { tree } = model;
  const { node, feature: f, bound } = fork;
  const feature = model.features[f]!;
  const missingLeft = bound.missing && tree.missingLeft[node] === 1;
  if (bound.kind === 'numeric') {
    const kind = missingLeft ? 'not-over' : 'at-most';
    return { kind, feature: feature.name, threshold: tree.threshold[node]! };
  }
  const rest = restAt(model, fork);
  const othersLeft = rest === null ? missingLeft : inLeftSet(tree, node, rest);
  const missing = bound.missing ? missingLeft : othersLeft;
  const listed = bound.codes.filter((code) => inLeftSet(tree, node, code) !== othersLeft);
  return {
    kind: categoryKind({ listed: !othersLeft, missing }),
    feature: feature.name,
    names: listed.map((code) => categoryName(feature, code)),
  };
}

function categoryName(feature: Feature, code: number): string {
  return feature.kind === 'categorical' ? feature.categories[code]! : '';
}

/** The rows on one side of a fork, as far as its own feature goes, in words. */
function wordsOf(model: Model, fork: Fork, bound: Bound, left: boolean): string {
  const feature = model.features[fork.feature]!;
  const threshold = model.tree.threshold[fork.node]!;
  const edge = Number.isFinite(threshold) ? threshold : null;
  const condition: Condition =
    bound.kind === 'numeric'
      ? {
          feature: feature.name,
          kind: 'numeric',
          low: left ? null : edge,
          high: left ? edge : null,
          present: bound.low < bound.high,
          missing: bound.missing,
        }
      : {
          feature: feature.name,
          kind: 'categorical',
          categories: bound.codes.map((code) => categoryName(feature, code)),
          missing: bound.missing,
        };
  return conditionWords(condition, feature);
}
