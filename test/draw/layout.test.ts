import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isLeaf, leafIds, pathTo, treeDepth, truncate } from '../../src/core/tree.ts';
import {
  initialFolds,
  revealNode,
  shownNodes,
  shownWords,
  toggleFold,
} from '../../src/draw/folds.ts';
import {
  layoutTree,
  leafCounts,
  NODE_HEIGHT,
  NODE_WIDTH,
  nodeShares,
} from '../../src/draw/layout.ts';
import { CREDIT_RUN, LARGE_RUN } from '../fixtures/site-run.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { models } from './models.ts';

/** A model with some of its inner nodes folded. */
const folded = models.chain((model) => {
  const inner = Array.from(model.tree.feature.keys()).filter((id) => !isLeaf(model.tree, id));
  return fc.record({
    model: fc.constant(model),
    folds: fc.subarray(inner).map((ids) => new Set(ids)),
  });
});

describe('layout', () => {
  test('boxes never overlap and lie inside the drawing', () => {
    fc.assert(
      fc.property(folded, ({ model, folds }) => {
        const layout = layoutTree(model.tree, folds, nodeShares(model.tree, null));
        for (const [i, a] of layout.nodes.entries()) {
          expect(a.x >= 0 && a.x + NODE_WIDTH <= layout.width).toBe(true);
          expect(a.y >= 0 && a.y + NODE_HEIGHT <= layout.height).toBe(true);
          for (const b of layout.nodes.slice(i + 1)) {
            const apart = Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT;
            expect(apart, `${a.id} over ${b.id}`).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('shows exactly the nodes that no fold hides, in pre-order, and counts the rest', () => {
    fc.assert(
      fc.property(folded, ({ model, folds }) => {
        const layout = layoutTree(model.tree, folds, nodeShares(model.tree, null));
        const expected = Array.from(model.tree.feature.keys()).filter((id) =>
          pathTo(model.tree, id)
            .slice(0, -1)
            .every((above) => !folds.has(above)),
        );
        expect(layout.nodes.map((node) => node.id)).toEqual(expected);
        expect(shownNodes(model.tree, folds)).toEqual(expected);
        const shown = expected.filter((id) => isLeaf(model.tree, id)).length;
        const hidden = layout.nodes.reduce((sum, node) => sum + node.folded, 0);
        expect(shown + hidden).toBe(leafIds(model.tree).length);
      }),
    );
  });

  test('a leaf always stands one column right of its parent', () => {
    const { tree } = makeModel(CREDIT_RUN);
    const { nodes } = layoutTree(tree, new Set(), nodeShares(tree, null));
    const byId = new Map(nodes.map((node) => [node.id, node]));
    for (const node of nodes.slice(1)) {
      expect(node.depth).toBe(byId.get(node.parent)!.depth + 1);
      expect(node.x).toBeGreaterThan(byId.get(node.parent)!.x);
    }
  });
});

describe('shares', () => {
  test('those of two children add up to their parent, with paths or without', () => {
    fc.assert(
      fc.property(models, ({ tree }) => {
        const shares = nodeShares(tree, null);
        for (const id of tree.feature.keys()) {
          if (isLeaf(tree, id)) continue;
          const sum = shares[tree.left[id]!]!.share + shares[tree.right[id]!]!.share;
          expect(sum).toBeCloseTo(shares[id]!.share, 9);
        }
        expect(shares[0]!.share).toBe(1);
      }),
    );
  });
});

describe('folds', () => {
  test('a small tree opens whole', () => {
    const { tree } = makeModel({ ...CREDIT_RUN, depth: 3, early: 0 });
    expect(initialFolds(tree)).toEqual([]);
    expect(shownWords(tree, new Set())).toBe('All 8 paths shown');
  });

  test('a large tree opens at its first questions and says how much is folded', () => {
    const { tree } = makeModel(LARGE_RUN);
    const folds = new Set(initialFolds(tree));
    const total = leafIds(tree).length;
    expect(treeDepth(tree)).toBe(9);
    expect(shownNodes(tree, folds).length).toBeLessThan(32);
    expect(shownWords(tree, folds)).toBe(`${total} paths, all folded into 8 branches`);
    expect(leafCounts(tree)[0]).toBe(total);
  });

  test('whatever is folded, a node revealed is in sight and nothing beside it is opened', () => {
    fc.assert(
      fc.property(folded, fc.nat(), (view, pick) => {
        const { tree } = view.model;
        const node = pick % tree.feature.length;
        const before = new Set(shownNodes(tree, new Set(view.folds)));
        const after = shownNodes(tree, revealNode(tree, Array.from(view.folds), node));
        expect(after).toContain(node);
        const path = new Set(pathTo(tree, node));
        const parents = new Map(
          Array.from(path).flatMap((id) =>
            isLeaf(tree, id) ? [] : [[tree.left[id]!, id] as const, [tree.right[id]!, id] as const],
          ),
        );
        for (const id of after) {
          const allowed = before.has(id) || path.has(id) || parents.has(id);
          expect(allowed).toBe(true);
        }
        if (before.has(node)) expect(new Set(after)).toEqual(before);
      }),
    );
  });

  test('a large branch opens at its own first questions, and folds again as it was', () => {
    const { tree } = makeModel(LARGE_RUN);
    const folds = new Set(initialFolds(tree));
    const [first] = folds;
    const open = toggleFold(tree, folds, first!);
    expect(leafCounts(tree)[first!]).toBeGreaterThan(12);
    const opened = shownNodes(tree, open).length - shownNodes(tree, folds).length;
    expect(opened).toBeGreaterThan(1);
    expect(opened).toBeLessThan(24);
    const again = toggleFold(tree, toggleFold(tree, open, first!), first!);
    expect(again).toEqual(open);
  });

  test('a tree of eight paths opens whole', () => {
    const { tree } = makeModel(LARGE_RUN);
    const folds = new Set(initialFolds(truncate(tree, 3)));
    expect(folds.size).toBe(0);
  });
});
