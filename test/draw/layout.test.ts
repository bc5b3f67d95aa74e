import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { buildTree, draftOf, isLeaf, leafIds, pathTo, type Tree } from '../../src/core/tree.ts';
import {
  initialFolds,
  revealNode,
  shownNodes,
  shownOf,
  shownWords,
  sizeOf,
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
import { FOLDING_RUN, WHOLE_RUN } from '../fixtures/tree-runs.ts';
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

  test('reading begins at the root: every node is in the row of its upper branch, ends in their order', () => {
    fc.assert(
      fc.property(folded, ({ model: { tree }, folds }) => {
        const { nodes } = layoutTree(tree, folds, nodeShares(tree, null));
        const yOf = new Map(nodes.map(({ id, y }) => [id, y]));
        const isEnd = ({ id }: { id: number }): boolean => isLeaf(tree, id) || folds.has(id);
        for (const node of nodes.filter((one) => !isEnd(one))) {
          expect(node.y).toBe(yOf.get(tree.left[node.id]!));
        }
        const ends = nodes.filter(isEnd).map(({ y }) => y);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
        expect(nodes[0]!.y).toBe(Math.min(...ends));
      }),
      { numRuns: 40 },
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
  test('a tree of 64 leaves opens whole', () => {
    const { tree } = makeModel(WHOLE_RUN);
    expect(sizeOf(tree)).toBe('whole');
    expect(initialFolds(tree)).toEqual([]);
    expect(shownWords(tree, new Set())).toBe('All 64 paths shown');
  });

  test('a tree of 256 leaves opens at its first questions and says how much is folded', () => {
    const { tree } = makeModel(FOLDING_RUN);
    const folds = new Set(initialFolds(tree));
    expect(sizeOf(tree)).toBe('folding');
    expect(shownNodes(tree, folds)).toHaveLength(31);
    expect(shownWords(tree, folds)).toBe('256 paths, all folded into 16 branches');
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
    const { tree } = makeModel({ ...FOLDING_RUN, depth: 9 });
    const folds = new Set(initialFolds(tree));
    const [first] = folds;
    const open = toggleFold(tree, folds, first!);
    expect(leafCounts(tree)[first!]).toBeGreaterThan(24);
    const opened = shownNodes(tree, open).length - shownNodes(tree, folds).length;
    expect(opened).toBeGreaterThan(1);
    expect(opened).toBeLessThan(48);
    const again = toggleFold(tree, toggleFold(tree, open, first!), first!);
    expect(again).toEqual(open);
  });
});

describe('around a focus', () => {
  const { tree } = makeModel(LARGE_RUN);
  const shown = (focus: number, folded: readonly number[] | null = null): number[] => {
    const view = shownOf(tree, { focus, folded, node: null });
    return shownNodes(tree, view.folded, view.top);
  };

  test('at most 80 nodes are in sight, the focus and the way to it among them', () => {
    expect(sizeOf(tree)).toBe('near');
    for (let focus = 0; focus < tree.feature.length; focus += 7) {
      const nodes = shown(focus);
      expect(nodes.length).toBeLessThanOrEqual(80);
      for (const id of pathTo(tree, focus)) expect(nodes).toContain(id);
    }
  });

  test('what is near is open: no folded node is nearer than an open one', () => {
    const focus = leafIds(tree)[40]!;
    const { folded, top } = shownOf(tree, { focus, folded: null, node: null });
    const way = pathTo(tree, focus);
    const distance = (id: number): number => {
      const path = pathTo(tree, id);
      const common = path.filter((step, i) => way[i] === step).length;
      return path.length + way.length - 2 * common;
    };
    const open = shownNodes(tree, folded, top).filter((id) => !folded.has(id) && !isLeaf(tree, id));
    const beside = open.filter((id) => !way.includes(id)).map(distance);
    const nearest = Math.min(...Array.from(folded, distance));
    expect(Math.max(...beside)).toBeLessThan(nearest);
  });

  test('what was folded by hand stays folded, but not on the way to the focus', () => {
    const [, second] = shown(0).filter((id) => !isLeaf(tree, id));
    expect(shown(0, [second!])).not.toContain(tree.left[second!]);
    expect(shown(tree.left[second!]!, [second!])).toContain(tree.left[second!]);
  });

  test('a very deep tree is drawn from a node above the focus, and says so', () => {
    const deep = chain(60);
    const focus = deep.feature.length - 1;
    const view = shownOf(deep, { focus, folded: null, node: null });
    expect(pathTo(deep, view.top)).toHaveLength(pathTo(deep, focus).length - 16);
    const nodes = shownNodes(deep, view.folded, view.top);
    expect(nodes).toContain(focus);
    expect(nodes.length).toBeLessThanOrEqual(80);
    expect(shownWords(deep, view.folded, view.top)).toMatch(/ beside this part$/);
    const { nodes: placed } = layoutTree(deep, view.folded, nodeShares(deep, null), view.top);
    expect(placed[0]!.depth).toBe(pathTo(deep, view.top).length - 1);
  });
});

/** A tree that asks `levels` questions one after another, with a full branch at its end. */
function chain(levels: number): Tree {
  const { tree } = makeModel(LARGE_RUN);
  let draft = draftOf(tree, 0, 8);
  const { split } = draft;
  const end = draftOf(tree, 0, 0);
  for (let i = 0; i < levels; i++) {
    draft = { ...end, split: { ...split!, left: end, right: draft } };
  }
  return buildTree(draft, tree.nOutputs);
}
