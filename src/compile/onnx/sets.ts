import { categoryKind, passesOf, type CategoryTest } from '../branches.ts';
import type { Layout } from '../flat.ts';
import type { EnsembleTree } from './ensemble.ts';

/*
 * A test of categories as a tree of its own over the codes of the feature: it answers 1 where the
 * test passes, else 0. Runs of neighbouring codes that go the same way share a leaf. Comparisons
 * alone, as runtimes have been seen to err where they join tests of equality.
 */

/** Codes up to `last` that go the same way. */
interface Run {
  readonly last: number;
  readonly passes: boolean;
}

/**
 * The tree of a test. NaN and codes below 0 are missing; a code after the last category is that of no
 * category.
 */
export function setTree(
  test: CategoryTest,
  column: number,
  categories: readonly string[],
): EnsembleTree {
  const { listed, missing } = passesOf(test);
  const names = new Set(test.names);
  const runs: Run[] = [{ last: -1, passes: missing }];
  const add = (last: number, passes: boolean): void => {
    if (runs.at(-1)!.passes === passes) runs.pop();
    runs.push({ last, passes });
  };
  categories.forEach((name, code) => add(code, names.has(name) === listed));
  add(Infinity, !listed);
  return treeOfRuns(runs, column, missing);
}

/** Halves the runs until one is left. NaN goes to any of those that missing values go to. */
function treeOfRuns(runs: readonly Run[], column: number, missing: boolean): EnsembleTree {
  if (runs.length === 1) return { mode: 'LEAF', weight: runs[0]!.passes ? 1 : 0 };
  const middle = Math.ceil(runs.length / 2);
  const [low, high] = [runs.slice(0, middle), runs.slice(middle)];
  return {
    mode: 'BRANCH_LEQ',
    column,
    value: low.at(-1)!.last,
    missingPasses: low.some(({ passes }) => passes === missing),
    yes: treeOfRuns(low, column, missing),
    no: treeOfRuns(high, column, missing),
  };
}

/**
 * The test that a tree stands for: the inverse of {@link setTree}.
 * @throws Error for a tree that does not divide the codes of one feature.
 */
export function readSet(tree: EnsembleTree, { features }: Layout): CategoryTest {
  if (tree.mode === 'LEAF') throw new Error('a set asks nothing');
  const feature = features[tree.column];
  if (feature?.kind !== 'categorical') throw new Error('a set asks for a number');
  const { name, categories } = feature;
  checkSet(tree, tree.column, categories.length - 1);
  const listed = !passes(tree, categories.length);
  const missing = passes(tree, NaN);
  if (passes(tree, -1) !== missing) throw new Error('a code below 0 is not missing');
  const names = categories.filter((_, code) => passes(tree, code) === listed);
  return { kind: categoryKind({ listed, missing }), feature: name, names };
}

/** With thresholds that are whole, what holds for codes holds for all numbers. */
function checkSet(tree: EnsembleTree, column: number, last: number): void {
  if (tree.mode === 'LEAF') {
    if (tree.weight !== 0 && tree.weight !== 1) throw new Error('a set answers neither 0 nor 1');
    return;
  }
  const { mode, value } = tree;
  const isCode = Number.isInteger(value) && value >= -1 && value <= last;
  if (mode !== 'BRANCH_LEQ' || tree.column !== column || !isCode) {
    throw new Error('a set asks something else than the code of its feature');
  }
  checkSet(tree.yes, column, last);
  checkSet(tree.no, column, last);
}

function passes(tree: EnsembleTree, code: number): boolean {
  if (tree.mode === 'LEAF') return tree.weight === 1;
  const low = Number.isNaN(code) ? tree.missingPasses : code <= tree.value;
  return passes(low ? tree.yes : tree.no, code);
}
