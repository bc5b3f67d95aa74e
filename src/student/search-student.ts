import { refit } from './refit.ts';
import { makeProblem } from './search/problem.ts';
import { SEARCH_BUDGETS, searchTrees } from './search/search.ts';
import type { Lesson, StudentOptions, StudentTrees } from './student.ts';

/** The default student: the best tree found for each depth (see `search/search.ts`). */
export async function searchStudent(
  lesson: Lesson,
  options: StudentOptions,
  search: keyof typeof SEARCH_BUDGETS,
): Promise<StudentTrees> {
  const { maxDepth, minLeafRows } = options;
  options.onProgress?.({ stage: 'student', done: 0, total: maxDepth });
  const problem = makeProblem(lesson, minLeafRows);
  const trees = await searchTrees(problem, maxDepth, SEARCH_BUDGETS[search], options);
  options.onProgress?.({ stage: 'student', done: maxDepth, total: maxDepth });
  return { trees: trees.map((tree) => refit(tree, lesson)), byLeaves: [], warnings: [] };
}
