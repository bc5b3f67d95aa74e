import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { passesOf, type CategoryTest } from '../../../src/compile/branches.ts';
import type { EnsembleTree } from '../../../src/compile/onnx/ensemble.ts';
import { readSet, setTree } from '../../../src/compile/onnx/sets.ts';
import type { Feature } from '../../../src/core/table.ts';

const KINDS = ['one-of', 'none-of', 'one-of-or-missing', 'known-none-of'] as const;

/** A test of a feature with some of its categories listed. */
const tests = fc
  .record({
    listed: fc.array(fc.boolean(), { minLength: 1, maxLength: 80 }),
    kind: fc.constantFrom(...KINDS),
  })
  .filter(
    ({ listed, kind }) =>
      kind.includes('known') || kind.includes('missing') || listed.includes(true),
  )
  .map(({ listed, kind }) => {
    const categories = listed.map((_, code) => `c${code}`);
    const names = categories.filter((_, code) => listed[code]);
    return { categories, test: { kind, feature: 'f', names } satisfies CategoryTest };
  });

function layoutWith(categories: readonly string[]) {
  const feature = { kind: 'categorical', name: 'f', categories, rest: null } as unknown as Feature;
  return { features: [feature], position: () => 0 };
}

/** The slow and obvious way. */
function passes(test: CategoryTest, name: string | undefined): boolean {
  const { listed, missing } = passesOf(test);
  if (name === undefined) return missing;
  return test.names.includes(name) === listed;
}

function walk(tree: EnsembleTree, code: number): number {
  if (tree.mode === 'LEAF') return tree.weight;
  const low = Number.isNaN(code) ? tree.missingPasses : code <= tree.value;
  return walk(low ? tree.yes : tree.no, code);
}

function depthOf(tree: EnsembleTree): number {
  return tree.mode === 'LEAF' ? 0 : 1 + Math.max(depthOf(tree.yes), depthOf(tree.no));
}

test('the tree of a set answers each code as the set does', () => {
  fc.assert(
    fc.property(tests, ({ categories, test }) => {
      const tree = setTree(test, 0, categories);
      categories.forEach((name, code) => expect(walk(tree, code)).toBe(+passes(test, name)));
      for (const missing of [NaN, -1, -2])
        expect(walk(tree, missing)).toBe(+passes(test, undefined));
      expect(walk(tree, categories.length)).toBe(+passes(test, 'not listed'));
    }),
  );
});

test('it is no deeper than the halving of its codes', () => {
  fc.assert(
    fc.property(tests, ({ categories, test }) => {
      const most = Math.ceil(Math.log2(categories.length + 2));
      expect(depthOf(setTree(test, 0, categories))).toBeLessThanOrEqual(most);
    }),
  );
});

test('the set is read back from it', () => {
  fc.assert(
    fc.property(tests, ({ categories, test }) => {
      expect(readSet(setTree(test, 0, categories), layoutWith(categories))).toEqual(test);
    }),
  );
});

test('what is no set of codes is refused', () => {
  const layout = layoutWith(['a', 'b', 'c']);
  const sound = setTree({ kind: 'known-none-of', feature: 'f', names: ['a'] }, 0, ['a', 'b', 'c']);
  if (sound.mode === 'LEAF') throw new Error('not a leaf');
  const leaf = { mode: 'LEAF', weight: 1 } as const;
  const odd: EnsembleTree[] = [
    leaf,
    { ...sound, column: 1 },
    { ...sound, value: 0.5 },
    { ...sound, value: 3 },
    { ...sound, mode: 'BRANCH_LT' },
    { ...sound, no: { ...leaf, weight: 2 } },
    { ...sound, missingPasses: !sound.missingPasses },
  ];
  for (const tree of odd) expect(() => readSet(tree, layout)).toThrow();
});
