import type { Knot } from '../../src/student/search/knot.ts';
import { emptyMemo, growLookingAhead } from '../../src/student/search/look-ahead.ts';
import { allRows, type Problem } from '../../src/student/search/problem.ts';

/** A tree grown greedily on all rows. */
export async function greedyKnot(problem: Problem, depth: number): Promise<Knot> {
  const knot = await growLookingAhead(problem, allRows(problem), {
    depth,
    rank: 0,
    lookAhead: { levels: 0, candidates: 0, rows: 0, finalists: 0, finalRows: 0, horizon: 0 },
    memo: emptyMemo(),
    signal: undefined,
  });
  return knot!;
}
