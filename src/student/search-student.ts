import { scoreWeights, withRealMass } from './balance.ts';
import type { Tree } from '../core/tree.ts';
import { ifWorth, perform, sideBySide } from '../core/workers.ts';
import { makeProblem } from './search/problem.ts';
import { SEARCH_BUDGETS, searchTrees } from './search/search.ts';
import { SETTLE } from './settle.ts';
import { noLimits, type Lesson, type StudentOptions, type StudentTrees } from './student.ts';

/** Rows times features times levels from which on workers pay: about a second of search. */
const WORTH_SHARING = 500_000;

/** The default student: the best tree found for each size (see `search/search.ts`). */
export async function searchStudent(
  lesson: Lesson,
  given: StudentOptions,
  search: keyof typeof SEARCH_BUDGETS,
): Promise<StudentTrees> {
  const { maxDepth, objective = 'fidelity' } = given;
  const nFeatures = lesson.table.columns.length;
  const { limits = noLimits(nFeatures) } = given;
  const options = ifWorth(given, lesson.table.nRows * nFeatures * maxDepth, WORTH_SHARING);
  options.onProgress?.({ stage: 'student', done: 0, total: maxDepth });
  const budget = SEARCH_BUDGETS[search];
  const mass = withRealMass(lesson.weight, lesson.realRows, budget.realMass);
  const weight = scoreWeights(lesson, mass, objective);
  const problem = makeProblem(lesson, weight, options);
  const sizes = { maxDepth, maxLeaves: limits.maxLeaves };
  const found = await searchTrees(problem, sizes, budget, options);
  options.onProgress?.({ stage: 'student', done: maxDepth, total: maxDepth });
  const votes =
    objective === 'balanced' ? scoreWeights(lesson, lesson.weight, objective) : undefined;
  const common = { lesson, votes, monotone: limits.monotone };
  const settled = (tree: Tree): Promise<Tree> => perform(SETTLE, common, tree, options);
  return {
    trees: await sideBySide(options.pool, found.byDepth, settled),
    byLeaves: await sideBySide(options.pool, found.byLeaves, async ({ leaves, tree }) => ({
      leaves,
      tree: await settled(tree),
    })),
    warnings: [],
  };
}
