import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { isLeaf, leafIds, parentsOf } from '../../src/core/tree.ts';
import { besideOnMap, icicleBoxes, icicleOf, nodeUnder } from '../../src/draw/icicle.ts';
import { nodeShares } from '../../src/draw/layout.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { THOUSAND_RUN } from '../fixtures/tree-runs.ts';
import { models } from './models.ts';

test('children fill their parent, and no path is without a place', () => {
  fc.assert(
    fc.property(models, ({ tree }) => {
      const { left, right } = icicleOf(tree, nodeShares(tree, null));
      expect([left[0], right[0]]).toEqual([0, 1]);
      for (const id of tree.feature.keys()) {
        expect(right[id]).toBeGreaterThan(left[id]!);
        if (isLeaf(tree, id)) continue;
        const [a, b] = [tree.left[id]!, tree.right[id]!];
        expect(left[a]).toBeCloseTo(left[id]!, 9);
        expect(right[a]).toBeCloseTo(left[b]!, 9);
        expect(right[b]).toBeCloseTo(right[id]!, 9);
      }
    }),
    { numRuns: 30 },
  );
});

test('the node under the middle of a box is its own', () => {
  fc.assert(
    fc.property(models, ({ tree }) => {
      const icicle = icicleOf(tree, nodeShares(tree, null));
      for (const box of icicleBoxes(icicle, 1, 1, 0)) {
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        if (box.width > 1e-6) expect(nodeUnder(icicle, x, y)).toBe(box.node);
      }
    }),
    { numRuns: 30 },
  );
});

test('a map has as many parts as can be seen, and they cover its lower edge', () => {
  const { tree } = makeModel(THOUSAND_RUN);
  const icicle = icicleOf(tree, nodeShares(tree, null));
  const boxes = icicleBoxes(icicle, 300, 90);
  expect(boxes.length).toBeLessThan(tree.feature.length / 2);
  const ends = boxes.filter(({ ends }) => ends);
  expect(ends.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(300, 6);
  for (const { y, height } of ends) expect(y + height).toBeCloseTo(90, 9);
});

test('arrow keys lead down, up and across, and stop at the edges', () => {
  const { tree } = makeModel(THOUSAND_RUN);
  const icicle = icicleOf(tree, nodeShares(tree, null));
  const leaves = leafIds(tree);
  for (const [i, leaf] of leaves.entries()) {
    expect(besideOnMap(icicle, leaf, 'ArrowRight')).toBe(leaves[i + 1] ?? leaf);
    expect(besideOnMap(icicle, leaf, 'ArrowLeft')).toBe(leaves[i - 1] ?? leaf);
    expect(besideOnMap(icicle, leaf, 'ArrowUp')).toBe(parentsOf(tree)[leaf]);
  }
  expect(besideOnMap(icicle, 0, 'ArrowDown')).toBe(1);
  expect(besideOnMap(icicle, 0, 'ArrowUp')).toBe(0);
  expect(besideOnMap(icicle, 5, 'Home')).toBe(0);
  expect(besideOnMap(icicle, 5, 'x')).toBeNull();
});
