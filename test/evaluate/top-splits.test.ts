import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTree, type NodeDraft, type Tree } from '../../src/core/tree.ts';
import { likenessAt, sameOnTop, splitAt, TOP_PLACES } from '../../src/evaluate/top-splits.ts';
import { inner, leaf } from '../core/model.ts';
import { tableOf } from '../fixtures/rows.ts';

const ROWS = 100;
const table = tableOf({
  x: Array.from({ length: ROWS }, (_, row) => row),
  y: Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? null : row % 7)),
  home: Array.from(
    { length: ROWS },
    (_, row) => ['own', 'rent', 'other', 'tent'][row % 25 === 0 ? 3 : row % 3]!,
  ),
});

const stump = (threshold: number, feature = 0): Tree =>
  buildTree(inner({ feature, threshold }, leaf(0.1), leaf(0.9)), 2);
const homes = (words: number): Tree =>
  buildTree(inner({ feature: 2, words: [words] }, leaf(0.1), leaf(0.9)), 2);

/** Trees of up to five levels on the numbers of the table. */
const tree = fc
  .letrec<{ node: NodeDraft }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      fc.constant(leaf(0.5)),
      fc
        .record({
          feature: fc.constantFrom(0, 1),
          threshold: fc.integer({ min: -1, max: ROWS }),
          missingLeft: fc.boolean(),
          left: tie('node'),
          right: tie('node'),
        })
        .map(({ left, right, ...split }) => inner(split, left, right)),
    ),
  }))
  .node.map((root) => buildTree(root, 2));

describe('two splits are nearly the same', () => {
  it('when at most 5 % of the rows tell them apart', () => {
    expect(likenessAt(stump(50), stump(55), '', table)).toBe('same');
    expect(likenessAt(stump(50), stump(56), '', table)).toBe('feature');
    expect(likenessAt(stump(50), stump(50, 1), '', table)).toBe('other');
  });

  it('for sets of categories by the rows they move, however many categories that are', () => {
    // Bits: own 1 or 2 by first occurrence; the rare tent stands in 4 rows of 100.
    const [feature] = table.features.slice(2);
    const bit = (name: string): number =>
      1 << (feature as { categories: readonly string[] }).categories.indexOf(name);
    expect(likenessAt(homes(bit('own')), homes(bit('own') | bit('tent')), '', table)).toBe('same');
    expect(likenessAt(homes(bit('own')), homes(bit('rent')), '', table)).toBe('feature');
  });

  it('only if missing values go the same way as well', () => {
    const to = (missingLeft: boolean): Tree =>
      buildTree(inner({ feature: 1, threshold: 3, missingLeft }, leaf(0.1), leaf(0.9)), 2);
    expect(likenessAt(to(true), to(false), '', table)).toBe('feature');
    expect(likenessAt(to(true), to(true), '', table)).toBe('same');
  });
});

describe('the top of a tree', () => {
  it('is the same as its own, the other way round too, and at each place or not at all', () => {
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        expect(sameOnTop(a, a, table)).toBe(true);
        expect(sameOnTop(a, b, table)).toBe(sameOnTop(b, a, table));
        const places = TOP_PLACES.map((place) => likenessAt(a, b, place, table));
        expect(sameOnTop(a, b, table)).toBe(places.every((likeness) => likeness === 'same'));
      }),
    );
  });

  it('is three levels: what lies below them does not count', () => {
    const grown = (root: NodeDraft, below: NodeDraft): NodeDraft =>
      root.split === null
        ? below
        : inner(root.split, grown(root.split.left, below), grown(root.split.right, below));
    const chain = (depth: number, end: NodeDraft): NodeDraft =>
      depth === 0
        ? end
        : inner(
            { feature: 0, threshold: 10 * depth },
            chain(depth - 1, end),
            chain(depth - 1, end),
          );
    const a = buildTree(grown(chain(3, leaf(0.5)), leaf(0.2)), 2);
    const b = buildTree(chain(3, inner({ feature: 1, threshold: 2 }, leaf(0), leaf(1))), 2);
    expect(sameOnTop(a, b, table)).toBe(true);
  });

  it('has no split where the tree ended above', () => {
    expect(splitAt(stump(5), '')).toBe(0);
    for (const place of TOP_PLACES.slice(1)) expect(splitAt(stump(5), place)).toBeNull();
    expect(likenessAt(stump(5), stump(5), 'LL', table)).toBe('same');
  });
});
