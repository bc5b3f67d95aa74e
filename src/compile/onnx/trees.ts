import { ifsOf, isCategoryTest, type Branch, type CategoryTest, type If } from '../branches.ts';
import type { Layout } from '../flat.ts';
import type { EnsembleTree } from './ensemble.ts';
import { setTree } from './sets.ts';

/** The branches as trees over a row of numbers. */
export interface Trees {
  /** One a test of categories, in pre-order of the branches. */
  readonly sets: readonly EnsembleTree[];
  /** Answers the index of the leaf; the answers of `sets` are its columns after those of the row. */
  readonly leaf: EnsembleTree;
}

export function treesOf(branch: Branch, layout: Layout): Trees {
  const ifs = ifsOf(branch).filter((own) => isCategoryTest(own.test));
  const setColumns = new Map(ifs.map((own, set) => [own, layout.features.length + set]));
  return {
    sets: ifs.map(({ test }) => setOf(test as CategoryTest, layout)),
    leaf: leafTree(branch, layout, setColumns),
  };
}

function setOf(test: CategoryTest, { features, position }: Layout): EnsembleTree {
  const column = position(test.feature);
  const feature = features[column]!;
  return setTree(test, column, feature.kind === 'categorical' ? feature.categories : []);
}

function leafTree(
  branch: Branch,
  layout: Layout,
  setColumns: ReadonlyMap<If, number>,
): EnsembleTree {
  if (branch.kind === 'return') return { mode: 'LEAF', weight: branch.leaf };
  const yes = leafTree(branch.yes, layout, setColumns);
  const no = leafTree(branch.no, layout, setColumns);
  const { test } = branch;
  if (isCategoryTest(test)) {
    const column = setColumns.get(branch)!;
    // The set answers 0 where the test does not pass.
    return { mode: 'BRANCH_LEQ', column, value: 0, missingPasses: false, yes: no, no: yes };
  }
  return {
    mode: test.strict ? 'BRANCH_LT' : 'BRANCH_LEQ',
    column: layout.position(test.feature),
    value: test.threshold,
    missingPasses: test.kind === 'not-over',
    yes,
    no,
  };
}
